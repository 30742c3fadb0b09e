"""What meetings decided over a client's waves, as a page or a file says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from reports.beside import AGREED, TARGET
from reports.levers import Levers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reports.beside import Beside
    from reports.scorecards import ScoredWave
    from scoring.method import Target as Goal
    from scoring.what_if import Reached
    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """The target in force, and what the index would be with it; outcomes do not move.

    Parameters
    ----------
    wave
        The number of the wave it was set in: this one, or the newest before it that has one.
    scores
        What is to be reached, by path such as "CUS-K1.joint".
    index, level, dimensions
        Of that wave once all of it is reached; None and empty where its index may not be shown.
    """

    wave: int
    scores: dict[str, float]
    index: float | None = None
    level: str | None = None
    dimensions: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Targets of waves by primary key, and the answers agreed on in the last of the waves, by item."""

    targets: dict[int, dict[str, float]]
    agreed: dict[str, Any]

    @classmethod
    def of(cls, waves: Sequence[Assessment], beside: Beside) -> Decisions:
        """Those of waves of one client, the newest last."""
        targets = {wave.pk: row.content for wave in waves for row in beside.of_wave(TARGET, wave)}
        agreed = sorted(beside.of_wave(AGREED, waves[-1]), key=lambda row: row.key)
        return cls(
            targets={wave: dict(sorted(scores.items())) for wave, scores in targets.items()},
            agreed={row.key: row.content for row in agreed},
        )

    def in_force(self, waves: Sequence[Assessment]) -> Assessment | None:
        """The wave whose target holds: the newest that has one."""
        return next((wave for wave in reversed(waves) if wave.pk in self.targets), None)

    def cases(self, waves: Sequence[Assessment]) -> dict[int, Callable[[ScoredWave], Sequence[Goal]]]:
        """What `scorecards.tried_waves` has to try for the target in force."""
        aim = self.in_force(waves)
        return {} if aim is None else {aim.pk: partial(goals, wanted=self.targets[aim.pk])}

    def target(self, waves: Sequence[Assessment], tried: Mapping[int, Reached]) -> TargetLine | None:
        """The target in force with what it would bring."""
        aim = self.in_force(waves)
        if aim is None:
            return None
        scores, result = self.targets[aim.pk], tried.get(aim.pk)
        if result is None:
            return TargetLine(wave=aim.number, scores=scores)
        return TargetLine(
            wave=aim.number,
            scores=scores,
            index=result.index,
            level=result.level,
            dimensions=result.dimensions,
        )


def goals(scored: ScoredWave, wanted: Mapping[str, float]) -> list[Goal]:
    """What is reached in a wave: the wanted scores, where they may be shown and stand above the present."""
    return Levers.of(scored, wanted).targets(scored.method)
