"""An owner's mail in a real browser: the words with their preview, the outbox, the settings, and inviting."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keyboard import OVERFLOW, PHONE, SMALL, WIDE
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = {
    "outbox": "/firm/mail/",
    "settings": "/firm/mail/settings/",
    "templates": "/firm/mail/templates/",
    "words": "/firm/mail/templates/reminder/de/",
    "reset": "/firm/mail/templates/reminder/de/reset/",
    "invite": "/clients/letters-client/waves/1/invite/",
}
OUTBOX = """
import django; django.setup()
from django.utils import timezone
from smax.accounts.tenancy import every_firm
from smax.mail.models import Message
from surveys.services.letters import invite_all, remind
from surveys.models import Assessment
with every_firm("a test sets the stage"):
    wave = Assessment.objects.select_related("firm", "client").get(client__name="Letters Client")
    first, *others = wave.participants.all()
    from surveys.services.letters import invite
    for person in wave.participants.all()[:3]:
        invite(participant=person)
    sent, bounced, waits = Message.objects.filter(firm=wave.firm).order_by("pk")
    Message.objects.filter(pk=sent.pk).update(state="sent", sent_at=timezone.now())
    Message.objects.filter(pk=bounced.pk).update(
        state="bounced", attempts=1,
        reason="The mail server refuses the address: 550 5.1.1 No such user here",
    )
    Message.objects.filter(pk=waits.pk).update(
        attempts=2, next_at=timezone.now() + timezone.timedelta(minutes=30),
        reason="The mail server cannot be reached: Connection refused",
    )
"""


@pytest.fixture(scope="module")
def staged(server):
    sides = ("sales", "marketing", "both", "sales")
    made = json.loads(server.python("-m", "tests.stage", "Letters", *sides))
    server.python("-c", OUTBOX)
    return made


@pytest.fixture
def desk(profile, server, staged):
    """The owner's browser."""
    page = profile()
    sign_in(page, server.base_url, "owner@letters.example")
    return page


def test_pages_of_the_mail(desk, server, assert_accessible, screenshots):
    for name, path in PAGES.items():
        desk.set_viewport_size({"width": WIDE, "height": 900})
        desk.goto(f"{server.base_url}{path}")
        expect(desk.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(desk)
        screenshots(desk, f"mail-{name}")
        for width in (SMALL, PHONE):
            desk.set_viewport_size({"width": width, "height": 800})
            assert desk.evaluate(OVERFLOW) == [0], (name, width)


def test_the_words_with_their_preview_and_a_test_letter(desk, server):
    desk.goto(f"{server.base_url}{PAGES['words']}")
    preview = desk.locator("#preview")
    desk.get_by_label("Subject").fill("Bitte, {name}")
    expect(preview).to_contain_text("Bitte, Ada Brandt")
    desk.get_by_label("Subject").fill("Bitte, {nmae}")
    expect(preview).to_contain_text("There is no {nmae} in this letter.")
    desk.get_by_label("Subject").fill("Bitte")
    desk.get_by_role("button", name="Save in these words").click()
    expect(desk.locator("main")).to_contain_text("The letter is stored in your own words.")
    desk.get_by_role("link", name="Back to the shipped words").click()
    desk.get_by_role("button", name="Delete my words").click()
    expect(preview).to_contain_text("Zur Erinnerung")
    desk.goto(f"{server.base_url}{PAGES['settings']}")
    desk.get_by_role("button", name="Send a test letter").click()
    expect(desk.locator("#run")).to_contain_text("It begins in a moment.")
    server.manage("db_worker", "--batch", "--no-startup-delay", "--no-reload")
    expect(desk.locator("#run")).to_contain_text("cannot be reached", timeout=20_000)
