"""Strips as native charts: a point a person; or a line chart with a bar from quartile to quartile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.pptx.parts import (
    Points,
    Series,
    axis_title,
    band,
    band_behind,
    category_chart,
    label,
    legend,
    mark,
    names_axis,
    names_below,
    point_chart,
    scores_axis,
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
    behind = band([each.low for each in bands], [each.high for each in bands], chart.cohort_name)
    series = [
        *behind,
        Series(chart.middle_name, tuple(each.middle for each in bands)),
        Series(chart.own_name, tuple(row.own for row in chart.rows if row.cohort)),
    ]
    names = [f"{row.name}: {row.standing}" if row.standing else row.name for row in chart.rows if row.cohort]
    frame = category_chart(slide, "LINE_MARKERS", place, names, series)
    _cohort, _own, middle, own = frame.chart.plots[0].series
    mark(middle, "DASH", "rule-strong", 16)
    mark(own, "DIAMOND", "measured", 13)
    label(own, position="RIGHT", bold=True)
    band_behind(frame.chart)
    first, last = chart.ticks[0][0], chart.ticks[-1][0]
    scores_axis(frame.chart.value_axis, first=first, last=last, step=chart.ticks[1][0] - first)
    names_axis(frame.chart.category_axis)
    if first < 0:
        names_below(frame.chart.category_axis)
    legend(frame.chart, without=[0])
    return frame


def _people(slide: Slide, chart: Strip, place: Place) -> GraphicFrame:
    first, last = chart.ticks[0][0], chart.ticks[-1][0]
    rows = list(zip(range(len(chart.rows), 0, -1), chart.rows, strict=True))
    people = [Points(name, tuple(_places(rows, side))) for side, name in chart.sides.items()]
    titles = [Points(row.name, ((first, height + 0.4),)) for height, row in rows]
    frame, native = point_chart(slide, "XY_SCATTER", place, [*people, *titles])
    for side, each in zip(chart.sides, native, strict=False):
        mark(each, *MARKS[side], 9)
    for each in native[len(people) :]:
        mark(each, "NONE", "ink", 0)
        label(each, position="RIGHT", name=True, one_line=True)
    scores_axis(frame.chart.category_axis, first=first, last=last, step=1)
    scores_axis(frame.chart.value_axis, first=0.4, last=len(rows) + 0.7, step=1)
    axis_title(frame.chart.category_axis, f"{chart.ticks[0][1]} – {chart.ticks[-1][1]}")
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
