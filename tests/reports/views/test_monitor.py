"""The page of a wave while answers come in, and what a consultant does there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.numbers import whole
from reports.scorecards import scored_waves
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.models import Message
from surveys.errors import SurveyError
from surveys.models import Assessment
from surveys.queries import waves_of
from surveys.services.answers import save_answers
from surveys.services.letters import invite_all
from surveys.services.nominations import exclude_person, include_person
from surveys.services.people import renew_link, revoke_link
from surveys.services.waves import close_wave
from tests.cast import (
    AGREEMENT,
    answer_and_submit,
    full_answers,
    make_client,
    make_firm,
    make_leader,
    make_wave,
)
from tests.reports.waves import fill, finish
from tests.surveys.desk import sign_in, text

pytestmark = pytest.mark.django_db

PAGE = "/clients/acme/waves/1/"
PART = f"{PAGE}monitor/"


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def browser(wave):
    return sign_in()


def line(browser, name):
    """What the row of a leader says."""
    page = browser.get(PART).content.decode()
    row = next(part for part in page.split("<tr>") if f">{name}</a>" in part)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()


def letters(wave, **fields):
    with firm_scope(wave.firm):
        Message.objects.update(**fields)


def acts(wave):
    with firm_scope(wave.firm):
        return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# ---- States ----------------------------------------------------------------------------------------------


def test_a_leader_from_new_to_submitted(wave, browser):
    person, _secret = make_leader(wave, "sales", "Ana")
    assert "Not invited 0 of 51 answered none" in line(browser, "Ana")
    with firm_scope(wave.firm):
        invite_all(wave=wave)
    assert "Invited 0 of 51 answered invitation waiting" in line(browser, "Ana")
    sent = timezone.now()
    letters(wave, state="sent", sent_at=sent)
    day = sent.astimezone(wave.zone)
    assert f"Invited 0 of 51 answered invited {day.day} {day:%B}" in line(browser, "Ana")
    letters(wave, state="bounced", reason="550 no such user")
    assert "Bounced 0 of 51 answered invited" in line(browser, "Ana")
    assert "550 no such user" in line(browser, "Ana")
    with firm_scope(wave.firm):
        save_answers(response=person.response, given={"CUS-P1": 4}, agreement=AGREEMENT)
    assert "Started 1 of 51 answered" in line(browser, "Ana")
    answer_and_submit(person)
    assert "Submitted" in line(browser, "Ana")
    with firm_scope(wave.firm):
        exclude_person(participant=person, reason="Answered for somebody else")
    assert "Left out Answered for somebody else" in line(browser, "Ana")


def test_a_cancelled_invitation_is_none(wave, browser):
    make_leader(wave, "sales", "Ana")
    with firm_scope(wave.firm):
        invite_all(wave=wave)
    letters(wave, state="cancelled", reason="The address was changed.")
    assert "Not invited" in line(browser, "Ana")


def test_the_next_reminder_and_whom_it_reaches(wave, browser):
    for name in ("Ana", "Bo", "Cy"):
        make_leader(wave, "sales", name)
    assert "next reminder" not in text(browser.get(PAGE))
    with firm_scope(wave.firm):
        invite_all(wave=wave)
        answer_and_submit(wave.participants.first())
    letters(wave, state="sent", sent_at=timezone.now())
    due = (wave.deadline.astimezone(wave.zone) - timedelta(days=7)).replace(hour=9, minute=0)
    assert f"The next reminder goes to 2 leaders on {due.day} {due:%B %Y, %H:%M} (Europe/Berlin)." in text(
        browser.get(PAGE)
    )


def test_each_side_against_what_is_wanted(wave, browser):
    with firm_scope(wave.firm):
        Assessment.objects.filter(pk=wave.pk).update(minimum_per_side=2)
    fill(wave, sales=2, marketing=1)
    assert (
        "Sales 2 of 2 submitted 2 wanted: reached Marketing 1 of 1 submitted 2 wanted: not reached"
        in text(browser.get(PAGE))
    )


def test_whoever_is_left_out_is_not_counted(wave, browser):
    fill(wave, sales=2, marketing=1)
    with firm_scope(wave.firm):
        exclude_person(participant=wave.participants.first(), reason="A test")
    assert "Sales 1 of 1 submitted" in text(browser.get(PAGE))


def test_flags_are_counted_and_lead_to_the_page_of_quality(wave, browser):
    answer_and_submit(make_leader(wave, "sales", "Ana")[0])
    assert re.search(r"\d reasons for a second look", line(browser, "Ana"))


# ---- The first reading -----------------------------------------------------------------------------------


def reading(browser, path=PAGE):
    page = text(browser.get(path))
    return page.partition("First reading ")[2].partition(" Leaders ")[0]


def test_an_open_wave_shows_its_first_reading_as_not_final(wave, browser):
    fill(wave, sales=1, marketing=1)
    with firm_scope(wave.firm):
        card = scored_waves(list(waves_of(wave.firm)))[0].card
    said = reading(browser)
    assert said.startswith("Not final: every further submission changes these figures. ")
    assert f"SMAX index, provisional {whole(card.measured.index)} of 100 n = 2 (1 sales, 1 marketing)" in said


def test_nobody_answered_says_nothing(wave, browser):
    make_leader(wave, "sales")
    assert reading(browser) == ""


@pytest.mark.parametrize("path", [PAGE, PART])
def test_an_aggregated_wave_shows_nothing_before_it_is_closed(path):
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    fill(wave, sales=3, marketing=3)
    browser = sign_in()
    page = browser.get(path).content.decode()
    assert "While answers come in, nothing is shown but who took part" in page
    assert re.findall(r'class="stat stat--(?:perceived|measured|gap)"', page) == []
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    page = browser.get(path).content.decode()
    assert len(re.findall(r'class="stat stat--(?:perceived|measured|gap)"', page)) == 3


def test_a_trial_shows_no_figure():
    wave = make_wave(make_client(make_firm("Ours")), trial=True)
    fill(wave, sales=1, marketing=1)
    page = text(sign_in().get(PAGE))
    assert "Trial. This wave is a trial. Nothing of it is scored" in page
    assert "SMAX index" not in page


# ---- With and without ------------------------------------------------------------------------------------


def three(wave, mode_steps=(1, 4, 4)):
    for step, name in zip(mode_steps, ("Odd", "Ana", "Bo"), strict=True):
        answer_and_submit(make_leader(wave, "sales", name)[0], full_answers(wave, "sales", step=step))
    answer_and_submit(make_leader(wave, "marketing", "Cy")[0], full_answers(wave, "marketing", step=4))
    with firm_scope(wave.firm):
        return wave.participants.get(name="Odd")


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}results/"])
def test_figures_are_shown_without_and_with_whoever_is_left_out(wave, browser, path):
    odd = three(wave)
    assert "left out" not in text(browser.get(path))
    with firm_scope(wave.firm):
        before = scored_waves(list(waves_of(wave.firm)))[0].card
        exclude_person(participant=odd, reason="Not hers")
        after = scored_waves(list(waves_of(wave.firm)))[0].card
    assert before.perceived.joint != after.perceived.joint
    said = text(browser.get(path)).partition("1 leader is left out. ")[2]
    assert said.startswith(
        "The figures above are without them. This is what they change: Odd (Sales): Not hers "
        "Figures without and with those who are left out Figure "
        "Without them n = 3 (2 sales, 1 marketing) With everybody n = 4 (3 sales, 1 marketing) "
        f"Perceived alignment (P) {whole(after.perceived.joint)} {whole(before.perceived.joint)} "
    )


def aggregated():
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    fill(wave, sales=4, marketing=3)
    with firm_scope(wave.firm):
        return wave, wave.participants.first()


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}results/"])
def test_groups_have_no_second_reading(path):
    wave, person = aggregated()
    with firm_scope(wave.firm):
        exclude_person(participant=person, reason="A test")
    finish(wave)
    page = text(sign_in().get(path))
    assert (
        "1 leader is left out. The figures are without them. In this wave answers are shown in groups" in page
    )
    assert "With everybody" not in page


@pytest.mark.parametrize("act", [lambda person: exclude_person(participant=person, reason="x"), None])
def test_nobody_is_left_out_of_groups_once_results_can_be_read(act):
    wave, person = aggregated()
    if act is None:
        with firm_scope(wave.firm):
            exclude_person(participant=person, reason="x")
    finish(wave)
    person.refresh_from_db()
    with firm_scope(wave.firm), pytest.raises(SurveyError, match="would tell what this person said"):
        (act or (lambda person: include_person(participant=person)))(person)


# ---- It renews itself ------------------------------------------------------------------------------------


def test_the_monitor_asks_for_itself_while_the_wave_is_open(wave, browser):
    make_leader(wave, "sales")
    for path in (PAGE, PART):
        page = browser.get(path).content.decode()
        assert f'hx-get="{PART}" hx-trigger="every 20s" hx-swap="outerHTML" hx-select="#monitor"' in page
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    for path in (PAGE, PART):
        assert "hx-" not in browser.get(path).content.decode()
    assert "htmx" not in browser.get(PAGE).content.decode()


def test_as_many_queries_for_twelve_leaders_as_for_two(wave, browser):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(PART).status_code == 200
        return len(captured)

    fill(wave, sales=1, marketing=1)
    with firm_scope(wave.firm):
        exclude_person(participant=wave.participants.first(), reason="A test")
    queries()
    few = queries()
    for number in range(5):
        for side in ("sales", "marketing"):
            answer_and_submit(make_leader(wave, side, f"{side} more {number}")[0])
    with firm_scope(wave.firm):
        invite_all(wave=wave)
        exclude_person(participant=wave.participants.last(), reason="A test")
    assert queries() == few


# ---- Links and answers -----------------------------------------------------------------------------------


def path_of(person, act):
    return f"{PAGE}participants/{person.public_id}/{act}/"


def test_a_link_is_shown_again_and_that_is_in_the_trail(wave, browser):
    person, secret = make_leader(wave, "sales", "Ana")
    asked = browser.get(path_of(person, "copy"))
    assert "Show the personal link of Ana?" in text(asked)
    assert (secret in asked.content.decode(), "link.copied" in acts(wave)) == (False, False)
    shown = browser.post(path_of(person, "copy"))
    assert f"/s/{secret}/" in shown.content.decode()
    assert acts(wave)[-1] == "link.copied"


def test_a_link_from_before_cannot_be_shown_again(wave, browser):
    person, _secret = make_leader(wave, "sales", "Ana")
    with firm_scope(wave.firm):
        person.links.update(nonce=None)
    answer = browser.post(path_of(person, "copy"), follow=True)
    assert "This link cannot be shown again." in answer.content.decode()
    assert "link.copied" not in acts(wave)


def test_a_revoked_link_opens_nothing_until_a_new_one_is_given(wave, browser):
    person, secret = make_leader(wave, "sales", "Ana")
    assert "Revoke the personal link of Ana?" in text(browser.get(path_of(person, "revoke")))
    assert Browser().get(f"/s/{secret}/").status_code == 200
    browser.post(path_of(person, "revoke"))
    assert Browser().get(f"/s/{secret}/").status_code != 200
    assert acts(wave)[-1] == "link.revoked"
    browser.post(path_of(person, "revoke"))
    assert acts(wave).count("link.revoked") == 1
    link = browser.get(path_of(person, "link")).context["form"]["link"].value()
    shown = browser.post(path_of(person, "link"), {"link": link}).content.decode()
    renewed = re.search(r"/s/([\w-]{43})/", shown)[1]
    assert Browser().get(f"/s/{renewed}/").status_code == 200
    assert browser.post(path_of(person, "link"), {"link": link}).status_code == 409


def test_a_link_of_somebody_else_gives_nobody_a_new_one(wave):
    ana, _secret = make_leader(wave, "sales", "Ana")
    bo, _secret = make_leader(wave, "sales", "Bo")
    with firm_scope(wave.firm):
        revoke_link(participant=ana)
        with pytest.raises(SurveyError, match="replaced in the meantime"):
            renew_link(participant=ana, replaced=bo.links.get().pk)


def test_submitted_answers_can_be_opened_again(wave, browser):
    person, _secret = make_leader(wave, "sales", "Ana")
    assert browser.get(path_of(person, "reopen")).status_code == 404
    answer_and_submit(person)
    assert "Let Ana change the answers?" in text(browser.get(path_of(person, "reopen")))
    browser.post(path_of(person, "reopen"))
    assert "is changing the answers" in line(browser, "Ana")
    assert "response.reopened" in acts(wave)


def test_nothing_is_opened_again_when_the_wave_is_over(wave, browser):
    person, _secret = make_leader(wave, "sales", "Ana")
    answer_and_submit(person)
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    assert browser.post(path_of(person, "reopen")).status_code == 409
