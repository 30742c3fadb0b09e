"""The headline's figures beside what they are held against."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.numbers import signed, whole
from reports.wording import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.comparisons import Comparison
    from reports.scorecards import ScoredWave
    from reports.tables.headline import Figure

PATHS = {"perceived": "perceived.joint", "measured": "measured.index", "gap": "gap"}


def beside(figures: Sequence[Figure], scored: ScoredWave, comparison: Comparison | None) -> Sequence[Figure]:
    """Say below each figure what it is held against, and how far it lies from there."""
    if comparison is None:
        return figures
    return [
        replace(figure, then=_level(comparison))
        if figure.code == "level"
        else replace(figure, **_number(scored, comparison, figure.code))
        for figure in figures
    ]


def _number(scored: ScoredWave, comparison: Comparison, code: str) -> dict[str, str]:
    path = PATHS[code]
    then, difference = comparison.then(path), comparison.difference(scored, path)
    shown = signed if code == "gap" else whole
    told = comparison.withheld.get(path, "") if then is None else shown(then)
    return {
        "then": f"{comparison.name}: {told}" if told else "",
        "change": "" if difference is None else signed(difference),
    }


def _level(comparison: Comparison) -> str:
    return f"{comparison.name}: {LEVELS[comparison.level]}" if comparison.level else ""
