"""Dumbbells: a row a dimension, its numbers beside the markers, or below them where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.svg.measure import width_of, wrapped
from reports.charts.svg.pen import LINE, MIDDLE, Words
from reports.charts.svg.scale import Scale, across
from reports.numbers import signed, whole

if TYPE_CHECKING:
    from reports.charts.model import Dumbbell, Pair, Then
    from reports.charts.svg.pen import Pen

MARKED = ("sales", "marketing", "measured")
MARKER = 6.5
NEAR = 13.0  # closer markers would hide each other, so the sides' move a little up and down
ASIDE, FURTHER = 6.0, 10.0
WIDE, NAMES, REMARKS, ROW = 900, 176, 122, 50
LANE = 14  # below the markers of a row: what it is held against
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


def _ticks(chart: Dumbbell) -> list[tuple[int, str]]:
    return [(value, signed(value) if chart.differences else whole(value)) for value in chart.ticks]


def _scale(chart: Dumbbell, start: float, end: float) -> Scale:
    return Scale(start, end, chart.ticks[0], chart.ticks[-1])


def _hollow(chart: Dumbbell) -> dict[str, str]:
    """Names of the outlines below a row, by what they are; none where the rows hold differences."""
    names = {"perceived": chart.perceived_name, "measured": chart.measured_name}
    return {
        part: f"{name}, {chart.then_name}"
        for part, name in names.items()
        if any(pair.then and getattr(pair.then, part) is not None for pair in chart.pairs)
    }


def _wide(pen: Pen, chart: Dumbbell) -> tuple[float, float]:
    names, beside = _names(chart), _hollow(chart)
    remarks = REMARKS if any(_remark(pair) for pair in chart.pairs) else 0
    columns, right = {}, float(WIDE - remarks - (14 if remarks else 0))
    for part in reversed(names):
        columns[part] = right
        right -= width_of(names[part], 13) + (34 if part == "gap" else 28)
    for part, end in columns.items():
        _key(pen, part, (end - width_of(names[part], 13) - 11, 22 - 13 * MIDDLE))
        pen.text((end, 22), names[part], Words(size=13, role="ink-soft", anchor="end"))
    scale = _scale(chart, NAMES + 18, min(right - 8, WIDE - 14))
    top = _hollow_key(pen, beside, (8, 22), WIDE, 40.0)
    told = [(wrapped(pair.name, 15, NAMES), wrapped(_remark(pair), 13, REMARKS)) for pair in chart.pairs]
    least = ROW + LANE if beside else ROW
    tall = [max(least, 19 * max(len(name), len(remark)) + 12) for name, remark in told]
    bottom = top + sum(tall)
    across(pen, scale, top, bottom, _ticks(chart))
    _nought(pen, chart, scale, (top, bottom))
    y = top
    for pair, (name, remark), height in zip(chart.pairs, told, tall, strict=True):
        middle = y + height / 2
        pen.line((0, y), (WIDE, y), "rule")
        _block(pen, 0, middle, name, TEXT)
        _markers(pen, pair, scale, middle - (LANE / 2 if beside else 0))
        for part, end in columns.items():
            _number(pen, chart, pair, part, (end, middle + 15 * MIDDLE))
        _block(pen, WIDE - remarks, middle, remark, Words(size=13))
        pen.area(pair.code, (0, y), (WIDE, y + height))
        y += height
    pen.line((0, bottom), (WIDE, bottom), "rule-strong")
    return WIDE, bottom + 28


def _key(pen: Pen, part: str, place: tuple[float, float]) -> None:
    if part == "gap":
        x, y = place
        pen.rectangle((x - 9, y - 5), (x + 5, y + 5), "band", line="rule-strong")
    else:
        pen.marker(part, place, 5.5)


def _hollow_key(
    pen: Pen, beside: dict[str, str], place: tuple[float, float], room: float, top: float
) -> float:
    """What the outlines are, in a line of its own below the other names; gives where the rows begin."""
    if not beside:
        return top
    x, y = place[0], top + 4
    for part, name in beside.items():
        wanted = width_of(name, 13) + 34
        if x > place[0] and x + wanted > room:
            x, y = place[0], y + 19
        pen.hollow(part, (x, y), 5)
        pen.text((x + 13, y + 13 * MIDDLE), name, Words(size=13))
        x += wanted
    return y + 16


def _nought(pen: Pen, chart: Dumbbell, scale: Scale, ends: tuple[float, float]) -> None:
    """Where nothing differs."""
    if chart.differences:
        pen.line((scale(0), ends[0]), (scale(0), ends[1]), "rule-strong", width=1.5)


def _number(pen: Pen, chart: Dumbbell, pair: Pair, part: str, place: tuple[float, float]) -> None:
    value = getattr(pair, part)
    words = Words(size=15, anchor="end", bold=part == "gap", role="ink" if value is not None else "ink-soft")
    pen.text(place, _written(chart, part, value), words)


def _written(chart: Dumbbell, part: str, value: int | None) -> str:
    return signed(value) if part == "gap" or chart.differences else whole(value)


def _remark(pair: Pair) -> str:
    """The class; or, where numbers are withheld, why."""
    return pair.remark or next(iter(pair.withheld.values()), "")


def _block(pen: Pen, x: float, middle: float, lines: list[str], words: Words) -> None:
    """Lines around a middle."""
    first = middle - (len(lines) - 1) * words.size * LINE / 2 + words.size * MIDDLE
    pen.lines((x, first), lines, words)


def _markers(pen: Pen, pair: Pair, scale: Scale, middle: float) -> None:
    """The band between belief and evidence, the reach of all markers, and the markers, measured below.

    What the row is held against stands under it, in outline.
    """
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
    if pair.then:
        _then(pen, pair.then, scale, middle + 12 + LANE / 2)


def _then(pen: Pen, then: Then, scale: Scale, y: float) -> None:
    parts = ("perceived", "measured")
    places = {part: scale(getattr(then, part)) for part in parts if getattr(then, part) is not None}
    if len(places) == len(parts):
        pen.line((places["perceived"], y), (places["measured"], y), "rule-strong", width=1.5, dashes="3 3")
    for part, x in places.items():
        pen.hollow(part, (x, y), 4.5)


def _aside(places: dict[str, float], part: str) -> float:
    """How far a side's marker moves off its row, so that one close by stays in sight."""
    near = [each for each in places if each != part and abs(places[each] - places[part]) < NEAR]
    if part == "measured" or not near:
        return 0.0
    away = FURTHER if "measured" in near else ASIDE
    return -away if part == "sales" else away


def _narrow(pen: Pen, chart: Dumbbell) -> tuple[float, float]:
    names, beside = _names(chart), _hollow(chart)
    x = 8.0
    for part, name in names.items():
        room = width_of(name, 13) + 34
        if x + room > NARROW:  # never on a phone in the languages we know
            break
        _key(pen, part, (x + (4 if part == "gap" else 0), 12))
        pen.text((x + 13, 12 + 13 * MIDDLE), name, Words(size=13))
        x += room
    scale = _scale(chart, 12, NARROW - 12)
    y = _hollow_key(pen, beside, (8, 30), NARROW, 30.0)
    for pair in chart.pairs:
        pen.line((0, y), (NARROW, y), "rule")
        top, y = y, _narrow_row(pen, chart, pair, scale, y)
        pen.area(pair.code, (0, top), (NARROW, y))
    across(pen, scale, y - 4, y, _ticks(chart))
    pen.line((0, y), (NARROW, y), "rule-strong")
    return NARROW, y + 28


def _narrow_row(pen: Pen, chart: Dumbbell, pair: Pair, scale: Scale, top: float) -> float:
    """Name and gap, the markers, the numbers, the class; gives where the next row begins."""
    names = _names(chart)
    title = Words(size=14, bold=True)
    pen.text((NARROW, top + 20), signed(pair.gap) if pair.gap is not None else "", title.ending("end"))
    middle = pen.paragraph((0, top + 20), pair.name, NARROW - 50, title) + 6
    low = middle + 14 + (LANE if pair.then else 0)
    pen.comb(map(scale, chart.ticks), middle - 14, low)
    _nought(pen, chart, scale, (middle - 14, low))
    _markers(pen, pair, scale, middle)
    told = [f"{names[part]} {_written(chart, part, getattr(pair, part))}" for part in MARKED if part in names]
    after = pen.paragraph((0, low + 14), " · ".join(told), NARROW, SMALL)
    return pen.paragraph((0, after), _remark(pair), NARROW, SMALL) - 4
