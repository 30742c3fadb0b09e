"""Lives of a page in Chromium while everything goes wrong: no acknowledged answer is lost.

Requests are held back, refused, and lost on either way; the connection goes; a second window answers the same
questions; pages are reloaded and left; the browser is killed. Every reply of the server is noted on its way,
and at the end the answers that a new browser is shown must be what was acknowledged last.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests import chromium
from tests.postgres import free_port
from tests.security.http import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="kills process groups"),
]

RUNS = int(os.environ.get("SMAX_LIVES", "10"))  # all fifty take five minutes of a quiet machine
STEPS = 12
ITEMS = {"G0": 5, "CUS-P1": 5, "CUS-P2": 5, "CUS-K1": 5}
FAULTS = ["lose the request", "lose the reply", "delay", "refuse", "none", "none", "none"]


@dataclass
class Noted:
    """One reply of the server, whether or not it reached the page."""

    key: str
    value: list[str]
    base: int
    status: int
    revision: int | None


@dataclass
class Life:
    """One person with one browser; what the network does to them, and what the server said."""

    server: object
    leader: dict
    luck: random.Random
    notes: list[Noted] = field(default_factory=list)
    calm: bool = False

    @property
    def place(self):
        return f"{self.server.base_url}/survey/{self.leader['public_id']}/"

    def enter(self, browser):
        width, height = self.luck.choice([(1280, 900), (390, 844)])
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        self.context.set_default_timeout(30_000)
        self.context.route("**/answer/", self.carry)
        page = self.open_window(f"{self.server.base_url}/s/{self.leader['secret']}/")
        if page.locator("[name=consent]").count():
            page.check("[name=consent]")
        page.locator("form.start button").click()
        page.wait_for_url("**/survey/**")
        page.goto(f"{self.place}cus/")
        return page

    def open_window(self, address):
        page = self.context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?": leave
        page.goto(address)
        return page

    def carry(self, route):
        """Carry a request to the server and its reply back, or fail to."""
        fault = "none" if self.calm else self.luck.choice(FAULTS)
        if fault == "lose the request":
            return route.abort("connectionfailed")
        if fault == "refuse":
            return route.fulfill(status=503, body="")
        if fault == "delay":
            time.sleep(self.luck.uniform(0.05, 0.4))
        try:
            reply = route.fetch(timeout=10_000)
        except PlaywrightError:  # offline, or the page has gone meanwhile
            return route.abort("connectionfailed")
        self.note(route.request.post_data, reply)
        if fault == "lose the reply":
            return route.abort("connectionreset")
        return route.fulfill(response=reply)

    def note(self, body, reply):
        sent = parse_qs(body, keep_blank_values=True)
        revision = reply.json()["revision"] if reply.status == 200 else None
        sent_values = sent.get("value", [])
        self.notes.append(Noted(sent["key"][0], sent_values, int(sent["base"][0]), reply.status, revision))

    # What the person does

    def step(self, page):
        act = self.luck.choice(
            ["answer"] * 6 + ["offline", "reload", "second window", "back", "decide", "expiry"]
        )
        if act == "answer":
            self.answer(page)
        elif act == "offline":
            self.context.set_offline(True)
            self.answer(page)
            page.wait_for_timeout(self.luck.randint(50, 400))
            self.context.set_offline(False)
        elif act == "reload":
            page.reload()
        elif act == "second window":
            other = self.open_window(f"{self.place}cus/")
            self.answer(other)
            other.wait_for_timeout(200)
            other.close(run_before_unload=False)
        elif act == "back":
            page.goto(f"{self.place}str/")
            page.go_back()
        elif act == "decide":
            self.decide(page)
        else:
            self.context.clear_cookies(name="csrf")

    def answer(self, page):
        item = self.luck.choice(list(ITEMS))
        page.check(f"#id_{item}_{self.luck.randrange(ITEMS[item])}")

    def decide(self, page):
        buttons = page.locator(self.luck.choice(["[data-keep]", "[data-mine]"]))
        if buttons.count():
            buttons.first.click()

    def come_to_rest(self, page):
        """The network is well again, and the person answers what the page asks: what it shows then."""
        self.calm = True
        self.context.set_offline(False)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        for _ in range(200):  # a request without any reply is given up after 15 seconds
            page.wait_for_timeout(150)
            again = page.get_by_role("button", name="Send again")
            if again.count():
                again.click()
            elif page.locator("[data-mine]").count():
                self.decide(page)
            elif page.locator("#autosave[data-state=stopped]").count():
                page.locator("button.btn-primary[name=go]").click()
                page.wait_for_timeout(300)
            elif not page.locator("[name=G0-base]").count() or page.locator(".item--error").count():
                page.goto(f"{self.place}cus/")
            elif not unsent(page):
                return shown(page)
        raise AssertionError(
            f"does not come to rest: {page.url} {page.locator('#autosave').all_inner_texts()}"
        )


def unsent(page):
    """Whether the page would ask before it is left."""
    leave = "new Event('beforeunload', {cancelable: true})"
    return page.evaluate(f"() => !window.dispatchEvent({leave})")


def shown(page):
    """What the page shows: each answer with the revision it knows."""
    marked = dict(
        page.locator("#answers input[type=radio]:checked").evaluate_all(
            "all => all.map(i => [i.name, i.value])"
        )
    )
    return {key: (marked.get(key), int(page.locator(f"[name='{key}-base']").input_value())) for key in ITEMS}


class Chromium:
    """A browser that can be killed."""

    def __init__(self, browser_type, path):
        self.browser_type, self.path, self.process = browser_type, path, None

    def start(self):
        self.folder = tempfile.mkdtemp(prefix="smax-chromium-")
        port = free_port()
        words = [
            self.path,
            "--headless=new",
            f"--remote-debugging-port={port}",
            f"--user-data-dir={self.folder}",
        ]
        self.process = subprocess.Popen(
            [*words, *chromium.FLAGS, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(100):
            try:
                self.browser = self.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
                return self.browser
            except PlaywrightError:
                time.sleep(0.1)
        raise RuntimeError("Chromium did not start")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def stored(server, leader):
    """What a new browser is shown: the answers, and the revision of each."""
    visitor = Visitor(server.base_url)
    assert visitor.post(f"/s/{leader['secret']}/", {"consent": "on"}).status == 302
    page = visitor.get(f"/survey/{leader['public_id']}/cus/").body
    marked = {}
    for tag in re.findall(r"<input [^>]*\bchecked>", page):
        name, value = re.findall(r' (?:name|value)="([^"]*)"', tag)
        marked[name] = value
    bases = dict(re.findall(r'name="([^"]*)-base" value="(\d+)"', page))
    return {key: (marked.get(key), int(bases[key])) for key in ITEMS}


def test_no_acknowledged_answer_is_lost(server, browser):
    staged = json.loads(server.python("-m", "tests.stage", "Faults", *["sales"] * RUNS))
    met = set()
    # Through the session's own Playwright: a second one in the same process is refused.
    machine = Chromium(browser.browser_type, chromium.find())
    mortal = machine.start()
    try:
        for number, leader in enumerate(staged["leaders"]):
            life = Life(server, leader, random.Random(number))
            page = life.enter(mortal)
            for step in range(STEPS):
                life.step(page)
                if number % 5 == 4 and step == STEPS // 2:
                    machine.kill()
                    mortal = machine.start()
                    page = life.enter(mortal)
            now = life.come_to_rest(page)
            check(life, now, number)
            met |= {note.status for note in life.notes}
            life.context.close()
    finally:
        machine.kill()
    assert met == {200, 403, 409}


def check(life, now, number):
    """The server's replies, what reached the page, and what a new browser is shown.

    A page that is closed sends what it still has, past the reach of this test: such a change is known only by
    the revision that it left behind, and can only stand after what was acknowledged before.
    """
    final = stored(life.server, life.leader)
    for key, (value, revision) in final.items():
        if now[key][1] == revision:  # else a second window has answered, and this page is not told yet
            assert now[key][0] == value, (number, key)
        notes = [note for note in life.notes if note.key == key and note.status == 200]
        taken = {0: None}
        for note in notes:
            first = taken.setdefault(note.revision, note)
            assert first.value == note.value, (number, note)
        assert revision >= max(taken), (number, key)
        if revision in taken:
            assert value == (taken[revision] and taken[revision].value[0]), (number, key)
        # Each change was made by somebody who knew the answer that it replaced.
        for before, after in pairwise(sorted(taken)):
            assert before <= taken[after].base < after, (number, taken[after])
