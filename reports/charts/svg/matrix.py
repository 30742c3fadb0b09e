"""The matrix: zones, cut lines and their band, the company's marker and the trail that led to it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reports.charts.svg.measure import wrapped
from reports.charts.svg.pen import LINE, Box, Words, short
from reports.charts.svg.scale import SCORES, Scale, across, upright
from reports.numbers import whole

if TYPE_CHECKING:
    from reports.charts.model import Matrix, Zone
    from reports.charts.svg.pen import Pen, Place

SMALLEST, PER_POINT = 7, 0.11  # half of the marker's width, and what a point of operating score adds
STOP, OTHER = 5, 6.5
# How bad it is to cover a piece of the trail, a cut line, a mark or a text; and to leave the field.
TRAIL, CUT, HEAVY, OUTSIDE = 1, 3, 20, 1000


class MatrixDrawing:
    """One drawing of a matrix; keeps what is taken, so that no text covers another."""

    def __init__(self, pen: Pen, chart: Matrix, *, narrow: bool) -> None:
        self.pen, self.chart, self.narrow = pen, chart, narrow
        self.size = 13.0 if narrow else 15.0
        self.width = 340 if narrow else 640
        # Right of the field and above it there is room for half of the largest marker, in its corner.
        left, right, top = (44, 316, 24) if narrow else (60, 616, 24)
        bottom = top + (272 if narrow else 416)
        self.height = bottom + (46 if narrow else 50)
        self.x, self.y = Scale(left, right), Scale(bottom, top)
        self.field = Box(left, top, right, bottom)
        self.taken: list[tuple[Box, int]] = []

    def draw(self) -> tuple[float, float]:
        """Draw everything; give width and height."""
        self._ground()
        self._axes()
        self._trail()
        half = self._marker()
        for zone in self.chart.zones:
            self._zone_name(zone)
        self._labels(half)
        return self.width, self.height

    def _at(self, revenue: float, pipeline: float) -> Place:
        return self.x(revenue), self.y(pipeline)

    def _ground(self) -> None:
        chart, pen = self.chart, self.pen
        for zone in chart.zones:
            if zone.here:
                pen.rectangle(self._at(*zone.low), self._at(*zone.high), "brand-wash")
        low, high = chart.band
        pen.rectangle(self._at(low, 0), self._at(high, 100), "band")
        pen.rectangle(self._at(0, low), self._at(100, high), "band")

    def _axes(self) -> None:
        chart, pen, field = self.chart, self.pen, self.field
        words = Words(size=self.size, anchor="middle")
        across(pen, self.x, field.top, field.bottom, SCORES)
        upright(pen, self.y, field.left, field.right, SCORES)
        for start, end in (((chart.cut, 0), (chart.cut, 100)), ((0, chart.cut), (100, chart.cut))):
            pen.line(self._at(*start), self._at(*end), "ink", width=1.5, dashes="6 5")
            self.taken.append((_along(self._at(*start), self._at(*end)), CUT))
        pen.text((self.x(50), field.bottom + 40), chart.revenue_axis, words)
        middle = short(self.y(50))
        pen.parts.append(f'<g transform="rotate(-90 14 {middle})">')
        pen.text((14, self.y(50)), chart.pipeline_axis, words)
        pen.parts.append("</g>")

    def _trail(self) -> None:
        stops = [self._at(stop.revenue, stop.pipeline) for stop in self.chart.trail]
        way = [*stops, self._at(self.chart.revenue, self.chart.pipeline)]
        for start, end in pairwise(way):
            self.pen.line(start, end, "ink-soft", width=1.5)
            self.taken += [(piece, TRAIL) for piece in _pieces(start, end)]
        other = self.chart.against
        for stop, place in zip(self.chart.trail, stops, strict=True):
            if other is None or stop.name != other.name:
                self.pen.circle(place, STOP, "ink-soft", line="sheet")
                self.taken.append((_around(place, STOP), HEAVY))
        if other is not None:
            place = self._at(other.revenue, other.pipeline)
            self.pen.hollow("measured", place, OTHER)
            self.taken.append((_around(place, OTHER * 1.25), HEAVY))

    def _marker(self) -> float:
        """The company's own marker; gives how far it reaches."""
        place = self._at(self.chart.revenue, self.chart.pipeline)
        half = SMALLEST + PER_POINT * (self.chart.operating or 0)
        self.pen.marker("measured", place, half)
        self.taken.append((_around(place, half * 1.25), HEAVY))
        return half * 1.25

    def _labels(self, reach: float) -> None:
        """What the marker and the stops of the trail are, beside them where nothing else stands."""
        chart = self.chart
        figures = [
            f"{chart.revenue_axis} {whole(chart.revenue)}",
            f"{chart.pipeline_axis} {whole(chart.pipeline)}",
        ]
        stops = [f"{stop.name} ({whole(stop.revenue)}, {whole(stop.pipeline)})" for stop in chart.stops]
        if self.narrow:
            self._below([chart.label, " · ".join(figures), " · ".join(stops)])
        else:
            lines = [*([chart.label] if chart.label else []), *figures]
            words = Words(size=self.size, bold=bool(chart.label))
            self._label(self._at(chart.revenue, chart.pipeline), reach + 6, lines, words)
        for stop, told in zip(chart.stops, stops, strict=True):
            words = Words(size=self.size - 1)
            lines = [stop.name if self.narrow else told]
            self._label(self._at(stop.revenue, stop.pipeline), STOP + 5, lines, words)

    def _below(self, texts: list[str]) -> None:
        """What stands beside the marker where there is room stands under the axis where there is none."""
        self.pen.marker("measured", (10, self.height + 8), 6)
        y = self.height + 13
        for place, text in enumerate(text for text in texts if text):
            y = self.pen.paragraph((24, y), text, self.width - 24, Words(size=self.size, bold=not place))
        self.height = y - 4

    def _label(self, place: Place, away: float, lines: list[str], words: Words) -> None:
        """Set lines beside a marker where they cover nothing; the first is the one that may be bold."""
        (x, y), tall = place, (len(lines) - 1) * words.size * LINE
        above, below = y - away - tall - 3, y + away + words.size * 0.8
        level = y - tall / 2 + words.size * 0.3
        tries = [
            (anchor, (x + shift, height))
            for height in (above, below, below + 18, above - 18)
            for anchor, shift in (
                ("middle", 0.0),
                ("start", -8.0),
                ("end", 8.0),
                ("start", 10.0),
                ("end", -10.0),
            )
        ]
        tries += [("start", (x + away + 2, level)), ("end", (x - away - 2, level))]
        boxes = [(words.ending(anchor), spot) for anchor, spot in tries]
        setting, spot = min(boxes, key=lambda each: self._covered(each[0].box(lines, each[1])))
        self.taken.append((setting.box(lines, spot), HEAVY))
        after = self.pen.lines(spot, lines[:1], setting)
        self.pen.lines((spot[0], after), lines[1:], Words(size=words.size - 1, anchor=setting.anchor))

    def _covered(self, box: Box) -> int:
        """How much a text would be in the way: outside the field is worst."""
        outside = OUTSIDE * (not box.within(self.field))
        return outside + sum(weight for other, weight in self.taken if box.overlaps(other))

    def _zone_name(self, zone: Zone) -> None:
        low, high = self.chart.band
        left, right = self.x(0 if zone.low[0] == 0 else high), self.x(low if zone.low[0] == 0 else 100)
        bottom, top = self.y(0 if zone.low[1] == 0 else high), self.y(low if zone.low[1] == 0 else 100)
        words = Words(size=self.size, role="ink" if zone.here else "ink-soft", bold=zone.here)
        lines = wrapped(zone.name, words.size, right - left - 14, bold=zone.here)
        tall = (len(lines) - 1) * words.size * LINE
        heights = [top + words.size + 3, bottom - 8 - tall]
        sides = [("start", left + 8), ("end", right - 8)]
        if zone.low[1] == 0:
            heights.reverse()
        if zone.low[0] != 0:
            sides.reverse()
        tries = [(words.ending(anchor), (x, y)) for y in heights for anchor, x in sides]
        setting, spot = min(tries, key=lambda each: self._covered(each[0].box(lines, each[1])))
        self.taken.append((setting.box(lines, spot), HEAVY))
        self.pen.lines(spot, lines, setting)


def draw_matrix(pen: Pen, chart: Matrix, *, narrow: bool) -> tuple[float, float]:
    """Draw the matrix; give width and height."""
    return MatrixDrawing(pen, chart, narrow=narrow).draw()


def _around(place: Place, reach: float) -> Box:
    return Box(place[0] - reach, place[1] - reach, place[0] + reach, place[1] + reach)


def _along(start: Place, end: Place) -> Box:
    return Box(
        min(start[0], end[0]) - 2,
        min(start[1], end[1]) - 2,
        max(start[0], end[0]) + 2,
        max(start[1], end[1]) + 2,
    )


def _pieces(start: Place, end: Place) -> list[Box]:
    """A slanting line as small boxes."""
    steps = 8
    stops = [
        (start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(steps + 1)
    ]
    return [_along(*each) for each in pairwise(stops)]
