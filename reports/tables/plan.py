"""The joint plan in words: who does what until when, and whether what it was to move has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.advice import ADVICE, OWNERS, RECONCILE, RECONCILE_FIRST
from reports.models import PlanAction
from reports.numbers import points, whole
from reports.withheld import item_score, why
from reports.wording import SIDES, respondents
from reports.written import PlanLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reports.edition import Edition
    from reports.scorecards import ScoredWave
    from reports.texts import Texts

# Who a recommendation asks to own its action on each side, while nobody is named.
ROLES = {
    "sales": {"both_heads": gettext_lazy("Head of sales"), "sales_head": OWNERS["sales_head"]},
    "marketing": {
        "both_heads": gettext_lazy("Head of marketing"),
        "marketing_head": OWNERS["marketing_head"],
    },
}
MEASURES = {
    "joint": gettext_lazy("score of both sides together"),
    "level": gettext_lazy("level"),
    "concordance": gettext_lazy("concordance"),
}
VERDICTS = {
    "agreed": gettext_lazy("The next wave shows whether it moves."),
    "reached": gettext_lazy("Target reached"),
    "closer": gettext_lazy("Higher than when agreed, target not reached"),
    "same": gettext_lazy("As when agreed"),
    "lower": gettext_lazy("Lower than when agreed"),
    "below": gettext_lazy("Target not reached"),
    "unmeasured": gettext_lazy("Not measured"),
    "withheld": gettext_lazy("Not shown"),
    "one_side": gettext_lazy("Answered by one side only: not compared"),
    "other_method": gettext_lazy("Measured by another version of the method: not compared"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The owner of an action on one side; `named` is whether somebody is, or a role stands in."""

    side: str
    side_name: str
    name: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What an action is to move: then, now (where a later wave has measured it), and the target.

    `then` and `now` are numbers as text, or why there is none; `code` names the verdict.
    """

    item: str
    question: str
    measure: str
    since: int
    then: str
    now: str
    target: str
    code: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One action in words; `movement` is None where it has no measured target.

    `role` is who the recommendation asks to own it where that is neither side: "Chief executive".
    """

    number: int
    recommendation: str
    dimension: str
    action: str
    first_step: str
    owners: tuple[Owner, ...]
    role: str
    due_on: date | None
    status: str
    status_name: str
    note: str
    carried: str
    movement: Movement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPlan:
    """A wave's plan and what became of the last one; `n` is how many answered in each wave it compares."""

    rows: tuple[ActionRow, ...]
    earlier: tuple[ActionRow, ...]
    earlier_wave: int | None
    n: tuple[str, ...]

    @property
    def compares(self) -> bool:
        """Whether a value of an earlier wave stands beside one of this wave."""
        return any(row.movement and row.movement.now for row in (*self.rows, *self.earlier))


def joint_plan(edition: Edition, texts: Texts) -> JointPlan | None:
    """The plan in words, and what became of the one before; None where there is neither."""
    if not (edition.plan or edition.earlier_plan):
        return None
    return JointPlan(
        rows=_rows(edition, texts, edition.plan),
        earlier=_rows(edition, texts, edition.earlier_plan),
        earlier_wave=edition.earlier_plan[0].wave if edition.earlier_plan else None,
        n=_counted(edition, [*edition.plan, *edition.earlier_plan]),
    )


def rows_of(
    edition: Edition, texts: Texts, actions: Sequence[PlanAction], wave: int
) -> tuple[ActionRow, ...]:
    """Actions of the plan of that wave in words, those that were dropped among them."""
    return _rows(edition, texts, [PlanLine.of(action, wave) for action in actions])


def _rows(edition: Edition, texts: Texts, lines: Sequence[PlanLine]) -> tuple[ActionRow, ...]:
    return tuple(_row(edition, texts, number, line) for number, line in enumerate(lines, start=1))


def _row(edition: Edition, texts: Texts, number: int, line: PlanLine) -> ActionRow:
    action, first_step = recommended_words(line.recommendation, line.first_step)
    role = _role(edition.scored, line.recommendation)
    return ActionRow(
        number=number,
        recommendation=line.recommendation,
        dimension=texts.dimensions().get(line.dimension, ""),
        action=line.text or action,
        first_step=first_step if line.first_step in {"", RECONCILE_FIRST} else line.first_step,
        owners=tuple(
            _owner(side, name, role)
            for side, name in (("sales", line.sales_owner), ("marketing", line.marketing_owner))
        ),
        role="" if any(role in roles for roles in ROLES.values()) else str(OWNERS.get(role, "")),
        due_on=line.due_on,
        status=line.status,
        status_name=str(PlanAction.Status(line.status).label),
        note=line.note,
        carried=_("from wave %(number)s") % {"number": line.since} if line.carried else "",
        movement=_movement(edition, texts, line) if line.item else None,
    )


def recommended_words(recommendation: str, first_step: str) -> tuple[str, str]:
    """What a recommendation asks for, and its first step; in a dispute that is to reconcile the answers."""
    advice = ADVICE.get(recommendation)
    if advice is None:
        return "", ""
    return str(advice.action), str(RECONCILE if first_step == RECONCILE_FIRST else advice.first_step)


def _role(scored: ScoredWave, recommendation: str) -> str:
    return next((rule.owner for rule in scored.method.rules if rule.id == recommendation), "")


def _owner(side: str, name: str, role: str) -> Owner:
    stands_in = ROLES[side].get(role, "")
    return Owner(side=side, side_name=str(SIDES[side]), name=name or str(stands_in), named=bool(name))


def _movement(edition: Edition, texts: Texts, line: PlanLine) -> Movement:
    scored = edition.scored
    agreed_here = line.since == scored.wave.assessment.number
    now = None if agreed_here else item_score(scored, line.item)
    code = "agreed" if agreed_here else _verdict(edition, line, now)
    name, _point, part = line.item.partition(".")
    hidden = why(scored, f"items.{line.item}")
    return Movement(
        item=name,
        question=_question(texts, name),
        measure=str(MEASURES[part]),
        since=line.since,
        then=_then(edition, line),
        now="" if agreed_here else (whole(now) if now is not None else hidden or _("not measured")),
        target=whole(line.target),
        code=code,
        verdict=str(VERDICTS[code]),
    )


def _question(texts: Texts, name: str) -> str:
    """The item's wording; its id where this wave's questionnaire has no such item any more."""
    item = next((item for item in texts.catalogue.items if item.id == name), None)
    return texts.question(item) if item else name


def _origin(edition: Edition, line: PlanLine) -> ScoredWave | None:
    """The wave in which it was agreed on, where it is among those that are at hand."""
    waves = (*edition.earlier, edition.scored)
    return next((each for each in waves if each.wave.assessment.number == line.since), None)


def _then(edition: Edition, line: PlanLine) -> str:
    """What it was when agreed, unless that wave may not show it by now."""
    origin = _origin(edition, line)
    hidden = why(origin, f"items.{line.item}") if origin else ""
    return hidden or (_("not measured") if line.value is None else whole(line.value))


def _one_sided(scored: ScoredWave | None, line: PlanLine) -> bool:
    """Whether a practice was answered by one side alone, and so counts half (method D3)."""
    item = scored.card.items.get(line.item.partition(".")[0]) if scored else None
    return getattr(item, "uncorroborated", False)


def _verdict(edition: Edition, line: PlanLine, now: float | None) -> str:
    """What became of a score that another wave was to measure again."""
    scored = edition.scored
    if scored.disclosed.reason(f"items.{line.item}") is not None:
        return "withheld"
    if now is None:
        return "unmeasured"
    if line.method_version != scored.method.version:
        return "other_method"
    if _one_sided(scored, line) or _one_sided(_origin(edition, line), line):
        return "one_side"
    return _compared(points(now), points(line.value), points(line.target))


def _compared(here: int | None, then: int | None, target: int | None) -> str:
    """Compare whole points, as they are shown: no reader sees 75 of 75 called short of it."""
    if here is None or target is None:
        return "unmeasured"
    if here >= target:
        return "reached"
    if then is None:
        return "below"
    return "closer" if here > then else "lower" if here < then else "same"


def _counted(edition: Edition, lines: Sequence[PlanLine]) -> tuple[str, ...]:
    """How many answered in this wave, and in those that the lines were agreed in."""
    wanted = {line.since for line in lines if line.item} | {edition.scored.wave.assessment.number}
    return tuple(
        _("Wave %(number)s: %(n)s")
        % {
            "number": each.wave.assessment.number,
            "n": respondents(each.card.counts.sales, each.card.counts.marketing),
        }
        for each in (*edition.earlier, edition.scored)
        if each.wave.assessment.number in wanted
    )
