"""Adding leaders and giving them their personal links."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.test import override_settings

from smax.accounts.tenancy import firm_scope
from surveys.errors import SurveyError, WaveClosedError
from surveys.links import digest_of
from surveys.models import Participant, PersonalLink, Response
from surveys.services.people import add_participant
from surveys.services.waves import close_wave
from tests.cast import answer_and_submit, make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import errors, rows, sign_in, text

pytestmark = pytest.mark.django_db

NEW = "/clients/acme/waves/1/participants/new/"
ANA = {"name": "Ana Ruiz", "email": "Ana.Ruiz@Client.example", "side": "sales", "seniority": "director"}


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def browser(wave):
    return sign_in()


def link_on(answer):
    """The personal link that a page shows, or None."""
    found = re.search(r'id="personal-link" readonly value="([^"]*)"', answer.content.decode())
    return found and found[1]


def opens(link):
    return Browser().get(link.removeprefix(settings.BASE_URL.origin)).status_code


def renew_path(participant):
    return f"/clients/acme/waves/1/participants/{participant.public_id}/link/"


# ---- Adding ----------------------------------------------------------------------------------------------


def test_a_leader_is_added_and_the_link_shown_once(wave, browser):
    answer = browser.post(NEW, ANA)
    link = link_on(answer)
    assert re.fullmatch(re.escape(settings.BASE_URL.origin) + r"/s/[A-Za-z0-9_-]{43}/", link)
    assert answer.headers["Cache-Control"] == "no-store, private"
    (person,) = rows(Participant)[0]
    stored = dict(zip([field.attname for field in Participant._meta.fields], person, strict=True))
    assert {name: stored[name] for name in ("name", "email", "side", "seniority", "assessment_id")} == {
        "name": "Ana Ruiz",
        "email": "ana.ruiz@client.example",
        "side": "sales",
        "seniority": "director",
        "assessment_id": wave.pk,
    }
    assert opens(link) == 200
    for path in (NEW, "/clients/acme/waves/1/", renew_path(Participant(public_id=stored["public_id"]))):
        assert "/s/" not in browser.get(path).content.decode()


def test_only_the_digest_of_a_link_is_stored(wave, browser):
    secret = link_on(browser.post(NEW, ANA)).rsplit("/", 2)[1]
    stored = str(rows(Participant, PersonalLink, Response))
    assert digest_of(secret) in stored
    assert secret not in stored
    assert secret not in str(dict(browser.session)) + str(browser.cookies)


def test_the_link_does_not_follow_the_host_header(wave, browser):
    with override_settings(ALLOWED_HOSTS=["*"]):
        answer = browser.post(NEW, ANA, headers={"host": "evil.example"})
    assert link_on(answer).startswith(f"{settings.BASE_URL.origin}/s/")


def test_an_empty_form_names_each_field(browser):
    answer = browser.post(NEW, {"name": " "})
    required = "This field is required."
    assert errors(answer) == {
        "Name": required,
        "E-mail address": required,
        "Which function does this person lead?": required,
        "Seniority": required,
    }
    assert rows(Participant) == [[]]


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("name", "n" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("email", "ana", "Enter a valid email address."),
        ("email", "ana@client.example\nBcc: x@y.example", "Enter a valid email address."),
        (
            "email",
            f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.example",
            "at most 254 characters",
        ),
        ("side", "finance", "Select a valid choice. finance is not one of the available choices."),
        ("seniority", "intern", "Select a valid choice. intern is not one of the available choices."),
    ],
)
def test_what_is_refused_is_named(browser, field, value, fault):
    (told,) = errors(browser.post(NEW, {**ANA, field: value})).values()
    assert fault in told
    assert rows(Participant, PersonalLink, Response) == [[], [], []]


@pytest.mark.parametrize(
    "email", ["ana.ruiz@client.example", "ANA.RUIZ@CLIENT.EXAMPLE", " Ana.Ruiz@client.example "]
)
def test_an_address_is_in_a_wave_once(browser, email):
    browser.post(NEW, ANA)
    before = rows(Participant, PersonalLink, Response)
    answer = browser.post(NEW, {**ANA, "name": "Somebody Else", "email": email})
    assert errors(answer) == {"E-mail address": "ana.ruiz@client.example is in this wave already."}
    assert (link_on(answer), rows(Participant, PersonalLink, Response)) == (None, before)


def test_the_same_address_in_the_next_wave_is_welcome(wave, browser):
    browser.post(NEW, ANA)
    make_wave(wave.client)
    assert link_on(browser.post("/clients/acme/waves/2/participants/new/", ANA)) is not None


def test_two_people_adding_the_same_leader_at_once(wave):
    with firm_scope(wave.firm):
        add_participant(assessment=wave, **ANA)
        before = rows(Participant, PersonalLink, Response)
        with pytest.raises(SurveyError, match="is in this wave already"):
            add_participant(assessment=wave, **ANA)
    assert rows(Participant, PersonalLink, Response) == before


def test_nobody_joins_a_closed_wave(wave, browser):
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    assert "This wave takes no more answers Nobody can be added to it." in text(browser.get(NEW))
    answer = browser.post(NEW, ANA)
    assert answer.status_code == 409
    assert "This wave takes no more answers, so nobody can be added to it." in text(answer)
    assert rows(Participant) == [[]]
    wave.refresh_from_db()
    with firm_scope(wave.firm), pytest.raises(WaveClosedError):
        add_participant(assessment=wave, **ANA)


# ---- Replacing a link ------------------------------------------------------------------------------------


@pytest.fixture
def leader(wave):
    """A leader and the secret of their link."""
    return make_leader(wave, "sales", "Ana Ruiz")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_question_replaces_nothing(browser, leader, method):
    before = rows(PersonalLink)
    answer = getattr(browser, method)(renew_path(leader[0]))
    assert (answer.status_code, rows(PersonalLink)) == (200, before)
    assert opens(f"/s/{leader[1]}/") == 200


def test_the_old_link_stops_at_once_and_the_new_one_carries_on(browser, leader):
    person, secret = leader
    respondent = Browser()
    respondent.post(f"/s/{secret}/", {"consent": "on"})
    assert respondent.get(f"/survey/{person.public_id}/cus/").status_code == 200
    question = browser.get(renew_path(person))
    assert "The present link stops working at once, also where it is open now." in text(question)
    answer = browser.post(renew_path(person), {"link": question.context["form"]["link"].value()})
    link = link_on(answer)
    assert (opens(link), secret in link) == (200, False)
    assert "Personal link for Ana Ruiz" in text(answer)
    assert b'action="/s/' not in Browser().get(f"/s/{secret}/").content
    assert Browser().post(f"/s/{secret}/", {"consent": "on"}).status_code != 302
    assert respondent.get(f"/survey/{person.public_id}/cus/").status_code == 404


def test_answers_stay_with_the_person(browser, leader):
    person, _secret = leader
    before = answer_and_submit(person)
    live = browser.get(renew_path(person)).context["form"]["link"].value()
    browser.post(renew_path(person), {"link": live})
    with firm_scope(person.firm):
        assert person.response.submissions.get() == before


def test_a_form_sent_twice_does_not_replace_the_link_it_has_just_shown(browser, leader):
    live = browser.get(renew_path(leader[0])).context["form"]["link"].value()
    link = link_on(browser.post(renew_path(leader[0]), {"link": live}))
    again = browser.post(renew_path(leader[0]), {"link": live})
    assert again.status_code == 409
    assert "The link of Ana Ruiz was replaced in the meantime" in text(again)
    assert opens(link) == 200


@pytest.mark.parametrize("link", ["", "x", "0", "-1", "9" * 30, "1.5"])
def test_a_link_that_is_none_replaces_nothing(browser, leader, link):
    before = rows(PersonalLink)
    assert browser.post(renew_path(leader[0]), {"link": link}).status_code == 200
    assert rows(PersonalLink) == before


def test_another_persons_link_cannot_be_named(wave, browser, leader):
    other, secret = make_leader(wave, "marketing")
    live = browser.get(renew_path(other)).context["form"]["link"].value()
    before = rows(PersonalLink)
    assert browser.post(renew_path(leader[0]), {"link": live}).status_code == 409
    assert (rows(PersonalLink), opens(f"/s/{secret}/")) == (before, 200)


def test_a_leader_of_another_wave_is_not_there(wave, browser, leader):
    make_wave(wave.client)
    path = renew_path(leader[0]).replace("/waves/1/", "/waves/2/")
    assert (browser.get(path).status_code, browser.post(path, {"link": "1"}).status_code) == (404, 404)
