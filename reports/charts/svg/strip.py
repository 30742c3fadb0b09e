"""Strips: a row a question with a dot a person, or a row a score with the cohort and the company in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.svg.measure import width_of, wrapped
from reports.charts.svg.pen import LINE, MIDDLE, Words, pair, short
from reports.charts.svg.scale import Scale

if TYPE_CHECKING:
    from reports.charts.model import Dots, Quartiles, Strip, StripRow
    from reports.charts.svg.pen import Pen, Place

HILLS, BAND = (16.0, 26.0), 9.0  # how high a cohort's bars may be, wide and narrow; half of its band
DOT, STEP, MOST = 5.0, 12.0, 5  # above so many people one dot with their number stands for them
TEXT, SOFT = Words(size=14), Words(size=13, role="ink-soft")


class StripDrawing:
    """One drawing of a strip."""

    def __init__(self, pen: Pen, chart: Strip, *, narrow: bool) -> None:
        self.pen, self.chart, self.narrow = pen, chart, narrow
        self.width = 340.0 if narrow else 880.0
        self.hill = HILLS[narrow]
        first, last = chart.ticks[0][0], chart.ticks[-1][0]
        figures = 0.0 if narrow or not chart.own_name else 172.0
        ends = (18.0, self.width - 18) if narrow else (318.0, self.width - 26 - figures)
        self.scale = Scale(*ends, first, last)

    def draw(self) -> tuple[float, float]:
        """Draw all rows under each other; give width and height."""
        y = self._key()
        for row in self.chart.rows:
            self.pen.line((0, y), (self.width, y), "rule")
            y = self._row(row, y)
        self.pen.line((0, y), (self.width, y), "rule-strong")
        return self.width, self._ticks(y)

    def _key(self) -> float:
        x, words = 10.0, Words(size=13)
        for side, name in self.chart.sides.items():
            self.pen.marker(side, (x, 12), 6)
            self.pen.text((x + 12, 12 + 13 * MIDDLE), name, words)
            x += width_of(name, 13) + 36
        return self._cohort_key() if self.chart.own_name else 30.0

    def _cohort_key(self) -> float:
        """What bars, band and mark are, on as many lines as they need; gives where the rows begin."""
        x, y, words = 10.0, 12.0, Words(size=13)
        for role, name in (
            ("rule", self.chart.bars_name if self._has_bars() else ""),
            ("band", self.chart.cohort_name),
            ("rule-strong", self.chart.middle_name),
            ("measured", self.chart.own_name),
        ):
            if not name:
                continue
            if x > 10 and x + width_of(name, 13) > self.width - 30:
                x, y = 10.0, y + 20
            if role == "measured":
                self.pen.marker(role, (x, y), 6)
            elif role == "rule-strong":
                self.pen.line((x + 1, y - 7), (x + 1, y + 7), role, width=2.5)
            else:
                self.pen.rectangle((x - 7, y - 6), (x + 9, y + 6), role, line="rule-strong")
            self.pen.text((x + 15, y + 13 * MIDDLE), name, words)
            x += width_of(name, 13) + 42
        return y + 18

    def _has_bars(self) -> bool:
        return any(row.cohort and row.cohort.bars for row in self.chart.rows)

    def _row(self, row: StripRow, top: float) -> float:
        reach = self._reach(row)
        if self.narrow:
            y = self.pen.paragraph((0, top + 20), row.name, self.width, TEXT)
            y = self.pen.paragraph((0, y), row.standing or row.withheld, self.width, SOFT)
            if not (row.dots or row.cohort):
                return y - 2
            middle = y - 8 + reach
            end = middle + (self._foot(row) if row.cohort else reach + 4)
        else:
            told = row.standing or row.withheld
            lines, why = wrapped(row.name, TEXT.size, 290), wrapped(told, SOFT.size, 290)
            count = len(lines) + len(why) * bool(told)
            end = top + max(2 * reach + 8, count * TEXT.size * LINE + 20)
            middle = (top + end) / 2
            first = middle - (count - 1) * TEXT.size * LINE / 2 + TEXT.size * MIDDLE
            self.pen.lines((0, self.pen.lines((0, first), lines, TEXT)), why, SOFT)
        low = middle + (self._below(row) + BAND + 2 if row.cohort else reach)
        self.pen.comb([self.scale(place) for place, _name in self.chart.ticks], middle - reach, low)
        return self._content(row, middle, end)

    def _content(self, row: StripRow, middle: float, end: float) -> float:
        if row.dots:
            self.pen.line((self.scale.start, middle), (self.scale.end, middle), "rule-strong")
            for dots in row.dots:
                self._dots(dots, middle)
        return self._cohort(row, middle, end) if row.cohort else end

    def _reach(self, row: StripRow) -> float:
        """How far a row goes above and below its middle: as far as the tallest pile of dots."""
        most = max((min(dots.people, MOST) for dots in row.dots), default=1)
        if row.cohort and row.cohort.bars:
            return self.hill + 6
        return most * STEP + 8 if row.dots else 20.0

    def _foot(self, row: StripRow) -> float:
        """How far a cohort's row goes below its middle."""
        return self._below(row) + BAND + 6

    def _below(self, row: StripRow) -> float:
        """From the middle of a row down to that of the band: it lies under the bars where there are some."""
        return BAND + 1 if row.cohort and row.cohort.bars else 0.0

    def _dots(self, dots: Dots, middle: float) -> None:
        """Sales pile up above the line, marketing below it; those of both functions stand on it."""
        x = self.scale(dots.value)
        sign = {"sales": -1, "marketing": 1}.get(dots.side, 0)
        if sign and dots.people <= MOST:
            for place in range(dots.people):
                self.pen.marker(dots.side, (x, middle + sign * STEP * (place + 0.6)), DOT)
            return
        y = middle + sign * STEP * 1.2
        self.pen.marker(dots.side, (x, y), DOT + 2 * (dots.people > 1))
        if dots.people > 1:
            self.pen.text((x + 11, y + 13 * MIDDLE), f"× {dots.people}", Words(size=13))

    def _cohort(self, row: StripRow, middle: float, end: float) -> float:
        cohort, scale = row.cohort, self.scale
        if cohort is None:
            return end
        self._hill(cohort, middle)
        y = middle + self._below(row)
        self.pen.rectangle((scale(cohort.low), y - BAND), (scale(cohort.high), y + BAND), "band")
        centre = scale(cohort.middle)
        self.pen.line((centre, y - BAND), (centre, y + BAND), "rule-strong", width=2.5)
        if row.own is not None:
            self.pen.marker("measured", (scale(row.own), y), 7)
        told = " · ".join(row.quartile_words)
        own = row.own_words if row.own is not None else ""
        if self.narrow:
            self._beside((0, end + 10), own, told)
            return end + 20
        self.pen.text((self.width - 140, y + 15 * MIDDLE), own, Words(size=15, bold=True, anchor="end"))
        self.pen.text((self.width, y + 13 * MIDDLE), told, SOFT.ending("end"))
        return end

    def _hill(self, cohort: Quartiles, middle: float) -> None:
        """Bars whose areas are the shares of the companies: a wide bar is a low one."""
        if not cohort.bars:
            return
        scale, top = self.scale, max(share / (high - low) for low, high, share in cohort.bars)
        way = f"M{pair((scale(cohort.bars[0][0]), middle))}"
        for low, high, share in cohort.bars:
            height = self.hill * share / (high - low) / top if top else 0.0
            way += f"V{short(middle - height)}H{short(scale(high))}"
        self.pen.path(f"{way}V{short(middle)}z", fill="rule")

    def _beside(self, place: Place, own: str, told: str) -> None:
        self.pen.text(place, own, Words(size=14, bold=True))
        self.pen.text((self.width, place[1]), told, SOFT.ending("end"))

    def _ticks(self, y: float) -> float:
        """Names of the ticks; those of the ends may take more lines, and stay inside."""
        words, last, after = SOFT, len(self.chart.ticks) - 1, y
        room = (self.scale.end - self.scale.start) / max(last, 1) - 8
        for value, name in self.chart.ticks:
            lines = wrapped(name, words.size, max(room, 30.0))
            widest = max(width_of(line, words.size) for line in lines) / 2
            x = min(max(self.scale(value), widest), self.width - widest)
            after = max(after, self.pen.lines((x, y + 18), lines, words.ending("middle")))
        return after


def draw_strip(pen: Pen, chart: Strip, *, narrow: bool) -> tuple[float, float]:
    """Draw the strip; give width and height."""
    return StripDrawing(pen, chart, narrow=narrow).draw()
