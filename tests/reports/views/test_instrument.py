"""The page of the questionnaire's quality."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from reports.models import InstrumentQuality
from reports.quality.figures import quality_of
from tests.cast import make_firm, make_snapshot
from tests.reports.quality.pools import answers

pytestmark = pytest.mark.django_db
PAGE = "/benchmarks/instrument/"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def made(given, *, synthetic=False, state="released"):
    ended = None if state == "released" else NOW
    snapshot = make_snapshot(synthetic=synthetic, state=state, released_at=NOW, ended_at=ended)
    figures = quality_of(given, "1", draws=20)
    return InstrumentQuality.objects.create(snapshot=snapshot, figures=figures, made_at=NOW)


@pytest.fixture
def analyst():
    browser = Browser()
    browser.force_login(make_firm("Ours").memberships.get(role="analyst").user)
    return browser


def test_before_the_first_snapshot_the_page_says_so(analyst):
    made(answers(), state="withdrawn")
    assert "Nothing is known yet" in analyst.get(PAGE).content.decode()


def test_figures_with_their_intervals_and_n(analyst):
    told = made(answers()).figures
    page = analyst.get(PAGE)
    tables = page.context["tables"]
    alpha, low, high = told["statements"]["alpha"]
    assert tables.statements[0].cells == (f"{alpha:.2f}", f"{low:.2f} to {high:.2f}")
    assert [line.n for line in tables.statements] == ["about 120", "about 120"]
    assert [line.code for line in tables.dimensions][:2] == ["CUS", "STR"]
    assert tables.screens[0].cells[0].startswith("1 min ")
    assert tables.screens[1].cells == ("", "", "")
    assert tables.items[0].cells == ("few", "few", "few")
    text = page.content.decode()
    assert f'<td class="num nowrap">{alpha:.2f}</td>' in text
    assert "tag--synthetic" not in text


def test_too_few_are_said_to_be_too_few(analyst):
    made(answers(7, 20))
    page = analyst.get(PAGE).content.decode()
    assert "Not enough data (n = about 5 companies, 10 of several firms needed)." in page
    assert "<table" not in page


def test_too_few_leaders_are_said_to_be_too_few(analyst):
    made(answers(30, 3))
    page = analyst.get(PAGE).content.decode()
    assert "not enough data" in page
    assert "about 90" in page


def test_synthetic_companies_are_apart_and_labelled(analyst):
    made(answers(), synthetic=True)
    assert "These companies are synthetic." in analyst.get(PAGE).content.decode()
    made(answers(40))
    assert "tag--synthetic" not in analyst.get(PAGE).content.decode()
    assert "These companies are synthetic." in analyst.get(f"{PAGE}?companies=synthetic").content.decode()


def test_a_language_that_is_not_shown_is_said(analyst):
    given = answers()
    given.languages[:6] = "de"
    made(given)
    assert "2 languages are not shown" in analyst.get(PAGE).content.decode()


def test_the_page_takes_as_many_queries_for_many(analyst):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            analyst.get(PAGE)
        return len(captured)

    made(answers(12))
    few = queries()
    made(answers(60, languages=("en", "de"), firms=9), synthetic=True)
    assert queries() == few
