"""Declining to take part, or naming the right person."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.errors import SurveyError
from surveys.models import Participant
from surveys.services.taking_part import decline
from surveys.services.waves import close_wave
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import sign_in
from tests.surveys.respondent import Respondent, every_row, facts, heading, text

pytestmark = pytest.mark.django_db

PAGE = "/clients/northwind-pumps/waves/1/"
REFUSAL = {"reason": "no"}
OTHER = {"reason": "other", "suggestion": "  Mia   <b>Sato</b>, head of sales "}


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    return Respondent(wave)


def said(respondent):
    """Whether the person has declined, and whom they named."""
    with every_firm("a test reads"):
        row = Participant.objects.get(pk=respondent.person.pk)
    return row.declined_at is not None, row.suggestion


def leaders(page):
    """The words of each row of the monitor's table."""
    body = page.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return [text(row) for row in body.split("</tr>")[:-1]]


def test_the_link_leads_there_and_looking_changes_nothing(ana):
    before = every_row()
    assert f'href="{ana.landing}decline/"' in Browser().get(ana.landing).content.decode()
    for method in ("get", "head"):
        page = getattr(Browser(), method)(f"{ana.landing}decline/")
        assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "strict-origin")
    assert every_row() == before


@pytest.mark.parametrize("sent", [{}, {"reason": ""}, {"suggestion": "Mia"}, {"reason": "maybe"}])
def test_a_press_of_the_button_alone_declines_nothing(ana, sent):
    before = every_row()
    answer = Browser().post(f"{ana.landing}decline/", sent)
    assert (answer.status_code, heading(answer)) == (200, "Not you, or not now?")
    assert "checked" not in answer.content.decode()
    assert every_row() == before


def test_who_names_somebody_else_says_whom(ana):
    answer = Browser().post(f"{ana.landing}decline/", {"reason": "other", "suggestion": "  "})
    assert "Write a name or a role, so that the right person can be asked." in text(answer)
    assert said(ana) == (False, "")


def test_the_link_does_not_move_and_says_what_was_said(ana):
    answer = Browser().post(f"{ana.landing}decline/", OTHER)
    assert answer.headers["Location"] == ana.landing
    page = Browser().get(ana.landing)
    assert (page.status_code, heading(page)) == (200, "You have declined")
    assert facts(page)["The right person, as you said"] == "Mia <b>Sato</b>, head of sales"
    assert "<b>Sato</b>" not in page.content.decode()
    assert f"{ana.landing}decline/" not in page.content.decode()


def test_the_consultant_sees_it_beside_the_name(wave, ana):
    make_leader(wave, "marketing", "Ben Ode")
    Browser().post(f"{ana.landing}decline/", OTHER)
    page = sign_in("consultant@hartmann.example").get(PAGE)
    first, second = leaders(page)
    assert "Declined" in first
    assert "Ask instead: Mia <b>Sato</b>, head of sales" in first
    assert "<b>Sato</b>" not in page.content.decode()
    assert "Not invited" in second


def test_nobody_waits_for_who_declined_and_the_next_step_is_to_ask_another(wave, ana):
    consultant = sign_in("consultant@hartmann.example")
    make_leader(wave, "marketing", "Ben Ode")
    assert "Wait for 2 responses" in text(consultant.get("/clients/"))
    Browser().post(f"{ana.landing}decline/", REFUSAL)
    assert "Add a leader of sales" in text(consultant.get("/clients/"))
    make_leader(wave, "sales", "Mia Sato")
    assert "Wait for 2 responses" in text(consultant.get("/clients/"))


def test_who_declined_may_start_and_the_first_answer_takes_it_back(ana):
    Browser().post(f"{ana.landing}decline/", OTHER)
    ana.enter()
    assert said(ana) == (True, "Mia <b>Sato</b>, head of sales")
    ana.post("cus/", {"G0": "4"})
    assert (said(ana), ana.draft) == ((False, ""), {"G0": 4})


def test_who_declines_half_way_keeps_the_answers_and_may_go_on(ana):
    ana.enter()
    ana.post("cus/", {"G0": "4"})
    Browser().post(f"{ana.landing}decline/", REFUSAL)
    assert (said(ana), ana.draft) == ((True, ""), {"G0": 4})
    ana.post("cus/", {"CUS-K1": "2"})
    assert (said(ana), ana.draft) == ((False, ""), {"G0": 4, "CUS-K1": 2})


@pytest.mark.parametrize(
    ("happened", "title"),
    [
        (lambda ana: answer_and_submit(ana.person), "You have answered already"),
        (lambda ana: close_wave(assessment=ana.person.assessment), "This wave is closed"),
    ],
    ids=["submitted", "closed"],
)
def test_where_nothing_is_asked_there_is_nothing_to_decline(ana, happened, title):
    with firm_scope(ana.person.firm):
        happened(ana)
    before = every_row()
    page = Browser().get(f"{ana.landing}decline/")
    assert heading(page) == title
    Browser().post(f"{ana.landing}decline/", REFUSAL)
    assert every_row() == before
    with firm_scope(ana.person.firm), pytest.raises(SurveyError):
        decline(participant=ana.person, suggestion="")


def test_who_reopened_submitted_answers_does_not_decline(wave, ana):
    ana.enter()
    ana.answer(full_answers(wave, "sales"))
    ana.post("review/")
    ana.post("reopen/")
    page = Browser().get(ana.landing)
    assert f"{ana.landing}decline/" not in page.content.decode()
    assert Browser().get(f"{ana.landing}decline/").headers["Location"] == ana.landing
    answer = Browser().post(f"{ana.landing}decline/", REFUSAL)
    assert (answer.status_code, said(ana)) == (409, (False, ""))
    assert "You have submitted answers already, and they count." in text(answer)


def test_who_reopened_answers_reads_everywhere_that_the_earlier_ones_count(wave, ana):
    notice = "You have reopened your answers. What you submitted before counts until you submit again."
    ana.enter()
    ana.answer(full_answers(wave, "sales"))
    assert notice not in text(ana.get("review/")) + text(ana.get("cus/")) + text(Browser().get(ana.landing))
    ana.post("review/")
    ana.post("reopen/")
    pages = [Browser().get(ana.landing), ana.get("cus/"), ana.get("review/"), ana.post("cus/", {"G0": "9"})]
    assert [text(page).count(notice) for page in pages] == [1, 1, 1, 1]
