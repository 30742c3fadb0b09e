"""A wave's results with all that was said of them: what a page, a file and a slide are made from.

Live, it is read from the rows; released, from what was frozen (`reports.frozen`). The same code shows both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.inputs import earlier_waves
from reports.scorecards import ScoredWave, scored_waves

if TYPE_CHECKING:
    from reports.models import Release
    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Everything that may be shown of one wave.

    Parameters
    ----------
    scored
        The wave's results, without what is withheld.
    earlier
        The client's closed waves before it, the oldest first, without their answers.
    release
        What it was frozen as; None where it is live.
    """

    scored: ScoredWave
    earlier: tuple[ScoredWave, ...] = ()
    release: Release | None = None


def live_edition(wave: Assessment) -> Edition:
    """Read and score a wave with the waves before it: four queries."""
    waves = [*earlier_waves(wave), wave]
    *earlier, scored = scored_waves(waves, statistics=True)
    return Edition(scored=scored, earlier=tuple(each.without_answers() for each in earlier))
