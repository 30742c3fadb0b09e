"""What if: index, level and gates once given targets are reached, everything else fixed (method E).

Recommendations and what-if questions use this one door: the aggregation is run again on changed joint
scores, all cases stacked along one axis. Outcomes do not move: nobody is promised revenue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.facts import Facts, practice_facts
from scoring.index import measured_scores
from scoring.maturity import GATE_STATES, MaturityScores, maturity_scores
from scoring.method_checks import LEVELS, check_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.method import Floats, Method, Target
    from scoring.scores import Scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WhatIf:
    """Scores of n assessments in each of several cases.

    Parameters
    ----------
    index, lift
        Shape (n, cases): the index in the case, and what it gains by it.
    dimensions
        Shape (n, cases, dimensions): the measured dimensions in the case.
    maturity
        Of shape (n, cases).
    opens_gate
        Shape (n, cases): 1 where the level that the gates carry rises, else 0.
    """

    index: Floats
    lift: Floats
    dimensions: Floats
    maturity: MaturityScores
    opens_gate: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One assessment in one case, as numbers and codes; None where missing.

    Parameters
    ----------
    index, lift
        The index in the case, and what it gains by it.
    dimensions
        Measured dimensions by code.
    level, index_level, gate_level
        As in a scorecard's maturity; None without an index.
    gates
        State of each gate by id.
    """

    index: float | None
    lift: float | None
    dimensions: dict[str, float | None]
    level: str | None
    index_level: str | None
    gate_level: str | None
    gates: dict[str, str]


def reached(found: WhatIf, row: int, case: int, method: Method) -> Reached:
    """Give one assessment in one case."""
    index, maturity = _number(found.index[row, case]), found.maturity
    levels = (maturity.level, maturity.index_level, maturity.gate_level)
    level, index_level, gate_level = (
        None if index is None else LEVELS[position[row, case]] for position in levels
    )
    states = maturity.gates[row, case]
    return Reached(
        index=index,
        lift=_number(found.lift[row, case]),
        dimensions={
            code: _number(score)
            for code, score in zip(method.codes, found.dimensions[row, case], strict=True)
        },
        level=level,
        index_level=index_level,
        gate_level=gate_level,
        gates={gate.id: GATE_STATES[state] for gate, state in zip(method.gates, states, strict=True)},
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def what_if(scores: Scores, cases: Sequence[Sequence[Target]], method: Method) -> WhatIf:
    """Score the cases, each a set of targets reached together.

    Parameters
    ----------
    scores
        Of n assessments.
    cases
        Targets of each case. A target never lowers a score, and leaves a missing one missing unless it
        says `even_if_missing`.

    Raises
    ------
    MethodError
        A target that names no score, or a number out of range.

    Examples
    --------
    >>> from scoring import Cohort, load_method
    >>> from scoring.method import Target
    >>> from scoring.scores import cohort_scores
    >>> method = load_method("1")
    >>> practices = dict.fromkeys(method.layout.ladders, 3)
    >>> people = [{"id": side, "side": side, "answers": practices} for side in ("sales", "marketing")]
    >>> cohort = Cohort.from_interchange([{"method_version": "1", "respondents": people}], method)
    >>> case = [Target(of="CUS-K1.joint", to=75.0)]
    >>> what_if(cohort_scores(cohort, method), [case], method).lift.round(4)
    array([[2.282]])
    """
    for case in cases:
        for target in case:
            check_target(target, method, "targets")
    return checked_cases(scores, cases, method)


def checked_cases(scores: Scores, cases: Sequence[Sequence[Target]], method: Method) -> WhatIf:
    """Score cases whose targets are known to be sound, as those of a loaded method are."""
    # The first case changes nothing, so that a lift is 0 exactly where nothing moves.
    stacked: list[Sequence[Target]] = [(), *cases]
    practice, concordance, named = _changed(scores, stacked, method)
    shape = practice.shape[:-1]
    outcomes = np.broadcast_to(scores.evidence.outcomes.outcomes[:, None], shape)
    measured = measured_scores(
        practice, concordance, method, outcomes=outcomes, two_sided=scores.two_sided[:, None]
    )
    facts: Facts = {name: value[:, None] for name, value in scores.facts.items()}
    facts |= practice_facts(practice, method) | named
    maturity = maturity_scores(facts, measured.index, np.isnan(outcomes), method)
    return WhatIf(
        index=measured.index[:, 1:],
        lift=measured.index[:, 1:] - measured.index[:, :1],
        dimensions=measured.dimensions[:, 1:],
        maturity=MaturityScores(
            gates=maturity.gates[:, 1:],
            gate_level=maturity.gate_level[:, 1:],
            index_level=maturity.index_level[:, 1:],
            level=maturity.level[:, 1:],
        ),
        opens_gate=(maturity.gate_level[:, 1:] > maturity.gate_level[:, :1]).astype(np.float64),
    )


def _changed(
    scores: Scores, cases: Sequence[Sequence[Target]], method: Method
) -> tuple[Floats, Floats, Facts]:
    """Joint scores in each case: practices, concordances and who is named."""
    layout = method.layout
    practice = np.repeat(scores.practice.joint[:, None], len(cases), axis=1)
    concordance = np.repeat(scores.concordance[:, None], len(cases), axis=1)
    named = {
        name: np.repeat(value[:, None], len(cases), axis=1)
        for name, value in scores.facts.items()
        if name.startswith("named.")
    }
    for number, case in enumerate(cases):
        for target in case:
            name, _, what = target.of.partition(".")
            if what == "concordance":
                column = concordance[:, number, layout.facts.index(name)]
            elif name == "gate":
                column = named[f"named.{what}"][:, number]
            else:
                column = practice[:, number, layout.practices.index(name)]
            if target.even_if_missing:
                column[:] = np.fmax(column, target.to)
            else:
                column[:] = np.maximum(column, target.to)
    return practice, concordance, named
