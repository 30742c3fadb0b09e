"""The ladder: levels from the highest down, each with its gates and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.svg.measure import width_of, wrapped
from reports.charts.svg.pen import Box, Words, pair

if TYPE_CHECKING:
    from reports.charts.model import GateLine, GateList, Ladder, Rung
    from reports.charts.svg.pen import Pen, Place

WIDE, NARROW, SIDE, SPACE = 880.0, 340.0, 208.0, 24.0
NAME, PLAIN, SOFT = Words(size=20, head=True), Words(size=14), Words(size=13, role="ink-soft")
TITLE = Words(size=14, bold=True)
MARK = 20.0


def draw_ladder(pen: Pen, chart: Ladder, *, narrow: bool) -> tuple[float, float]:
    """Draw all levels under each other, the highest first; give width and height."""
    width = NARROW if narrow else WIDE
    y = 1.0
    for rung in reversed(chart.rungs):
        y = _rung(pen, chart, rung, y, narrow=narrow) + 12
    y = pen.paragraph((0, y + 12), chart.holding, width, Words(size=15, bold=True))
    return width, y - 4


def _rung(pen: Pen, chart: Ladder, rung: Rung, top: float, *, narrow: bool) -> float:
    """One level in its frame; gives where it ends. What is in it is drawn first: it decides the height."""
    inside = type(pen)(pen.paint)
    pad, width = (12.0, NARROW) if narrow else (18.0, WIDE)
    room = width - 2 * pad if narrow else SIDE - pad
    y = inside.paragraph((pad, top + 32), rung.name, room, NAME)
    if rung.place == "here":
        y = _here(inside, (pad, y - 4), chart.here_name)
    if rung.name == chart.then_level:
        y = inside.paragraph((pad, y), chart.then_name, room, PLAIN) + 4
    y = inside.paragraph((pad, y), rung.rule, room, SOFT)
    if narrow:
        for group in rung.groups:
            y = _group(inside, chart, group, (pad, y + 10), room)
    else:
        y = max(y, _columns(inside, chart, rung, top + 30))
    end = y + 2
    reached = rung.place != "above"
    role = "brand" if rung.place == "here" else "rule"
    pen.rectangle((0.5, top), (width - 0.5, end), "sheet", line=role)
    pen.rectangle((0, top - 0.5), (width, top + 5.5), "brand" if reached else "rule")
    pen.parts += inside.parts
    return end


def _here(pen: Pen, place: Place, text: str) -> float:
    x, y = place
    width = width_of(text, 13, bold=True) + 14
    pen.rectangle((x, y - 12), (x + width, y + 8), "brand")
    pen.text((x + 7, y + 2.5), text, Words(size=13, bold=True, role="brand-ink"))
    return y + 28


def _columns(pen: Pen, chart: Ladder, rung: Rung, top: float) -> float:
    """Groups in two columns of like height, in their order."""
    room = (WIDE - SIDE - 3 * SPACE) / 2
    heights = [_height(chart, group, room) for group in rung.groups]
    places = range(1, len(heights) + 1)
    cut = min(places, key=lambda at: max(sum(heights[:at]), sum(heights[at:])), default=0)
    ends = [top]
    for column, groups in enumerate((rung.groups[:cut], rung.groups[cut:])):
        y = top
        for group in groups:
            y = _group(pen, chart, group, (SIDE + SPACE + column * (room + SPACE), y), room) + 14
        ends.append(y - 14)
    return max(ends)


def _height(chart: Ladder, group: GateList, room: float) -> float:
    lines = sum(len(wrapped(_told(chart, gate), PLAIN.size, room - MARK)) for gate in group.gates)
    return 40 + lines * 18 + len(group.gates) * 7


def _group(pen: Pen, chart: Ladder, group: GateList, place: Place, room: float) -> float:
    x, y = place
    y = pen.paragraph((x, y), f"{group.name}: {group.rule}", room, TITLE) + 4
    for gate in group.gates:
        _mark(pen, gate.state, (x + 6, y - 5))
        y = pen.paragraph((x + MARK, y), _told(chart, gate), room - MARK, PLAIN) + 6
    return y


def _told(chart: Ladder, gate: GateLine) -> str:
    then = f" ({chart.then_name}: {gate.then})" if gate.then and gate.then != gate.state_name else ""
    return f"{gate.name}: {gate.state_name}{then}"


def _mark(pen: Pen, state: str, place: Place) -> None:
    """A tick, a cross or a dash: shapes, so that colour says nothing alone."""
    x, y = place
    box = Box(x - 5, y - 5, x + 5, y + 5)
    if state == "passed":
        corners = [(box.left, y), (x - 1.5, box.bottom - 1), (box.right, box.top + 1)]
        pen.path(f"M{'L'.join(pair(corner) for corner in corners)}", stroke="brand", width=2.5)
    elif state == "failed":
        pen.line((box.left, box.top), (box.right, box.bottom), "ink", width=2.5)
        pen.line((box.left, box.bottom), (box.right, box.top), "ink", width=2.5)
    else:
        pen.line((box.left, y), (box.right, y), "ink-soft", width=2.5)
