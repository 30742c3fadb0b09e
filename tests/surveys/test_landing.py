"""The page behind a personal link."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.models import Assessment
from surveys.services.nominations import exclude_person
from surveys.services.people import renew_link
from surveys.services.waves import close_wave
from tests.cast import answer_and_submit, make_client, make_firm, make_leader, make_wave
from tests.surveys.respondent import Respondent, every_row, facts, heading, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    return Respondent(wave)


def set_deadline(wave, moment, zone="Europe/Berlin"):
    with every_firm("a test moves time"):
        Assessment.objects.filter(pk=wave.pk).update(deadline=moment, time_zone=zone)


def close(wave):
    with firm_scope(wave.firm):
        close_wave(assessment=wave)


def replace_link(respondent):
    with firm_scope(respondent.person.firm):
        (link,) = respondent.person.links.all()
        renew_link(participant=respondent.person, replaced=link.pk)


def suspend(wave):
    wave.firm.is_active = False
    wave.firm.save()


def pass_deadline(wave):
    set_deadline(wave, datetime(2026, 1, 31, 22, 59, tzinfo=UTC), "America/New_York")


@pytest.mark.parametrize(
    ("side", "role", "effort"),
    [
        ("sales", "Sales", "About 9 minutes for 51 questions"),
        ("marketing", "Marketing", "About 9 minutes for 51 questions"),
        ("both", "Both functions", "About 8 minutes for 42 questions"),
    ],
)
def test_it_says_who_is_asked_and_how_long_it_takes(wave, side, role, effort):
    page = Browser().get(Respondent(wave, side).landing)
    assert (facts(page)["You answer for"], facts(page)["Time"]) == (role, effort)


def test_it_says_who_asks_and_who_will_see_what(ana):
    said = text(Browser().get(ana.landing))
    for sentence in (
        "Northwind Pumps · for Ana Ruiz",
        "Hartmann asks the leaders of sales and marketing at Northwind Pumps",
        "The consultants of Hartmann see your answers,",
        "Your answers carry your role, not your name: “Sales, C-level or vice president”.",
        "You are the only one asked for your side, so you can be identified.",
    ):
        assert sentence in said


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Europe/Berlin", "Thursday, 1 January 2099, 00:30 (Europe/Berlin)"),
        ("America/New_York", "Wednesday, 31 December 2098, 18:30 (America/New_York)"),
    ],
)
def test_the_deadline_stands_in_the_clients_zone(ana, wave, zone, shown):
    set_deadline(wave, datetime(2098, 12, 31, 23, 30, tzinfo=UTC), zone)
    assert facts(Browser().get(ana.landing))["Open until"] == shown


def test_start_writes_nothing_and_leads_to_an_address_without_the_secret(ana):
    before = every_row()
    answer = ana.browser.post(ana.landing, {"consent": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (302, ana.place)
    assert ana.secret not in ana.browser.get(ana.place, follow=True).content.decode()
    assert every_row() == before


def test_without_consent_nobody_starts(ana):
    answer = ana.browser.post(ana.landing, {})
    assert (answer.status_code, set(answer.cookies)) == (200, {"csrf"})
    assert "Tick this box to take part. Without your agreement nothing is stored." in text(answer)
    assert answer.content.decode().count('href="#id_consent"') == 1


def test_consent_is_asked_until_it_is_stored_and_then_no_more(ana):
    ana.enter()
    assert 'name="consent"' in Browser().get(ana.landing).content.decode()
    ana.post("cus/", {"G0": "4"})
    other = Browser()
    page = other.get(ana.landing)
    assert 'name="consent"' not in page.content.decode()
    assert other.post(ana.landing, {}).headers["Location"] == ana.place
    assert other.get(ana.place + "cus/").status_code == 200


@pytest.mark.parametrize(("left", "asked"), [(16, False), (15, True), (0, True)])
def test_once_enough_is_answered_to_be_submitted_a_link_asks_who_is_there(ana, left, asked):
    ana.enter()
    items = [item.id for screen in ana.screens for item in screen.items]
    ana.answer(dict.fromkeys(items[left:], "dk"))
    page = Browser().get(ana.landing).content.decode()
    assert ("I am Ana Ruiz, and I go on with my answers." in page) == asked


def test_a_machine_that_presses_every_button_of_a_finished_draft_submits_nothing(ana):
    ana.enter()
    ana.answer({item.id: "dk" for screen in ana.screens for item in screen.items})
    before, machine = every_row(), Browser()
    answer = machine.post(ana.landing, {})
    assert (answer.status_code, set(answer.cookies)) == (200, {"csrf"})
    assert "Tick this box to go on with your answers." in text(answer)
    machine.post(ana.place + "review/", {})
    assert every_row() == before
    ana.enter(Browser())  # who ticks the box is there, and has not agreed a second time
    assert every_row() == before
    assert ana.post("review/").headers["Location"] == ana.place + "receipt/"


def test_the_button_says_whether_there_is_something_to_continue(ana):
    assert ">Start</button>" in Browser().get(ana.landing).content.decode()
    ana.enter()
    ana.post("cus/", {"G0": "4"})
    assert ">Continue</button>" in Browser().get(ana.landing).content.decode()


@pytest.mark.parametrize(
    ("happened", "status", "title"),
    [
        pytest.param(lambda _ana: None, 200, "How far do sales and marketing agree?", id="waiting"),
        pytest.param(replace_link, 410, "This link was replaced", id="replaced"),
        pytest.param(
            lambda ana: answer_and_submit(ana.person), 200, "You have answered already", id="answered"
        ),
        pytest.param(lambda ana: close(ana.person.assessment), 200, "This wave is closed", id="closed"),
        pytest.param(
            lambda ana: pass_deadline(ana.person.assessment), 200, "The deadline has passed", id="late"
        ),
        pytest.param(
            lambda ana: suspend(ana.person.assessment), 404, "This link is not valid", id="suspended"
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_each_state_has_its_own_page_and_looking_changes_nothing(ana, happened, status, title, method):
    happened(ana)
    before = every_row()
    page = Browser().get(ana.landing)
    assert (page.status_code, heading(page)) == (status, title)
    answer = getattr(Browser(), method)(ana.landing)
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert every_row() == before


@pytest.mark.parametrize("secret", ["nonsense", "x" * 200, "0"])
def test_an_unknown_link_is_not_valid(wave, secret):
    page = Browser().get(f"/s/{secret}/")
    assert (page.status_code, heading(page)) == (404, "This link is not valid")
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_other_pages_keep_the_referrer_inside_the_site(ana):
    ana.enter()
    assert ana.get("cus/").headers["Referrer-Policy"] == "same-origin"


def test_the_deadline_that_passed_stands_in_the_clients_zone(ana, wave):
    pass_deadline(wave)
    page = Browser().get(ana.landing)
    assert facts(page)["Deadline"] == "Saturday, 31 January 2026, 17:59 (America/New_York)"
    forms = re.findall(r'<form [^>]*action="([^"]*)"|<form method="post">', page.content.decode())
    assert forms == ["/language/"]


def test_nobody_starts_after_the_end(ana, wave):
    close(wave)
    answer = ana.browser.post(ana.landing, {"consent": "on"})
    assert (answer.status_code, heading(answer)) == (409, "This wave is closed")
    assert set(answer.cookies) == {"csrf"}


def test_a_closed_wave_shows_the_receipt_to_those_who_answered(ana, wave):
    submission = answer_and_submit(ana.person)
    close(wave)
    answer = ana.browser.post(ana.landing, {}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{ana.place}receipt/"
    assert f"Receipt {submission.receipt}" in text(answer)


def test_an_unfinished_draft_is_said_to_be_kept(ana, wave):
    ana.enter()
    ana.post("cus/", {"G0": "4"})
    set_deadline(wave, timezone.now() - timedelta(minutes=1))
    assert "The answers you saved before are kept." in text(Browser().get(ana.landing))


def test_two_queries_find_the_person_and_how_many_are_asked(ana, django_assert_num_queries):
    Browser().get(ana.landing)  # the first reader of a process reads the instrument
    with django_assert_num_queries(2):
        Browser().get(ana.landing)


def test_two_links_in_one_browser_do_not_take_each_others_place(wave, ana):
    ben = Respondent(wave, "marketing", "Ben Ode")
    ana.enter()
    ben.enter(ana.browser)
    assert ana.get("cus/").status_code == 200
    assert ana.browser.get(f"{ben.place}cus/").status_code == 200


# ---- Who will see what -----------------------------------------------------------------------------------

ALONE = "You are the only one asked for your side, so you can be identified."
PAIR = "One person is asked on each side, so both of you can be identified."
ROLE = "A role can give a person away."
NOBODY = "Nobody is shown what you alone answered."
PAIR_TOGETHER = "Any answer shown would say whose it is: both could be identified."
FEW = "Fewer than three people are asked on your side so far."
SENTENCES = (ALONE, PAIR, ROLE, NOBODY, PAIR_TOGETHER, FEW)


@pytest.mark.parametrize(
    ("mode", "others", "read"),
    [
        ("attributed", [], [ALONE]),
        ("attributed", ["marketing"], [PAIR]),
        ("attributed", ["marketing", "marketing"], [ALONE]),
        ("attributed", ["sales", "marketing"], [ROLE]),
        ("aggregated", [], [NOBODY, FEW]),
        ("aggregated", ["marketing"], [NOBODY, PAIR_TOGETHER]),
        ("aggregated", ["sales", "marketing"], [NOBODY, FEW]),
        ("aggregated", ["sales", "sales", "marketing"], [NOBODY]),
    ],
)
def test_who_will_see_what_follows_from_the_mode_and_from_who_is_asked(mode, others, read):
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"), identity_mode=mode)
    ana = Respondent(wave)
    for number, side in enumerate(others):
        make_leader(wave, side, f"Leader {number}")
    page = text(Browser().get(ana.landing))
    assert [sentence for sentence in SENTENCES if sentence in page] == read
    ana.enter()
    answer_and_submit(ana.person)
    page = text(ana.get("receipt/"))
    assert [sentence for sentence in SENTENCES if sentence in page] == read


def test_who_declined_hides_nobody(wave, ana):
    make_leader(wave, "marketing")
    mia = Respondent(wave, "sales", "Mia Sato")
    assert ROLE in text(Browser().get(ana.landing))
    Browser().post(f"{mia.landing}decline/", {"reason": "no"})
    assert PAIR in text(Browser().get(ana.landing))


def test_who_is_excluded_hides_nobody_and_still_reads_of_themselves(wave, ana):
    make_leader(wave, "marketing")
    mia = Respondent(wave, "sales", "Mia Sato")
    with firm_scope(wave.firm):
        exclude_person(participant=mia.person, reason="Left the company")
    assert PAIR in text(Browser().get(ana.landing))
    assert ROLE in text(Browser().get(mia.landing))


@pytest.mark.parametrize(
    ("mode", "agreed", "wording"),
    [
        ("attributed", "my answers are shown by my role as described above.", "attributed-3"),
        ("aggregated", "my answers are shown only together with those of others as", "aggregated-2"),
    ],
)
def test_what_is_agreed_to_follows_from_the_mode(mode, agreed, wording):
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"), identity_mode=mode)
    ana = Respondent(wave)
    assert agreed in text(Browser().get(ana.landing))
    ana.enter()
    ana.post("cus/", {"G0": "4"})
    with every_firm("a test reads"):
        assert type(ana.person).objects.get(pk=ana.person.pk).consent.wording == wording


@pytest.mark.parametrize("allowed", [True, False])
def test_the_own_profile_is_announced_where_it_is_allowed(allowed):
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"), own_profile=allowed)
    said = text(Browser().get(Respondent(wave).landing))
    assert ("You can see how you yourself rate things, once both sides have submitted." in said) is allowed


@pytest.mark.parametrize(
    ("mode", "told", "untold"),
    [
        ("attributed", "whether they contradict each other", "but not which pattern"),
        ("aggregated", "but not which pattern", "whether they contradict each other"),
    ],
)
def test_what_the_consultants_see_by_name_is_said(mode, told, untold):
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"), identity_mode=mode)
    page = text(Browser().get(Respondent(wave).landing))
    assert "By name, the consultants of Hartmann see how many questions you have answered" in page
    assert told in page
    assert untold not in page
    assert "nothing else about how you answer" not in page
