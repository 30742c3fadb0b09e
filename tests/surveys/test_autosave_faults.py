"""Whatever goes wrong between a page and the server: no acknowledged answer is lost or silently replaced.

Two windows of one person act as static/js/survey.js does. Requests get lost, arrive late, twice and out of
order; replies get lost; pages are left, reloaded and kept open past their token. What the server stores is
compared at each request with what its sender knew.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

import pytest
from django.test import Client as Browser
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from smax.accounts.tenancy import every_firm
from surveys.drafts import Draft
from surveys.models import Response
from tests.accounts.test_errors import OURS, fields
from tests.cast import make_client, make_firm, make_wave
from tests.surveys.respondent import Respondent, checked, hidden

pytestmark = pytest.mark.django_db

SCALE = ["1", "2", "3", "dk"]
CHOICES = {
    "G0": [[value] for value in SCALE],
    "CUS-K1": [[value] for value in SCALE],
    "CUS-F1": [[], ["a"], ["b"], ["a", "b"]],
    "note:CUS-K1": [[""], ["Wiki"], ["Report"]],
}
KEYS = list(CHOICES)
OLD = "x" * 64
# What fails is told as it was found: to look for the shortest way there takes minutes.
PHASES = (Phase.explicit, Phase.generate)
serial = itertools.count()


def as_values(stored):
    """A stored value as the page's controls hold it."""
    return [
        str(each) for each in (stored if isinstance(stored, list) else [stored]) if each not in (None, "")
    ]


@dataclass
class Window:
    """A page: what its controls hold, the revisions it knows, and what it has not got through yet."""

    token: str = OLD
    bases: dict[str, str] = field(default_factory=dict)
    controls: dict[str, list[str]] = field(default_factory=dict)
    unsent: dict[str, None] = field(default_factory=dict)
    conflicts: dict[str, dict] = field(default_factory=dict)
    pinned: dict | None = None
    stopped: bool = False


class Autosave(RuleBasedStateMachine):
    """One person, two windows, and a network that keeps copies of what it carries."""

    wave = None

    @initialize()
    def open_windows(self):
        self.ana = Respondent(self.wave, "sales", f"Leader {next(serial)}")
        self.browser = Browser(enforce_csrf_checks=True)
        self.ana.browser.post(self.ana.landing, {"consent": "on"})
        self.browser.cookies = self.ana.browser.cookies
        self.history = {key: {0: []} for key in KEYS}
        self.windows = [Window(), Window()]
        self.network = []
        for window in self.windows:
            self.load(window)

    # What the person does

    @rule(which=st.integers(0, 1), key=st.sampled_from(KEYS), choice=st.integers(0, 3))
    def answer(self, which, key, choice):
        window = self.windows[which]
        window.controls[key] = CHOICES[key][choice % len(CHOICES[key])]
        window.unsent[key] = None
        window.conflicts.pop(key, None)

    @rule(which=st.integers(0, 1))
    def reload(self, which):
        """Refresh, back and forward: what is not acknowledged is given up, as the page has asked."""
        self.load(self.windows[which])

    @rule(which=st.integers(0, 1), mine=st.booleans())
    def decide(self, which, mine):
        window = self.windows[which]
        for key in list(window.conflicts)[:1]:
            self.settle(window, key, mine=mine)

    @rule(which=st.integers(0, 1))
    def press_save(self, which):
        """Send the page as a form; where its token has expired, send it again as the next page offers."""
        window = self.windows[which]
        if window.pinned is None or window.stopped:
            self.post_page(window)

    # What the network does

    @rule(which=st.integers(0, 1))
    def send_and_reply(self, which):
        self.attempt(self.windows[which])

    @rule(which=st.integers(0, 1))
    def lose_the_request(self, which):
        window = self.windows[which]
        job = self.next_job(window)
        if job:
            window.pinned = job
            self.network.append(job)  # it may still arrive, much later

    @rule(which=st.integers(0, 1))
    def lose_the_reply(self, which):
        window = self.windows[which]
        job = self.next_job(window)
        if job:
            window.pinned = job
            self.network.append(job)
            self.deliver(job)

    @precondition(lambda self: self.network)
    @rule(place=st.integers(0, 50))
    def deliver_a_late_copy(self, place):
        """Nobody waits for the reply any more; delivered or not, the copy may come yet again."""
        self.deliver(self.network[place % len(self.network)])

    @rule()
    def let_the_token_expire(self):
        self.browser.cookies.pop("csrf", None)

    def teardown(self):
        """The network comes back, and the person answers every question that a window still asks."""
        if not hasattr(self, "windows"):
            return
        for window in self.windows:
            while window.stopped or window.conflicts or self.next_job(window):
                if window.stopped:
                    self.post_page(window)
                elif self.next_job(window):
                    self.attempt(window)
                else:  # what the other window has stored since is asked about once more
                    self.settle(window, next(iter(window.conflicts)), mine=True)
            assert (window.unsent, window.conflicts, window.pinned) == ({}, {}, None)
            stored = self.stored()
            touched = [key for key in KEYS if window.bases[key] == str(stored.base(key))]
            assert {key: window.controls[key] for key in touched if window.controls[key] != [""]} == {
                key: as_values(stored.value(key)) for key in touched if window.controls[key] != [""]
            }

    # The window, as the script of the page works

    def load(self, window):
        page = self.browser.get(f"{self.ana.place}cus/")
        self.read(window, page)
        window.controls = {key: as_values(self.stored().value(key)) for key in KEYS}
        marked = checked(page)
        assert [window.controls[key] for key in KEYS[:3]] == [marked.get(key, []) for key in KEYS[:3]]

    def read(self, window, page):
        text = page.content.decode()
        window.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
        window.bases = hidden(page)
        window.bases = {key: window.bases[f"{key}-base"] for key in KEYS}
        window.unsent, window.conflicts, window.pinned, window.stopped = {}, {}, None, False

    def next_job(self, window):
        if window.stopped:
            return None
        if window.pinned:
            return window.pinned
        key = next((key for key in window.unsent if key not in window.conflicts), None)
        return key and {"key": key, "value": window.controls[key], "base": window.bases[key]}

    def attempt(self, window):
        job = self.next_job(window)
        if not job:
            return
        reply = self.deliver(job, token=window.token)
        window.pinned = None
        if reply.status_code == 200:
            window.bases[job["key"]] = str(reply.json()["revision"])
            if job["value"] == window.controls[job["key"]]:
                window.unsent.pop(job["key"])
        elif reply.status_code == 409:
            window.conflicts[job["key"]] = reply.json()["conflict"]
        else:
            assert reply.status_code == 403
            window.stopped = True

    def settle(self, window, key, *, mine):
        conflict = window.conflicts.pop(key)
        window.bases[key] = str(conflict["revision"])
        window.controls[key] = conflict["sent" if mine else "stored"]["values"]
        if not mine:
            window.unsent.pop(key)

    def post_page(self, window):
        sent = {key: values for key, values in window.controls.items() if values}
        sent |= {f"{key}-base": base for key, base in window.bases.items()}
        answer = self.watch(f"{self.ana.place}cus/", sent, window.token, window.bases)
        if answer.status_code == 403:
            again = fields(answer)
            token = again.pop("csrfmiddlewaretoken")
            answer = self.watch(f"{self.ana.place}cus/", again, token, window.bases)
        if answer.status_code == 302:
            self.load(window)
        else:
            controls = dict(window.controls)
            stored = self.stored()
            self.read(window, answer)
            window.controls = controls
            window.unsent = {key: None for key in KEYS if controls[key] != as_values(stored.value(key))}

    # The server, watched

    def deliver(self, job, token=None):
        token = token or self.windows[0].token
        bases = {job["key"]: job["base"]}
        reply = self.watch(f"{self.ana.place}answer/", job, token, bases)
        if reply.status_code == 200:
            told = reply.json()["revision"]
            kept = [text for text in job["value"] if text]
            assert self.history[job["key"]][told] == kept, "acknowledged, and not what was sent"
        return reply

    def watch(self, path, sent, token, bases):
        """Post, and hold every change to what its sender knew."""
        before = self.stored()
        reply = self.browser.post(path, {**sent, "csrfmiddlewaretoken": token}, headers=OURS)
        after = self.stored()
        changed = [key for key in KEYS if before.value(key) != after.value(key)]
        assert [key for key in changed if bases[key] != str(before.base(key))] == [], "replaced unseen"
        for key in KEYS:
            if key in changed:
                assert after.base(key) == after.revision > before.revision
                self.history[key][after.base(key)] = as_values(after.value(key))
            else:
                assert after.base(key) == before.base(key)
        if not changed:
            assert after == before
        return reply

    def stored(self):
        with every_firm("a test compares"):
            return Draft.of(Response.objects.get(participant=self.ana.person))


@pytest.fixture
def machine():
    Autosave.wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))
    return Autosave


def test_no_acknowledged_answer_is_lost_or_silently_replaced(machine):
    runs = settings(max_examples=30, stateful_step_count=25, phases=PHASES)
    run_state_machine_as_test(machine, settings=runs)


@pytest.mark.slow
def test_the_same_a_thousand_times(machine):
    runs = settings(max_examples=1000, stateful_step_count=40, phases=PHASES)
    run_state_machine_as_test(machine, settings=runs)
