"""What a respondent's pages cost: bytes on the way, and statements in the database."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from smax.accounts.models import User
from smax.sheets import MADE, made
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.surveys.respondent import Respondent

pytestmark = pytest.mark.django_db

FIRST_VISIT, FURTHER_SCREEN = 120 * 1024, 15 * 1024


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    respondent = Respondent(wave)
    respondent.enter()
    return respondent


def packed(content):
    return len(brotli.compress(content, quality=5))


def assets(page):
    """The static files that a browser with Latin text and the light scheme loads for a page."""
    linked = re.findall(r'(?:href|src)="/?static/([^"]+)"', page.content.decode())
    return set(linked)


def fonts(names):
    """The fonts that those style sheets name for Latin text: browsers load no other range."""
    used = set()
    for name in names:
        if name.endswith(".css"):
            style = content(name).decode()
            used |= set(re.findall(r'vendor/fonts/[^")]+-latin-(?:wght|600)[^")]*\.woff2', style))
    return {name for name in used if "latin-ext" not in name}


def content(name):
    return made(name).encode() if name in MADE else Path(finders.find(name)).read_bytes()


def weight(names):
    total = 0
    for name in names:
        total += len(content(name)) if name.endswith(".woff2") else packed(content(name))
    return total


def statements(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries if not re.match("SAVEPOINT|RELEASE", query["sql"])]


def test_the_first_visit_weighs_at_most_120_kb(ana):
    landing, screen = Browser().get(ana.landing), ana.get("cus/")
    names = assets(landing) | assets(screen)
    names |= fonts(names)
    assert {"sheets/survey.css", "js/survey.js"} <= names
    assert len([name for name in names if name.endswith(".woff2")]) == 2
    assert weight(names) + packed(landing.content) + packed(screen.content) <= FIRST_VISIT


@pytest.mark.parametrize("side", ["sales", "both"])
def test_each_further_screen_weighs_at_most_15_kb(wave, side):
    respondent = Respondent(wave, side)
    respondent.enter()
    respondent.answer(full_answers(wave, side))
    pages = [respondent.get(f"{code}/") for code in [*respondent.codes, "review"]]
    first = assets(pages[0])
    further = [packed(page.content) + weight(assets(page) - first) for page in pages[1:]]
    assert max(further) <= FURTHER_SCREEN


def test_no_page_of_a_respondent_asks_for_session_or_user(ana):
    # A consultant who opens a link on their own machine: the session's cookie is there, and is not looked at.
    ana.browser.force_login(User.objects.get(email="owner@hartmann.example"))
    ana.get("cus/")
    asked = statements(lambda: [ana.browser.get(ana.landing), *(ana.get(page) for page in PAGES)])
    asked += statements(lambda: ana.post("cus/", {"CUS-P1": "4"}))
    asked += statements(lambda: ana.post("answer/", {"key": "CUS-P1", "value": "5", "base": "1"}))
    assert [sql for sql in asked if re.search("django_session|accounts_user|accounts_membership", sql)] == []
    assert len(asked) >= len(PAGES) + 5


PAGES = ["", "cus/", "predictions/", "review/"]


def test_the_session_survives_a_visit_to_a_link(ana):
    ana.browser.force_login(User.objects.get(email="owner@hartmann.example"))
    key = ana.browser.cookies["session"].value
    ana.browser.get(ana.landing)
    ana.get("cus/")
    assert ana.browser.cookies["session"].value == key
    assert ana.browser.get("/clients/").status_code == 200


@pytest.mark.parametrize("others", [0, 20])
def test_statements_do_not_grow_with_the_answers_of_others(wave, ana, others):
    for number in range(others):
        answer_and_submit(make_leader(wave, "sales", f"Leader {number}")[0])
    ana.get("cus/")  # the first reader of a process reads the instrument
    ana.post("answer/", {"key": "CUS-P1", "value": "3", "base": "0"})  # the first answer stores consent
    answers = full_answers(wave, "sales")
    counts = {
        "screen": statements(lambda: ana.get("cus/")),
        "answer": statements(lambda: ana.post("answer/", {"key": "CUS-P1", "value": "5", "base": "1"})),
        "page": statements(lambda: ana.post("cus/", {"CUS-P2": "4", "CUS-P2-base": "0"})),
        "rest": statements(lambda: ana.answer(answers)),
        "submit": statements(lambda: ana.post("review/")),
    }
    assert {act: len(asked) for act, asked in counts.items()} == {
        "screen": 1,
        "answer": 2,
        "page": 2,
        "rest": 2 * len(ana.codes),
        # The page reads; the state, the submission and the letter of thanks follow; then the audit trail:
        # its newest seal, and its row. PostgreSQL does all between the first and the last in one.
        "submit": 3 if connection.vendor == "postgresql" else 6,
    }
