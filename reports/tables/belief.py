"""The share of leaders who call the two teams aligned, and what the original study found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.numbers import rounded, whole

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave

MOST_DOTS = 24  # more people than can be counted at a glance are told in words alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """How many believe, a mark a person (True: believes), and the same in words."""

    share: str
    counted: str
    marks: tuple[bool, ...]


def belief(scored: ScoredWave) -> Belief | None:
    """Count those who call the teams largely or completely aligned; None where nobody may be counted."""
    share, n = scored.card.perceived.believe_aligned, scored.believers_of
    if share is None:
        return None
    believers = int(rounded(share * n / 100))
    return Belief(
        share=whole(share),
        counted=ngettext(
            "%(believers)s of %(n)s leader who answered calls the two teams largely or completely aligned.",
            "%(believers)s of %(n)s leaders who answered call the two teams largely or completely aligned.",
            n,
        )
        % {"believers": believers, "n": n},
        marks=tuple(place < believers for place in range(n)) if n <= MOST_DOTS else (),
    )


def study_belief() -> str:
    """Say of how many people, and where, the original study's share is from."""
    return _(
        "About nine in ten leaders in the original study believed so, some of them with poor results. LeadMD "
        "with Drift, 2019; n = 350 executives of companies with a revenue of 25 million dollars or more "
        "(some accounts: 350 of each function)."
    )
