"""A consultant's afternoon in a real browser: all clients at once, a wave that fills, a document, a link."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECOND = """
import django; django.setup()
from smax.accounts.models import Firm
from tests.cast import answer_and_submit, make_client, make_leader, make_wave
wave = make_wave(make_client(Firm.objects.get(name="Desk"), "Helio Health"))
for side in ("sales", "marketing"):
    answer_and_submit(make_leader(wave, side)[0])
"""
SUBMIT = """
import django; django.setup()
from smax.accounts.tenancy import every_firm
from surveys.models import Participant
from tests.cast import answer_and_submit
with every_firm("a test submits"):
    person = Participant.objects.select_related("assessment", "response").get(public_id={public_id!r})
answer_and_submit(person)
"""


@pytest.fixture(scope="module")
def stage(server):
    """A client that waits for its pair, and one whose pair has answered."""
    found = json.loads(server.python("-m", "tests.stage", "Desk").strip().splitlines()[-1])
    server.python("-c", SECOND)
    return found


@pytest.fixture
def look(assert_accessible, screenshots):
    def at(page, name):
        assert_accessible(page)
        screenshots(page, f"desk-{name}")
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (name, width)
        page.set_viewport_size({"width": 1440, "height": 900})

    return at


def test_an_afternoon_at_the_desk(server, stage, profile, look, tmp_path):
    page = profile()
    sign_in(page, server.base_url, stage["people"]["consultant"], "/clients/")
    page.wait_for_url("**/clients/")
    expect(page.locator("tbody tr")).to_have_count(2)
    look(page, "portfolio")
    page.get_by_role("link", name="Gaps by dimension").click()
    expect(page.get_by_text("perceived minus measured, in points of 100.")).to_be_visible()
    look(page, "heat")
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("All ↑")
    page.get_by_label("Search").fill("helio")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Search").fill("nobody of this name")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="No client matches")).to_be_visible()
    look(page, "no-match")

    page.goto(f"{server.base_url}{stage['place']}")
    expect(page.get_by_text("0 of 1 submitted")).to_have_count(2)
    page.get_by_role("link", name="Copy the link of sales 0").focus()
    server.python("-c", SUBMIT.format(public_id=stage["leaders"][0]["public_id"]))
    expect(page.get_by_text("1 of 1 submitted")).to_have_count(1, timeout=40_000)
    expect(page.get_by_role("link", name="Copy the link of sales 0")).to_be_focused()
    look(page, "monitor")
    page.context.clear_cookies()
    page.wait_for_url("**/accounts/login/**", timeout=40_000)

    sign_in(page, server.base_url, stage["people"]["consultant"], stage["place"])
    page.get_by_role("link", name="Copy the link of sales 0").click()
    page.get_by_role("button", name="Show the link").click()
    expect(page.get_by_label("Send this to sales 0")).to_have_value(
        f"{server.base_url}/s/{stage['leaders'][0]['secret']}/"
    )
    page.goto(f"{server.base_url}{stage['place']}documents/")
    look(page, "documents")
    page.get_by_role("link", name="Enter CUS-K2").click()
    page.get_by_label("Agreed by both teams").check()
    page.get_by_label("What you saw").fill("Persona file of March, page 3")
    plan = tmp_path / "Personas.pdf"
    plan.write_bytes(b"%PDF-1.7 plan")
    page.get_by_label("The document itself").set_input_files(plan)
    look(page, "document")
    page.get_by_role("button", name="Save the document").click()
    expect(page.get_by_text("3 of 5: Agreed by both teams")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Personas.pdf").click()
    assert download.value.path().read_bytes() == b"%PDF-1.7 plan"
    page.goto(f"{server.base_url}{stage['place']}changes/")
    expect(page.get_by_text("step 3 of 5")).to_be_visible()
    look(page, "changes")


def test_the_page_of_a_wave_works_without_javascript(server, stage, profile):
    page = profile(javascript=False, width=390)
    sign_in(page, server.base_url, stage["people"]["consultant"], stage["place"])
    expect(page.get_by_role("heading", name="Leaders")).to_be_visible()
    expect(page.locator("#monitor tbody tr")).to_have_count(2)
