"""The page of results in a browser: its contents, what opens behind what, the phone, no script, and paper."""

from __future__ import annotations

import pytest

from tests.signing_in import sign_in

pytestmark = pytest.mark.browser

STAGE = """
import django; django.setup()
from tests.reports.waves import answered_wave, results_url
print(results_url(answered_wave(3, 3, 1, firm_name={name!r}, closed=True)))
"""


@pytest.fixture
def open_results(server, profile, request):
    """Open the results of a wave of its own, signed in as the firm's consultant."""
    name = "".join(part.title() for part in request.node.originalname.split("_")[-3:])

    def open_page(**options):
        place = server.python("-c", STAGE.format(name=name)).strip()
        page = profile(**options)
        sign_in(page, server.base_url, f"consultant@{name.lower()}.example", place)
        return page

    return open_page


def current(page):
    return page.locator(".contents__list [aria-current]").all_inner_texts()


def is_open(page, code):
    return page.locator(f"details[data-dimension={code}]").evaluate("(each) => each.open")


def opens_all(page):
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")


def test_contents_follow_the_reader_and_rows_open_their_items(open_results, assert_accessible):
    page = open_results()
    assert current(page) == ["Who answered"]
    page.locator(".contents__list a", has_text="Awareness").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert current(page) == ["Awareness"]
    below = page.locator(".contents").bounding_box()
    assert page.locator("#awareness").bounding_box()["y"] >= below["y"] + below["height"]
    assert is_open(page, "FLW") is False
    page.locator(".chart__wide [data-of=FLW]").click()
    assert (is_open(page, "FLW"), page.evaluate("document.activeElement.tagName")) == (True, "SUMMARY")
    page.goto(f"{page.url.partition('#')[0]}#items-CAP")
    assert is_open(page, "CAP") is True
    opens_all(page)
    assert_accessible(page)


def test_a_phone_shows_all_of_it_without_moving_sideways(open_results, assert_accessible):
    page = open_results(width=390, dark=True)
    opens_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(page)
    page.locator("a.how[href='working/?of=CUS-K1.joint']").click()
    page.wait_for_url("**/results/working/?of=CUS-K1.joint")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(page)


def test_without_a_script_every_part_is_there_and_leads_on(open_results):
    page = open_results(javascript=False)
    page.locator(".contents__list a", has_text="Dimensions").click()
    page.locator("details[data-dimension=CUS] summary").click()
    page.locator("a.how[href='working/?of=CUS.measured']").click()
    page.get_by_role("link", name="Customer alignment: practices").click()
    assert page.locator("h1").inner_text() == "Customer alignment: practices"
    page.get_by_role("link", name="Back to the results").click()
    assert page.locator("h1").inner_text() == "Belief and evidence"


def test_on_paper_charts_keep_their_tables_and_lose_their_controls(open_results):
    page = open_results()
    page.emulate_media(media="print")
    assert page.locator(".contents").is_hidden()
    assert page.locator(".strips ~ .chart__table .data").is_visible()
    assert page.locator(".how-link:visible").count() == 0
