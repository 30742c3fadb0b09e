"""Maturity: the lower of what the index and what the gates carry (method D7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.method import MARKETING, SALES, Bools, Floats
from scoring.method_checks import LEVELS
from scoring.tally import Tally, ratio

if TYPE_CHECKING:
    from scoring.facts import Facts
    from scoring.method import Method

GATE_STATES = ("not_evidenced", "failed", "passed")
NOT_EVIDENCED, FAILED, PASSED = range(3)
AMBIGUOUS, COLLABORATIVE, ALIGNED = range(len(LEVELS))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaturityScores:
    """Maturity of n assessments (any leading shape), as positions in `LEVELS`.

    Parameters
    ----------
    gates
        Shape (..., gates): position in `GATE_STATES`.
    gate_level, index_level, level
        Shape (...,); meaningless where there is no index.
    """

    gates: NDArray[np.int8]
    gate_level: NDArray[np.int8]
    index_level: NDArray[np.int8]
    level: NDArray[np.int8]


def named_facts(tally: Tally, method: Method) -> Facts:
    """For each gate that asks who is named: the share that names one code on both sides.

    Returns
    -------
    Facts
        ``named.<gate>``, shape (n,): over the gate's codes the highest of the lower side's share of
        answering respondents; NaN where a side has no answer but "don't know".
    """
    facts: Facts = {}
    for gate in method.gates:
        if gate.named is None or gate.named not in tally.columns.votes:
            continue
        votes = tally.of(tally.columns.votes[gate.named])
        unknown = tally.of(tally.columns.unknown)[..., tally.columns.unknown_of[gate.named]]
        codes = method.item(gate.named).codes
        counted = [codes.index(code) for code in gate.codes]
        named = votes.sum(axis=-1)
        shares = ratio(votes[..., counted], (named + unknown)[..., None])
        share = np.minimum(shares[:, SALES], shares[:, MARKETING]).max(axis=-1)
        evidenced = (named[:, SALES] > 0) & (named[:, MARKETING] > 0)
        facts[f"named.{gate.id}"] = np.where(evidenced, share, np.nan)
    return facts


def gate_states(facts: Facts, shape: tuple[int, ...], method: Method) -> NDArray[np.int8]:
    """Test every gate; a fact that is missing leaves its gate not evidenced.

    Parameters
    ----------
    shape
        Leading shape of the result, to which every fact broadcasts.

    Returns
    -------
    NDArray
        Shape (*shape, gates), positions in `GATE_STATES`.
    """
    states = np.full((*shape, len(method.gates)), NOT_EVIDENCED, dtype=np.int8)
    for column, gate in enumerate(method.gates):
        value = facts.get(gate.of or f"named.{gate.id}")
        if value is not None:
            reached = np.where(value >= gate.at_least - method.tolerance, PASSED, FAILED)
            states[..., column] = np.where(np.isnan(value), NOT_EVIDENCED, reached)
    return states


def gate_levels(states: NDArray[np.int8], method: Method) -> NDArray[np.int8]:
    """Level that the gates carry: a level needs enough of its groups, and the level below it."""
    passed = states == PASSED
    level = np.zeros(states.shape[:-1], dtype=np.int8)
    carried = np.ones(states.shape[:-1], dtype=bool)
    for number, name in enumerate(LEVELS[1:], start=1):
        for group in method.gate_groups:
            if group.level == name:
                members = [column for column, gate in enumerate(method.gates) if gate.group == group.id]
                carried = carried & (passed[..., members].sum(axis=-1) >= group.needs)
        level = np.where(carried, number, level).astype(np.int8)
    return level


def levels_of(scores: Floats, method: Method) -> NDArray[np.int8]:
    """Level by score, for the index and for a measured dimension; the lowest where it is missing."""
    level = np.zeros(scores.shape, dtype=np.int8)
    for number, (_, cut) in enumerate(method.levels):
        level = np.where(scores >= cut - method.tolerance, number, level).astype(np.int8)
    return level


def maturity_scores(facts: Facts, index: Floats, provisional: Bools, method: Method) -> MaturityScores:
    """Put gates and index together; a provisional index reaches collaborative at most."""
    states = gate_states(facts, index.shape, method)
    by_gates, by_index = gate_levels(states, method), levels_of(index, method)
    level = np.minimum(by_gates, by_index)
    level = np.where(provisional, np.minimum(level, COLLABORATIVE), level).astype(np.int8)
    return MaturityScores(gates=states, gate_level=by_gates, index_level=by_index, level=level)
