"""The level gap: how the top of a side rates alignment beside the others of that side (method D8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.numbers import signed, whole
from reports.withheld import why
from reports.wording import SIDES

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelGap:
    """One side: the gap with its sign (None where there is none), what it means, and of how many."""

    side: str
    name: str
    gap: str | None
    above: bool
    meaning: str
    note: str


def level_gaps(scored: ScoredWave) -> list[LevelGap]:
    """Give the sides that have people of both groups; none where no side has."""
    vertical = scored.card.vertical_gap
    sizes = {"sales": vertical.n_sales, "marketing": vertical.n_marketing}
    return [_line(scored, side, n) for side, n in sizes.items() if n]


def _line(scored: ScoredWave, side: str, n: int) -> LevelGap:
    gap = getattr(scored.card.vertical_gap, side)
    above = side in scored.card.view_from_above
    return LevelGap(
        side=side,
        name=str(SIDES[side]),
        gap=None if gap is None else signed(gap),
        above=above,
        meaning=_meaning(scored, side, gap, above=above),
        note="" if gap is None else _("the smaller of the two groups: n = %(n)s") % {"n": n},
    )


def _meaning(scored: ScoredWave, side: str, gap: float | None, *, above: bool) -> str:
    if gap is None:
        reason = why(scored, f"vertical_gap.{side}")
        if reason:
            return _("%(reason)s in each of the two groups") % {"reason": reason}
        return _("too few answers to compare the two groups")
    values = {"least": whole(scored.method.gap.vertical)}
    if above:
        return _("View from above: the top level sees more alignment than those who report to it.")
    if gap <= -scored.method.gap.vertical:
        return _("The top level sees less alignment than those who report to it.")
    return _("The two groups see it much alike: less than %(least)s points apart.") % values
