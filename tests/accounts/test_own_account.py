"""Somebody new sets up a second step in a real browser, with each kind of factor, and signs in with it."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.server import serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAGE = """
import django; django.setup()
from smax.accounts.models import Firm, Membership
from tests.cast import make_person
firm = Firm.objects.create(name="Passkeys")
for name in ("ana", "ben"):
    user = make_person(f"{name}@passkeys.example", name.title(), factor=False)
    Membership.objects.create(user=user, firm=firm, role="owner")
"""


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """A server whose host has a name: browsers bind passkeys to nothing else."""
    with serve(tmp_path_factory.mktemp("named"), host="localhost") as running:
        running.python("-c", STAGE)
        yield running


@pytest.fixture
def look(assert_accessible, screenshots):
    def at(page, name, heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)
        screenshots(page, f"account-{name}")

    return at


def send_password(page, server, who, place="/clients/"):
    page.goto(f"{server.base_url}/accounts/login/?next={place}")
    page.fill("input[name=login]", f"{who}@passkeys.example")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_of(secret, periods=0):
    import time  # noqa: PLC0415

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def test_an_authenticator_app_from_set_up_to_sign_in(named, profile, look):
    page = profile()
    page.goto(f"{named.base_url}/accounts/login/")
    look(page, "sign-in", "Sign in")
    send_password(page, named, "ana")
    look(page, "set-up", "Second step at sign-in")
    page.goto(f"{named.base_url}/clients/new/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step at sign-in")
    page.get_by_role("link", name="Set up an app").click()
    page.locator("summary", has_text="Enter a key by hand").click()
    secret = page.locator(".key__text").inner_text().strip()
    page.fill("input[name=code]", "000000")
    page.get_by_role("button", name="Set up").click()
    look(page, "app", "Set up an authenticator app")
    page.fill("input[name=code]", code_of(secret, -1))
    page.get_by_role("button", name="Set up").click()
    look(page, "codes", "Recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
    page.goto(f"{named.base_url}/accounts/sessions/")
    look(page, "sessions", "Where you are signed in")
    page.goto(f"{named.base_url}/accounts/second-factor/")
    look(page, "ways", "Second step at sign-in")
    page.get_by_role("link", name="Remove it").click()
    look(page, "remove-app", "Remove the authenticator app?")
    page.goto(f"{named.base_url}/accounts/second-factor/codes/new/")
    look(page, "new-codes", "Make new recovery codes?")

    again = profile()
    send_password(again, named, "ana")
    look(again, "second-step", "One more step")
    again.fill("input[name=code]", code_of(secret))
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Clients")


def test_a_passkey_from_set_up_to_sign_in(named, profile, look):
    page = profile()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    send_password(page, named, "ben")
    page.get_by_role("link", name="Add a passkey").click()
    look(page, "add-passkey", "Add a passkey")
    page.fill("input[name=name]", "Laptop")
    page.get_by_label("It signs me in by itself").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto(f"{named.base_url}/accounts/passkeys/")
    look(page, "passkeys", "Passkeys")
    page.get_by_role("link", name="Rename").click()
    look(page, "rename-passkey", "Rename a passkey")
    page.goto(f"{named.base_url}/accounts/passkeys/")
    page.get_by_role("link", name="Remove").click()
    look(page, "remove-passkey", "Remove “Laptop”?")
    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{named.base_url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
    # As the second step after the password, too.
    page.context.clear_cookies()
    send_password(page, named, "ben")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
