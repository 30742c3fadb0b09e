"""Strips as native charts: a point a person; or a line chart with a bar from quartile to quartile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.pptx.parts import (
    Points,
    Series,
    category_chart,
    data_table,
    label,
    legend,
    mark,
    names_axis,
    point_chart,
    scores_axis,
    stems_and_bars,
)

if TYPE_CHECKING:
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import Strip, StripRow
    from reports.charts.pptx.parts import Place

MARKS = {"sales": ("CIRCLE", "sales"), "marketing": ("SQUARE", "marketing"), "both": ("TRIANGLE", "both")}
REACH, STEP = 0.3, 0.08  # rows: how far the points of one answer climb off their row, and in which steps


def add_strip(slide: Slide, chart: Strip, place: Place) -> GraphicFrame:
    """Add the strip to a slide."""
    return _cohort(slide, chart, place) if chart.own_name else _people(slide, chart, place)


def _cohort(slide: Slide, chart: Strip, place: Place) -> GraphicFrame:
    bands = [row.cohort for row in chart.rows if row.cohort]
    # The bar runs from the first series to the last.
    series = [
        Series(f"{chart.cohort_name} 25%", tuple(band.low for band in bands)),
        Series(f"{chart.cohort_name} 50%", tuple(band.middle for band in bands)),
        Series(chart.own_name, tuple(row.own for row in chart.rows if row.cohort)),
        Series(f"{chart.cohort_name} 75%", tuple(band.high for band in bands)),
    ]
    names = [row.name for row in chart.rows if row.cohort]
    frame = category_chart(slide, "LINE_MARKERS", place, names, series)
    looks = (("NONE", "ink", 0), ("DASH", "rule-strong", 16), ("DIAMOND", "measured", 13), ("NONE", "ink", 0))
    for look, native in zip(looks, frame.chart.plots[0].series, strict=True):
        mark(native, *look)
    stems_and_bars(frame.chart, stems=False)
    scores_axis(frame.chart.value_axis)
    names_axis(frame.chart.category_axis)
    data_table(frame.chart)
    return frame


def _people(slide: Slide, chart: Strip, place: Place) -> GraphicFrame:
    first, last = chart.ticks[0][0], chart.ticks[-1][0]
    rows = list(zip(range(len(chart.rows), 0, -1), chart.rows, strict=True))
    people = [Points(name, tuple(_places(rows, side))) for side, name in chart.sides.items()]
    titles = [Points(row.name, ((first, height + 0.4),)) for height, row in rows]
    frame = point_chart(slide, "XY_SCATTER", place, [*people, *titles])
    native = list(frame.chart.plots[0].series)
    for side, each in zip(chart.sides, native, strict=False):
        mark(each, *MARKS[side], 9)
    for each in native[len(people) :]:
        mark(each, "NONE", "ink", 0)
        label(each, position="RIGHT", name=True)
    scores_axis(frame.chart.category_axis, first=first, last=last, step=1)
    scores_axis(frame.chart.value_axis, first=0.4, last=len(rows) + 0.7, step=1)
    frame.chart.value_axis.visible = False
    frame.chart.value_axis.has_major_gridlines = False
    legend(frame.chart, without=range(len(people), len(native)))
    return frame


def _places(rows: list[tuple[int, StripRow]], side: str) -> list[tuple[float, float]]:
    """A place a person: sales above the row, marketing below it, those of both functions on it."""
    places = []
    for height, row in rows:
        for dots in row.dots:
            if dots.side == side:
                step = min(STEP, REACH / dots.people) * {"sales": 1, "marketing": -1}.get(side, 0)
                places += [(dots.value, round(height + step * (k + 1), 3)) for k in range(dots.people)]
    return places
