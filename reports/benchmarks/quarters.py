"""Quarters, named as snapshots are: "2026Q4"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def newest_quarters(today: date, count: int) -> list[str]:
    """Name the quarter that runs and those before it.

    >>> from datetime import date
    >>> newest_quarters(date(2027, 1, 1), 3)
    ['2027Q1', '2026Q4', '2026Q3']
    """
    place = today.year * 4 + (today.month - 1) // 3
    return [f"{each // 4}Q{each % 4 + 1}" for each in range(place, place - count, -1)]


def ended_quarter(today: date) -> str:
    """Name the last quarter that is over."""
    return newest_quarters(today, 2)[1]
