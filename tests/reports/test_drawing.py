"""The charts as a browser shows them: drawings at once, and Plotly in their place when it is asked for."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.signing_in import sign_in

pytestmark = pytest.mark.browser

STAGE = """
import django; django.setup()
from tests.reports.waves import answered_wave, results_url
print(results_url(answered_wave(2, 2, 1, firm_name={name!r}, closed=True)))
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


def shown(page):
    """The drawings that are to be seen, by the end of their titles' ids."""
    seen = page.locator(".chart__drawings svg:visible")
    return [seen.nth(place).get_attribute("aria-labelledby").split()[0] for place in range(seen.count())]


def colour(page, role):
    return page.evaluate(
        "(name) => getComputedStyle(document.querySelector(`.chart__drawings .f-${name}`)).fill", role
    )


def fills(page):
    """Colour and number of the markers that Plotly drew, by chart."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('[data-chart]')].map((plot) => {
            const counts = {};
            plot.querySelectorAll('.scatterlayer path.point').forEach((point) => {
                const fill = getComputedStyle(point).fill;
                counts[fill] = (counts[fill] || 0) + 1;
            });
            return [plot.dataset.chart, counts];
        }))"""
    )


def becomes_true(page, expression):
    """Ask until it holds: Playwright's own waiting evaluates text in the page, which the policy refuses."""
    for _attempt in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def explore(page):
    for chart in ("matrix", "dimensions"):
        page.locator(f"[data-explore={chart}]").click()
        page.wait_for_selector(f"[data-chart={chart}] .scatterlayer path.point")


def test_drawings_follow_the_colour_scheme_and_the_width(open_results):
    page = open_results()
    assert shown(page) == ["t-matrix-wide", "t-dimensions-wide"]
    assert (colour(page, "sales"), colour(page, "measured")) == ("rgb(194, 65, 12)", "rgb(21, 24, 30)")
    page.emulate_media(color_scheme="dark")
    assert (colour(page, "sales"), colour(page, "measured")) == ("rgb(251, 146, 60)", "rgb(246, 243, 236)")
    page.set_viewport_size({"width": 390, "height": 844})
    assert shown(page) == ["t-matrix-narrow", "t-dimensions-narrow"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    fetched = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name).join(' ')")
    assert "plotly-smax" not in fetched


def test_what_plotly_draws_follows_them_too(open_results):
    page = open_results()
    explore(page)
    assert shown(page) == []
    assert fills(page) == {
        "matrix": {"rgb(21, 24, 30)": 1},
        "dimensions": {"rgb(194, 65, 12)": 8, "rgb(29, 78, 216)": 8, "rgb(21, 24, 30)": 8},
    }
    names = page.locator("[data-chart=dimensions] .annotation-text", has_text="Customer alignment")
    assert names.count() == 1

    page.emulate_media(color_scheme="dark")
    becomes_true(
        page,
        "getComputedStyle(document.querySelector('[data-chart=matrix] path.point')).fill"
        " === 'rgb(246, 243, 236)'",
    )
    assert fills(page)["dimensions"] == {
        "rgb(251, 146, 60)": 8,
        "rgb(143, 178, 255)": 8,
        "rgb(246, 243, 236)": 8,
    }

    page.set_viewport_size({"width": 390, "height": 844})
    becomes_true(page, "document.querySelector('[data-chart=dimensions] svg').clientWidth < 390")
    assert names.count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_chart_goes_back_to_its_drawing_and_prints_as_one(open_results):
    page = open_results()
    explore(page)
    page.emulate_media(media="print")
    assert len(shown(page)) == 2
    page.emulate_media(media="screen")
    assert shown(page) == []
    page.locator("[data-explore=matrix]").click()
    assert shown(page) == ["t-matrix-wide"]
    assert page.locator("[data-explore=matrix]").get_attribute("aria-pressed") == "false"


def test_without_javascript_the_drawings_stand(open_results):
    page = open_results(javascript=False)
    assert shown(page) == ["t-matrix-wide", "t-dimensions-wide"]
    assert page.locator("[data-explore]:visible").count() == 0
    page.locator(".chart__table summary").first.click()
    assert page.locator(".chart__table table:visible").count() == 1


def test_where_plotly_does_not_arrive_the_drawing_stays(open_results):
    page = open_results()
    page.context.route(
        "**/plotly-smax*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.locator("[data-explore=matrix]").click()
    becomes_true(page, "document.querySelector('[data-explore=matrix]').hidden")
    assert shown(page) == ["t-matrix-wide", "t-dimensions-wide"]


def test_a_chart_is_downloaded_as_a_file(open_results):
    page = open_results()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download as SVG").first.click()
    assert saved.value.suggested_filename.endswith("_matrix_en.svg")


def test_a_chart_is_downloaded_as_a_picture_that_says_what_it_is(open_results, tmp_path):
    page = open_results()
    with page.expect_download() as download:
        page.locator("[data-picture=dimensions]").click()
    assert download.value.suggested_filename == "acme_wave_1_dimensions.png"
    file = tmp_path / "chart.png"
    download.value.save_as(file)
    with Image.open(file) as picture:
        assert (picture.format, picture.width) == ("PNG", 2400)
        colours = {colour for _count, colour in picture.convert("RGB").getcolors(1_000_000)}
    assert {(194, 65, 12), (29, 78, 216), (21, 24, 30), (255, 255, 255)} <= colours
    source = page.locator("[data-picture=dimensions]").get_attribute("data-source")
    assert (
        source == "Acme, wave 1. SMAX method 1, questionnaire smax 1. Draft, not released. Few respondents."
    )
