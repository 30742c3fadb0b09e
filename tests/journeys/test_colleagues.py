"""How a firm and its people come to be: the administrator, the owner, and a colleague, in a real browser."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAGE = "import django; django.setup(); from tests.cast import make_administrator; make_administrator()"
LINK = """
import django; django.setup()
from smax.accounts.invitations import Invitation
from smax.accounts.tenancy import every_firm
with every_firm("a test reads what a letter would carry"):
    print(Invitation.objects.get(membership__user__email={email!r}).link)
"""
CLIENTS = """
import django; django.setup()
from smax.accounts.models import Firm
from tests.cast import make_client
for name in ("Northwind Pumps", "Helio Health"):
    make_client(Firm.objects.get(name="Journey Advisory"), name)
"""


@pytest.fixture
def look(assert_accessible, screenshots):
    def at(page, name, heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)
        screenshots(page, f"people-{name}")

    return at


def join(page, server, email, name):
    """Open the mailed link, choose a password, sign in, and set an authenticator app up."""
    page.goto(server.python("-c", LINK.format(email=email)).strip())
    page.fill("[name=name]", name)
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Set up an app").click()
    page.locator("summary", has_text="Enter a key by hand").click()
    secret = page.locator(".key__text").inner_text().strip()
    page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("link", name="I have kept them").click()


def test_a_firm_comes_to_be(server, profile, look):
    server.python("-c", STAGE)
    admin = profile()
    sign_in(admin, server.base_url, "administrator@server.example", "/server/firms/")
    admin.goto(f"{server.base_url}/server/firms/new/")
    look(admin, "new-firm", "Add a firm")
    admin.fill("[name=name]", "Journey Advisory")
    admin.fill("[name=email]", "olga@journey.example")
    admin.get_by_role("button", name="Make the firm").click()
    look(admin, "firms", "Firms")

    owner = profile()
    owner.goto(server.python("-c", LINK.format(email="olga@journey.example")).strip())
    look(owner, "accept", "Journey Advisory invites you")
    join(owner, server, "olga@journey.example", "Olga Brandt")
    server.python("-c", CLIENTS)
    owner.locator("summary", has_text="Firm").click()
    owner.get_by_role("link", name="People").click()
    owner.get_by_role("link", name="Invite a colleague").click()
    owner.fill("[name=email]", "cyril@journey.example")
    owner.get_by_label("Only these:").check()
    owner.get_by_label("Helio Health").check()
    look(owner, "invite", "Invite a colleague")
    owner.get_by_role("button", name="Send the invitation").click()
    look(owner, "list", "People")

    colleague = profile(width=390, dark=True)
    join(colleague, server, "cyril@journey.example", "Cyril Weiss")
    main = colleague.locator("main")
    expect(main.get_by_text("Helio Health").first).to_be_visible()
    expect(main.get_by_text("Northwind Pumps")).to_have_count(0)

    owner.reload()
    owner.get_by_role("link", name="Remove Cyril Weiss").click()
    look(owner, "remove", "Remove Cyril Weiss from the firm?")
    owner.get_by_role("button", name="Remove from the firm").click()
    colleague.goto(f"{server.base_url}/clients/")
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Sign in")
    admin.goto(f"{server.base_url}/server/firms/")
    admin.get_by_role("link", name="Suspend Journey Advisory").click()
    look(admin, "suspend", "Suspend Journey Advisory?")
    admin.get_by_role("button", name="Suspend the firm").click()
    owner.goto(f"{server.base_url}/clients/")
    expect(owner.get_by_text("Add a client")).to_have_count(0)
