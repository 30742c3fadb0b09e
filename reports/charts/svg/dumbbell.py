"""Dumbbells: a row a dimension, its numbers beside the markers, or below them where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.svg.measure import width_of, wrapped
from reports.charts.svg.pen import LINE, MIDDLE, Words
from reports.charts.svg.scale import SCORES, Scale, across
from reports.numbers import signed, whole

if TYPE_CHECKING:
    from reports.charts.model import Dumbbell, Pair
    from reports.charts.svg.pen import Pen

MARKED = ("sales", "marketing", "measured")
MARKER = 6.5
NEAR = 13.0  # closer markers would hide each other, so the sides' move a little up and down
ASIDE, FURTHER = 6.0, 10.0
WIDE, NAMES, REMARKS, ROW = 900, 176, 122, 50
NARROW = 340
TEXT, SMALL = Words(size=15), Words(size=13, role="ink-soft")


def draw_dumbbell(pen: Pen, chart: Dumbbell, *, narrow: bool) -> tuple[float, float]:
    """Draw all rows under each other; give width and height."""
    return _narrow(pen, chart) if narrow else _wide(pen, chart)


def _names(chart: Dumbbell) -> dict[str, str]:
    names = {
        "sales": chart.sales_name,
        "marketing": chart.marketing_name,
        "measured": chart.measured_name,
        "gap": chart.gap_name,
    }
    return {part: names[part] for part in names if part in chart.legend}


def _wide(pen: Pen, chart: Dumbbell) -> tuple[float, float]:
    names = _names(chart)
    remarks = REMARKS if any(_remark(pair) for pair in chart.pairs) else 0
    columns, right = {}, float(WIDE - remarks - (14 if remarks else 0))
    for part in reversed(names):
        columns[part] = right
        right -= width_of(names[part], 13) + (34 if part == "gap" else 28)
    for part, end in columns.items():
        _key(pen, part, (end - width_of(names[part], 13) - 11, 22 - 13 * MIDDLE))
        pen.text((end, 22), names[part], Words(size=13, role="ink-soft", anchor="end"))
    scale = Scale(NAMES + 18, min(right - 8, WIDE - 14))
    told = [(wrapped(pair.name, 15, NAMES), wrapped(_remark(pair), 13, REMARKS)) for pair in chart.pairs]
    tall = [max(ROW, 19 * max(len(name), len(remark)) + 12) for name, remark in told]
    bottom = 40.0 + sum(tall)
    across(pen, scale, 40, bottom, SCORES)
    y = 40.0
    for pair, (name, remark), height in zip(chart.pairs, told, tall, strict=True):
        middle = y + height / 2
        pen.line((0, y), (WIDE, y), "rule")
        _block(pen, 0, middle, name, TEXT)
        _markers(pen, pair, scale, middle)
        for part, end in columns.items():
            _number(pen, pair, part, (end, middle + 15 * MIDDLE))
        _block(pen, WIDE - remarks, middle, remark, Words(size=13))
        y += height
    pen.line((0, bottom), (WIDE, bottom), "rule-strong")
    return WIDE, bottom + 28


def _key(pen: Pen, part: str, place: tuple[float, float]) -> None:
    if part == "gap":
        x, y = place
        pen.rectangle((x - 9, y - 5), (x + 5, y + 5), "band", line="rule-strong")
    else:
        pen.marker(part, place, 5.5)


def _number(pen: Pen, pair: Pair, part: str, place: tuple[float, float]) -> None:
    value = getattr(pair, part)
    words = Words(size=15, anchor="end", bold=part == "gap", role="ink" if value is not None else "ink-soft")
    pen.text(place, signed(value) if part == "gap" else whole(value), words)


def _remark(pair: Pair) -> str:
    """The class; or, where numbers are withheld, why."""
    return pair.remark or next(iter(pair.withheld.values()), "")


def _block(pen: Pen, x: float, middle: float, lines: list[str], words: Words) -> None:
    """Lines around a middle."""
    first = middle - (len(lines) - 1) * words.size * LINE / 2 + words.size * MIDDLE
    pen.lines((x, first), lines, words)


def _markers(pen: Pen, pair: Pair, scale: Scale, middle: float) -> None:
    """The band between belief and evidence, the reach of all markers, and the markers, measured below."""
    if pair.gap is not None and pair.perceived is not None and pair.measured is not None:
        ends = scale(pair.perceived), scale(pair.measured)
        pen.rectangle((ends[0], middle - 12), (ends[1], middle + 12), "band")
    places = {part: scale(getattr(pair, part)) for part in MARKED if getattr(pair, part) is not None}
    if places:
        ends = min(places.values()), max(places.values())
        pen.line((ends[0], middle), (ends[1], middle), "rule-strong", width=1.5)
    for part in ("measured", "marketing", "sales"):
        if part in places:
            pen.marker(part, (places[part], middle + _aside(places, part)), MARKER)


def _aside(places: dict[str, float], part: str) -> float:
    """How far a side's marker moves off its row, so that one close by stays in sight."""
    near = [each for each in places if each != part and abs(places[each] - places[part]) < NEAR]
    if part == "measured" or not near:
        return 0.0
    away = FURTHER if "measured" in near else ASIDE
    return -away if part == "sales" else away


def _narrow(pen: Pen, chart: Dumbbell) -> tuple[float, float]:
    names = _names(chart)
    x = 8.0
    for part, name in names.items():
        room = width_of(name, 13) + 34
        if x + room > NARROW:  # never on a phone in the languages we know
            break
        _key(pen, part, (x + (4 if part == "gap" else 0), 12))
        pen.text((x + 13, 12 + 13 * MIDDLE), name, Words(size=13))
        x += room
    scale = Scale(12, NARROW - 12)
    y = 30.0
    for pair in chart.pairs:
        pen.line((0, y), (NARROW, y), "rule")
        y = _narrow_row(pen, chart, pair, scale, y)
    across(pen, scale, y - 4, y, SCORES)
    pen.line((0, y), (NARROW, y), "rule-strong")
    return NARROW, y + 28


def _narrow_row(pen: Pen, chart: Dumbbell, pair: Pair, scale: Scale, top: float) -> float:
    """Name and gap, the markers, the numbers, the class; gives where the next row begins."""
    names = _names(chart)
    title = Words(size=14, bold=True)
    pen.text((NARROW, top + 20), signed(pair.gap) if pair.gap is not None else "", title.ending("end"))
    middle = pen.paragraph((0, top + 20), pair.name, NARROW - 50, title) + 6
    pen.comb([scale(value) for value, _name in SCORES], middle - 14, middle + 14)
    _markers(pen, pair, scale, middle)
    told = [f"{names[part]} {whole(getattr(pair, part))}" for part in MARKED if part in names]
    after = pen.paragraph((0, middle + 28), " · ".join(told), NARROW, SMALL)
    return pen.paragraph((0, after), _remark(pair), NARROW, SMALL) - 4
