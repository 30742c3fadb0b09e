"""The outcome figures as they were entered, with what they score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.numbers import measured, whole

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from reports.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """One outcome: the figure with its unit (None where none was entered), score, period and source."""

    code: str
    name: str
    figure: str | None
    score: str
    origin: str


def outcome_lines(scored: ScoredWave, texts: Texts) -> list[OutcomeLine]:
    """All outcomes of the questionnaire, entered or not."""
    entered = {figure.item: figure for figure in scored.wave.outcomes}
    lines = []
    for item in texts.catalogue.outcome_items:
        name, unit = texts.question(item), item.unit(texts.language)
        figure = entered.get(item.id)
        lines.append(
            OutcomeLine(
                code=item.id,
                name=name,
                figure=f"{measured(figure.value)} {unit}".strip() if figure else None,
                score=whole(scored.card.outcomes.get(item.id)),
                origin=f"{figure.period} · {figure.get_source_display()}" if figure else "",
            )
        )
    return lines
