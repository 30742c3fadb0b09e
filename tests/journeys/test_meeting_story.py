"""The meeting of the two sides in a real browser: what if, the target, and facilitation by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAGE = """
import django; django.setup()
from tests.reports.waves import answered_wave
answered_wave(3, 3, closed=True, firm_name="{firm}", name="{firm} Client")
"""
KEPT = "htmx-current-path-for-history"  # an address, and nothing of any page
PROJECTOR = {"width": 1920, "height": 1080}
# Presses the right arrow as soon as the next step is in the page. A page that was left forgets `neverLeft`.
NEXT_AT_ONCE = """() => {
  window.neverLeft = true;
  new MutationObserver((_, watch) => {
    watch.disconnect();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  }).observe(document.querySelector("main"), { childList: true });
}"""


def place(firm):
    return f"/clients/{firm.lower()}-client/waves/1/"


@pytest.fixture
def desk(server, profile):
    def open_at(firm, way, **how):
        server.python("-c", STAGE.format(firm=firm))
        page = profile(**how)
        sign_in(page, server.base_url, f"consultant@{firm.lower()}.example", f"{place(firm)}{way}")
        return page

    return open_at


def figures(page):
    return page.locator(".supposed__figure").all_inner_texts()


def test_sliders_by_keyboard_ask_the_server_and_become_the_target(
    desk, server, assert_accessible, screenshots
):
    page = desk("Lever", "results/what-if/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What if practices changed?")
    expect(page.locator("#what-if-said")).to_have_text("No slider is moved: this is what was measured.")
    before = figures(page)
    slider = page.locator("[name='CUS-K1.joint']")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator("output[for='CUS-K1-joint']")).to_contain_text("50 of 100: ")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^75 of 100: "))
    expect(page.locator("#what-if-said")).to_contain_text("What if: with 1 slider moved")
    page.wait_for_url("**/results/what-if/?CUS-K1.joint=4")
    assert figures(page) != before
    assert_accessible(page)
    screenshots(page, "what-if")
    moved = figures(page)
    page.reload()
    assert figures(page) == moved
    page.get_by_role("link", name="Save as the target").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set this target?")
    assert_accessible(page)
    page.get_by_role("button", name="Set the target").click()
    expect(page.get_by_role("link", name="Put the sliders on the target")).to_be_visible()
    assert_accessible(page)
    screenshots(page, "what-if-target")
    page.get_by_role("link", name="Remove the target").click()
    page.get_by_role("button", name="Remove the target").click()
    expect(page.get_by_text("The target is removed.")).to_be_visible()


def test_sliders_without_a_script(desk):
    page = desk("Quietly", "results/what-if/", javascript=False)
    page.locator("[name='CUS-K1.joint']").press("End")
    page.get_by_role("button", name="Update").click()
    expect(page.locator("#what-if-said")).to_contain_text("What if: with 1 slider moved")
    assert "CUS-K1.joint=5" in page.url


def test_a_meeting_by_keyboard(desk, server, assert_accessible, screenshots):
    page = desk("Room", "facilitate/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guess first, then reveal")
    assert_accessible(page)
    screenshots(page, "facilitate")
    page.get_by_role("link", name="Begin").click()
    page.set_viewport_size(PROJECTOR)
    expect(page.locator(".stage__where")).to_contain_text("1 of 15")
    question = page.get_by_role("heading", level=1).inner_text()
    assert "revealed" not in page.content().replace("/revealed/", "")
    assert_accessible(page)
    screenshots(page, "facilitate-guess")
    page.set_viewport_size(PROJECTOR)
    page.keyboard.press("Space")
    expect(page.locator("#revealed")).to_be_focused()
    expect(page.locator(".revealed__side")).to_have_count(2)
    page.wait_for_url("**/revealed/")
    assert_accessible(page)
    screenshots(page, "facilitate-revealed")
    page.set_viewport_size(PROJECTOR)

    page.keyboard.press("Enter")
    chosen = page.locator("#agree input:not([type=hidden])").first
    expect(chosen).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".revealed__agreed")).to_contain_text("Agreed in the meeting")
    assert_accessible(page)

    page.keyboard.press("ArrowRight")
    expect(page.locator(".stage__where")).to_contain_text("2 of 15")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("#revealed")).to_have_count(0)
    page.reload()
    expect(page.locator(".stage__where")).to_contain_text("2 of 15")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    expect(page.locator("#revealed")).to_have_count(0)
    page.go_back()
    expect(page.locator(".stage__where")).to_contain_text("2 of 15")
    for number in range(3, 16):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".stage__where")).to_contain_text(f"{number} of 15")
    page.keyboard.press("Space")
    expect(page.locator(".revealed__figures dd")).to_have_count(3)
    assert_accessible(page)
    screenshots(page, "facilitate-gap")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guess first, then reveal")
    expect(page.locator(".agenda .tag")).to_have_text(["Agreed"])
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == [KEPT]


def test_full_screen_stays_from_step_to_step(desk):
    page = desk("Wide", "facilitate/")
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator("html:fullscreen")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("#revealed")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".stage__where")).to_contain_text("2 of 15")
    expect(page.locator("html:fullscreen")).to_have_count(1)


def test_a_key_in_the_instant_a_step_arrives_stays_on_the_page(desk):
    page = desk("Swift", "facilitate/")
    page.get_by_role("link", name="Begin").click()
    expect(page.locator(".stage__where")).to_contain_text("1 of 15")
    page.evaluate(NEXT_AT_ONCE)
    page.keyboard.press("Space")
    expect(page.locator(".stage__where")).to_contain_text("2 of 15")
    assert page.evaluate("window.neverLeft") is True


def test_a_meeting_without_a_script(desk):
    page = desk("Plainly", "facilitate/", javascript=False)
    page.get_by_role("link", name="Begin").click()
    expect(page.locator("#revealed")).to_have_count(0)
    page.get_by_role("link", name="Reveal").click()
    expect(page.locator("#revealed")).to_be_visible()
    page.locator("#agree summary").click()
    page.locator("#agree input:not([type=hidden])").first.check()
    page.get_by_role("button", name="Save the agreed answer").click()
    expect(page.locator(".revealed__agreed")).to_contain_text("Agreed in the meeting")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".stage__where")).to_contain_text("2 of 15")
