"""Dumbbells as a native line chart with markers and no lines: stems and gap bands are the chart's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.pptx.parts import (
    Series,
    category_chart,
    data_table,
    mark,
    names_axis,
    scores_axis,
    stems_and_bars,
)
from reports.numbers import signed

if TYPE_CHECKING:
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import Dumbbell, Pair
    from reports.charts.pptx.parts import Place

MARKS = {
    "perceived": ("DASH", "both", 9),
    "sales": ("CIRCLE", "sales", 11),
    "marketing": ("SQUARE", "marketing", 10),
    "measured": ("DIAMOND", "measured", 13),
}


def add_dumbbell(slide: Slide, chart: Dumbbell, place: Place) -> GraphicFrame:
    """Add the dumbbells to a slide: a column a dimension, its numbers below it."""
    names = {
        "perceived": chart.perceived_name,
        "sales": chart.sales_name,
        "marketing": chart.marketing_name,
        "measured": chart.measured_name,
    }
    # Bars run from the first series to the last: from what is believed to what was measured.
    parts = [part for part in MARKS if any(getattr(pair, part) is not None for pair in chart.pairs)]
    series = [Series(names[part], tuple(getattr(pair, part) for pair in chart.pairs)) for part in parts]
    frame = category_chart(slide, "LINE_MARKERS", place, [_name(chart, pair) for pair in chart.pairs], series)
    for part, native in zip(parts, frame.chart.plots[0].series, strict=True):
        mark(native, *MARKS[part])
    if {"perceived", "measured"} <= set(parts):
        stems_and_bars(frame.chart, stems=True)
    scores_axis(frame.chart.value_axis)
    names_axis(frame.chart.category_axis)
    data_table(frame.chart)
    return frame


def _name(chart: Dumbbell, pair: Pair) -> str:
    """The dimension with its gap."""
    return pair.name if pair.gap is None else f"{pair.name} ({chart.gap_name} {signed(pair.gap)})"
