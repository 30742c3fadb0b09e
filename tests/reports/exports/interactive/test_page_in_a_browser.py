"""A chart's own page in a browser: drawn from the file alone, with a picture to keep."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from reports.charts.dumbbell import dumbbell_chart
from reports.exports.interactive.page import page_of
from reports.exports.marks import Marks
from tests.reports.charts.samples import NAMES, people_strip, scored

pytestmark = pytest.mark.browser


def written(chart, folder):
    """The page of a chart as a file."""
    marks = Marks(
        firm="Ours",
        client="Acme",
        wave="Wave 1",
        limits=("Synthetic data",),
        versions="",
        moment=datetime(2026, 11, 1, tzinfo=UTC),
    )
    file = folder / "dimensions.html"
    file.write_text(page_of(chart, marks, source="Acme.", colour=""), "utf-8")
    return file


def test_it_draws_and_gives_its_picture_without_a_network(tmp_path, browser):
    file = written(dumbbell_chart(scored(), NAMES), tmp_path)
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


def test_on_a_phone_the_chart_is_as_wide_as_it_needs_and_no_name_lies_on_another(tmp_path, browser):
    asked = "In the last 12 months, how often did sales and marketing bring different numbers? (1 Never)"
    file = written(people_strip(statements=[f"{asked} {number}" for number in range(3)]), tmp_path)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(file.as_uri())
    page.wait_for_selector("#chart .scatterlayer path.point")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("#chart").bounding_box()["width"] >= 600
    names = [each.bounding_box() for each in page.locator("#chart .annotation").all()]
    names = sorted((box for box in names if box and box["width"] > 9), key=lambda box: box["y"])
    assert len(names) == 3
    for one, other in pairwise(names):
        assert one["y"] + one["height"] <= other["y"]
    page.close()
