"""Dumbbells as a native line chart with markers and no lines: stems and gap bands are the chart's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.pptx.parts import (
    Series,
    category_chart,
    data_table,
    hollow,
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
THEN = {"perceived": ("CIRCLE", "both", 9), "measured": ("DIAMOND", "measured", 11)}


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
    others = [part for part in THEN if any(_then(pair, part) is not None for pair in chart.pairs)]
    beside = [
        Series(f"{names[part]}, {chart.then_name}", tuple(_then(pair, part) for pair in chart.pairs))
        for part in others
    ]
    categories = [_name(chart, pair) for pair in chart.pairs]
    frame = category_chart(slide, "LINE_MARKERS", place, categories, [*series[:-1], *beside, *series[-1:]])
    looks = [MARKS[part] for part in parts]
    native = list(frame.chart.plots[0].series)
    for look, each in zip([*looks[:-1], *(THEN[part] for part in others), *looks[-1:]], native, strict=True):
        mark(each, *look)
    for each in native[len(parts) - 1 : len(native) - 1]:
        hollow(each)
    if {"perceived", "measured"} <= set(parts):
        # With what the rows are held against among the series, a stem would not be the reach of the row.
        stems_and_bars(frame.chart, stems=not others)
    scores_axis(
        frame.chart.value_axis,
        first=chart.ticks[0],
        last=chart.ticks[-1],
        step=chart.ticks[1] - chart.ticks[0],
    )
    names_axis(frame.chart.category_axis)
    data_table(frame.chart)
    return frame


def _then(pair: Pair, part: str) -> int | None:
    return getattr(pair.then, part) if pair.then else None


def _name(chart: Dumbbell, pair: Pair) -> str:
    """The dimension with its gap."""
    return pair.name if pair.gap is None else f"{pair.name} ({chart.gap_name} {signed(pair.gap)})"
