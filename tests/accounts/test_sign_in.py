"""Signing in and out through django-allauth, under LoginRequiredMiddleware."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver

from smax.accounts.models import User
from tests.cast import PASSWORD, make_firm, make_person
from tests.security.routes import POLICY
from tests.signing_in import step_in

pytestmark = pytest.mark.django_db

# Policies of pages for people without an account here: a link, a cookie or a signed address lets them in.
WITHOUT_ACCOUNT = {"public", "link", "respondent", "file", "guest", "share"}
PUBLIC = {name for name, policy in POLICY.items() if policy in WITHOUT_ACCOUNT} | {
    # What somebody needs who cannot sign in yet, and the closed sign-up that says so.
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    # The second step of signing in: the password is behind, the session not begun.
    "mfa_authenticate",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def browser(db):
    make_firm("Ours")
    return Browser()


def sign_in(browser, login="owner@ours.example", password=PASSWORD, **more):
    return step_in(browser, login, password, **more)


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def routes(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            yield from routes(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


def test_the_routes_that_need_no_sign_in_are_these():
    public = {name for name, view in routes(get_resolver()) if not getattr(view, "login_required", True)}
    assert public == PUBLIC


@pytest.mark.parametrize("login", ["owner@ours.example", "OWNER@Ours.Example", " owner@ours.example "])
def test_an_address_and_its_password_lead_to_the_clients(browser, login):
    answer = sign_in(browser, login)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert browser.get("/").headers["Location"] == "/clients/"
    assert text(browser.get("/clients/")).count("signed in as") == 0


def test_after_signing_in_the_page_asked_for_comes_next(browser):
    asked = browser.get("/clients/new/").headers["Location"]
    assert asked == "/accounts/login/?next=/clients/new/"
    assert sign_in(browser, next="/clients/new/").headers["Location"] == "/clients/new/"


def test_another_site_is_never_next(browser):
    assert sign_in(browser, next="https://evil.example/").headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(browser):
    wrong = sign_in(browser, password="wrong-password-here")
    unknown = sign_in(browser, "nobody@ours.example")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    message = "The email address and/or password you specified are not correct."
    assert (message in text(wrong), message in text(unknown)) == (True, True)
    assert "_auth_user_id" not in browser.session


def test_five_failures_shut_the_door_for_a_while(browser):
    for _attempt in range(5):
        assert "are not correct" in text(sign_in(browser, password="wrong-password-here"))
    answer = sign_in(browser)
    assert "Too many failed login attempts. Try again later." in text(answer)
    assert "_auth_user_id" not in browser.session


def test_an_account_that_is_switched_off_stays_out(browser):
    User.objects.update(is_active=False)
    assert sign_in(browser).headers["Location"] == "/accounts/inactive/"
    assert "This account is switched off" in text(browser.get("/accounts/inactive/"))
    assert browser.get("/clients/").status_code == 302


def test_somebody_without_a_firm_is_told_so(browser):
    make_person("alone@nowhere.example")
    sign_in(browser, "alone@nowhere.example")
    answer = browser.get("/")
    assert answer.status_code == 200
    assert "your account belongs to no active firm" in text(answer)


def test_signing_out_needs_a_post(browser):
    sign_in(browser)
    assert "Sign out" in text(browser.get("/accounts/logout/"))
    assert browser.get("/clients/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/clients/").status_code == 302


def test_nobody_makes_an_account_for_themselves(browser):
    before = User.objects.count()
    fields = {"email": "new@ours.example", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (browser.get("/accounts/signup/"), browser.post("/accounts/signup/", fields)):
        assert "Accounts are by invitation" in text(answer)
    assert User.objects.count() == before


def test_a_forgotten_password(browser, settings):
    answer = browser.post("/accounts/password/reset/", {"email": "Owner@ours.example"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["owner@ours.example"], "SMAX: Reset your password")
    (link,) = re.findall(r"http\S+", message.body)
    assert link.startswith(settings.BASE_URL.origin + "/accounts/password/reset/key/")
    form = browser.get(link.removeprefix(settings.BASE_URL.origin)).headers["Location"]
    assert "Choose a new password" in text(browser.get(form))
    new = "another-long-passphrase"
    done = browser.post(form, {"password1": new, "password2": new})
    assert done.headers["Location"] == "/accounts/password/reset/key/done/"
    assert sign_in(browser).status_code == 200
    assert sign_in(browser, password=new).status_code == 302
    assert "This link does not work any more" in text(
        browser.get(link.removeprefix(settings.BASE_URL.origin), follow=True)
    )


def test_the_mailed_link_does_not_follow_the_host_header(browser, settings):
    browser.post(
        "/accounts/password/reset/", {"email": "owner@ours.example"}, headers={"host": "127.0.0.1:6666"}
    )
    assert "6666" not in mail.outbox[0].body
    assert f"{settings.BASE_URL.origin}/accounts/password/reset/key/" in mail.outbox[0].body


def test_an_unknown_address_gets_the_same_answer_and_no_mail(browser):
    answer = browser.post("/accounts/password/reset/", {"email": "nobody@ours.example"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []


def test_changing_the_password(browser):
    sign_in(browser)
    assert "Change your password" in text(browser.get("/accounts/password/change/"))
    new = "another-long-passphrase"
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert browser.get("/clients/").status_code == 200
    assert User.objects.get(email="owner@ours.example").check_password(new)


@pytest.mark.parametrize("new", ["short-one", "password1234", "owner@ours.example"])
def test_a_weak_password_is_refused(browser, new):
    sign_in(browser)
    answer = browser.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 200
    assert User.objects.get(email="owner@ours.example").check_password(PASSWORD)


def test_the_session_cookie_is_shut_to_scripts_and_other_sites(browser):
    sign_in(browser)
    cookie = browser.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_too_many_attempts_read_so_in_our_look(browser):
    answers = [sign_in(browser, login=f"nobody{n}@ours.example", password="wrong") for n in range(40)]
    limited = [answer for answer in answers if answer.status_code == 429]
    assert "Too many attempts" in limited[0].content.decode()
    assert "survey.css" in limited[0].content.decode()
