"""Taking results along in a real browser: order a report, watch it being made, save it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from reports.pango import missing
from tests.signing_in import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason="no Pango on this machine"),
]
STAGE = """
import django; django.setup()
from tests.reports.waves import answered_wave
answered_wave(3, 3, closed=True, firm_name="Takealong", name="Acme")
"""
PLACE = "/clients/acme/waves/1/"


def work(server):
    """What the worker beside the server does."""
    server.manage("db_worker", "--batch", "--no-startup-delay", "--no-reload")


def test_from_the_results_to_a_report_on_the_disk(server, profile, assert_accessible, screenshots, tmp_path):
    server.python("-c", STAGE)
    desk = profile()
    sign_in(desk, server.base_url, "consultant@takealong.example", f"{PLACE}results/")
    desk.get_by_role("link", name="Download", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Files of the results")
    assert_accessible(desk)
    expect(desk.get_by_role("radio", name=re.compile(r"^Report \(PDF\)"))).to_be_checked()
    desk.get_by_label("Language of the file").select_option("de")
    desk.get_by_role("button", name="Make the file").click()
    expect(desk.locator("#run .tag")).to_have_text("Waiting")
    work(server)
    desk.get_by_role("link", name="Go on").click(timeout=20_000)
    assert_accessible(desk)
    screenshots(desk, "files")
    link = desk.get_by_role("link", name=re.compile(r"^acme_wave_\d{4}-\d\d_report_de\.pdf$"))
    with desk.expect_download() as waiting:
        link.click()
    waiting.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert waiting.value.suggested_filename == link.inner_text()
