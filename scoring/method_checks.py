"""What must be true of a method before anything is scored with it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from scoring.errors import MethodError, shown
from scoring.method import DONT_KNOW, FACTS, LADDERS, NOT_APPLICABLE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.method import Method, Target

PILLARS = ("revenue", "pipeline")
ZONES = ("in_sync", "running_on_stock", "leaking", "out_of_sync")
LEVELS = ("ambiguous", "collaborative", "aligned")


def fact_names(method: Method) -> frozenset[str]:
    """Names of all facts that a gate, a pattern or a rule may read."""
    names = {"perceived.joint", "gap", "outcomes.weaker_pillar", "classes.disputed"}
    for item in method.items:
        if item.kind in (Kind.PRACTICE, Kind.PERCEPTION):
            names.add(f"{item.id}.joint")
        if item.kind in FACTS:
            names.add(f"{item.id}.concordance")
        if item.kind is Kind.ORDINAL or item.levels or item.customer:
            names.add(f"{item.id}.level")
        if item.customer:
            names |= {f"{item.id}.shared", f"{item.id}.customer"}
    names |= {f"{code}.{what}" for code in method.codes for what in ("measured", "perceived")}
    names |= {f"{curve.item}.score" for curve in method.outcomes}
    names |= {f"zone.{zone}" for zone in ZONES}
    names |= {f"gate.{gate.id}" for gate in method.gates}
    names |= {f"pattern.{pattern.id}" for pattern in method.patterns}
    names |= {f"sponsor.{code}" for code in dict(method.profile).get("sponsor", ())}
    return frozenset(names)


def check_method(method: Method) -> None:
    """Check a method whole.

    Raises
    ------
    MethodError
        Naming the place and the value of the first fault.
    """
    _check_weights(method)
    _check_scores(method)
    _check_thresholds(method)
    _check_items(method)
    _check_curves(method)
    _check_gates(method)
    _check_patterns(method)
    _check_rules(method)


def require(holds: bool, place: str, problem: str) -> None:  # noqa: FBT001 - reads as an assertion
    """Raise a MethodError unless the condition holds."""
    if not holds:
        raise MethodError(place, problem)


def _check_weights(method: Method) -> None:
    for dimension in method.dimensions:
        require(dimension.weight > 0, f"weights.{dimension.code}", f"{dimension.weight} is not above 0")
    total = math.fsum(dimension.weight for dimension in method.dimensions)
    require(abs(total - 1) <= method.tolerance, "weights", f"sum to {total}, not to 1")


def _check_scores(method: Method) -> None:
    scores = method.step_scores
    require(len(scores) == 5, "scale.scores", f"{len(scores)} scores, not 5")
    require(scores[0] == 0 and scores[-1] == 100, "scale.scores", f"{list(scores)} are not from 0 to 100")
    _check_rising(scores, "scale.scores")


def _check_rising(numbers: Iterable[float], place: str) -> None:
    for low, high in pairwise(numbers):
        require(low < high, place, f"{high} follows {low}: not rising")


def _check_thresholds(method: Method) -> None:
    measured, index, composite = method.measured, method.index, method.composite
    shares = {
        "measured.corroboration": measured.corroboration,
        "measured.one_sided": measured.one_sided,
        "measured.concordance_share": measured.concordance_share,
        "index.outcome_share": index.outcome_share,
        "composite.answered_share": composite.answered_share,
    }
    for place, share in shares.items():
        require(0 <= share <= 1, place, f"{share} is not between 0 and 1")
    count = len(method.dimensions)
    require(
        1 <= composite.min_dimensions <= count,
        "composite.min_dimensions",
        f"{composite.min_dimensions} is not between 1 and {count}",
    )
    require(0 < composite.floor <= 100, "composite.floor", f"{composite.floor} is not in 0-100")
    matrix = method.matrix
    _check_rising((matrix.band_low, matrix.cut, matrix.band_high), "matrix")
    names = tuple(name for name, _ in method.levels)
    require(names == LEVELS, "levels", f"{list(names)} are not {list(LEVELS)}")
    _check_rising((cut for _, cut in method.levels), "levels")
    uncertainty = method.uncertainty
    require(0 < uncertainty.confidence < 1, "uncertainty.confidence", f"{uncertainty.confidence} is no share")
    require(uncertainty.min_side >= 2, "uncertainty.min_side", f"{uncertainty.min_side} is below 2")
    for place, draws in (("uncertainty", uncertainty.draws), ("sensitivity", method.sensitivity.draws)):
        require(draws >= 1, f"{place}.draws", f"{draws} is below 1")
    spans = method.sensitivity
    _check_rising((spans.lambda_low, spans.lambda_high), "sensitivity.lambda_high")
    _check_rising((spans.fact_low, spans.fact_high), "sensitivity.fact_high")
    _check_rising((spans.outcome_low, spans.outcome_high), "sensitivity.outcome_high")
    gap = method.gap
    _check_rising((gap.disputed, gap.disputed_small), "gap.disputed_small")
    _check_rising((gap.hidden_strength, gap.blind_spot), "gap.blind_spot")


def _check_items(method: Method) -> None:
    for item in method.items:
        place = f"items.{item.id}"
        lone = item.kind in (Kind.HEADLINE, Kind.HEADLINE_PREDICTION)
        require(lone or item.dimension in method.codes, place, f"{shown(item.dimension)} is not a dimension")
        require(len(set(item.codes)) == len(item.codes), f"{place}.codes", "a code is listed twice")
        for code in (DONT_KNOW, NOT_APPLICABLE):
            require(code not in item.codes, f"{place}.codes", f"{shown(code)} is reserved")
        require(len(item.codes) <= 60, f"{place}.codes", f"{len(item.codes)} codes are more than 60")
        require(item.kind is not Kind.NOMINAL or bool(item.codes), f"{place}.codes", "is missing")
        require(item.kind is not Kind.SET or item.at_most >= 1, place, f"at_most {item.at_most} is below 1")
        require(
            not item.levels or len(item.levels) == len(item.codes),
            f"{place}.levels",
            f"{len(item.levels)} levels for {len(item.codes)} codes",
        )
        for code in item.worthless + item.customer:
            require(code in item.codes, place, f"{shown(code)} is not one of its codes")
        require(
            not item.customer or (item.customer_enough >= 1 and 0 < item.shared_by <= 1),
            place,
            f"customer_enough {item.customer_enough} or shared_by {item.shared_by} is out of range",
        )
    for code in method.codes:
        kinds = {item.kind for item in method.items if item.dimension == code}
        require(Kind.PERCEPTION in kinds, f"weights.{code}", "the dimension has no perception item")
        require(bool(kinds.intersection(LADDERS)), f"weights.{code}", "the dimension has no practice item")


def _check_curves(method: Method) -> None:
    for curve in method.outcomes:
        place = f"outcomes.{curve.item}"
        require(curve.pillar in PILLARS, f"{place}.pillar", f"{shown(curve.pillar)} is unknown")
        require(len(curve.figures) >= 2, f"{place}.curve", "fewer than two points")
        _check_rising(curve.figures, f"{place}.curve")
        _check_rising(curve.scores, f"{place}.curve")
        require(
            curve.scores[0] == 0 and curve.scores[-1] == 100,
            f"{place}.curve",
            f"scores {list(curve.scores)} do not run from 0 to 100",
        )
    for pillar in PILLARS:
        figures = sum(curve.pillar == pillar for curve in method.outcomes)
        require(
            figures >= method.index.min_figures >= 1,
            "index.min_figures",
            f"{method.index.min_figures} of {figures} {pillar} figures",
        )


def _check_gates(method: Method) -> None:
    groups = {group.id: group for group in method.gate_groups}
    facts = fact_names(method)
    for gate in method.gates:
        place = f"gates.{gate.id}"
        require(gate.group in groups, f"{place}.group", f"{shown(gate.group)} is not a gate group")
        if gate.named is None:
            require(gate.of in facts, f"{place}.of", f"{shown(gate.of)} is not a fact")
        else:
            nominal = method.item(gate.named).kind is Kind.NOMINAL
            require(nominal, f"{place}.named", f"{gate.named} is not a nominal fact")
            require(bool(gate.codes), place, "no code is left to be named")
    for group in method.gate_groups:
        size = sum(gate.group == group.id for gate in method.gates)
        place = f"gate_groups.{group.id}"
        require(group.level in LEVELS[1:], f"{place}.level", f"{shown(group.level)} is not a level to reach")
        require(1 <= group.needs <= size, f"{place}.needs", f"{group.needs} of {size} gates")


def _check_patterns(method: Method) -> None:
    facts = fact_names(method)
    for pattern in method.patterns:
        for line in pattern.lines:
            for clause in line:
                place = f"patterns.{pattern.id}"
                require(clause.of in facts, place, f"{shown(clause.of)} is not a fact")


def _check_rules(method: Method) -> None:
    facts, rules = fact_names(method), method.recommendations
    require(rules.show >= 1 and rules.per_dimension >= 1, "recommendations", "shows none")
    for rule in method.rules:
        place = f"rules.{rule.id}"
        require(
            rule.dimension is None or rule.dimension in method.codes,
            place,
            f"{shown(rule.dimension)} is not a dimension",
        )
        efforts = len(rules.due_days)
        require(1 <= rule.effort <= efforts, f"{place}.effort", f"{rule.effort} is not in 1-{efforts}")
        require(rule.owner in rules.owners, f"{place}.owner", f"{shown(rule.owner)} is unknown")
        for source in rule.sources:
            require(source in rules.sources, f"{place}.sources", f"{shown(source)} is unknown")
        require(bool(rule.when), f"{place}.when", "no clause")
        for clause in rule.when:
            require(clause.of in facts, f"{place}.when", f"{shown(clause.of)} is not a fact")
        for target in rule.targets:
            check_target(target, method, f"{place}.targets")


def check_target(target: Target, method: Method, place: str) -> None:
    """Check that a target names a score that can be set, and a number it can reach.

    Raises
    ------
    MethodError
        Naming the target and the fault.
    """
    name, _, what = target.of.partition(".")
    layout = method.layout
    known = {
        "joint": layout.practices,
        "level": layout.practices,
        "concordance": layout.facts,
    }
    gate = name == "gate" and any(each.id == what and each.named for each in method.gates)
    fits = gate or (target.of in fact_names(method) and name in known.get(what, ()))
    require(fits, place, f"{shown(target.of)} is not a score that a target can set")
    top = 1 if gate else 100
    require(0 <= target.to <= top, place, f"{shown(target.to)} is not in 0-{top}")
