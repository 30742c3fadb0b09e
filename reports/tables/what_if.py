"""What if: the levers with their words, and what the index, the level and the gates would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.levers import reason, step_names
from reports.numbers import points, tenths, whole
from reports.withheld import why
from reports.wording import GATE_STATES, GATES, LEVELS, held_back

if TYPE_CHECKING:
    from reports.levers import Lever, Levers
    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from scoring.what_if import Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverLine:
    """A lever in words; `reason` says why it cannot be moved, and is "" where it can."""

    path: str
    code: str
    question: str
    reason: str
    now: str
    least: int
    most: int
    step: int
    steps: tuple[tuple[int, str], ...]
    stands: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverGroup:
    """Levers under one heading."""

    code: str
    name: str
    lines: tuple[LeverLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateChange:
    """A gate whose state differs in the case."""

    code: str
    name: str
    before: str
    before_name: str
    after: str
    after_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A measured dimension now and in the case, in whole points."""

    name: str
    now: int | None
    then: int | None
    change: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a case comes to: whole numbers, and words."""

    moved: int
    said: str
    index_now: str
    index: str
    lift: str
    level_now: str
    level: str
    level_moved: bool
    holding: str
    gates: tuple[GateChange, ...]
    bars: tuple[Bar, ...]


def lever_groups(scored: ScoredWave, levers: Levers, texts: Texts) -> list[LeverGroup]:
    """Levers of the top recommendations first, in their order; then the others by dimension."""
    named = list(dict.fromkeys(target.of for each in scored.card.recommendations for target in each.targets))
    first = sorted((each for each in levers if each.path in named), key=lambda each: named.index(each.path))
    groups = [("first", _("What the recommendations would move"), first)]
    for code, name in texts.dimensions().items():
        found = [each for each in levers if each.item.startswith(f"{code}-") and each not in first]
        groups.append((code, name, found))
    return [
        LeverGroup(code=code, name=name, lines=tuple(_line(scored, each, texts) for each in found))
        for code, name, found in groups
        if found
    ]


def _line(scored: ScoredWave, lever: Lever, texts: Texts) -> LeverLine:
    names = step_names(lever, texts, scored.method)
    steps = tuple(
        (step, lever_stands(lever, step, names)) for step in range(lever.least, len(lever.scores) + 1)
    )
    question = texts.question(texts.catalogue.item(lever.item))
    if lever.path.endswith(".concordance"):
        question = _("The same answer on both sides: %(question)s") % {"question": question}
    return LeverLine(
        path=lever.path,
        code=lever.path.replace(".", "-"),
        question=question,
        reason=reason(scored, lever),
        now=whole(lever.now),
        least=lever.least,
        most=len(lever.scores),
        step=lever.step,
        steps=steps,
        stands=lever_stands(lever, lever.step, names),
    )


def lever_stands(lever: Lever, step: int, names: list[str]) -> str:
    """Say where a lever stands on a step: as it is now, or what is reached."""
    if step == lever.least:
        return _("as now: %(score)s of 100") % {"score": whole(lever.now)}
    return _("%(score)s of 100: %(name)s") % {"score": whole(lever.scores[step - 1]), "name": names[step - 1]}


def outcome(scored: ScoredWave, levers: Levers, result: Reached, texts: Texts) -> Outcome:
    """Put a case into words beside what was measured."""
    card, moved = scored.card, sum(lever.moved for lever in levers)
    now = card.maturity
    level_now, level = (now.level if now else None), result.level
    shown = {
        "index_now": whole(card.measured.index),
        "index": whole(result.index),
        "lift": f"+{tenths(result.lift or 0.0)}",
        "level_now": str(LEVELS[level_now]) if level_now else "–",
        "level": str(LEVELS[level]) if level else "–",
    }
    return Outcome(
        moved=moved,
        said=_said(moved, shown),
        level_moved=level != level_now,
        holding=_holding(result),
        gates=_gates(scored, result),
        bars=tuple(_bars(scored, result, texts)),
        **shown,
    )


def _said(moved: int, shown: dict[str, str]) -> str:
    if not moved:
        return _("No slider is moved: this is what was measured.")
    return ngettext(
        "What if: with %(moved)s slider moved the index is %(index)s (%(lift)s), the level %(level)s.",
        "What if: with %(moved)s sliders moved the index is %(index)s (%(lift)s), the level %(level)s.",
        moved,
    ) % {"moved": moved, **shown}


def _holding(result: Reached) -> str:
    if result.level is None or result.index_level is None or result.gate_level is None:
        return ""
    codes = list(LEVELS)
    place = codes.index(result.level) + 1
    above = codes[place] if place < len(codes) else None
    return held_back(result.level, result.index_level, result.gate_level, above)


def _gates(scored: ScoredWave, result: Reached) -> tuple[GateChange, ...]:
    before = scored.card.maturity.gates if scored.card.maturity else {}
    return tuple(
        GateChange(
            code=gate,
            name=str(GATES[gate]),
            before=state,
            before_name=str(GATE_STATES[state]),
            after=result.gates[gate],
            after_name=str(GATE_STATES[result.gates[gate]]),
        )
        for gate, state in before.items()
        if result.gates[gate] != state
    )


def _bars(scored: ScoredWave, result: Reached, texts: Texts) -> list[Bar]:
    bars = []
    for code, name in texts.dimensions().items():
        now, then = scored.card.dimensions[code].measured, result.dimensions.get(code)
        moved = (points(then) or 0) - (points(now) or 0)
        bars.append(
            Bar(
                name=name,
                now=points(now),
                then=points(then),
                change=f"+{moved}" if moved else "",
                reason="" if now is not None else why(scored, f"dimensions.{code}.measured") or "–",
            )
        )
    return bars


def address(steps: dict[str, int]) -> str:
    """The query string that puts the levers where they stand."""
    return urlencode(steps)
