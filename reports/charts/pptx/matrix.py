"""The matrix as a native chart of points: zones, cut lines and trail are series, so they move with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.pptx.parts import (
    Points,
    axis_title,
    label,
    mark,
    point_chart,
    scores_axis,
    stroke,
)
from reports.numbers import rounded, whole

if TYPE_CHECKING:
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import Matrix, Zone
    from reports.charts.pptx.parts import Place

SMALLEST, PER_POINT = 10, 0.2  # points: the marker's width, and what a point of operating score adds
OTHER = 13  # points: the place it is held against


def add_matrix(slide: Slide, chart: Matrix, place: Place) -> GraphicFrame:
    """Add the matrix to a slide."""
    here = Points(chart.series_name, ((chart.revenue, chart.pipeline),))
    stops = [Points(stop.name, ((stop.revenue, stop.pipeline),)) for stop in chart.trail]
    way = Points(" → ".join(stop.name for stop in chart.trail), _way(chart))
    zones = [Points(zone.name, (_corner(zone),)) for zone in chart.zones]
    rules = [
        *((each, "rule-strong", 0.75) for edge in chart.band for each in _lines(_("Borderline band"), edge)),
        *((each, "ink", 1.5) for each in _lines(_("Cut-point"), chart.cut)),
    ]
    trail = [way, *stops] if stops else []
    other = chart.against
    others = [Points(other.name, ((other.revenue, other.pipeline),))] if other else []
    series = [*(each for each, _colour, _wide in rules), *zones, *trail, *others, here]
    frame, native = point_chart(slide, "XY_SCATTER_LINES_NO_MARKERS", place, series)
    for each, (_line, role, width) in zip(native, rules, strict=False):
        mark(each, "NONE", role, 0)
        stroke(each, role, width, dashed=True)
    for each, zone in zip(native[len(rules) :], chart.zones, strict=False):
        mark(each, "NONE", "ink", 0)
        label(each, position="LEFT" if zone.low[0] else "RIGHT", name=True, bold=zone.here)
    before = len(rules) + len(zones)
    for number, each in enumerate(native[before : before + len(trail)]):
        mark(each, "CIRCLE" if number else "NONE", "ink-soft", 8)
        if number:
            label(each, position=_beside(chart, number - 1), name=True, over=True)
        else:
            stroke(each, "ink-soft", 1.5)
    for each in native[before + len(trail) : -1]:
        mark(each, "DIAMOND", "rule-strong", OTHER)
        if other and other.name not in {stop.name for stop in chart.trail}:
            label(each, position="ABOVE", name=True)
    mark(native[-1], "DIAMOND", "measured", SMALLEST + PER_POINT * (chart.operating or 0))
    label(native[-1], position="BELOW" if chart.pipeline > 80 else "ABOVE", name=True, bold=True, over=True)
    _axes(frame, chart)
    return frame


def _axes(frame: GraphicFrame, chart: Matrix) -> None:
    for axis, title in (
        (frame.chart.category_axis, chart.revenue_axis),
        (frame.chart.value_axis, chart.pipeline_axis),
    ):
        scores_axis(axis)
        axis_title(axis, title)


def _beside(chart: Matrix, place: int) -> str:
    """On which side of an earlier stop its name stands: where the way does not go on."""
    after = _way(chart)[place + 1]
    return "BELOW" if after[1] >= chart.trail[place].pipeline else "ABOVE"


def _way(chart: Matrix) -> tuple[tuple[int, int], ...]:
    stops = [(stop.revenue, stop.pipeline) for stop in chart.trail]
    return (*stops, (chart.revenue, chart.pipeline))


def _lines(what: str, at: float) -> tuple[Points, Points]:
    """A line upright and one level, each named by what it is and where it lies."""
    value, name = rounded(at, 1), f"{what} {whole(at)}"
    return Points(name, ((value, 0), (value, 100))), Points(name, ((0, value), (100, value)))


def _corner(zone: Zone) -> tuple[float, float]:
    """The outer corner of a zone, where its name stands."""
    return (100 if zone.low[0] else 0), (96 if zone.low[1] else 4)
