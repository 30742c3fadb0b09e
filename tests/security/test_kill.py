"""kill -9 under load: nothing acknowledged is lost, nothing is there twice, and the service comes back.

People save answers and submit without pause while the whole server is killed at random moments. What each of
them was told is a journal on their side; at the end it is compared with the database.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urlsplit

import pytest

from dev import server_command
from tests.security.http import Visitor
from tests.server import ROOT, serve

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # on both engines: what is killed holds rows

KILLS = 100  # on each of the two databases
COLD = 5  # of them with a start from nothing
PEOPLE = 6
PAUSES = (0.02, 0.3)  # seconds of service before the next kill
BACK_IN_SERVICE = 10
RECEIPT = r"(?<![\w-])[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}(?![\w-])"  # four digits of a UUID may look like one
ITEMS = [f"{dimension}-P{number}" for dimension in ("CUS", "STR", "CAP", "ORG") for number in (1, 2)]

SET_UP = """
import django; django.setup()
import json
from tests.cast import AGREEMENT, full_answers, make_client, make_firm, make_leader, make_wave
from surveys.services.answers import save_answers
from smax.accounts.tenancy import firm_scope
wave = make_wave(make_client(make_firm("Kill"), "Kill Client"))
leaders = []
for number in range({people}):
    person, secret = make_leader(wave, "sales", f"Leader {{number}}")
    if number % 3 == 0:
        given = full_answers(wave, "sales", step=5)
        with firm_scope(wave.firm):
            save_answers(response=person.response, given=given, agreement=AGREEMENT)
    leaders.append([secret, str(person.public_id), person.response.revisions])
print(json.dumps(leaders))
"""
READ = """
import django; django.setup()
import json
from smax.accounts.tenancy import every_firm
from surveys.models import Consent, Response
with every_firm("a test compares"):
    print(json.dumps({
        str(row.participant.public_id): {
            "state": row.state, "draft": row.draft, "revisions": row.revisions, "revision": row.revision,
            "consents": Consent.objects.filter(participant=row.participant).count(),
            "submissions": [[each.number, each.receipt, each.answers] for each in row.submissions.all()],
        }
        for row in Response.objects.select_related("participant")
    }))
"""


@dataclass
class Person:
    """Somebody at a device that keeps a journal of what the server has acknowledged."""

    visitor: Visitor
    place: str
    bases: dict[str, int]
    random: random.Random
    journal: dict[str, tuple[int, int]] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    submits: bool = False
    acknowledged: int = 0

    def live(self, over):
        """Answer without pause, as the script of a page does: a request without a reply is sent again."""
        while not over.is_set():
            key, value = self.random.choice(ITEMS), self.random.randint(1, 5)
            self.save(key, value, over)
            if self.submits and self.acknowledged > 40:
                self.submit(over)

    def save(self, key, value, over):
        sent = {"key": key, "value": value, "base": self.bases.get(key, 0)}
        reply = self.until_answered(f"{self.place}answer/", sent, over)
        if reply is None:
            self.unknown.add(key)
            return
        assert reply.status == 200, (reply.status, reply.body[:300])
        revision = json.loads(reply.body)["revision"]
        self.bases[key] = revision
        self.journal[key] = (value, revision)
        self.acknowledged += 1

    def submit(self, over):
        reply = self.until_answered(f"{self.place}review/", {}, over)
        while reply is not None and not over.is_set():
            assert (reply.status, reply.headers["Location"]) == (302, f"{self.place}receipt/")
            page = self.until_answered(f"{self.place}receipt/", None, over)
            if page is not None:
                self.receipts.add(re.search(RECEIPT, page.body)[0])
            reply = self.until_answered(f"{self.place}review/", {}, over)

    def until_answered(self, path, fields, over):
        while not over.is_set():
            try:
                reply = self.visitor.post(path, fields) if fields is not None else self.visitor.get(path)
            except (OSError, HTTPException):
                time.sleep(0.02)
                continue
            if reply.status < 500:
                return reply
        return None


class Killed:
    """The production server on the database of a running one, to be killed with all its processes."""

    def __init__(self, server):
        self.server = server
        self.port = urlsplit(server.base_url).port
        self.group = self.cold = None
        words = [sys.executable, "-m", "tests.security.warm", str(self.port)]
        self.warm = self.launch(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def launch(self, words, **pipes):
        with self.server.log.open("ab") as log:
            outputs = {"stdout": log, "stderr": log, **pipes}
            return subprocess.Popen(words, cwd=ROOT, env=self.server.env, start_new_session=True, **outputs)

    def start(self, *, cold=False):
        if cold:
            self.cold = self.launch(server_command(self.port, python=sys.executable))
            self.group = self.cold.pid
        else:
            self.warm.stdin.write("start\n")
            self.warm.stdin.flush()
            self.group = int(self.warm.stdout.readline())

    def kill(self):
        os.killpg(self.group, signal.SIGKILL)
        if self.cold:
            self.cold.wait()
            self.cold = None

    def end(self):
        self.kill()
        self.warm.stdin.close()
        self.warm.wait(timeout=20)
        self.warm.stdout.close()

    def wait(self):
        """Seconds until a request is answered again."""
        began = time.monotonic()
        while True:
            try:
                if Visitor(self.server.base_url).get("/healthz").status == 200:
                    return time.monotonic() - began
            except (OSError, HTTPException):
                time.sleep(0.02)
            assert time.monotonic() - began < 60, self.server.log.read_text(encoding="utf-8")[-2000:]


@pytest.mark.skipif(os.name == "nt", reason="kills process groups")
def test_what_was_acknowledged_outlives_every_kill(tmp_path):
    with serve(tmp_path, start=False) as server:
        leaders = json.loads(server.python("-c", SET_UP.format(people=PEOPLE)))
        killed = Killed(server)
        killed.start()
        killed.wait()
        people = [arrive(server, number, *leader) for number, leader in enumerate(leaders)]
        over = threading.Event()
        crowd = [Work(person, over) for person in people]
        try:
            for work in crowd:
                work.start()
            back = kill_again_and_again(killed)
            assert until(lambda: sum(bool(person.receipts) for person in people) == 2)
        finally:
            over.set()
            for work in crowd:
                work.join(timeout=60)
            killed.end()
        assert [work.fault for work in crowd if work.fault] == []
        assert max(back) < BACK_IN_SERVICE
        assert sum(person.acknowledged for person in people) > KILLS
        compare(people, json.loads(server.python("-c", READ)))


def kill_again_and_again(killed):
    """Kill at random moments; the seconds until each server was back."""
    luck = random.Random(2026)
    back = []
    for number in range(KILLS):
        time.sleep(luck.uniform(*PAUSES))
        killed.kill()
        killed.start(cold=number < COLD)
        back.append(killed.wait())
    return back


def until(done, timeout=60):
    """Wait for it; whether it came."""
    deadline = time.monotonic() + timeout
    while not done() and time.monotonic() < deadline:
        time.sleep(0.1)
    return done()


class Work(threading.Thread):
    """One person's life, with the fault that ended it."""

    def __init__(self, person, over):
        super().__init__(daemon=True)
        self.person, self.over, self.fault = person, over, None

    def run(self):
        try:
            self.person.live(self.over)
        except BaseException as fault:
            self.fault = repr(fault)


def arrive(server, number, secret, public_id, revisions):
    visitor = Visitor(server.base_url)
    assert visitor.post(f"/s/{secret}/", {"consent": "on"}).status == 302
    bases = {key: revision for key, revision in revisions.items() if key in ITEMS}
    return Person(visitor, f"/survey/{public_id}/", bases, random.Random(number), submits=number % 3 == 0)


def compare(people, rows):
    """Each journal against the database."""
    for person in people:
        row = rows[person.place.split("/")[2]]
        for key, (value, revision) in person.journal.items():
            if key in person.unknown:  # its last request was never answered: either value may stand
                assert row["revisions"][key] >= revision
            else:
                assert (row["draft"][key], row["revisions"][key]) == (value, revision)
        assert row["consents"] == 1
        receipts = {receipt for _number, receipt, _answers in row["submissions"]}
        assert receipts >= person.receipts
        assert (len(person.receipts), len(row["submissions"])) in {(0, 0), (1, 1), (0, 1)}
        assert (row["state"] == "submitted") == bool(row["submissions"])
        for _number, _receipt, answers in row["submissions"]:
            assert answers == row["draft"]
