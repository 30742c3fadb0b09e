"""What of an edition may leave the house: less than a page shows to the firm's own people (method D11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scoring.disclosure import leaving

if TYPE_CHECKING:
    from reports.edition import Edition
    from reports.scorecards import ScoredWave


def outside(edition: Edition) -> Edition:
    """The same edition without what only larger groups may show in a file."""
    return replace(
        edition, scored=_outside(edition.scored), earlier=tuple(_outside(each) for each in edition.earlier)
    )


def _outside(scored: ScoredWave) -> ScoredWave:
    return replace(scored, disclosed=leaving(scored.disclosed))
