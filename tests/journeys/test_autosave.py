"""What a respondent sees of saving: that it is done, that it is not, and what to choose."""

from __future__ import annotations

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def leaders(server):
    staged = json.loads(server.python("-m", "tests.stage", "Saving", *["sales"] * 8))
    return iter(staged["leaders"])


@pytest.fixture
def person(server, browser, leaders):
    """A page of the first screen, of somebody who has just started."""
    leader = next(leaders)
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Asia/Kolkata",
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{server.base_url}/s/{leader['secret']}/")
    page.check("[name=consent]")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/cus/")
    yield page
    context.close()


def says(page, text):
    expect(page.locator("#autosave [role=status]")).to_have_text(text)


def asks_before_leaving(page):
    leave = "new Event('beforeunload', {cancelable: true})"
    return page.evaluate(f"() => !window.dispatchEvent({leave})")


SAVED = re.compile(r"^Saved \d\d:\d\d$")


def test_saved_is_said_in_the_readers_clock_and_counts_move(person, assert_accessible, screenshots):
    person.check("#id_G0_3")
    says(person, SAVED)
    minutes = datetime.now(ZoneInfo("Asia/Kolkata")).strftime("%H:%M")
    assert person.inner_text("#autosave [role=status]")[6:8] == minutes[:2]
    expect(person.locator(".steps__count")).to_contain_text("1 of 51 answered, about ")
    expect(person.locator(".step--here")).to_have_class(re.compile("step--part"))
    person.reload()
    expect(person.locator("#id_G0_3")).to_be_checked()
    person.check("#id_CUS-P1_3")
    says(person, SAVED)
    assert_accessible(person)
    screenshots(person, "survey-saved")


def test_without_a_connection_it_says_so_and_goes_on_later(person, assert_accessible, screenshots):
    person.context.set_offline(True)
    person.check("#id_G0_3")
    person.check("#id_G0_4")
    person.check("#id_CUS-P2_0")
    says(person, re.compile("^Not saved yet: no connection."))
    assert asks_before_leaving(person)
    assert_accessible(person)
    screenshots(person, "survey-offline")
    person.locator("main button[name=go][value=next]").last.click()
    assert person.url.endswith("/cus/")
    person.context.set_offline(False)
    person.wait_for_url("**/str/")
    expect(person.locator(".steps__count")).to_contain_text("2 of 51 answered")
    person.go_back()
    expect(person.locator("#id_G0_4")).to_be_checked()
    expect(person.locator("#id_CUS-P2_0")).to_be_checked()


@pytest.mark.parametrize(("button", "kept"), [("data-keep", "#id_G0_1"), ("data-mine", "#id_G0_4")])
def test_a_stale_window_shows_both_and_lets_choose(person, button, kept, assert_accessible, screenshots):
    other = person.context.new_page()
    other.goto(person.url)
    other.check("#id_G0_1")
    says(other, SAVED)
    person.check("#id_G0_4")
    box = person.locator("#item-G0 .conflict")
    expect(box.locator("dd")).to_have_text(["Slightly", "Completely"])
    expect(box.get_by_role("button")).to_have_text(["Keep “Slightly”", "Use “Completely”"])
    assert asks_before_leaving(person)
    assert_accessible(person)
    screenshots(person, "survey-conflict")
    person.locator("main button[name=go][value=next]").last.click()
    expect(box.locator("[data-keep]")).to_be_focused()
    box.locator(f"[{button}]").click()
    says(person, "The answer saved before was kept." if button == "data-keep" else SAVED)
    expect(box).to_have_count(0)
    assert not asks_before_leaving(person)
    other.reload()
    expect(other.locator(kept)).to_be_checked()


def test_too_many_ticks_are_refused_at_the_question(person, assert_accessible):
    for number in range(3):
        person.check(f"#id_CUS-F1_{number}")
    notice = person.locator("#item-CUS-F1 .item__notice")
    expect(notice).to_have_text("Choose at most 2. You chose: Segment A, Segment B, Segment C.")
    says(person, "Not saved: please look at the question marked above.")
    assert_accessible(person)
    person.uncheck("#id_CUS-F1_0")
    says(person, SAVED)
    expect(notice).to_have_count(0)
    person.reload()
    assert person.locator("[name=CUS-F1]:checked").evaluate_all("all => all.map(i => i.value)") == ["b", "c"]


def test_comments_and_notes_are_saved_while_they_are_written(person, assert_accessible, screenshots):
    person.locator(".remark--comment summary").click()
    person.fill("[name='comment:CUS']", "Slow hand-offs\nand few visits")
    says(person, SAVED)
    person.check("[name='comment:CUS-show']")
    person.locator("#item-note\\:CUS-K1 summary").click()
    person.fill("[name='note:CUS-K1']", "Sales wiki")
    assert asks_before_leaving(person)
    person.locator("h1").click()
    says(person, SAVED)
    expect(person.locator("[name='note:CUS-K1-base']")).not_to_have_value("0")
    assert_accessible(person)
    screenshots(person, "survey-comment")
    person.reload()
    expect(person.locator("[name='comment:CUS']")).to_have_value("Slow hand-offs\nand few visits")
    expect(person.locator("[name='comment:CUS-show']")).to_be_checked()
    expect(person.locator("[name='note:CUS-K1']")).to_have_value("Sales wiki")


def test_a_page_that_has_been_open_too_long_is_sent_once_more(person, assert_accessible, screenshots):
    person.context.clear_cookies(name="csrf")
    person.check("#id_G0_2")
    says(person, re.compile("^Not saved: this page has been open too long."))
    person.locator("main button[name=go][value=next]").last.click()
    expect(person.get_by_role("heading", level=1)).to_have_text("This page had been open too long")
    assert_accessible(person)
    screenshots(person, "survey-send-again")
    person.get_by_role("button", name="Send again").click()
    person.wait_for_url("**/str/")
    expect(person.locator(".steps__count")).to_contain_text("1 of 51 answered")


def test_a_link_that_is_no_longer_open_keeps_the_page_until_it_is(person, server):
    kept = person.context.cookies()
    person.context.clear_cookies(name=re.compile("^survey-"))
    person.check("#id_G0_2")
    says(person, re.compile("^Not saved: your personal link is no longer open in this browser."))
    person.locator("main button[name=go][value=next]").last.click()
    assert person.url.endswith("/cus/")
    person.context.add_cookies(kept)
    person.get_by_role("button", name="Try again").click()
    # Saved, and on to where the person wanted to go.
    expect(person).to_have_url(re.compile("/str/$"))
    expect(person.locator(".steps__count")).to_contain_text("1 of 51 answered")
