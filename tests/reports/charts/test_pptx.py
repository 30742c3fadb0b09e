"""Charts on slides: native, with the numbers of the description, and nothing in them that runs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reports.charts.colours import COLOURS
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.model import Chart, GateLine, GateList, Stop
from reports.charts.peers import peers_strips
from reports.charts.pptx import add_chart
from reports.charts.trend import trend_chart
from smax.csv import FORMULA_STARTS, SKIPPED
from tests.reports.charts.samples import NAMES, charts_of, peers, people_strip, random_wave, scored
from tests.reports.charts.slides import BOX, C, kept, opened, saved, workbooks
from tests.security.payloads import formulas

PAYLOADS = formulas()
# What a chart's parts have to follow each other as, or PowerPoint repairs the file.
ORDER = {
    "plotArea": ("layout", "barChart", "lineChart", "scatterChart", "catAx", "valAx", "dTable", "spPr"),
    "lineChart": (
        *("grouping", "varyColors", "ser", "dLbls", "dropLines", "hiLowLines", "upDownBars"),
        *("marker", "smooth", "axId"),
    ),
    "barChart": ("barDir", "grouping", "varyColors", "ser", "dLbls", "gapWidth", "overlap", "axId"),
    "ser": (
        *("idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dPt", "dLbls"),
        *("cat", "val", "xVal", "yVal", "smooth"),
    ),
    "dLbls": (
        *("numFmt", "spPr", "txPr", "dLblPos", "showLegendKey", "showVal", "showCatName", "showSerName"),
        *("showPercent", "showBubbleSize", "separator", "showLeaderLines"),
    ),
    "legend": ("legendPos", "legendEntry", "layout", "overlay", "spPr", "txPr"),
}
SAMPLES = charts_of(scored(number=3), [random_wave(11), random_wave(12, number=2)])


def test_two_hundred_payloads():
    assert len(set(PAYLOADS)) == 200


def hostile_charts():
    wave, first = scored(number=2), PAYLOADS[0]
    dumbbell = dumbbell_chart(wave, NAMES)
    ladder = ladder_chart(wave)
    gate = GateLine(code="G", name=first, state="passed", state_name=first)
    groups = tuple(GateList(name=each, rule="", gates=(gate,)) for each in PAYLOADS)
    trend = trend_chart([wave, wave])
    strip = peers_strips(wave, peers(wave), NAMES)[0]
    return [
        replace(
            matrix_chart(wave),
            series_name=first,
            trail=tuple(Stop(name=each, revenue=1, pipeline=2) for each in PAYLOADS),
        ),
        replace(
            dumbbell,
            pairs=tuple(replace(dumbbell.pairs[0], name=each, gap=None) for each in PAYLOADS),
            sales_name=PAYLOADS[1],
        ),
        replace(ladder, rungs=(replace(ladder.rungs[1], name=first, groups=groups),)),
        replace(trend, points=tuple(replace(trend.points[0], name=each) for each in PAYLOADS)),
        replace(strip, rows=tuple(replace(strip.rows[0], name=each) for each in PAYLOADS), own_name=first),
        people_strip(statements=PAYLOADS),
    ]


def test_no_name_becomes_a_formula_or_a_link():
    deck = saved(*hostile_charts())
    for book in workbooks(deck):
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert re.findall(r"<f[ >]|hyperlink", sheet) == []
        assert [
            name for name in book.namelist() if "worksheets/_rels" in name or "externalLink" in name
        ] == []
    for native in opened(deck):
        for series in kept(native):
            assert series.name[0] == series.name[1]
            for text in (series.name[0], *(each for each in series.categories[0] if each)):
                bare = text.lstrip(SKIPPED)
                assert bare[:1] not in FORMULA_STARTS or is_number(bare)
                assert text[:1] not in FORMULA_STARTS or is_number(text)


def is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.code)
def test_a_chart_is_native_and_says_what_it_shows(chart):
    deck = saved(chart)
    [native] = opened(deck)
    for tag, order in ORDER.items():
        for part in native._chartSpace.iter(f"{{{native._chartSpace.nsmap['c']}}}{tag}"):
            places = [order.index(child.tag.rpartition("}")[2]) for child in part]
            assert places == sorted(places)
    about = native.part.package.presentation_part.presentation.slides[0].shapes[0]._element
    about = about.nvGraphicFramePr.cNvPr
    assert (about.get("title"), about.get("descr")) == (chart.finding, chart.summary)


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.code)
def test_axes_are_counted_from_one_and_each_plot_names_its_own(chart):
    [native] = opened(saved(chart))
    plot = native._chartSpace.chart.plotArea
    named = {tag: [each.get("val") for each in plot.iter(f"{C}{tag}")] for tag in ("axId", "crossAx")}
    assert set(named["axId"]) == set(named["crossAx"]) == {"1", "2"}


def test_the_longest_series_of_points_comes_first_or_some_programs_draw_none_before_it():
    waves = [random_wave(11), random_wave(12, number=2), random_wave(13, number=3)]
    matrix = matrix_chart(scored(number=4), waves)
    strip = people_strip()
    few = replace(strip, rows=tuple(replace(row, dots=row.dots[1:]) for row in strip.rows))
    assert len(matrix.trail) == 3
    way, people = opened(saved(matrix, few))
    for native in (way, people):
        lengths = [len(series.values[0]) for series in kept(native)]
        assert lengths == sorted(lengths, reverse=True)
    assert kept(way)[0].name[0] == "Wave 1 → Wave 2 → Wave 3"
    assert [series.name[0] for series in kept(people)[:3]] == ["Marketing", "Sales", "Both functions"]
    shapes = [str(series.marker.style).split()[0] for series in people.plots[0].series]
    assert shapes[:3] == ["SQUARE", "CIRCLE", "TRIANGLE"]


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.code)
def test_every_colour_is_one_of_a_role(chart):
    [native] = opened(saved(chart))
    xml = native.part.blob.decode()
    known = {colour.removeprefix("#").upper() for colour in COLOURS.values()}
    assert set(re.findall(r'srgbClr val="(\w+)"', xml)) <= known


def test_dumbbells_are_markers_without_lines_over_columns_that_draw_the_bands():
    [native] = opened(saved(dumbbell_chart(scored(), NAMES)))
    names = [series.name[0] for series in kept(native)]
    assert names == ["Band, from", "Band, height", "Perceived", "Sales", "Marketing", "Measured"]
    xml = native.part.blob.decode()
    assert xml.count("<c:hiLowLines") == xml.count("<c:barChart") == xml.count("<c:lineChart") == 1
    columns, markers = native.plots
    lines = [series.format.line.fill.type for series in markers.series]
    assert [str(series.format.fill.type) for series in columns.series] == ["BACKGROUND (5)", "SOLID (1)"]
    assert {str(line) for line in lines} == {"BACKGROUND (5)"}


def test_a_missing_number_is_an_empty_cell():
    wave = scored(range(3))
    chart = dumbbell_chart(wave, NAMES)
    pairs = (replace(chart.pairs[0], sales=None), *chart.pairs[1:])
    [native] = opened(saved(replace(chart, pairs=pairs)))
    [sales] = kept(native)
    assert (sales.values[0][0], sales.values[1][0]) == (None, None)


def test_a_chart_without_a_slide_chart_is_a_mistake_that_names_it():
    with pytest.raises(TypeError, match="no slide chart for Chart"):
        add_chart(None, Chart(code="x", finding="", units="", summary=""), BOX)


def test_equal_ratings_of_the_two_sides_are_both_to_be_seen():
    [native] = opened(saved(dumbbell_chart(scored(), NAMES)))
    sizes = {series.name: series.marker.size for series in native.plots[1].series}
    assert sizes["Sales"] > sizes["Marketing"] * 2**0.5  # the circle, and the square's diagonal
