"""The trend: belief and evidence as lines over the waves, the gap between them as a band."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reports.charts.svg.measure import width_of
from reports.charts.svg.pen import Words
from reports.charts.svg.scale import SCORES, Scale, upright
from reports.numbers import signed, whole

if TYPE_CHECKING:
    from reports.charts.model import Trend, TrendPoint
    from reports.charts.svg.pen import Pen, Place

CLOSE = 42.0  # units: less between waves, and only some have their numbers written


def draw_trend(pen: Pen, chart: Trend, *, narrow: bool) -> tuple[float, float]:
    """Draw both lines with their names and numbers; give width and height."""
    width, right, bottom = (340.0, 312.0, 274.0) if narrow else (880.0, 800.0, 356.0)
    top, left = 44.0, 36.0
    _key(pen, chart)
    y = Scale(bottom, top)
    upright(pen, y, left, right + 16, SCORES)
    step = (right - left) / len(chart.points)
    x = Scale(left + step / 2, right - step / 2, 0, max(len(chart.points) - 1, 1))
    for place, point in enumerate(chart.points):
        if point.perceived is not None and point.measured is not None:
            ends = y(point.perceived), y(point.measured)
            pen.rectangle((x(place) - 7, ends[0]), (x(place) + 7, ends[1]), "band")
    for part, role in (("perceived", "both"), ("measured", "measured")):
        _line(pen, chart, part, role, (x, y))
    every = 1 if step >= CLOSE else -(-CLOSE // step)
    for place, point in enumerate(chart.points):
        if (len(chart.points) - 1 - place) % every == 0:
            _figures(pen, point, x(place), y)
            _below(pen, point, (x(place), bottom + 19), step * every, chart.gap_name)
    pen.line((left, bottom), (right + 16, bottom), "rule-strong")
    return width, bottom + 66


def _key(pen: Pen, chart: Trend) -> None:
    x = 10.0
    words = Words(size=14)
    for part, name in (
        ("perceived", chart.perceived_name),
        ("measured", chart.measured_name),
        ("gap", chart.gap_name),
    ):
        if part == "gap":
            pen.rectangle((x - 6, 8), (x + 8, 19), "band", line="rule-strong")
        else:
            pen.marker(part, (x, 14), 6)
        pen.text((x + 14, 19), name, words)
        x += width_of(name, 14) + 40


def _line(pen: Pen, chart: Trend, part: str, role: str, scales: tuple[Scale, Scale]) -> None:
    x, y = scales
    shown = [
        (x(place), y(getattr(point, part)))
        for place, point in enumerate(chart.points)
        if getattr(point, part) is not None
    ]
    for start, end in pairwise(shown):
        pen.line(start, end, role, width=2.5)
    for place in shown:
        pen.marker(part, place, 7)


def _figures(pen: Pen, point: TrendPoint, x: float, y: Scale) -> None:
    """Each number on the far side of its marker."""
    words = Words(size=14, anchor="middle", bold=True)
    first, second = point.perceived, point.measured
    upper = first is not None and (second is None or first >= second)
    for value, above in ((first, upper), (second, not upper)):
        if value is not None:
            pen.text((x, y(value) + (-13 if above else 23)), whole(value), words)


def _below(pen: Pen, point: TrendPoint, place: Place, room: float, gap_name: str) -> None:
    """Under the axis the wave, its gap and its n."""
    words, (x, y) = Words(size=13, anchor="middle"), place
    y = pen.paragraph((x, y), point.name, room, words)
    if point.gap is not None:
        y = pen.paragraph((x, y), f"{gap_name} {signed(point.gap)}", room, words)
    pen.paragraph((x, y), point.n, room, Words(size=12, role="ink-soft", anchor="middle"))
