"""The pages around the questions in a real browser: whose clock, and nothing that axe objects to."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keyboard import OVERFLOW, SMALL, ZOOMED
from tests.signing_in import sign_in

pytestmark = pytest.mark.browser

SUBMIT = """
import django; django.setup()
from smax.accounts.tenancy import every_firm
from surveys.models import Participant
from tests.cast import answer_and_submit
with every_firm("a test answers"):
    for public_id in {ids!r}:
        answer_and_submit(Participant.objects.get(public_id=public_id))
"""


@pytest.fixture(scope="module")
def staged(server):
    return json.loads(server.python("-m", "tests.stage", "Around", "sales", "marketing", "sales"))


def link(server, staged, number):
    return f"{server.base_url}/s/{staged['leaders'][number]['secret']}/"


@pytest.mark.parametrize(
    ("zone", "language", "notes"),
    [
        ("Europe/Vienna", "en", []),
        ("America/New_York", "en", [r"on your clock: \w+, \d+ \w+ \d+ at \d\d:\d\d \(America/New_York\)"]),
        ("Asia/Tokyo", "de", [r"in Ihrer Zeitzone: \w+, \d+\. \w+ \d+ um \d\d:\d\d \(Asia/Tokyo\)"]),
    ],
)
def test_the_deadline_stands_on_the_readers_clock_too_where_it_differs(
    browser, server, staged, zone, language, notes
):
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.goto(f"{link(server, staged, 0)}?lang={language}")
    expect(page.locator("time[data-zone='Europe/Berlin']")).to_have_count(1)
    found = [" ".join(text.split()) for text in page.locator(".moment__here").all_inner_texts()]
    assert [text for note, text in zip(notes, found, strict=True) if not re.fullmatch(note, text)] == []
    context.close()


def test_a_press_of_every_button_declines_nothing(profile, server, staged):
    page = profile()
    page.goto(link(server, staged, 2))
    page.get_by_role("link", name="You do not want to take part").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="What should they know? · Choose one of the two.")).to_be_visible()
    page.goto(link(server, staged, 2))
    expect(page.get_by_role("heading", level=1)).to_have_text("How far do sales and marketing agree?")


def test_axe_finds_nothing_on_the_pages_around_the_questions(profile, server, staged, assert_accessible):
    page = profile(width=390)

    def check(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)
        for width in (ZOOMED, SMALL):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(OVERFLOW) == [0], (heading, width)

    page.goto(link(server, staged, 2))
    check("How far do sales and marketing agree?")
    page.get_by_role("link", name="You do not want to take part").click()
    page.get_by_role("button", name="Send").click()
    check("Not you, or not now?")
    page.get_by_label("Somebody else is the right person to ask.").check()
    page.get_by_label("Who is the right person?").fill("Mia Sato")
    page.get_by_role("button", name="Send").click()
    check("You have declined")
    server.python("-c", SUBMIT.format(ids=[leader["public_id"] for leader in staged["leaders"][:2]]))
    page.goto(link(server, staged, 0))
    check("You have answered already")
    page.get_by_role("button", name="Show the receipt").click()
    check("Thank you")
    page.get_by_role("link", name="Change my answers").click()
    check("Change your answers?")
    page.get_by_role("button", name="Open my answers again").click()
    check("Review and submit")
    page.get_by_role("link", name="Accessibility").click()
    check("Accessibility of this survey")
    page.get_by_role("button", name="Deutsch").click()
    check("Barrierefreiheit dieser Befragung")


def test_axe_finds_nothing_where_a_wave_makes_its_promises(profile, server, staged, assert_accessible):
    page = profile()
    sign_in(page, server.base_url, staged["people"]["consultant"])
    client = staged["place"].partition("waves/")[0]
    for address, heading in {
        f"{client}waves/new/": "Open a wave",
        f"{staged['place']}promises/": "What leaders are promised",
        f"{staged['place']}withdraw/": "Withdraw wave 1?",
        staged["place"]: "Wave 1",
    }.items():
        page.goto(server.base_url + address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)
    page.goto(f"{server.base_url}{staged['place']}withdraw/")
    page.get_by_role("button", name="Withdraw the wave").click()
    expect(page.get_by_text("This wave is withdrawn.")).to_be_visible()
    page.goto(link(server, staged, 2))
    expect(page.get_by_role("heading", level=1)).to_have_text("This survey was withdrawn")
    assert_accessible(page)
