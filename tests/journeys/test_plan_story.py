"""The joint plan and the consultant's notes in a real browser, with a script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keyboard import OVERFLOW, PHONE, SMALL, WIDE
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STAGE = """
import django; django.setup()
from smax.accounts.tenancy import firm_scope
from tests.cast import make_wave
from tests.reports.waves import answered_wave, fill, finish
first = answered_wave(3, 3, closed=True, firm_name="{firm}", name="{firm} Client")
with firm_scope(first.firm):
    second = make_wave(first.client)
    fill(second, sales=3, marketing=3)
    finish(second)
"""


@pytest.fixture
def desk(server, profile):
    def open_at(firm, way, **how):
        server.python("-c", STAGE.format(firm=firm))
        page = profile(**how)
        place = f"/clients/{firm.lower()}-client/waves/"
        sign_in(page, server.base_url, f"consultant@{firm.lower()}.example", f"{place}{way}")
        return page

    return open_at


@pytest.fixture
def look(assert_accessible, screenshots):
    def at(page, name):
        page.set_viewport_size({"width": WIDE, "height": 900})
        assert_accessible(page)
        screenshots(page, f"plan-{name}")
        for width in (SMALL, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(OVERFLOW) == [0], (name, width)

    return at


def press(page, name):
    page.locator("main").get_by_role("button", name=name).first.click()


def go(page, name):
    page.locator("main").get_by_role("link", name=name).first.click()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_recommendations_to_the_next_wave(desk, look, javascript):
    firm = f"Plan{'With' if javascript else 'Without'}"
    page = desk(firm, "1/plan/", javascript=javascript)
    main = page.locator("main")
    expect(main).to_contain_text("Nothing is planned yet")
    go(page, "Take over recommendations")
    page.get_by_role("checkbox").nth(0).check()
    page.get_by_role("checkbox").nth(1).check()
    if javascript:
        look(page, "take-over")
    press(page, "Put into the plan")
    expect(main).to_contain_text("2 actions are in the plan now. Name their owners.")
    go(page, re.compile("^Change"))
    page.get_by_label("Owner in sales").fill("Ana Ruiz")
    page.get_by_label("Status").select_option("under_way")
    if javascript:
        look(page, "form")
    press(page, "Save the action")
    expect(main).to_contain_text("Ana Ruiz")
    page.goto(page.url.replace("/1/plan/", "/2/plan/"))
    go(page, "Carry over the open ones")
    press(page, "Put into the plan")
    expect(main).to_contain_text("What became of the plan of wave 1")
    if javascript:
        look(page, "list")
    go(page, re.compile("^Drop"))
    expect(main).to_contain_text("Drop this action?")
    press(page, "Drop the action")
    expect(main).to_contain_text("Dropped")


def test_a_note_is_looked_at_saved_and_read(desk, look, assert_accessible):
    page = desk("Voice", "1/notes/")
    main = page.locator("main")
    look(page, "notes")
    go(page, re.compile("Headline"))
    page.get_by_label("Your note").fill("It is **so**:\n\n- one\n- [two](https://x.example)")
    press(page, "Preview")
    expect(main.locator(".voice strong")).to_have_text("so")
    look(page, "preview")
    press(page, "Save the note")
    expect(page).to_have_url(re.compile(r"/results/#headline$"))
    expect(main.locator(".voice")).to_contain_text("The view of Voice")
    link = main.locator(".voice a")
    assert (link.get_attribute("rel"), link.get_attribute("href")) == (
        "noopener noreferrer nofollow",
        "https://x.example",
    )
    assert_accessible(page)


def test_two_tabs_see_each_others_words(desk, look):
    page = desk("Tabs", "1/notes/headline/")
    other = page.context.new_page()
    other.goto(page.url)
    for tab, words in ((page, "Theirs"), (other, "Mine")):
        tab.get_by_label("Your note").fill(words)
        press(tab, "Save the note")
    main = other.locator("main")
    expect(main).to_contain_text("Somebody wrote here while you did.")
    expect(main.locator(".beside")).to_contain_text("Theirs")
    expect(other.get_by_label("Your note")).to_have_value("Mine")
    look(other, "conflict")
    press(other, "Save the note")
    expect(other.locator(".voice")).to_contain_text("Mine")
