"""The whole way of respondents in German, French and Spanish: nothing they meet falls back to English."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from django.test import Client as Browser
from django.utils import translation
from django.utils.translation import trans_real

from smax.accounts.tenancy import firm_scope
from surveys.services.people import renew_link
from surveys.services.waves import close_wave, withdraw_wave
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_wave
from tests.messages import TRANSLATIONS
from tests.security.routes import QUESTIONNAIRE
from tests.surveys.respondent import Respondent

pytestmark = pytest.mark.django_db


class Fallback(NullTranslations):
    """Stands where English would step in for a missing translation, and remembers for what."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def gettext(self, message):
        self.asked.add(message)
        return message

    def ngettext(self, msgid1, msgid2, n):
        self.asked.add(msgid1)
        return super().ngettext(msgid1, msgid2, n)


@pytest.fixture(params=TRANSLATIONS)
def language(request):
    return request.param


@pytest.fixture
def fallback(language, monkeypatch):
    recorder = Fallback()
    monkeypatch.setattr(trans_real.translation(language), "_fallback", recorder)
    return recorder


class Reader(Respondent):
    """A respondent whose browser asks for one language, and the routes they have seen."""

    def __init__(self, wave, language, side="sales", name="Ana Ruiz"):
        super().__init__(wave, side, name)
        self.language = language
        self.browser = Browser(headers={"Accept-Language": language})
        self.seen = set()

    def visit(self, path, fields=None, browser=None):
        used = browser or self.browser
        answer = used.get(path) if fields is None else used.post(path, fields)
        assert answer.status_code < 500
        match = answer.wsgi_request.resolver_match
        self.seen.add(match and match.view_name)
        if answer.headers["Content-Type"].startswith("text/html") and answer.content:
            assert f'<html lang="{self.language}">' in answer.content.decode()
        return answer

    def respond(self):
        """Start, err in every way there is, decline, come back, answer, submit, look, and change."""
        for fields in (None, {}):
            self.visit(self.landing, fields)
        for fields in (None, {}, {"reason": "other"}, {"reason": "no"}):
            self.visit(f"{self.landing}decline/", fields)
        self.visit(self.landing)
        self.visit(self.landing, {"consent": "on"})
        for code in self.codes:
            self.visit(f"{self.place}{code}/")
        self.err()
        self.visit(f"{self.place}review/")
        self.visit(f"{self.place}review/", {})
        self.answer(full_answers(self.person.assessment, self.person.side))
        for page in ("", "review/"):
            self.visit(self.place + page)
        self.visit(f"{self.place}review/", {})
        for page in ("receipt/", "profile/", "answers.txt", "answers.json", "cus/"):
            self.visit(self.place + page)
        self.visit(f"{self.place}cus/", {"G0": "4"})
        self.visit(self.landing)
        for fields in (None, {}):
            self.visit(f"{self.place}reopen/", fields)
        self.visit(f"{self.place}receipt/")

    def err(self):
        """Send what is refused, on a page and one by one."""
        items = {item.form: item.id for screen in self.screens for item in screen.items}
        refused = [
            {"G0": "9", "comment:CUS": "x" * 5000},
            {"G0": ["1", "2"]},
            {"CUS-F1": ["a", "b", "c"]},
            {"CUS-F1": ["a", "a"]},
            {"CUS-F1": ["a", "dk"]},
            {"nothing": "1"},
            {"go": "nowhere"},
            {"G0-base": "x"},
        ]
        for fields in refused:
            self.visit(f"{self.place}cus/", fields)
        for answer, comment in (("4", "a"), ("5", "b")):
            fields = {"G0": answer, "G0-base": "0", "comment:CUS": comment, "comment:CUS-base": "0"}
            self.visit(f"{self.place}cus/", fields)
        for key, value, base in (
            ("G0", "5", "0"),
            ("G0", "9", "0"),
            ("comment:CUS", "x" * 5000, "9"),
            ("comment:CUS", "c", "0"),
            ("nothing", "1", "0"),
            (items["set"], [], "0"),
        ):
            self.visit(f"{self.place}answer/", {"key": key, "value": value, "base": base})


@pytest.mark.parametrize("mode", ["attributed", "aggregated"])
def test_nothing_on_the_whole_way_falls_back_to_english(language, fallback, mode):
    wave = make_wave(make_client(make_firm("Hartmann"), synthetic=True), identity_mode=mode, own_profile=True)
    ana = Reader(wave, language)
    answer_and_submit(Respondent(wave, "marketing", "Ben Ito").person)
    ana.respond()
    others = [Reader(wave, language, side, f"{side} {n}") for n in range(2) for side in ("both", "sales")]
    for other in others:
        other.visit(other.landing)
    with firm_scope(wave.firm), translation.override("en"):  # as the desk does
        renew_link(participant=others[0].person, replaced=others[0].person.links.get().pk)
        close_wave(assessment=wave)
    for path in (others[0].landing, others[1].landing, "/s/nonsense/", "/survey/nobody/", "/accessibility/"):
        ana.visit(path)
    for page in ("", "cus/", "receipt/", "reopen/", "profile/"):
        ana.visit(ana.place + page)
        ana.visit(ana.place + page, {})
    ana.visit("/s/nonsense/?q=%00")
    ana.visit("/language/", {"language": language, "next": "/accessibility/"})
    strict = Browser(enforce_csrf_checks=True, headers={"Accept-Language": language})
    ana.visit(ana.landing, {"consent": "on"}, strict)
    assert sorted(fallback.asked) == []
    assert QUESTIONNAIRE - ana.seen == set()


def test_a_withdrawn_wave_says_so_in_the_readers_language(language, fallback):
    wave = make_wave(make_client(make_firm("Hartmann")))
    ana = Reader(wave, language)
    ana.visit(ana.landing, {"consent": "on"})
    ana.visit(f"{ana.place}cus/", {"G0": "4"})
    with firm_scope(wave.firm):
        withdraw_wave(assessment=wave)
    for path in (ana.landing, f"{ana.place}cus/"):
        assert ana.visit(path).status_code == 410
        ana.visit(path, {"G0": "5"})
    assert sorted(fallback.asked) == []


def test_the_fallback_would_be_seen(language, fallback):
    with translation.override(language):
        assert translation.gettext("Never translated") == "Never translated"
        assert translation.ngettext("one %(n)s", "many %(n)s", 2) == "many %(n)s"
    assert sorted(fallback.asked) == ["Never translated", "one %(n)s"]
