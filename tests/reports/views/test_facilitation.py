"""Facilitation: the order, that nothing stands in a page before it is revealed, and what is agreed on."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from reports.facilitation import agenda
from reports.models import AgreedAnswer
from reports.scorecards import scored_waves
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.queries import waves_of
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import answered_wave, fill, finish, results_url

pytestmark = pytest.mark.django_db
# What differs between two firms whoever answered what: their names, and the forms' tokens.
OWN = re.compile(r'\b(One|Two|one|two)\b|value="\w{64}"')


@pytest.fixture
def consultant():
    def sign_in(firm="ours"):
        browser = Browser()
        browser.force_login(User.objects.get(email=f"consultant@{firm}.example"))
        return browser

    return sign_in


def url(wave, more=""):
    return results_url(wave).replace("results/", f"facilitate/{more}")


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def scored(wave):
    with firm_scope(wave.firm):
        return scored_waves([waves_of(wave.firm).get(pk=wave.pk)])[0]


def test_the_widest_disagreement_comes_first_and_gaps_come_last():
    found = scored(answered_wave(3, 3, closed=True))
    steps = agenda(found).steps
    assert [step.code for step in steps[:6]] == ["ORG-F1", "FLW-P1", "CUS-P2", "CUS-K1", "FLW-P2", "CUS-P1"]
    assert [round(step.distance) for step in steps[:6]] == [100, 100, 25, 25, 25, 0]
    assert [step.is_gap for step in steps] == [False] * 12 + [True] * 3
    gaps = [step.distance for step in steps[12:]]
    assert gaps == sorted(gaps, reverse=True)
    every = sorted((abs(each.gap) for each in found.card.dimensions.values()), reverse=True)
    assert gaps == every[:3]


def test_no_answer_is_in_a_page_before_its_step_is_revealed(consultant):
    """Two waves with opposite answers, as far apart: hidden pages are the same to the letter."""
    pages = []
    for name, (ours, theirs) in {"One": ("ceo", "nobody"), "Two": ("nobody", "ceo")}.items():
        wave = make_wave(make_client(make_firm(name)))
        for side, code in (("sales", ours), ("marketing", theirs)):
            step = 2 if code == "ceo" else 4
            given = full_answers(wave, side, step=3) | {"ORG-F1": code, "CUS-P1": step, "CUS-K1": step}
            answer_and_submit(make_leader(wave, side)[0], given)
        finish(wave)
        browser = consultant(name.lower())
        steps = [step.code for step in agenda(scored(wave)).steps]
        assert steps[:3] == ["ORG-F1", "CUS-P1", "CUS-K1"]
        hidden = [browser.get(url(wave, more)) for more in ("", *(f"{code}/" for code in steps))]
        pages.append([re.sub(OWN, "", page.content.decode()) for page in hidden])
        shown = browser.get(url(wave, "ORG-F1/revealed/"))
        assert "revealed__side" in shown.content.decode()
        assert not any("revealed__" in page for page in pages[-1])
    assert pages[0] == pages[1]


def test_a_step_says_where_it_is_and_leads_on(consultant):
    wave, browser = answered_wave(3, 3, closed=True), consultant()
    first, second = (browser.get(url(wave, f"{code}/")) for code in ("ORG-F1", "FLW-P1"))
    assert "1 of 15" in text(first)
    assert f'data-key="ArrowRight" href="{url(wave, "FLW-P1/")}"' in first.content.decode()
    assert 'data-key="ArrowLeft"' not in first.content.decode()
    assert "2 of 15" in text(second)
    assert f'data-key="ArrowLeft" href="{url(wave, "ORG-F1/")}"' in second.content.decode()
    assert "Marketing: what will sales have said?" in text(second)


def test_what_is_revealed(consultant):
    wave, browser = answered_wave(3, 3, closed=True), consultant()
    fact, rating, practice, gap = (
        text(browser.get(url(wave, f"{code}/revealed/"))) for code in ("ORG-F1", "FLW-P1", "CUS-K1", "CUS")
    )
    assert "concordance 0 of 100 Sales n = 3 The chief executive (CEO) 3 of 3 Marketing n = 3 Nobody" in fact
    assert (
        "The two sides are 100 points of 100 apart Sales n = 3 Not at all 3 of 3 "
        "Marketing n = 3 Completely 3 of 3" in rating
    )
    assert "25 points of 100 apart" in practice
    assert "mean of 3" in practice
    assert "Perceived minus measured: +" in gap


def test_a_code_of_nothing_is_not_there_and_another_question_leads_to_the_start(consultant):
    wave, browser = answered_wave(3, 3, closed=True), consultant()
    assert browser.get(url(wave, "ZZZ-P1/")).status_code == 404
    assert browser.get(url(wave, "COL-K3/")).headers["Location"] == url(wave)
    assert browser.get(url(wave, "CUS-K2/revealed/")).headers["Location"] == url(wave)
    assert browser.post(url(wave, "CUS/agree/"), {"answer": "3", "revision": 0}).headers["Location"] == url(
        wave
    )


def test_what_is_withheld_is_skipped_and_says_why(consultant):
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    quiet = ("CUS-K1", "CUS-P1", "ORG-F1")
    for side in ("sales", "marketing"):
        for place in range(3):
            given = full_answers(wave, side, step=3)
            person = make_leader(wave, side, f"{side} {place}")[0]
            answer_and_submit(person, {i: given[i] for i in given if not (place and i in quiet)})
    finish(wave)
    browser = consultant()
    page = browser.get(url(wave))
    assert "3 questions are not revealed." in text(page)
    assert text(page).count("(shown from three people a side)") == 3
    for code in quiet:
        assert browser.get(url(wave, f"{code}/revealed/")).headers["Location"] == url(wave)


@pytest.mark.parametrize(
    ("wave", "sides"),
    [
        ({"identity_mode": "aggregated"}, {"sales": 3, "marketing": 2}),
        ({}, {"sales": 2, "marketing": 0}),
        ({"trial": True}, {"sales": 1, "marketing": 1}),
        ({}, {}),
    ],
)
def test_where_nothing_can_be_revealed_the_page_says_so(consultant, wave, sides):
    made = make_wave(make_client(make_firm("Ours")), **wave)
    fill(made, **sides)
    finish(made, outcomes=False)
    browser = consultant()
    assert "Nothing can be revealed" in text(browser.get(url(made)))
    assert browser.get(url(made, "ORG-F1/revealed/")).headers["Location"] == url(made)


def test_agreeing_and_removing(consultant):
    wave, browser = answered_wave(3, 3, closed=True), consultant()
    agree = url(wave, "ORG-F1/agree/")
    with every_firm("a test"):
        done = browser.post(agree, {"answer": "ceo", "revision": 0})
        assert (done.status_code, done.headers["Location"]) == (302, url(wave, "ORG-F1/revealed/"))
        assert AgreedAnswer.objects.get().answer == "ceo"
        assert "Agreed in the meeting The chief executive (CEO)" in text(
            browser.get(done.headers["Location"])
        )
        results = text(browser.get(results_url(wave)))
        assert "Agreed in the meeting" in results
        assert browser.post(agree, {"answer": "cro", "revision": 0}).status_code == 409
        assert browser.get(agree).headers["Location"] == url(wave, "ORG-F1/revealed/")
        assert "Remove the agreed answer?" in text(browser.get(url(wave, "ORG-F1/agree/remove/")))
        assert AgreedAnswer.objects.exists()
        browser.post(url(wave, "ORG-F1/agree/remove/"), {"revision": 1})
        assert not AgreedAnswer.objects.exists()


@pytest.mark.parametrize(
    ("code", "sent", "words"),
    [
        ("ORG-F1", {"answer": "everybody"}, "everybody is not one of the available choices"),
        ("ORG-F1", {}, "This field is required."),
        ("CUS-F1", {"answer": ["a", "b", "c"]}, "Choose at most 2."),
        ("ORG-F1", {"answer": "dk"}, "dk is not one of the available choices"),
    ],
)
def test_an_answer_that_the_question_has_not_is_refused_in_place(consultant, code, sent, words):
    wave, browser = answered_wave(3, 3, closed=True), consultant()
    page = browser.post(url(wave, f"{code}/agree/"), {"revision": 0, **sent})
    assert page.status_code == 200
    assert words in text(page)
    with every_firm("a test"):
        assert not AgreedAnswer.objects.exists()


@pytest.mark.parametrize("leaders", [1, 12])
def test_as_many_queries_however_many_answer(consultant, leaders, django_assert_num_queries):
    wave, browser = answered_wave(leaders, leaders, closed=True), consultant()
    browser.get(url(wave, "ORG-F1/revealed/"))
    with django_assert_num_queries(6):
        browser.get(url(wave, "ORG-F1/"))
    with django_assert_num_queries(8):
        browser.get(url(wave, "ORG-F1/revealed/"))


def test_the_same_answer_that_is_worth_nothing_is_no_disagreement(consultant):
    wave = make_wave(make_client(make_firm("Ours")))
    for side in ("sales", "marketing"):
        answer_and_submit(make_leader(wave, side)[0], full_answers(wave, side) | {"ORG-F1": "nobody"})
    finish(wave)
    browser, words = consultant(), "Everybody says the same, and it is worth nothing"
    assert f"{words}: concordance 0 of 100" in text(browser.get(url(wave, "ORG-F1/revealed/")))
    assert f"{words} concordance 0 of 100" in text(browser.get(results_url(wave)))
