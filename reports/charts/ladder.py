"""The maturity ladder: every gate, and which of them hold the company back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.model import GateLine, GateList, Ladder, Rung
from reports.numbers import whole
from reports.wording import GATE_GROUPS, GATE_STATES, GATES, LEVELS, gates_needed, held_back, respondents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.comparisons import Comparison
    from reports.scorecards import ScoredWave
    from scoring import Method, Scorecard
    from scoring.method import GateGroup
    from scoring.scorecard import Maturity


def ladder_chart(scored: ScoredWave, comparison: Comparison | None = None) -> Ladder | None:
    """Describe the company's level with all gates; None without an index.

    `comparison` gives the level and the states that they are held against.
    """
    card, method = scored.card, scored.method
    maturity = card.maturity
    if maturity is None:
        return None
    order = [level for level, _cut in method.levels]
    here = order.index(maturity.level)
    above = order[here + 1] if here + 1 < len(order) else None
    holding = held_back(maturity.level, maturity.index_level, maturity.gate_level, above)
    level_name = str(LEVELS[maturity.level])
    finding = _("Maturity: %(level)s") % {"level": level_name}
    return Ladder(
        code="maturity",
        finding=finding,
        units=_units(card),
        summary=f"{finding}. {holding}",
        rungs=tuple(
            _rung(method, maturity, level, _place(place, here), comparison.gates if comparison else {})
            for place, level in enumerate(order)
        ),
        level_name=level_name,
        index_level_name=str(LEVELS[maturity.index_level]),
        gate_level_name=str(LEVELS[maturity.gate_level]),
        holding=holding,
        states={code: str(name) for code, name in GATE_STATES.items()},
        here_name=_("This company is here"),
        then_name=comparison.name if comparison and comparison.level else "",
        then_level=str(LEVELS[comparison.level]) if comparison and comparison.level else "",
    )


def _units(card: Scorecard) -> str:
    return _("The lower of what the index (%(index)s) and the gates carry. %(n)s.") % {
        "index": whole(card.measured.index),
        "n": respondents(card.counts.sales, card.counts.marketing),
    }


def _place(place: int, here: int) -> str:
    if place == here:
        return "here"
    return "below" if place < here else "above"


def _rung(method: Method, maturity: Maturity, level: str, place: str, then: Mapping[str, str]) -> Rung:
    groups = tuple(
        _gate_list(method, maturity, group, then) for group in method.gate_groups if group.level == level
    )
    cut = dict(method.levels)[level]
    if groups:
        rule = _("Index of %(cut)s or more, and the gates below.") % {"cut": whole(cut)}
    else:
        rule = _("The starting level: no gates.")
    return Rung(level=level, name=str(LEVELS[level]), rule=rule, place=place, groups=groups)


def _gate_list(method: Method, maturity: Maturity, group: GateGroup, then: Mapping[str, str]) -> GateList:
    members = [gate.id for gate in method.gates if gate.group == group.id]
    passed = sum(maturity.gates[gate] == "passed" for gate in members)
    return GateList(
        name=str(GATE_GROUPS[group.id]),
        rule=gates_needed(passed, group.needs, len(members)),
        gates=tuple(
            GateLine(
                code=gate,
                name=str(GATES[gate]),
                state=maturity.gates[gate],
                state_name=str(GATE_STATES[maturity.gates[gate]]),
                then=str(GATE_STATES[then[gate]]) if gate in then else "",
            )
            for gate in members
        ),
    )
