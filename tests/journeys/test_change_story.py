"""Holding results against an earlier wave, in a real browser: with a script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAGE = """
import django; django.setup()
from tests.cast import make_wave
from tests.reports.waves import answered_wave
from tests.reports.views.test_waves import later_wave
later_wave(answered_wave(3, 3, closed=True, firm_name="{firm}", name="{firm} Client"))
"""


@pytest.fixture
def desk(server, profile):
    def open_at(firm, way, **how):
        server.python("-c", STAGE.format(firm=firm))
        page = profile(**how)
        place = f"/clients/{firm.lower()}-client/waves/2/"
        sign_in(page, server.base_url, f"consultant@{firm.lower()}.example", f"{place}{way}")
        return page

    return open_at


def test_one_control_holds_the_whole_page_against_a_wave(desk, assert_accessible, screenshots):
    page = desk("Compare", "results/")
    page.get_by_label("Compare with").select_option("Wave 1")
    page.get_by_label("Dimensions as").select_option("differences")
    page.get_by_role("button", name="Compare", exact=True).press("Enter")
    page.wait_for_url("**/results/?compare=wave-1&show=difference")
    figure = page.locator("figure", has_text="Against Wave 1 the gap differs most in")
    expect(figure).to_have_count(1)
    figure.get_by_role("button", name="Explore").click()
    expect(figure.locator(".xtick text").first).to_have_text("−60")
    assert_accessible(page)
    screenshots(page, "compared")


def test_what_changed_reads_on_a_phone_and_leads_back(desk, assert_accessible, screenshots):
    page = desk("Change", "results/", width=390)
    page.get_by_role("link", name="What changed since an earlier wave, and who moved").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change since Wave 1")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(page)
    screenshots(page, "change")
    page.get_by_role("link", name="Results", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Belief and evidence")


def test_the_control_needs_no_script(desk):
    page = desk("Plain", "results/", javascript=False)
    page.get_by_label("Compare with").select_option("Wave 1")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url("**/results/?compare=wave-1&show=score")
    assert page.locator(".stat__then").count() == 4
