"""Signing in by an identity provider: for people who were invited, under the address it has confirmed."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client as Browser

from smax import env
from smax.accounts.colleagues import invite
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from tests.cast import make_administrator, make_firm, totp_code

pytestmark = pytest.mark.django_db

OWNER = "owner@ours.example"
LOGIN = "/accounts/sso/login/?process=login"


class Provider(BaseHTTPRequestHandler):
    """A provider of identities with three addresses; `claims` is who stands in front of it."""

    claims: ClassVar[dict[str, object]] = {}
    asked: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self):
        origin = f"http://127.0.0.1:{self.server.server_port}"
        if self.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": origin,
                    "authorization_endpoint": f"{origin}/authorize",
                    "token_endpoint": f"{origin}/token",
                    "userinfo_endpoint": f"{origin}/userinfo",
                    "jwks_uri": f"{origin}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            self.answer(self.claims)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append(parse_qs(body))
        self.answer({"access_token": "token", "token_type": "Bearer", "expires_in": 60})

    def answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said):
        """Say nothing."""


@pytest.fixture(scope="module")
def issuer():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def sso(issuer, settings):
    cache.clear()
    Provider.asked.clear()
    app = {
        "provider_id": "sso", "name": "Example Login", "client_id": "smax", "secret": "hush",
        "settings": {"server_url": issuer},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture
def firm():
    return make_firm("Ours")


def arrive(browser, place=LOGIN, **claims):
    """Go to the provider and come back as whom the claims name; the answer to coming back."""
    Provider.claims = {"sub": "1", "email_verified": True, **claims}
    left = browser.post(place).headers["Location"]
    state = parse_qs(urlsplit(left).query)["state"][0]
    return browser.get("/accounts/sso/login/callback/", {"code": "c", "state": state})


def signed_in(browser):
    return "_auth_user_id" in browser.session


def test_the_sign_in_page_names_the_provider(firm):
    assert "Sign in with Example Login" in Browser().get("/accounts/login/").content.decode()


def test_looking_at_the_way_there_leads_nowhere(firm):
    assert Browser().get(LOGIN).status_code == 200


def test_the_way_there_asks_for_an_address_with_pkce_and_comes_back_here(firm, issuer):
    left = urlsplit(Browser().post(LOGIN).headers["Location"])
    asked = parse_qs(left.query)
    assert f"{left.scheme}://{left.netloc}{left.path}" == f"{issuer}/authorize"
    assert (asked["client_id"], asked["response_type"]) == (["smax"], ["code"])
    assert (asked["code_challenge_method"], "email" in asked["scope"][0]) == (["S256"], True)
    assert asked["redirect_uri"][0].endswith("/accounts/sso/login/callback/")


def test_the_own_second_step_follows(firm):
    browser = Browser()
    answer = arrive(browser, email=OWNER)
    assert answer.headers["Location"] == "/accounts/second-factor/authenticate/"
    assert not signed_in(browser)
    browser.post("/accounts/second-factor/authenticate/", {"code": totp_code()})
    assert browser.get("/clients/").status_code == 200
    assert "code_verifier" in Provider.asked[0]


def test_without_a_factor_here_the_set_up_follows(firm):
    Authenticator.objects.all().delete()
    browser = Browser()
    arrive(browser, email=OWNER)
    assert browser.get("/clients/").headers["Location"] == "/accounts/second-factor/"


def test_the_providers_factor_counts_where_the_operator_says_so(firm, settings):
    settings.OIDC_MFA = True
    Authenticator.objects.all().delete()
    browser = Browser()
    arrive(browser, email=OWNER)
    assert browser.get("/clients/").status_code == 200


def test_it_counts_for_nobody_who_came_by_password(firm, settings):
    settings.OIDC_MFA = True
    Authenticator.objects.all().delete()
    browser = Browser()
    browser.post("/accounts/login/", {"login": OWNER, "password": "correct-horse-battery-staple"})
    assert browser.get("/clients/").headers["Location"] == "/accounts/second-factor/"


@pytest.mark.parametrize("confirmed", [False, None, "true", "false", 1, 0, ""])
def test_an_address_that_is_not_confirmed_opens_nothing(firm, confirmed):
    browser = Browser()
    answer = arrive(browser, email=OWNER, email_verified=confirmed)
    assert "Accounts are by invitation" in answer.content.decode()
    assert not signed_in(browser)


def test_an_unknown_address_makes_no_account(firm):
    before = User.objects.count()
    browser = Browser()
    assert "Accounts are by invitation" in arrive(browser, email="new@ours.example").content.decode()
    assert (User.objects.count(), signed_in(browser)) == (before, False)


def test_no_address_at_all_opens_nothing(firm):
    browser = Browser()
    assert "Accounts are by invitation" in arrive(browser).content.decode()
    assert not signed_in(browser)


def test_an_invitation_is_accepted_by_coming_from_the_provider(firm):
    with firm_scope(firm):
        invite(firm=firm, email="new@ours.example", role="consultant")
    browser = Browser()
    arrive(browser, email="New@Ours.example", name="  Nora   Neu ")
    user = User.objects.get(email="new@ours.example")
    assert (user.is_active, user.name, user.has_usable_password()) == (True, "Nora Neu", False)
    assert signed_in(browser)
    assert browser.get("/clients/").headers["Location"] == "/accounts/second-factor/"


def test_who_was_shut_out_stays_out(firm):
    User.objects.filter(email=OWNER).update(is_active=False)
    browser = Browser()
    assert arrive(browser, email=OWNER).headers["Location"] == "/accounts/inactive/"
    assert not signed_in(browser)


def test_an_invitation_of_a_suspended_firm_rests(firm):
    with firm_scope(firm):
        invite(firm=firm, email="new@ours.example", role="consultant")
    firm.is_active = False
    firm.save()
    browser = Browser()
    arrive(browser, email="new@ours.example")
    assert not signed_in(browser)


def test_an_administrator_needs_the_own_second_step_too():
    make_administrator()
    browser = Browser()
    answer = arrive(browser, email="administrator@server.example")
    assert answer.headers["Location"] == "/accounts/second-factor/authenticate/"


def test_accounts_are_not_connected_to_another_identity(firm):
    browser = Browser()
    browser.force_login(User.objects.get(email=OWNER))
    answer = arrive(browser, "/accounts/sso/login/?process=connect", email="other@elsewhere.example")
    assert answer.headers["Location"] == "/accounts/login/"
    assert not User.objects.get(email=OWNER).socialaccount_set.exists()


@pytest.mark.parametrize("query", [{}, {"code": "c"}, {"code": "c", "state": "made-up"}, {"error": "x"}])
def test_coming_back_unasked_opens_nothing(firm, query):
    browser = Browser()
    answer = browser.get("/accounts/sso/login/callback/", query)
    assert "That did not work" in answer.content.decode()
    assert not signed_in(browser)


def test_a_state_counts_once(firm):
    browser = Browser()
    Provider.claims = {"sub": "1", "email_verified": True, "email": OWNER}
    state = parse_qs(urlsplit(browser.post(LOGIN).headers["Location"]).query)["state"][0]
    first = browser.get("/accounts/sso/login/callback/", {"code": "c", "state": state})
    assert first.headers["Location"] == "/accounts/second-factor/authenticate/"
    again = browser.get("/accounts/sso/login/callback/", {"code": "c", "state": state})
    assert "That did not work" in again.content.decode()


def test_a_provider_that_is_away_is_said_so(firm, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        "http://127.0.0.1:9"
    )
    answer = Browser().post(LOGIN)
    assert "That did not work" in answer.content.decode()


def test_without_a_provider_there_is_no_such_way(firm, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "Sign in with" not in Browser().get("/accounts/login/").content.decode()
    assert Browser().post(LOGIN).status_code == 404
    assert Browser().get("/accounts/sso/login/callback/").status_code == 404


SET = {"X_ISSUER": "https://login.example/realm/", "X_CLIENT_ID": "smax", "X_CLIENT_SECRET": "hush"}


def test_the_environment_names_a_provider(monkeypatch):
    for name, value in SET.items():
        monkeypatch.setenv(name, value)
    found = env.provider("X")
    assert (found.issuer, found.origin) == ("https://login.example/realm", "https://login.example")
    assert (found.client_id, found.secret, found.label) == ("smax", "hush", "SSO")
    assert env.provider("Y") is None


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("X_CLIENT_SECRET", "", "X_CLIENT_SECRET must be set"),
        ("X_ISSUER", "", "X_ISSUER must be set"),
        ("X_ISSUER", "http://login.example", "must be an address such as"),
        ("X_ISSUER", "login.example", "must be an address such as"),
        ("X_ISSUER", "https://login.example/?x=1", "must be an address such as"),
    ],
)
def test_half_a_provider_stops_the_start(monkeypatch, name, value, reason):
    for key, given in {**SET, name: value}.items():
        monkeypatch.setenv(key, given)
    with pytest.raises(ImproperlyConfigured, match=reason):
        env.provider("X")
