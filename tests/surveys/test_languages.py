"""The respondent's language: who chooses it, and that scores do not depend on it."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from reports.inputs import read_waves
from reports.scorecards import scorecard_for
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.models import Assessment, InstrumentVersion
from surveys.queries import waves_of
from surveys.services.waves import change_promises
from tests.cast import full_answers, make_client, make_firm, make_wave
from tests.surveys.respondent import Respondent, every_row, heading, text
from tests.surveys.test_promises import only_english

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "de", "fr", "es"]
NOT_REVIEWED = 'class="unreviewed"'


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    return Respondent(wave)


def spoken(page):
    """The language that a page says it is in."""
    (language,) = re.findall(r'<html lang="([a-z]+)"', page.content.decode())
    assert page.headers["Content-Language"] == language
    return language


def usual(wave, language):
    with firm_scope(wave.firm):
        change_promises(assessment=wave, language=language)


# ---- Who chooses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hand", "link", "of_wave", "browser", "language"),
    [
        (None, "", "en", "", "en"),
        (None, "", "en", "fr-CH, de;q=0.5", "fr"),
        (None, "", "en", "it", "en"),
        (None, "", "de", "fr", "de"),
        (None, "es", "de", "fr", "es"),
        ("fr", "es", "de", "en", "fr"),
        ("it", "es", "de", "en", "es"),
        (None, "it", "en", "de", "de"),
    ],
)
def test_hand_before_link_before_wave_before_browser(wave, ana, hand, link, of_wave, browser, language):
    usual(wave, of_wave)
    reader = Browser(headers={"accept-language": browser})
    if hand:
        reader.cookies["language"] = hand
    address = f"{ana.landing}?lang={link}" if link else ana.landing
    assert spoken(reader.get(address)) == language
    reader.post(address, {"consent": "on"})
    assert spoken(reader.get(f"{ana.place}cus/")) == language
    assert spoken(reader.get(f"{ana.place}review/")) == language


def test_a_language_chosen_by_hand_is_kept_in_a_cookie_and_nowhere_else(ana):
    before = every_row()
    reader = Browser()
    reader.get(ana.landing)
    answer = reader.post("/language/", {"language": "de", "next": ana.landing})
    assert (answer.status_code, answer.headers["Location"]) == (302, ana.landing)
    assert (answer.cookies["language"].value, answer.cookies["language"]["httponly"]) == ("de", True)
    assert spoken(reader.get(ana.landing)) == "de"
    assert every_row() == before


def test_on_a_screen_a_change_of_language_saves_what_is_given_and_stays_there(ana):
    ana.enter()
    page = ana.get("cus/").content.decode()
    assert re.findall(r'form="answers" name="(\w+)" value="(\w+)"', page)[:3] == [
        ("go", "next"),
        ("language", "en"),
        ("language", "de"),
    ]
    answer = ana.post("cus/", {"G0": "4", "language": "de"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ana.place}cus/")
    assert (ana.draft, spoken(ana.get("cus/"))) == ({"G0": 4}, "de")


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_the_choice_is_made_by_post_alone(ana, method):
    answer = getattr(Browser(), method)("/language/?language=de")
    assert (answer.status_code, dict(answer.cookies)) == (405, {})


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "http:///evil.example", "\\\\e"],
)
def test_the_choice_leads_nowhere_else(address, db):
    answer = Browser().post("/language/", {"language": "de", "next": address})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("language", ["", "it", "xx", "de-AT", "de\r\nX: y", "../en"])
def test_a_language_that_is_none_sets_nothing(ana, language):
    answer = Browser().post("/language/", {"language": language, "next": ana.landing})
    assert "language" not in answer.cookies


def test_every_page_offers_the_languages_under_their_own_names(ana):
    ana.enter()
    names = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español")]
    pages = [Browser().get(ana.landing), Browser().get("/s/nonsense/"), ana.get("review/"), ana.get("cus/")]
    for page in pages:
        offered = re.findall(r'name="language" value="(\w+)"[^>]*>([^<]+)</button>', page.content.decode())
        assert offered == names


def test_a_questionnaire_that_nobody_translated_is_read_in_english_throughout(wave, ana):
    definition = only_english(InstrumentVersion.objects.get().definition)
    english = InstrumentVersion.objects.create(
        instrument="smax", version="2", definition=definition, digest="english", published_at=wave.created_at
    )
    with every_firm("a test"):
        Assessment.objects.filter(pk=wave.pk).update(instrument_version=english)
    reader = Browser(headers={"accept-language": "de"})
    page = reader.get(f"{ana.landing}?lang=de")
    assert (spoken(page), heading(page)) == ("en", "How far do sales and marketing agree?")
    assert 'name="language"' not in page.content.decode()


def test_a_translation_that_nobody_signed_says_so(ana):
    assert NOT_REVIEWED not in Browser().get(ana.landing).content.decode()
    ana.enter()
    for language in ("de", "fr", "es"):
        assert NOT_REVIEWED in Browser().get(f"{ana.landing}?lang={language}").content.decode()
        ana.browser.cookies["language"] = language
        assert NOT_REVIEWED in ana.get("cus/").content.decode()


def test_the_consent_says_in_which_language_it_was_read(ana):
    ana.landing += "?lang=fr"
    ana.enter()
    ana.post("cus/", {"G0": "4"})
    with every_firm("a test reads"):
        assert type(ana.person).objects.get(pk=ana.person.pk).consent.language == "fr"


# ---- Codes alone count -----------------------------------------------------------------------------------


def test_the_same_answers_in_four_languages_are_the_same_numbers():
    firm = make_firm("Hartmann")
    read = []
    for language in LANGUAGES:
        wave = make_wave(make_client(firm, f"Client {language}"))
        for side in ("sales", "marketing"):
            person = Respondent(wave, side, f"{side} {language}")
            person.landing += f"?lang={language}"
            person.enter()
            wording = wave.instrument_version.catalogue.item("G0").wording(side, language)
            assert " ".join(wording.split()) in text(person.get("cus/"))
            person.answer(full_answers(wave, side, step=2 if side == "sales" else 5))
            assert person.post("review/").status_code == 302
        with firm_scope(firm):
            row = waves_of(firm).get(pk=wave.pk)
            [entry] = read_waves([row])
            read.append((entry.interchange(), scorecard_for(row).as_dict()))
    assert read[1:] == read[:1] * 3
    assert read[0][1]["perceived"]["joint"] is not None
