"""The charts as a browser draws them, and what is left without the script."""

from __future__ import annotations

import pytest

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


def fills(page):
    """Colour and number of the drawn markers, by chart."""
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


def drawn(page):
    page.wait_for_selector("[data-chart=dimensions] .scatterlayer path.point")
    page.wait_for_selector("[data-chart=matrix] .scatterlayer path.point")


def test_charts_follow_the_colour_scheme_and_the_width(open_results):
    page = open_results()
    drawn(page)
    assert fills(page) == {
        "matrix": {"rgb(21, 24, 30)": 1},
        "dimensions": {"rgb(194, 65, 12)": 8, "rgb(29, 78, 216)": 8, "rgb(21, 24, 30)": 8},
    }
    assert page.locator(".chart__table[open]").count() == 0
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


def test_without_javascript_the_tables_stand_in_for_the_charts(open_results):
    page = open_results(javascript=False)
    assert page.locator("[data-chart]:visible").count() == 0
    assert page.locator(".chart__table table:visible").count() == 2


def test_without_the_drawing_library_the_tables_stand_in_too(open_results):
    page = open_results()
    page.context.route(
        "**/plotly-smax*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.reload()
    page.wait_for_selector(".chart__table[open]")
    assert page.locator("[data-chart]:visible").count() == 0
    assert page.locator(".chart__table table:visible").count() == 2
