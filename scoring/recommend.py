"""Recommendations: which rules apply, what each would lift, and in which order (method E)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.facts import any_holds, holds
from scoring.gaps import CLASSES, DISPUTED
from scoring.method import MARKETING, Bools, Floats
from scoring.scorecard import Recommendation, TargetStep, Trigger
from scoring.what_if import checked_cases

if TYPE_CHECKING:
    from scoring.method import Clause, Method, Rule, Target
    from scoring.scores import Scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleScores:
    """Every rule held against n assessments, in the order of the method's rules.

    Parameters
    ----------
    applies
        Shape (n, rules): a clause of the rule holds, and there are two sides.
    lift, opens_gate
        Shape (n, rules): index points gained by reaching the targets; 1 where the gate level rises.
    priority
        Shape (n, rules): lift and bonuses over the effort; NaN without an index.
    """

    applies: Bools
    lift: Floats
    opens_gate: Floats
    priority: Floats


def rule_scores(scores: Scores, method: Method) -> RuleScores:
    """Hold every rule of the method against the scores."""
    settings = method.recommendations
    case = checked_cases(scores, [_targets(rule, method) for rule in method.rules], method)
    count = len(scores.gap)
    applies = np.zeros((count, len(method.rules)), dtype=bool)
    bonus = np.zeros((count, len(method.rules)))
    favoured = [CLASSES.index(name) for name in settings.bonus_classes]
    wanted = np.isin(scores.gaps.classes, favoured)
    for column, rule in enumerate(method.rules):
        if rule.dimension is not None and rule.dimension not in method.codes:
            continue
        applies[:, column] = any_holds(rule.when, scores.facts, method.tolerance) & scores.two_sided
        if rule.dimension is not None:
            bonus[:, column] = settings.class_bonus * wanted[:, method.codes.index(rule.dimension)]
    efforts = np.array([rule.effort for rule in method.rules])
    priority = (case.lift + settings.gate_bonus * case.opens_gate + bonus) / efforts
    return RuleScores(applies=applies, lift=case.lift, opens_gate=case.opens_gate, priority=priority)


def _targets(rule: Rule, method: Method) -> tuple[Target, ...]:
    """Targets of a rule; none where the method leaves its dimension out."""
    return rule.targets if rule.dimension in method.codes else ()


def shown_rules(rules: RuleScores, row: int, method: Method) -> list[int]:
    """Positions of the rules to show for one assessment: the pinned ones, then the best.

    Ordered by priority, then by the dimension's weight, then by id. Without an index no lift is known,
    and only a pinned rule is left.
    """
    settings = method.recommendations
    pinned, candidates = [], []
    weights = {dimension.code: dimension.weight for dimension in method.dimensions}
    for column in np.flatnonzero(rules.applies[row]).tolist():
        rule = method.rules[column]
        if rule.dimension is None:
            pinned.append(column)
        elif not np.isnan(rules.priority[row, column]):
            # Rounded, so that equal lifts stay equal whatever the order of the sums behind them.
            best = round(float(rules.priority[row, column]), 9)
            candidates.append((-best, -weights[rule.dimension], rule.id, column))
    chosen: list[int] = []
    taken = dict.fromkeys(weights, 0)
    for *_, column in sorted(candidates):
        dimension = str(method.rules[column].dimension)
        if len(chosen) < settings.show and taken[dimension] < settings.per_dimension:
            taken[dimension] += 1
            chosen.append(column)
    return pinned + chosen


def recommendations(
    scores: Scores, rules: RuleScores, row: int, method: Method
) -> tuple[Recommendation, ...]:
    """Recommendations of one assessment, in order."""
    return tuple(
        _recommendation(scores, rules, row, column, method) for column in shown_rules(rules, row, method)
    )


def _recommendation(
    scores: Scores, rules: RuleScores, row: int, column: int, method: Method
) -> Recommendation:
    rule = method.rules[column]
    pinned = rule.dimension is None
    disputed = not pinned and (scores.gaps.classes[row, method.codes.index(str(rule.dimension))] == DISPUTED)
    return Recommendation(
        id=rule.id,
        lift=0.0 if pinned else float(rules.lift[row, column]),
        opens_gate=not pinned and bool(rules.opens_gate[row, column]),
        priority=None if pinned else float(rules.priority[row, column]),
        dimension=rule.dimension,
        effort=rule.effort,
        owner=rule.owner,
        sources=rule.sources,
        first_step="reconcile" if disputed else rule.id,
        due_days=method.recommendations.due_days[rule.effort - 1],
        triggers=tuple(
            _trigger(scores, clause, row, method)
            for clause in rule.when
            if _holds_for(scores, clause, row, method)
        ),
        targets=tuple(
            TargetStep(of=target.of, now=_now(scores, target.of, row), to=target.to)
            for target in rule.targets
        ),
    )


def _now(scores: Scores, name: str, row: int) -> float | None:
    fact = scores.facts.get(name, np.asarray(np.nan))
    value = float(np.broadcast_to(fact, scores.gap.shape)[row])
    return None if np.isnan(value) else value


def _holds_for(scores: Scores, clause: Clause, row: int, method: Method) -> bool:
    """Whether a clause holds for one assessment."""
    now = _now(scores, clause.of, row)
    value = np.asarray(np.nan if now is None else now)
    return bool(holds(clause, {clause.of: value}, method.tolerance))


def _trigger(scores: Scores, clause: Clause, row: int, method: Method) -> Trigger:
    """The clause with what was found, and what each side said where the fact is one item."""
    item, layout = clause.of.partition(".")[0], method.layout
    sides = None
    if item in layout.practices:
        sides = scores.practice.sides[row, :, layout.practices.index(item)]
    elif item in layout.perceptions:
        sides = scores.perceived.items[row, :, layout.coded.index(item)]
    sales, marketing = (None, None) if sides is None else map(_known, sides[: MARKETING + 1].tolist())
    return Trigger(
        of=clause.of,
        below=clause.below,
        at_least=clause.at_least,
        now=_now(scores, clause.of, row),
        sales=sales,
        marketing=marketing,
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
