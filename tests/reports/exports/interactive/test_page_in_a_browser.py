"""A chart's own page in a browser: drawn from the file alone, with a picture to keep."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reports.charts.dumbbell import dumbbell_chart
from reports.exports.interactive.page import page_of
from reports.exports.marks import Marks
from tests.reports.charts.samples import NAMES, scored

pytestmark = pytest.mark.browser


def test_it_draws_and_gives_its_picture_without_a_network(tmp_path, browser):
    marks = Marks(
        firm="Ours",
        client="Acme",
        wave="Wave 1",
        limits=("Synthetic data",),
        versions="",
        moment=datetime(2026, 11, 1, tzinfo=UTC),
    )
    file = tmp_path / "dimensions.html"
    file.write_text(page_of(dumbbell_chart(scored(), NAMES), marks, source="Acme.", colour=""), "utf-8")
    page = browser.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url.partition(":")[0]))
    page.goto(file.as_uri())
    page.wait_for_selector("#chart .scatterlayer path.point")
    assert page.locator("#chart .scatterlayer path.point").count() == 24
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as PNG").click()
    assert download.value.suggested_filename == "dimensions.png"
    assert (said, set(asked) - {"file", "data", "blob"}) == ([], set())
    page.close()
