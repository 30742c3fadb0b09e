"""The second step of signing in: who needs one, what it takes, and what never passes for it."""

from __future__ import annotations

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.test import override_settings
from django.urls import reverse

from smax.accounts.models import Membership, User
from tests.cast import PASSWORD, TOTP_SECRET, make_administrator, make_firm, make_person, totp_code
from tests.security.routes import POLICY, all_routes
from tests.signing_in import confirm, step_in

pytestmark = pytest.mark.django_db

OWNER = "owner@ours.example"
SET_UP = "/accounts/second-factor/"
STEP = "/accounts/second-factor/authenticate/"
NEW = "another-long-passphrase"


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def firm():
    return make_firm("Ours")


@pytest.fixture
def owner(firm):
    return User.objects.get(email=OWNER)


@pytest.fixture
def browser(owner):
    return Browser()


@pytest.fixture
def new(firm):
    """A colleague who has no second factor yet, signed in."""
    user = make_person("new@ours.example", factor=False)
    Membership.objects.create(user=user, firm=firm, role="consultant")
    browser = Browser()
    step_in(browser, user.email)
    return browser


def signed_in(browser):
    return "_auth_user_id" in browser.session


def passed(browser, **steps):
    step_in(browser, OWNER, **steps)
    return signed_in(browser)


def recovery_codes(user):
    return RecoveryCodes.activate(user).get_unused_codes()


# ---- The code -----------------------------------------------------------------------------------------


def test_a_password_alone_opens_nothing(browser):
    answer = browser.post("/accounts/login/", {"login": OWNER, "password": PASSWORD})
    assert answer.headers["Location"] == STEP
    assert not signed_in(browser)
    assert browser.get("/clients/").headers["Location"].startswith("/accounts/login/")


def test_the_code_of_now_signs_in(browser):
    assert passed(browser)
    assert browser.get("/clients/").status_code == 200


def test_the_step_is_not_there_without_the_password(browser):
    answer = browser.post(STEP, {"code": totp_code()})
    assert answer.headers["Location"] == "/accounts/login/"
    assert not signed_in(browser)


@pytest.mark.parametrize(("periods", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_differ_by_half_a_minute_and_no_more(browser, periods, counts):
    with time_machine.travel(1_800_000_010, tick=False):
        assert passed(browser, code=totp_code(periods=periods)) is counts


@pytest.mark.parametrize("code", ["000000", "", "123", "abcdef", "1234567", "٠١٢٣٤٥", "0" * 5000])
def test_what_is_no_code_does_not_pass(browser, code):
    with time_machine.travel(1_800_000_010, tick=False):
        assert totp_code() != "000000"
        assert not passed(browser, code=code or " ")


@pytest.mark.parametrize("later", [0, 29, 31, 59])
def test_a_code_counts_once_as_long_as_any_clock_would_take_it(browser, later):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        code = totp_code(periods=1)
        assert passed(browser, code=code)
        clock.shift(later)
        assert not passed(Browser(), code=code)


def test_a_used_code_with_spaces_is_the_same_code(browser):
    with time_machine.travel(1_800_000_000, tick=False):
        code = totp_code()
        assert passed(browser, code=code)
        assert not passed(Browser(), code=f"{code[:3]} {code[3:]}")


def test_another_person_may_have_the_same_code(browser, firm):
    code = totp_code()
    assert passed(browser, code=code)
    other = Browser()
    step_in(other, "consultant@ours.example", code=code)
    assert signed_in(other)


def test_the_code_of_one_signs_nobody_else_in(browser, owner):
    Authenticator.objects.filter(user=owner).delete()
    TOTP.activate(owner, "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK")
    assert not passed(browser, code=totp_code())


def test_five_wrong_codes_shut_the_step_for_a_while(browser):
    browser.post("/accounts/login/", {"login": OWNER, "password": PASSWORD})
    answers = [browser.post(STEP, {"code": f"{n:06}"}).content.decode() for n in range(5)]
    assert ["Incorrect code" in answer for answer in answers] == [True] * 5
    assert "Too many failed login attempts" in browser.post(STEP, {"code": totp_code()}).content.decode()
    assert not signed_in(browser)


# ---- Recovery codes -----------------------------------------------------------------------------------


def test_a_recovery_code_signs_in_once(browser, owner):
    first, second, *_more = recovery_codes(owner)
    assert passed(browser, code=first)
    assert not passed(Browser(), code=first)
    assert passed(Browser(), code=second)
    assert first not in recovery_codes(owner)


def test_new_recovery_codes_end_the_old_ones(browser, owner):
    old = recovery_codes(owner)
    passed(browser)
    confirm(browser)
    browser.post("/accounts/second-factor/codes/new/")
    assert not set(old) & set(recovery_codes(owner))
    assert not passed(Browser(), code=old[0])


def test_seeds_rest_sealed(owner):
    recovery_codes(owner)
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert TOTP_SECRET not in stored
    assert "seed" in stored


def test_recovery_codes_alone_are_no_second_factor(new):
    recovery_codes(User.objects.get(email="new@ours.example"))
    assert new.get("/clients/").headers["Location"] == SET_UP


# ---- Who needs one ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Membership.Role.values)
def test_every_role_is_led_to_the_set_up_and_nowhere_else(firm, role):
    Authenticator.objects.all().delete()
    browser = Browser()
    step_in(browser, f"{role}@ours.example")
    pages = ["/", "/clients/", "/clients/no-such/", "/firm/people/", "/export/assessments.csv"]
    assert [browser.get(page).headers.get("Location") for page in pages] == [SET_UP] * 5
    assert browser.get(SET_UP).status_code == 200


def test_an_administrator_needs_one_too_for_djangos_admin_as_well():
    make_administrator()
    Authenticator.objects.all().delete()
    browser = Browser()
    step_in(browser, "administrator@server.example")
    pages = ["/", "/admin/", "/admin/accounts/user/", "/benchmarks/", "/server/firms/"]
    assert [browser.get(page).headers.get("Location") for page in pages] == [SET_UP] * 5


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
def test_no_page_for_people_with_an_account_answers_before_the_set_up(new, method):
    inside = {"desk", "owner", "administrator", "account"}
    bare = [name for name, route in all_routes() if POLICY.get(name) in inside and "<" not in route]
    answers = {name: getattr(new, method)(reverse(name)) for name in bare}
    places = {(each.status_code, each.headers.get("Location")) for each in answers.values()}
    assert len(bare) > 5
    assert places == {(302, SET_UP)}


def test_what_protects_the_account_waits_for_the_set_up_as_well(new):
    for page in ("/accounts/password/change/", "/accounts/sessions/", "/accounts/second-factor/codes/new/"):
        assert new.get(page).headers["Location"] == SET_UP


def test_signing_out_is_possible_without_one(new):
    new.post("/accounts/logout/")
    assert not signed_in(new)


def test_somebody_without_a_firm_needs_none(db):
    make_person("alone@nowhere.example", factor=False)
    browser = Browser()
    step_in(browser, "alone@nowhere.example")
    assert "belongs to no active firm" in " ".join(browser.get("/").content.decode().split())


@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_only_the_demonstration_does_without(new):
    assert new.get("/clients/").status_code == 200


@pytest.fixture
def _committing(monkeypatch):
    """What waits for COMMIT happens at once: a test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **_more: then())


# ---- Setting up and removing --------------------------------------------------------------------------


def set_up(browser):
    page = browser.get("/accounts/second-factor/app/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return browser.post("/accounts/second-factor/app/activate/", {"code": code})


@pytest.mark.usefixtures("_committing")
def test_setting_an_app_up_opens_the_desk(new):
    assert set_up(new).headers["Location"] == "/accounts/second-factor/codes/"
    assert new.get("/clients/").status_code == 200
    [letter] = mail.outbox
    assert (letter.to, "Authenticator app activated" in letter.body) == (["new@ours.example"], True)


@pytest.mark.usefixtures("_committing")
def test_a_session_that_knows_only_the_password_ends_when_a_factor_is_added(new):
    thief = Browser()
    step_in(thief, "new@ours.example")
    set_up(new)
    assert thief.get("/clients/").headers["Location"].startswith("/accounts/login/")
    assert new.get("/clients/").status_code == 200


def test_no_factor_changes_without_a_fresh_word_of_who_is_there(browser):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        passed(browser)
        clock.shift(601)
        answer = browser.post("/accounts/second-factor/app/deactivate/")
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(user__email=OWNER, type="totp").exists()


def test_ten_minutes_are_fresh(browser):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        passed(browser)
        clock.shift(599)
        assert browser.get("/accounts/second-factor/app/deactivate/").status_code == 200


def test_a_wrong_password_is_no_word_of_who_is_there(browser):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        passed(browser)
        clock.shift(601)
        browser.post("/accounts/reauthenticate/", {"password": "wrong-password-here"})
        answer = browser.get("/accounts/second-factor/app/deactivate/")
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_removing_the_last_factor_leads_back_to_the_set_up(browser):
    passed(browser)
    browser.post("/accounts/second-factor/app/deactivate/")
    assert browser.get("/clients/").headers["Location"] == SET_UP


def test_who_lost_everything_starts_anew_by_the_operators_hand(browser, owner, capsys):
    passed(browser)
    call_command("forget_factors", "OWNER@ours.example")
    assert "1 forgotten" in capsys.readouterr().out
    assert browser.get("/clients/").headers["Location"].startswith("/accounts/login/")
    step_in(browser, OWNER)
    assert browser.get("/clients/").headers["Location"] == SET_UP
    with pytest.raises(CommandError, match="no account"):
        call_command("forget_factors", "nobody@ours.example")


def test_a_changed_key_still_opens_what_a_retired_one_sealed(browser, settings, capsys):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-this-server-" * 3
    assert passed(browser)
    call_command("reseal_factors")
    assert capsys.readouterr().out == "3 sealed anew, 0 cannot be opened.\n"
    settings.SECRET_KEY_FALLBACKS = []
    assert passed(Browser(), code=totp_code(periods=1))


def test_a_factor_whose_key_is_gone_opens_nothing_and_breaks_nothing(browser, settings, capsys):
    settings.SECRET_KEY = "another-key-of-this-server-" * 3
    assert not passed(browser)
    call_command("reseal_factors")
    assert capsys.readouterr().out == "0 sealed anew, 3 cannot be opened.\n"


# ---- Passwords and sessions ---------------------------------------------------------------------------


def test_a_new_password_keeps_the_second_step(browser):
    browser.post("/accounts/password/reset/", {"email": OWNER})
    place = next(word for word in mail.outbox[0].body.split() if "/key/" in word)
    form = browser.get("/" + place.split("/", 3)[3]).headers["Location"]
    browser.post(form, {"password1": NEW, "password2": NEW})
    assert not signed_in(browser)
    answer = browser.post("/accounts/login/", {"login": OWNER, "password": NEW})
    assert answer.headers["Location"] == STEP


def test_a_changed_password_ends_the_other_sessions(browser):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        other = Browser()
        passed(other)
        clock.shift(90)
        passed(browser)
        fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        browser.post("/accounts/password/change/", fields)
        assert other.get("/clients/").headers["Location"].startswith("/accounts/login/")
        assert browser.get("/clients/").status_code == 200


def test_the_session_key_changes_with_signing_in(browser):
    browser.get("/accounts/login/")
    browser.post("/accounts/login/", {"login": OWNER, "password": PASSWORD})
    before = browser.session.session_key
    browser.post(STEP, {"code": totp_code()})
    assert signed_in(browser)
    assert browser.session.session_key != before


def test_one_can_sign_out_everywhere_else(browser):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        other = Browser()
        passed(other)
        clock.shift(90)
        passed(browser)
        assert UserSession.objects.count() == 2
        browser.post("/accounts/sessions/")
        assert other.get("/clients/").headers["Location"].startswith("/accounts/login/")
        assert browser.get("/clients/").status_code == 200


def test_a_session_ends_after_twelve_hours(browser):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        passed(browser)
        clock.shift(12 * 3600 - 1)
        assert browser.get("/clients/").status_code == 200
        clock.shift(2)
        assert browser.get("/clients/").headers["Location"].startswith("/accounts/login/")


def test_an_unconfirmed_address_opens_nothing(browser, owner):
    owner.emailaddress_set.update(verified=False)
    answer = browser.post("/accounts/login/", {"login": OWNER, "password": PASSWORD})
    while answer.headers["Location"] == STEP:
        answer = browser.post(STEP, {"code": totp_code()})
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert not signed_in(browser)
    place = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word)
    assert place.startswith("http://127.0.0.1:8000/")
    path = "/" + place.split("/", 3)[3]
    browser.get(path)
    assert not owner.emailaddress_set.get().verified
    browser.post(path)
    assert owner.emailaddress_set.get().verified
