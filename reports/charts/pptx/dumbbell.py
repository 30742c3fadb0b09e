"""Dumbbells as a native line chart with markers and no lines, over columns that draw the gap bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.pptx.parts import (
    Series,
    axis_title,
    band,
    band_behind,
    category_chart,
    legend,
    mark,
    names_axis,
    names_below,
    scores_axis,
    stems,
)
from reports.numbers import signed

if TYPE_CHECKING:
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import Dumbbell, Pair
    from reports.charts.pptx.parts import Place

MARKS = {
    "perceived": ("DASH", "both", 9),
    # So much larger than the square that it shows behind it where both sides gave the same rating.
    "sales": ("CIRCLE", "sales", 14),
    "marketing": ("SQUARE", "marketing", 9),
    "measured": ("DIAMOND", "measured", 13),
}
# In grey: not every program draws a marker by its outline alone.
THEN = {"perceived": ("CIRCLE", "rule-strong", 8), "measured": ("DIAMOND", "rule-strong", 10)}


def add_dumbbell(slide: Slide, chart: Dumbbell, place: Place) -> GraphicFrame:
    """Add the dumbbells to a slide: a column a dimension, a band from what is believed to the measured."""
    names = {
        "perceived": chart.perceived_name,
        "sales": chart.sales_name,
        "marketing": chart.marketing_name,
        "measured": chart.measured_name,
    }
    rows = {part: tuple(getattr(pair, part) for pair in chart.pairs) for part in MARKS}
    parts = [part for part in MARKS if any(value is not None for value in rows[part])]
    others = [part for part in THEN if any(_then(pair, part) is not None for pair in chart.pairs)]
    beside = [
        Series(f"{names[part]}, {chart.then_name}", tuple(_then(pair, part) for pair in chart.pairs))
        for part in others
    ]
    series = [Series(names[part], rows[part]) for part in parts]
    # Columns stack on each other where nothing is below nought: differences have no band.
    banded = {"perceived", "measured"} <= set(parts) and chart.ticks[0] == 0
    behind = band(rows["perceived"], rows["measured"]) if banded else []
    looks = [MARKS[part] for part in parts]
    looks = [*looks[:-1], *(THEN[part] for part in others), *looks[-1:]]
    frame = category_chart(
        slide,
        "LINE_MARKERS",
        place,
        [_name(pair) for pair in chart.pairs],
        [*behind, *series[:-1], *beside, *series[-1:]],
    )
    native = list(frame.chart.plots[0].series)[len(behind) :]
    for look, each in zip(looks, native, strict=True):
        mark(each, *look)
    if banded:
        # With what the rows are held against among the series, a stem would not be the reach of the row.
        if not others:
            stems(frame.chart)
        band_behind(frame.chart)
        axis_title(frame.chart.category_axis, _("With the gap: perceived minus measured (the band)"))
    _axes(frame, chart)
    legend(frame.chart, without=range(len(behind)))
    return frame


def _axes(frame: GraphicFrame, chart: Dumbbell) -> None:
    """Scores up and down, and dimensions below."""
    first, second, *_rest, last = chart.ticks
    scores_axis(frame.chart.value_axis, first=first, last=last, step=second - first)
    names_axis(frame.chart.category_axis)
    if chart.differences:
        names_below(frame.chart.category_axis)
        axis_title(
            frame.chart.category_axis,
            _("Now minus %(name)s; beside each name that of the gap") % {"name": chart.then_name},
        )


def _then(pair: Pair, part: str) -> int | None:
    return getattr(pair.then, part) if pair.then else None


def _name(pair: Pair) -> str:
    """The dimension with its gap."""
    return pair.name if pair.gap is None else f"{pair.name}: {signed(pair.gap)}"
