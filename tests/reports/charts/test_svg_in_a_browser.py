"""Drawings as a browser sets them, in the page's own fonts: nothing cut off, nothing covered."""

from __future__ import annotations

import pytest

from reports.charts.svg import inline
from tests.reports.charts.samples import charts_of, random_wave, scored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Each text's box, and what of it leaves the drawing or lies on another text, in the drawing's own units.
FAULTS = """() => [...document.querySelectorAll('svg')].flatMap((svg) => {
  const { width, height } = svg.viewBox.baseVal;
  const texts = [...svg.querySelectorAll('text')].filter((text) => !text.closest('g'));
  const boxes = texts.map((text) => ({ text: text.textContent, box: text.getBBox() }));
  const out = boxes.filter(({ box }) => box.x < -1 || box.y < -2 || box.x + box.width > width + 1
    || box.y + box.height > height + 2).map(({ text }) => `outside: ${text}`);
  const over = boxes.flatMap(({ text, box }, place) => boxes.slice(place + 1).filter((other) =>
    box.x < other.box.x + other.box.width - 1 && other.box.x < box.x + box.width - 1
    && box.y < other.box.y + other.box.height - 5 && other.box.y < box.y + box.height - 5,
  ).map((other) => `${text} over ${other.text}`));
  return [...out, ...over];
})"""
PAGE = """<!doctype html><html lang="en"><title>Charts</title>
<link rel="stylesheet" href="{base}/static/css/tokens.css">
<link rel="stylesheet" href="{base}/static/css/charts.css">
<div class="chart__drawings">{drawings}</div></html>"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("seed", range(4))
def test_no_text_is_cut_off_or_covered(profile, server, seed, width):
    waves = [random_wave(seed + 300, number=place) for place in range(1, 4)]
    wave = scored(number=4) if seed == 0 else random_wave(seed, number=4)
    drawings = "".join(inline(chart, narrow=width == 390) for chart in charts_of(wave, waves))
    page = profile(width=width)
    page.goto(f"{server.base_url}/accounts/login/")
    page.set_content(PAGE.format(base=server.base_url, drawings=drawings))
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('15px \"Source Sans 3\"')")
    assert page.evaluate(FAULTS) == []
