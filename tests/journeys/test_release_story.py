"""From results to readers in real browsers: released, read by a guest with a code, shared, and taken back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.mail.post_office import post_office
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAGE = """
import django; django.setup()
from tests.reports.waves import answered_wave
answered_wave(3, 3, closed=True, firm_name="Release", name="Helio Health")
"""
DELIVER = "import django; django.setup(); from smax.mail.delivery import deliver; deliver()"
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30">'
    b'<rect width="120" height="30" rx="4" fill="#7a1f3d"/></svg>'
)
SIDES = """
() => ["--sales", "--marketing", "--measured"].map(
    (name) => getComputedStyle(document.documentElement).getPropertyValue(name)
)
"""
PLACE = "/clients/helio-health/waves/1/"


@pytest.fixture
def letters(server):
    """Sends what waits in the outbox through a real mail server; gives the newest letter's text."""
    with post_office() as office:
        smtp = {"SMAX_SMTP_HOST": "127.0.0.1", "SMAX_SMTP_PORT": str(office.port), "SMAX_SMTP_TLS": "none"}
        sender = replace(server, env=server.env | smtp)

        def newest():
            sender.python("-c", DELIVER)
            return office.mails[-1]["To"], office.mails[-1].get_body(("plain",)).get_content()

        yield newest


@pytest.fixture
def look(assert_accessible, screenshots):
    def at(page, name):
        assert_accessible(page)
        screenshots(page, f"release-{name}")

    return at


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_release_guest_share_and_withdrawal(server, profile, letters, look):
    server.python("-c", STAGE)
    desk = profile()
    sign_in(desk, server.base_url, "consultant@release.example", f"{PLACE}results/")
    heading(desk, "Belief and evidence")
    numbers = desk.locator(".stat__figure").all_inner_texts()
    follow(desk, "Release")
    heading(desk, "Release and sharing")
    look(desk, "before")

    link = invite(desk, letters, look)
    desk.goto(f"{server.base_url}{PLACE}release/")
    release(desk, look)
    _to, text = letters()
    assert "has released the results of wave 1 for Helio Health" in text
    assert link in text

    # On a phone, in the dark.
    guest = profile(width=390, dark=True)
    let_in(guest, link, letters, look)
    follow(guest, "Wave 1")
    heading(guest, "Belief and evidence")
    assert guest.locator(".stat__figure").all_inner_texts() == numbers
    assert link.rpartition("/g/")[2].strip("/") not in guest.url
    assert guest.locator("nav[aria-label=Main]").count() == 0

    board = profile()
    share(desk, board, look)
    assert board.locator(".stat__figure").all_inner_texts() == numbers

    # Taken back: both readers are told at their next request.
    follow(desk, "Back to the release")
    heading(desk, "Release and sharing")
    look(desk, "with-share")
    follow(desk, "Withdraw")
    look(desk, "withdraw")
    press(desk, "Withdraw")
    for reader in (guest, board):
        reader.reload()
        heading(reader, "These results were taken back")
    look(board, "taken-back")
    guest.goto(re.sub(r"1/$", "", guest.url))
    expect(guest.locator("main")).to_contain_text("Nothing is released yet")


def invite(desk, letters, look):
    """Invite a guest before there is anything to read; the link in their letter."""
    follow(desk, "Guests")
    look(desk, "no-guests")
    follow(desk, "Invite the first guest")
    desk.fill("[name=name]", "Cleo Executive")
    desk.fill("[name=email]", "cleo@helio.example")
    look(desk, "guest-form")
    press(desk, "Invite")
    look(desk, "guests")
    to, text = letters()
    assert "cleo@helio.example" in to
    return re.search(r"http\S+/g/\S+", text)[0]


def release(desk, look):
    """Freeze the copy, look at it, review it and release it."""
    press(desk, "Freeze a copy")
    press(desk, "Mark as reviewed")
    look(desk, "reviewed")
    follow(desk, "Release")
    look(desk, "confirm")
    press(desk, "Release")
    expect(desk.locator("main")).to_contain_text("The results are released.")
    look(desk, "released")


def let_in(guest, link, letters, look):
    """Open the link, ask for the code, mistype it, and enter the one that was mailed."""
    guest.goto(link)
    look(guest, "guest-door")
    press(guest, "Send me the code")
    look(guest, "guest-code")
    guest.fill("[name=code]", "1")
    press(guest, "Open the results")
    expect(guest.get_by_role("alert")).to_contain_text("This is not the code")
    _to, text = letters()
    guest.fill("[name=code]", re.search(r"\b\d{6}\b", text)[0])
    press(guest, "Open the results")
    heading(guest, "Released results")
    look(guest, "guest-waves")


def share(desk, board, look):
    """Make a link with a passcode, mistype it, and open the results."""
    follow(desk, "Make a share link")
    desk.fill("[name=label]", "The supervisory board")
    look(desk, "share-form")
    press(desk, "Make the link")
    link, passcode = (desk.locator(place).input_value() for place in ("#share-link", "#share-passcode"))
    look(desk, "share-made")
    board.goto(link)
    board.fill("[name=passcode]", "AAAA-AAAA")
    press(board, "Open the results")
    expect(board.get_by_role("alert")).to_contain_text("This is not the passcode")
    look(board, "share-door")
    board.fill("[name=passcode]", passcode.lower())
    press(board, "Open the results")
    heading(board, "Belief and evidence")


def test_a_brand_is_tried_in_the_preview_and_then_shown(server, profile, look):
    server.python("-c", STAGE.replace("Release", "Branded"))
    desk = profile()
    sign_in(desk, server.base_url, "owner@branded.example", "/firm/brand/")
    heading(desk, "How your firm looks")
    desk.fill("[name=display_name]", "Hartmann & Partner")
    desk.fill("[name=colour]", "#ffcc00")
    expect(desk.locator(".brand-preview__said")).to_contain_text("This colour reaches a contrast of 1.3:1")
    desk.fill("[name=colour]", "#7a1f3d")
    expect(desk.locator(".brand-preview__said")).to_contain_text("Contrast with white:")
    button = desk.locator(".brand-sample--light .brand-sample__button")
    expect(button).to_have_css("background-color", "rgb(122, 31, 61)")
    desk.set_input_files("[name=logo]", {"name": "l.svg", "mimeType": "image/svg+xml", "buffer": DRAWING})
    press(desk, "Save the brand")
    expect(desk.locator("main")).to_contain_text("Your pages look like this from now on.")
    logo = desk.locator("header .brand-logo")
    expect(logo).to_have_attribute("alt", "Hartmann & Partner")
    assert logo.evaluate("image => image.complete && image.naturalWidth > 0")
    assert desk.evaluate(SIDES) == ["#c2410c", "#1d4ed8", "#15181e"]
    primary = desk.get_by_role("button", name="Save the brand")
    expect(primary).to_have_css("background-color", "rgb(122, 31, 61)")
    look(desk, "brand")
