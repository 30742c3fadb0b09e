"""The review before submitting, and the receipt after it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client as Browser

from smax.accounts.tenancy import firm_scope
from surveys.services import answers
from surveys.services.waves import close_wave
from tests.cast import full_answers, make_client, make_firm, make_wave
from tests.surveys.respondent import Respondent, every_row, facts, heading, links, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    respondent = Respondent(wave)
    respondent.enter()
    return respondent


def all_but(wave, side, number):
    """Everything answered but the last so many items."""
    given = full_answers(wave, side)
    return dict(list(given.items())[: len(given) - number])


def jumps(respondent, codes):
    """Where the review leads for open items, in the order this participant sees them."""
    page = respondent.get("review/")
    steps = page.context["questionnaire"].steps
    return [
        f"{respondent.place}{step.code}/#item-{item.id}"
        for step in steps
        if step.code in codes
        for item in step.open_items
    ]


def test_the_review_leads_back_to_each_open_question(wave, ana):
    given = full_answers(wave, "sales")
    ana.answer({item: answer for item, answer in given.items() if item not in {"CUS-K1", "DAT-P2"}})
    page = ana.get("review/")
    leads = [link for link in links(page, ana.place) if "#" in link]
    assert leads == [f"{ana.place}cus/#item-CUS-K1", f"{ana.place}dat/#item-DAT-P2"]
    assert "Customer alignment 6 of 7 answered" in text(page)


def test_a_jump_lands_on_the_question(ana):
    ana.post("cus/", {"G0": "4"})
    for jump in jumps(ana, ["cus"]):
        address, _hash, anchor = jump.partition("#")
        assert f'id="{anchor}"' in ana.browser.get(address).content.decode()


def test_the_review_shows_every_answer_in_words(ana):
    ana.answer({"G0": 2, "CUS-F1": ["a", "c"], "DAT-P2": "dk", "DAT-K1": 1})
    given = re.findall(r"<dt>.*?</dt><dd>(.*?)</dd>", ana.get("review/").content.decode())
    assert [text(answer) for answer in given][:2] == ["Slightly", "Segment A, Segment C"]
    assert len(given) == 4
    assert "Don't know" in [text(answer) for answer in given]


@pytest.mark.parametrize(
    ("side", "needed", "asked"), [("sales", 36, 51), ("marketing", 36, 51), ("both", 30, 42)]
)
def test_below_seven_tenths_nothing_is_submitted_and_what_is_open_is_listed(wave, side, needed, asked):
    respondent = Respondent(wave, side)
    respondent.enter()
    respondent.answer(all_but(wave, side, asked - needed + 1))
    before = every_row()
    answer = respondent.post("review/")
    assert answer.status_code == 409
    sentence = f"{needed - 1} of {asked} questions are answered. At least {needed} are needed to submit."
    assert sentence in text(answer)
    listed = [link for link in links(answer, respondent.place) if "#item-" in link]
    assert listed == jumps(respondent, respondent.codes)
    assert len(listed) == asked - needed + 1
    assert every_row() == before


@pytest.mark.parametrize(("side", "needed", "asked"), [("sales", 36, 51), ("both", 30, 42)])
def test_with_seven_tenths_it_is_submitted(wave, side, needed, asked):
    respondent = Respondent(wave, side)
    respondent.enter()
    given = all_but(wave, side, asked - needed)
    respondent.answer(given)
    answer = respondent.post("review/")
    assert answer.headers["Location"] == f"{respondent.place}receipt/"
    assert [(one["number"], one["answers"]) for one in respondent.submissions] == [(1, given)]


def test_dont_know_counts_as_an_answer(wave, ana):
    ana.answer({item: ["dk"] for item in full_answers(wave, "sales")})
    assert ana.post("review/").headers["Location"] == f"{ana.place}receipt/"
    assert set(ana.submissions[0]["answers"].values()) == {"dk"}


def test_a_second_submit_changes_nothing_and_shows_the_same_receipt(wave, ana):
    ana.answer(full_answers(wave, "sales"))
    ana.post("review/")
    first = text(ana.get("receipt/"))
    before = every_row()
    assert ana.post("review/").headers["Location"] == f"{ana.place}receipt/"
    assert text(ana.get("receipt/")) == first
    assert every_row() == before


def test_the_receipt_says_what_was_submitted_and_when(wave, ana, monkeypatch):
    ana.answer(full_answers(wave, "sales"))
    monkeypatch.setattr(answers.timezone, "now", lambda: datetime(2026, 7, 1, 22, 5, tzinfo=UTC))
    ana.post("review/")
    monkeypatch.undo()
    page = ana.get("receipt/")
    assert heading(page) == "Thank you"
    assert facts(page) == {
        "Submitted": "Thursday, 2 July 2026, 00:05 (Europe/Berlin)",
        "Asked by": "Hartmann",
        "Company": "Northwind Pumps, wave 1",
        "Answered for": "Sales",
        "Answers": "51",
    }
    (receipt,) = re.findall(r"Receipt ([0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4})", text(page))
    assert receipt == ana.submissions[0]["receipt"]
    assert "What happens next" in text(page)


def test_the_link_leads_to_the_same_receipt_on_another_device(wave, ana):
    ana.answer(full_answers(wave, "sales"))
    ana.post("review/")
    other = Browser()
    page = other.post(ana.landing, {}, follow=True)
    assert f"Receipt {ana.submissions[0]['receipt']}" in text(page)


def test_before_the_submit_the_receipt_leads_back_to_the_questions(ana):
    assert ana.get("receipt/").headers["Location"] == ana.place


def test_a_closed_wave_takes_no_submit(wave, ana):
    ana.answer(full_answers(wave, "sales"))
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    before = every_row()
    answer = ana.post("review/")
    assert (answer.status_code, heading(answer)) == (409, "This wave is closed")
    assert every_row() == before


def test_the_receipt_stays_after_the_wave_closed(wave, ana):
    ana.answer(full_answers(wave, "sales"))
    ana.post("review/")
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    assert f"Receipt {ana.submissions[0]['receipt']}" in text(ana.get("receipt/"))
    assert ana.post("review/").headers["Location"] == f"{ana.place}receipt/"
