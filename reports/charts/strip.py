"""Strips of what each person answered, as dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.charts.model import Dots, Strip, StripRow
from reports.withheld import why
from reports.wording import SIDES, respondents, spread_finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from surveys.catalogue import Item

STEPS = range(1, 6)


def answers_strip(scored: ScoredWave, texts: Texts, code: str) -> Strip | None:
    """Describe the answers to a dimension's ratings, one dot a person; None where none may be shown.

    `code` is the dimension. A statement whose answers are withheld says why.
    """
    items = [item for item in texts.catalogue.items if item.dimension == code and item.kind == "P"]
    scales = [texts.answers(item) for item in items]
    alike = all(scale == scales[0] for scale in scales)
    rows = [_answers(scored, texts, item, alike=alike) for item in items]
    if not any(row.dots for row in rows):
        return None
    given = zip(items, rows, strict=True)
    finding = spread_finding(
        [(texts.question(item), [dots.value for dots in row.dots]) for item, row in given if row.dots]
    )
    counts = scored.card.counts
    shown = {dots.side for row in rows for dots in row.dots}
    return Strip(
        code=f"answers-{code}",
        finding=finding,
        units=_("%(dimension)s: each dot is one person's answer, 1 to 5. %(n)s.")
        % {"dimension": texts.dimensions()[code], "n": respondents(counts.sales, counts.marketing)},
        summary=finding,
        notes=tuple(_notes(scored, items)),
        rows=tuple(rows),
        ticks=tuple((step, _tick(step, scales[0] if alike else {})) for step in STEPS),
        rows_name=_("Statement"),
        sides={side: str(name) for side, name in SIDES.items() if side in shown},
    )


def _tick(step: int, scale: Mapping[int | str, str]) -> str:
    """The name of a step: the ends in words, where all statements have the same ends."""
    return f"{step} {scale[step]}" if step in (1, 5) and scale else str(step)


def _answers(scored: ScoredWave, texts: Texts, item: Item, *, alike: bool) -> StripRow:
    given = scored.ratings.get(item.id, {})
    dots = tuple(
        Dots(side=side, value=step, people=given[side][step])
        for side in SIDES
        for step in STEPS
        if side in given and step in given[side]
    )
    return StripRow(
        code=item.id, name=_asked(texts, item, alike=alike), dots=dots, withheld=_withheld(scored, item.id)
    )


def _withheld(scored: ScoredWave, item: str) -> str:
    """Why a side's answers are not drawn, and which side's where it is one."""
    reasons = {side: why(scored, f"perceptions.{item}.{side}") for side in ("sales", "marketing")}
    if reasons["sales"] == reasons["marketing"]:
        return reasons["sales"]
    return ", ".join(f"{SIDES[side]}: {reason}" for side, reason in reasons.items() if reason)


def _asked(texts: Texts, item: Item, *, alike: bool) -> str:
    """The question, with the ends of its scale where the axis cannot show those of every statement."""
    if alike:
        return texts.question(item)
    scale = texts.answers(item)
    ends = {"question": texts.question(item), "low": scale[1], "high": scale[5]}
    return _("%(question)s (1 %(low)s, 5 %(high)s)") % ends


def _notes(scored: ScoredWave, items: list[Item]) -> list[str]:
    """Say how many answers have no place on the scale."""
    given = [sides for item in items for sides in scored.ratings.get(item.id, {}).values()]
    apart = sum(people for answers in given for step, people in answers.items() if step not in STEPS)
    if not apart:
        return []
    return [
        ngettext(
            "Not drawn: %(count)s “don't know” or “does not apply”.",
            "Not drawn: %(count)s times “don't know” or “does not apply”.",
            apart,
        )
        % {"count": apart}
    ]
