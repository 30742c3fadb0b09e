"""A number, or why there is none: never a blank, and never 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.numbers import whole
from reports.wording import REASONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.scorecards import ScoredWave


def why(scored: ScoredWave, path: str) -> str:
    """Say in words why the number at a path of the scorecard is withheld; "" where it is not."""
    reason = scored.disclosed.reason(path)
    return "" if reason is None else str(REASONS[reason])


def number(
    scored: ScoredWave, path: str, value: float | None, shown: Callable[[float | None], str] = whole
) -> str:
    """Write the number at a path, or why it is withheld, or a dash where it is missing."""
    return shown(value) if value is not None else why(scored, path) or shown(value)


def item_score(scored: ScoredWave, path: str) -> float | None:
    """The score of an item at a path such as "CUS-K1.joint"; None where it is missing or withheld."""
    item, _point, part = path.partition(".")
    value: float | None = getattr(scored.card.items.get(item), part, None)
    return value
