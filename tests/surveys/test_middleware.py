"""Which rooms speak the reader's language, and which are English whatever the browser asks for."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from smax.accounts.models import User
from surveys.middleware import TRANSLATED
from surveys.views import respond
from tests.cast import make_client, make_firm, make_wave
from tests.security.routes import POLICY, QUESTIONNAIRE, all_routes
from tests.surveys.respondent import Respondent, heading

pytestmark = pytest.mark.django_db
PUBLIC = {"surveys:language", "surveys:accessibility", "reports:guest_door", "reports:share_door"}
READERS = {name for name, policy in POLICY.items() if policy in {"guest", "share"}}


@pytest.fixture
def browser():
    return Browser(headers={"Accept-Language": "de-CH,de;q=0.9,en;q=0.5"})


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


def language(answer):
    """The language of a page, which its header names too."""
    (code,) = re.findall(r'<html lang="([^"]+)"', answer.content.decode())
    assert answer.headers["Content-Language"] == code
    return code


def test_exactly_the_addresses_of_respondents_and_readers_are_translated():
    routes = {name: route for name, route in all_routes() if name in POLICY}
    translated = {name for name, route in routes.items() if f"/{route}".startswith(TRANSLATED)}
    assert translated == QUESTIONNAIRE | PUBLIC | READERS


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/clients/", 200),
        ("/clients/new/", 200),
        ("/clients/northwind-pumps/", 200),
        ("/clients/northwind-pumps/waves/1/", 200),
        ("/clients/northwind-pumps/waves/1/results/", 200),
        ("/accounts/password/change/", 200),
        ("/nothing-here/", 404),
        ("/clients/?q=%00", 400),
    ],
)
def test_the_desk_is_english(browser, wave, path, status):
    browser.force_login(User.objects.get(email="owner@hartmann.example"))
    answer = browser.get(path)
    assert (answer.status_code, language(answer)) == (status, "en")


def test_refused_fields_of_the_desk_are_english(browser, wave):
    browser.force_login(User.objects.get(email="owner@hartmann.example"))
    assert "Please check what you entered" in browser.post("/clients/new/", {"name": ""}).content.decode()


def test_the_door_is_english(browser):
    assert language(browser.get("/accounts/login/")) == "en"


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/s/nonsense/", 404, "Dieser Link ist nicht gültig"),
        ("/s/nonsense/?q=%00", 400, "Diese Anfrage war nicht lesbar"),
        ("/survey/nobody/", 404, "Unter dieser Adresse gibt es nichts"),
        ("/accessibility/", 200, "Barrierefreiheit dieser Befragung"),
    ],
)
def test_respondents_pages_and_their_errors_speak_german(browser, path, status, title):
    answer = browser.get(path)
    assert (answer.status_code, heading(answer), language(answer)) == (status, title, "de")


def test_a_stale_form_is_refused_in_german(wave):
    strict = Browser(enforce_csrf_checks=True, headers={"Accept-Language": "de"})
    answer = strict.post(Respondent(wave).landing, {"consent": "on"})
    assert (answer.status_code, heading(answer)) == (403, "Diese Seite war zu lange geöffnet")


def test_no_language_is_left_to_the_next_reader(browser, wave):
    assert language(browser.get(Respondent(wave).landing)) == "de"
    assert language(Browser().get("/clients/?q=%00")) == "en"
    assert language(Browser().get("/survey/nobody/?q=%00")) == "en"


def test_a_respondents_page_knows_no_session_and_nobody_signed_in(browser, wave):
    browser.force_login(User.objects.get(email="owner@hartmann.example"))
    desk = browser.get("/clients/").wsgi_request
    assert (desk.user.is_authenticated, hasattr(desk, "session"), hasattr(desk, "_messages")) == (True,) * 3
    ana = Respondent(wave)
    ana.browser.force_login(User.objects.get(email="owner@hartmann.example"))
    ana.enter()
    for answer in (ana.get("cus/"), ana.browser.get(ana.landing)):
        asked = answer.wsgi_request
        assert answer.status_code == 200
        assert (asked.user.is_authenticated, hasattr(asked, "session"), hasattr(asked, "_messages")) == (
            (False,) * 3
        )


def test_a_page_there_for_who_is_signed_in_would_still_ask_for_it(wave, monkeypatch):
    ana = Respondent(wave)
    ana.enter()
    monkeypatch.setattr(respond.screen, "login_required", True)
    answer = ana.get("cus/")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")
