"""What people wrote beside a wave's results: the consultant's notes and the joint plan.

It is text for every reader of the results, so it is frozen with them; but names of people may stand in it,
and those go when people are erased. A release keeps it apart from its figures (see `reports.frozen`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from reports.beside import ACTION, LINE, NOTE
from reports.sections_list import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.beside import Beside, Row
    from reports.models import PlanAction
    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One action of a joint plan.

    Parameters
    ----------
    wave
        The number of the wave in whose plan it stands.
    recommendation
        Code of the recommendation it came from, "" for an action of the client's own.
    text, first_step
        The consultant's words; "" where those of the recommendation stand.
    item, value, target
        Path of the score that it is to move, such as "CUS-K1.joint"; what it was when the action was agreed
        on, and what it is to reach.
    since
        The number of the wave in which it was agreed on; the value is of that wave's `method_version`.
    sales_owner, marketing_owner
        Names as they were typed; "" where nobody is named.
    carried
        Whether it was carried over from the plan of an earlier wave.
    """

    wave: int
    recommendation: str
    text: str
    first_step: str
    dimension: str
    item: str
    value: float | None
    target: float | None
    method_version: str
    since: int
    sales_owner: str
    marketing_owner: str
    due_on: date | None
    status: str
    note: str
    carried: bool

    @classmethod
    def of(cls, action: PlanAction, wave: int) -> PlanLine:
        """The line of an action in the plan of that wave."""
        fields = {name: getattr(action, name) for name in LINE}
        return cls(wave=wave, carried=action.carried_from_id is not None, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Notes by section, in Markdown; the wave's plan; the plan of the newest wave before that has one.

    What was dropped from a plan is not in it: it concerns nobody but the desk.
    """

    notes: dict[str, str] = field(default_factory=dict)
    plan: tuple[PlanLine, ...] = ()
    earlier_plan: tuple[PlanLine, ...] = ()

    @classmethod
    def of(cls, waves: Sequence[Assessment], beside: Beside) -> Written:
        """That of the last of a client's waves, the others being those before it."""
        plans = {wave.number: beside.of_wave(ACTION, wave) for wave in waves}
        own = waves[-1].number
        before = max((number for number, rows in plans.items() if rows and number != own), default=0)
        texts = {row.key: row.content["text"] for row in beside.of_wave(NOTE, waves[-1])}
        return cls(
            notes={section: texts[section] for section in SECTIONS if texts.get(section)},
            plan=_lines(own, plans[own]),
            earlier_plan=_lines(before, plans.get(before, ())),
        )

    def frozen(self) -> str:
        """Write it as text: the same words give the same text, and none give none."""
        if not (self.notes or self.plan or self.earlier_plan):
            return ""
        return json.dumps(
            asdict(self), cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )

    @classmethod
    def thawed(cls, text: str) -> Written:
        """Read what `frozen` wrote."""
        content = json.loads(text) if text else {}
        return cls(
            notes=content.get("notes", {}),
            plan=tuple(_line(**each) for each in content.get("plan", ())),
            earlier_plan=tuple(_line(**each) for each in content.get("earlier_plan", ())),
        )


def _lines(wave: int, rows: Iterable[Row]) -> tuple[PlanLine, ...]:
    contents = sorted((row.content for row in rows), key=lambda each: (each["place"], each["pk"]))
    return tuple(
        _line(wave=wave, carried=each["carried_from"] is not None, **{name: each[name] for name in LINE})
        for each in contents
    )


def _line(*, due_on: str | None, **fields: Any) -> PlanLine:
    return PlanLine(due_on=date.fromisoformat(due_on) if due_on else None, **fields)
