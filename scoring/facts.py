"""Facts by name: what gates, patterns and rules of the method file read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.method import Bools, Clause, Floats, Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.method import Method

# Each fact is a number over the assessments (any leading shape), NaN where missing; yes is 1, no is 0.
Facts = dict[str, Floats]


def yes(condition: Bools) -> Floats:
    """A yes-or-no fact as 1 or 0."""
    return condition.astype(np.float64)


def practice_facts(joint: Floats, method: Method) -> Facts:
    """Joint practices (".joint") and levels of facts (".level") by name; shape (..., practices)."""
    return {
        f"{item}.{'joint' if item not in method.layout.facts else 'level'}": joint[..., column]
        for column, item in enumerate(method.layout.practices)
    }


def fact_facts(concordance: Floats, method: Method) -> Facts:
    """Concordances by name; shape (..., facts)."""
    return {
        f"{item}.concordance": concordance[..., column] for column, item in enumerate(method.layout.facts)
    }


def holds(clause: Clause, facts: Mapping[str, Floats], tolerance: float) -> Bools:
    """Tell where a clause holds; never where its fact is missing, or asked of an item left out."""
    value = facts.get(clause.of)
    if value is None:
        return np.zeros((), dtype=bool)
    if clause.below is not None:
        return np.asarray(value < clause.below - tolerance)
    return np.asarray(value >= (clause.at_least or 0.0) - tolerance)


def any_holds(clauses: tuple[Clause, ...], facts: Mapping[str, Floats], tolerance: float) -> Bools:
    """Tell where at least one of the clauses holds."""
    result = holds(clauses[0], facts, tolerance)
    for clause in clauses[1:]:
        result = result | holds(clause, facts, tolerance)
    return result


def pattern_holds(pattern: Pattern, facts: Mapping[str, Floats], tolerance: float) -> Bools:
    """Tell where every line of a pattern holds."""
    result = any_holds(pattern.lines[0], facts, tolerance)
    for line in pattern.lines[1:]:
        result = result & any_holds(line, facts, tolerance)
    return result
