"""What would open the next maturity level: each gate that is shut, where it stands, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.inputs import NOT_KNOWN
from reports.numbers import counted, rounded, tenths, whole
from reports.withheld import number
from reports.wording import GATE_GROUPS, GATES, LEVELS, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from scoring.method import Gate, GateGroup
    from scoring.scorecard import Maturity
    from surveys.catalogue import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A shut gate: the question it reads ("" if none), where it stands and what it needs, in words.

    `of` names the number for the page that shows its working; "" where it is no single number.
    """

    code: str
    name: str
    question: str
    now: str
    needed: str
    of: str = ""
    dimension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningGroup:
    """Shut gates of a group, and how many more of them the level needs."""

    name: str
    rule: str
    lines: tuple[Opening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """What the next level needs of the index ("" if nothing) and of the gates."""

    level: str
    index: str
    groups: tuple[OpeningGroup, ...]


def openings(scored: ScoredWave, texts: Texts) -> Openings | None:
    """Say what would open the next level; None without a level, and on the highest."""
    maturity, order = scored.card.maturity, [level for level, _cut in scored.method.levels]
    if maturity is None or maturity.level == order[-1]:
        return None
    place = order.index(maturity.level) + 1
    groups = [
        _group(scored, texts, maturity, group)
        for group in scored.method.gate_groups
        if group.level == order[place]
    ]
    return Openings(
        level=str(LEVELS[order[place]]),
        index=_index(scored, order[place], short=order.index(maturity.index_level) < place),
        groups=tuple(group for group in groups if group),
    )


def _index(scored: ScoredWave, level: str, *, short: bool) -> str:
    index, cut = scored.card.measured.index, dict(scored.method.levels)[level]
    values = {"now": _short_of(cut)(index) if short else whole(index), "needed": whole(cut)}
    if short:
        return _("The index stands at %(now)s and has to reach %(needed)s.") % values
    return _("The index is there already: %(now)s, and %(needed)s are needed.") % values


def _short_of(needed: float) -> Callable[[float | None], str]:
    """Give what writes a score so that one below what is needed never reads as if it were there.

    >>> [_short_of(40.0)(score) for score in (39.2, 39.7, 39.98, 40.0)]
    ['39', '39.7', '39.9', '40']
    """

    def shown(score: float | None) -> str:
        if score is None or score >= needed or rounded(score) < needed:
            return whole(score)
        return tenths(min(score, needed - 0.1))

    return shown


def _group(scored: ScoredWave, texts: Texts, maturity: Maturity, group: GateGroup) -> OpeningGroup | None:
    members = [gate for gate in scored.method.gates if gate.group == group.id]
    shut = [gate for gate in members if maturity.gates[gate.id] != "passed"]
    more = group.needs - (len(members) - len(shut))
    if more <= 0:
        return None
    rule = ngettext("%(more)s more of these %(shut)s", "%(more)s more of these %(shut)s", more) % {
        "more": more,
        "shut": len(shut),
    }
    return OpeningGroup(
        name=str(GATE_GROUPS[group.id]),
        rule=rule if more < len(shut) else _("all of these"),
        lines=tuple(_opening(scored, texts, gate) for gate in shut),
    )


def _opening(scored: ScoredWave, texts: Texts, gate: Gate) -> Opening:
    if gate.named is not None:
        return _named(scored, texts, gate, gate.named)
    name, _point, part = (gate.of or "").partition(".")
    if name == "outcomes":
        return _results(scored, gate)
    item = texts.catalogue.item(name)
    where = "items" if name in scored.card.items else "perceptions"
    value = getattr(getattr(scored.card, where)[name], part)
    return Opening(
        code=gate.id,
        name=str(GATES[gate.id]),
        question=texts.question(item),
        now=number(scored, f"{where}.{name}.{part}", value, _short_of(gate.at_least)),
        needed=_needed(scored, texts, item, gate),
        of=f"{name}.{part}",
        dimension=item.dimension or "",
    )


def _needed(scored: ScoredWave, texts: Texts, item: Item, gate: Gate) -> str:
    """The score that is enough, with what both sides would have to say for it."""
    values = {"needed": whole(gate.at_least)}
    rules = scored.method.by_id[item.id]
    if rules.customer:
        values["kpis"] = str(rules.customer_enough)
        return _("%(needed)s: %(kpis)s customer KPIs that at least half of each side name") % values
    if item.form not in ("ladder", "ordinal"):
        return values["needed"]
    points = enumerate(scored.method.step_scores, 1)
    enough = next(step for step, score in points if score >= gate.at_least)
    values["answer"] = texts.answers(item)[enough]
    return _("%(needed)s: both sides say “%(answer)s”") % values


def _results(scored: ScoredWave, gate: Gate) -> Opening:
    measured, shown = scored.card.measured, _short_of(gate.at_least)
    values = {"revenue": shown(measured.revenue), "pipeline": shown(measured.pipeline)}
    return Opening(
        code=gate.id,
        name=str(GATES[gate.id]),
        question="",
        now=_("revenue %(revenue)s, pipeline %(pipeline)s") % values,
        needed=_("both at %(needed)s") % {"needed": whole(gate.at_least)},
    )


def _named(scored: ScoredWave, texts: Texts, gate: Gate, name: str) -> Opening:
    """A gate that asks whether one answer is named by enough of each side."""
    item, given = texts.catalogue.item(name), scored.facts.get(name)
    answers = texts.answers(item)
    if given is None:
        now = number(scored, f"items.{name}.concordance", None)
    else:
        best = max(gate.codes, key=lambda code: min(_share(given[side], code) for side in given))
        if not any(_share(given[side], best) for side in given):
            best = max(gate.codes, key=lambda code: max(_share(given[side], code) for side in given))
        told = [
            f"{SIDES[side]} {counted(sum(each == best for each in given[side]), len(given[side]))}"
            for side in given
        ]
        now = f"{answers[best]}: {', '.join(told)}"
    wanted = answers[gate.codes[0]] if len(gate.codes) == 1 else ""
    half = {"answer": wanted, "share": whole(100 * gate.at_least)}
    return Opening(
        code=gate.id,
        name=str(GATES[gate.id]),
        question=texts.question(item),
        now=now,
        needed=_("%(share)s%% of each side say “%(answer)s”") % half
        if wanted
        else _("%(share)s%% of each side name the same") % half,
        dimension=item.dimension or "",
    )


def _share(given: tuple[object, ...], code: str) -> float:
    known = [each for each in given if each not in NOT_KNOWN]
    return sum(each == code for each in known) / len(given) if known else 0.0
