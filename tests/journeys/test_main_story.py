"""The whole story in real browsers: a consultant, two leaders apart from each other, and what comes of it."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from playwright.sync_api import expect

from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED
from tests.signing_in import sign_in

pytestmark = pytest.mark.browser

CATALOGUE = Catalogue.read(SHIPPED)
SEGMENTS = ["Regional hospitals", "Private clinics", "Care homes", "Laboratories", "Pharmacies", "Insurers"]
PROFILE = {
    "industry": "healthcare_life_sciences",
    "revenue_band": "25_99",
    "employees": "250_999",
    "region": "europe",
    "business_model": "subscription",
    "abm_use": "pilot",
    "team_location": "same_site",
    "sponsor": "none",
    "reporting_structure": "separate",
}
FIGURES = {"O1": "12", "O2": "96", "O3": "1", "O4": "0.9", "O5": "8", "O6": "88"}
# What each side says: perceptions, practices, and how many places its ticks are moved along the options.
SIDES = {"sales": ("Ada Sales", 5, 2, 0), "marketing": ("Max Marketing", 4, 3, 1)}


@pytest.fixture(scope="module")
def owner(server):
    """E-mail address of the owner of a new firm."""
    server.python("-c", "import django; django.setup(); from tests.cast import make_firm; make_firm('Story')")
    return "owner@story.example"


def test_from_a_link_to_a_dashboard(server, owner, profile, assert_accessible, screenshots):
    desk = profile()
    sign_in(desk, server.base_url, owner)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Clients")
    look(desk, "desk-empty", assert_accessible, screenshots)

    add_client(desk, assert_accessible, screenshots)
    open_wave(desk, assert_accessible, screenshots)
    links = {side: add_leader(desk, side, assert_accessible, screenshots) for side in SIDES}
    look(desk, "desk-wave", assert_accessible, screenshots)

    leaders = {"sales": profile(), "marketing": profile(width=390, dark=True, javascript=False)}
    for side, page in leaders.items():
        start(page, links[side])
        page.wait_for_url("**/survey/**")
        if side == "sales":
            page.go_back()
            look(page, "survey-landing", assert_accessible, screenshots)
            page.go_forward()
    # In turns, screen by screen: neither waits for the other, and neither sees the other's answers.
    for screen in CATALOGUE.screens("sales"):
        for side, page in leaders.items():
            expect(page.get_by_role("heading", level=1)).to_have_text(screen.name("en"))
            answer(page, screen, side)
            if side == "sales":
                look(page, f"survey-{screen.code}", assert_accessible, screenshots)
            page.get_by_role("button", name="Save and continue").last.click()
    receipts = {side: finish(page, side, assert_accessible, screenshots) for side, page in leaders.items()}
    assert receipts["sales"] != receipts["marketing"]

    # The same link, on another device: the same receipt.
    again = profile()
    again.goto(links["sales"])
    again.get_by_role("button").last.click()
    assert receipt_of(again) == receipts["sales"]

    enter_outcomes(desk, assert_accessible, screenshots)
    close_wave(desk)
    desk.get_by_role("link", name="Results").click()
    look(desk, "results", assert_accessible, screenshots)
    compare(desk, server)


def look(page, name, assert_accessible, screenshots):
    assert_accessible(page)
    screenshots(page, name)


def add_client(page, assert_accessible, screenshots):
    page.get_by_role("link", name="Add a client").first.click()
    page.fill("[name=name]", "Helio Health")
    for field, code in PROFILE.items():
        choose(page, field, code)
    page.check("[name=headwinds][value=budget]")
    page.check("[name=benchmark_consent]")
    look(page, "desk-client-form", assert_accessible, screenshots)
    page.locator("main form [type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Helio Health")


def choose(page, field, code):
    """Choose an option, whether the form shows a list or radio buttons."""
    if page.locator(f"select[name={field}]").count():
        page.select_option(f"[name={field}]", code)
    else:
        page.check(f"[name={field}][value={code}]")


def open_wave(page, assert_accessible, screenshots):
    page.get_by_role("link", name="Open the first wave").first.click()
    page.fill("[name=deadline_date]", "2027-06-30")
    page.fill("[name=deadline_time]", "18:00")
    page.select_option("[name=time_zone]", "Europe/Vienna")
    page.fill("[name=segments]", "\n".join(SEGMENTS))
    look(page, "desk-wave-form", assert_accessible, screenshots)
    page.locator("main form [type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wave 1")


def add_leader(page, side, assert_accessible, screenshots):
    """Add a leader and return their personal link."""
    page.get_by_role("link", name="Add a leader").first.click()
    page.fill("[name=name]", SIDES[side][0])
    page.fill("[name=email]", f"{side}@helio.example")
    choose(page, "side", side)
    choose(page, "seniority", "c_level")
    page.locator("main form [type=submit]").first.click()
    link = page.locator("#personal-link").input_value()
    look(page, "desk-link", assert_accessible, screenshots)
    page.get_by_role("link", name="Back to the wave").click()
    return link


def start(page, link):
    page.goto(link)
    page.check("[name=consent]")
    page.get_by_role("button", name="Start").click()


def answer(page, screen, side):
    """Answer every item of the screen, with the leader's habits."""
    _name, perception, practice, shift = SIDES[side]
    for item in screen.items:
        boxes = page.locator(f'input[name="{item.id}"]:not([value=dk]):not([value=na])')
        if item.form == "set":
            for place in range(item.max_choices):
                boxes.nth(place + shift).check()
        elif item.form == "nominal":
            boxes.nth(shift).check()
        else:
            boxes.nth((perception if item.kind in "PX" else practice) - 1).check()


def finish(page, side, assert_accessible, screenshots):
    """Review, submit, and return the receipt's code."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Review and submit")
    if side == "sales":
        look(page, "survey-review", assert_accessible, screenshots)
    page.get_by_role("button", name="Submit my answers").click()
    if side == "sales":
        look(page, "survey-receipt", assert_accessible, screenshots)
    return receipt_of(page)


def receipt_of(page):
    expect(page).to_have_url(re.compile("/receipt/$"))
    return re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", page.inner_text("main"))[0]


def enter_outcomes(page, assert_accessible, screenshots):
    page.get_by_role("link", name="Enter the outcome figures").first.click()
    for item, value in FIGURES.items():
        page.fill(f"[name={item}-value]", value)
        page.fill(f"[name={item}-period]", "FY 2026")
        choose(page, f"{item}-source", "system")
    look(page, "desk-outcomes", assert_accessible, screenshots)
    page.locator("main form [type=submit]").first.click()


def close_wave(page):
    page.get_by_role("link", name="Close the wave").click()
    page.locator("main form [type=submit]").first.click()


def compare(page, server):
    """Page, CSV and command line say the same numbers."""
    number = re.search(r"export_assessment (\d+)", page.inner_text("main"))[1]
    exported = server.manage("export_assessment", number)
    card = json.loads(server.python("-m", "scoring", "score", "-", stdin=exported))
    shown = {
        figure.get_attribute("data-figure"): figure.locator(".stat__figure").inner_text()
        for figure in page.locator("[data-figure]").all()
    }
    numbers = {
        code: int(re.search(r"-?\d+", text.replace("−", "-"))[0])
        for code, text in shown.items()
        if code != "level"
    }
    assert numbers == {
        "perceived": rounded(card["perceived"]["joint"]),
        "measured": rounded(card["measured"]["index"]),
        "gap": rounded(card["gap"]),
    }
    assert shown["level"].lower() == card["maturity"]["level"]

    reply = page.request.get(f"{server.base_url}/export/assessments.csv")
    (row,) = csv.DictReader(io.StringIO(reply.text()))
    assert (row["P"], row["SMAX"], row["gap"], row["maturity_level"]) == (
        str(rounded(card["perceived"]["joint"], 1)),
        str(rounded(card["measured"]["index"], 1)),
        str(rounded(card["gap"], 1)),
        card["maturity"]["level"],
    )


def rounded(value, digits=0):
    """Round a half away from zero, written as the decimals it is known in."""
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(str(round(value, 9))).quantize(step, ROUND_HALF_UP))
