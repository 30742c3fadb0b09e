"""From scores to places in a drawing, and the axes beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.charts.svg.pen import MIDDLE, Words, short
from reports.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.charts.svg.pen import Pen

SCORES = tuple((place, whole(place)) for place in range(0, 101, 20))


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` lie between the places `start` and `end`."""

    start: float
    end: float
    low: float = 0.0
    high: float = 100.0

    def __call__(self, value: float) -> float:
        """Give the place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def across(pen: Pen, scale: Scale, top: float, bottom: float, ticks: Sequence[tuple[int, str]]) -> None:
    """Upright grid lines, with their names below."""
    words = Words(size=13, role="ink-soft", anchor="middle")
    pen.comb([scale(value) for value, _name in ticks], top, bottom)
    for value, name in ticks:
        pen.text((scale(value), bottom + 18), name, words)


def upright(pen: Pen, scale: Scale, left: float, right: float, ticks: Sequence[tuple[int, str]]) -> None:
    """Level grid lines, with their names at the left."""
    words = Words(size=13, role="ink-soft", anchor="end")
    lines = (f"M{short(left)} {short(scale(value))}H{short(right)}" for value, _name in ticks)
    pen.path("".join(lines), stroke="rule")
    for value, name in ticks:
        pen.text((left - 8, scale(value) + 13 * MIDDLE), name, words)
