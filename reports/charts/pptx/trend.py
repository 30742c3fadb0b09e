"""The trend as a native line chart, with bars for the gap between its two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.pptx.parts import (
    Series,
    band,
    band_behind,
    category_chart,
    label,
    legend,
    mark,
    names_axis,
    scores_axis,
    stroke,
)
from reports.numbers import signed

if TYPE_CHECKING:
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import Trend, TrendPoint
    from reports.charts.pptx.parts import Place

LINES = {"perceived": ("CIRCLE", "both"), "measured": ("DIAMOND", "measured")}


def add_trend(slide: Slide, chart: Trend, place: Place) -> GraphicFrame:
    """Add the trend to a slide."""
    names = {"perceived": chart.perceived_name, "measured": chart.measured_name}
    rows = {part: tuple(getattr(point, part) for point in chart.points) for part in LINES}
    behind = band(rows["perceived"], rows["measured"])
    series = [*behind, *(Series(names[part], rows[part]) for part in LINES)]
    frame = category_chart(
        slide, "LINE_MARKERS", place, [_name(chart, point) for point in chart.points], series
    )
    ahead = sum((point.gap or 0) >= 0 for point in chart.points) * 2 >= len(chart.points)
    for part, native in zip(LINES, list(frame.chart.plots[0].series)[len(behind) :], strict=True):
        shape, role = LINES[part]
        mark(native, shape, role, 11)
        stroke(native, role, 2.25)
        label(native, position="ABOVE" if (part == "perceived") is ahead else "BELOW", bold=True)
    band_behind(frame.chart)
    scores_axis(frame.chart.value_axis)
    names_axis(frame.chart.category_axis)
    legend(frame.chart, without=range(len(behind)))
    return frame


def _name(chart: Trend, point: TrendPoint) -> str:
    gap = "" if point.gap is None else f", {chart.gap_name} {signed(point.gap)}"
    return f"{point.name}{gap} ({point.n})"
