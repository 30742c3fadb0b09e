"""Who was left out of the scores, why, and what that changed (method D11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.scorecards import scored_waves
from reports.tables.headline import Figure, figures
from reports.wording import respondents
from scoring.disclosure import Mode

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from surveys.models import Assessment, Participant

COMPARED = ("perceived", "measured", "gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusions:
    """Those who were left out, and the figures without them and with everybody.

    In an aggregated wave there is no second reading: two figures that differ by one person's answers would
    tell what that person said.
    """

    people: tuple[Participant, ...]
    pairs: tuple[tuple[Figure, Figure], ...] = ()
    n_without: str = ""
    n_everybody: str = ""


def exclusions(wave: Assessment, scored: ScoredWave) -> Exclusions | None:
    """What to say of those who were left out; None where nobody was."""
    if not any(leader.excluded for leader in scored.wave.leaders):
        return None
    people = tuple(wave.participants.exclude(excluded_at=None))
    if wave.identity_mode == Mode.AGGREGATED:
        return Exclusions(people=people)
    [everybody] = scored_waves([wave], with_excluded=True)
    return Exclusions(
        people=people,
        pairs=tuple(zip(_compared(scored), _compared(everybody), strict=True)),
        n_without=_n(scored),
        n_everybody=_n(everybody),
    )


def _compared(scored: ScoredWave) -> list[Figure]:
    return [figure for figure in figures(scored) if figure.code in COMPARED]


def _n(scored: ScoredWave) -> str:
    return respondents(scored.card.counts.sales, scored.card.counts.marketing)
