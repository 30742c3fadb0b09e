"""The order of a facilitated meeting: what is revealed, the widest disagreement first, and what is skipped.

One rule orders the questions: how far the two sides are apart, of 100. For a fact that is 100 less its
concordance, for a rating or a practice the distance of the two sides' means. After the questions come the
dimensions, ordered by the distance of belief and evidence. What is withheld is never revealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.numbers import NOISE
from reports.withheld import why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.scorecards import ScoredWave
    from surveys.catalogue import Catalogue, Item

QUESTIONS, GAPS = 12, 3  # what an hour can carry
ASKED = "FPK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to reveal: a question, by its item's id, or a gap, by its dimension's code.

    `distance` (0-100) puts it in its place, and is not to be shown before it is revealed.
    """

    code: str
    distance: float

    @property
    def is_gap(self) -> bool:
        """Whether it is the gap of a dimension."""
        return "-" not in self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A question that is not revealed, and why in words; "" where a side gave no answer."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The steps in their order, and what is left out of them."""

    steps: tuple[Step, ...]
    skipped: tuple[Skipped, ...]

    def place(self, code: str) -> int | None:
        """The position of a step, from 0; None where it is not one."""
        return next((place for place, step in enumerate(self.steps) if step.code == code), None)


def agenda(scored: ScoredWave) -> Agenda:
    """Put a wave's questions and dimensions in order; nothing where its scores are not shown."""
    if scored.counts_nowhere or scored.participation_only:
        return Agenda(steps=(), skipped=())
    questions, skipped = [], []
    catalogue: Catalogue = scored.wave.assessment.instrument_version.catalogue
    for item in catalogue.items:
        if item.kind not in ASKED or item.dimension is None:
            continue
        apart = distance(scored, item)
        if apart is None:
            skipped.append(Skipped(item=item.id, reason=_reason(scored, item)))
        else:
            questions.append(Step(code=item.id, distance=apart))
    gaps = [
        Step(code=code, distance=abs(score.gap))
        for code, score in scored.card.dimensions.items()
        if score.gap is not None
    ]
    return Agenda(
        steps=(*_widest(questions)[:QUESTIONS], *_widest(gaps)[:GAPS]),
        skipped=tuple(skipped),
    )


def _widest(steps: list[Step]) -> list[Step]:
    """The widest first; those as wide stay in the questionnaire's order."""
    return sorted(steps, key=lambda step: -round(step.distance, NOISE))


def distance(scored: ScoredWave, item: Item) -> float | None:
    """How far the two sides are apart on an item, 0-100; None where that is missing or withheld."""
    if item.kind == "F":
        concordance = scored.card.items[item.id].concordance
        return None if concordance is None or item.id not in scored.facts else 100.0 - concordance
    score = _score(scored, item)
    if score is None or score.sales is None or score.marketing is None:
        return None
    return abs(score.sales - score.marketing)


def _score(scored: ScoredWave, item: Item) -> Any:
    return (scored.card.perceptions if item.kind == "P" else scored.card.items).get(item.id)


def _reason(scored: ScoredWave, item: Item) -> str:
    return next((text for text in (why(scored, path) for path in _paths(item)) if text), "")


def _paths(item: Item) -> Iterator[str]:
    part = "perceptions" if item.kind == "P" else "items"
    names = ("concordance",) if item.kind == "F" else ("sales", "marketing")
    yield from (f"{part}.{item.id}.{name}" for name in names)
