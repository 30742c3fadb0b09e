"""How much the index hangs on our own choices of weights and exponents (method D13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.index import Shares, index_of, measured_scores
from scoring.maturity import levels_of
from scoring.perceived import weighted_mean
from scoring.practice import practice_scores
from scoring.scorecard import Sensitivity

if TYPE_CHECKING:
    from scoring.method import Method
    from scoring.scores import Scores


def sensitivity(scores: Scores, row: int, method: Method) -> Sensitivity | None:
    """Vary weights, lambda and exponents, and see where the index of one assessment goes.

    Returns
    -------
    Sensitivity or None
        None where there is no index.

    Notes
    -----
    Drawn in this order from a generator of its own: weights about the method's own, lambda, the share
    of facts, the share of outcomes.
    """
    if np.isnan(scores.measured.index[row]):
        return None
    rules = method.sensitivity
    rng = np.random.default_rng(rules.seed)
    weights = rng.dirichlet(rules.concentration * method.weights, rules.draws)
    corroboration = rng.uniform(rules.lambda_low, rules.lambda_high, rules.draws)
    shares = Shares(
        weights=weights,
        concordance=rng.uniform(rules.fact_low, rules.fact_high, rules.draws),
        outcome=rng.uniform(rules.outcome_low, rules.outcome_high, rules.draws),
    )
    one = scores.tally.repeated(row, rules.draws)
    documents = scores.evidence.documents[row : row + 1]
    measured = measured_scores(
        practice_scores(one, documents, method, corroboration).joint,
        np.broadcast_to(scores.concordance[row], (rules.draws, scores.concordance.shape[1])),
        method,
        outcomes=np.broadcast_to(scores.evidence.outcomes.outcomes[row], rules.draws),
        two_sided=np.ones(1, dtype=bool),
        shares=shares,
    )
    known = measured.index[~np.isnan(measured.index)]
    low, middle, high = np.percentile(known, (5, 50, 95))
    own = levels_of(scores.measured.index[row : row + 1], method)
    return Sensitivity(
        low=float(low),
        middle=float(middle),
        high=float(high),
        same_level=float(np.mean(levels_of(known, method) == own)),
        arithmetic=arithmetic_index(scores, row, method),
        without=leave_one_out(scores, row, method),
    )


def arithmetic_index(scores: Scores, row: int, method: Method) -> float:
    """The index with arithmetic means throughout, in place of the geometric ones."""
    outcomes, floor = scores.evidence.outcomes, method.composite.floor
    A = float(scores.measured.arithmetic[row])
    if np.isnan(outcomes.outcomes[row]):
        return A
    O = (max(outcomes.revenue[row], floor) + max(outcomes.pipeline[row], floor)) / 2  # noqa: E741
    share = method.index.outcome_share
    return float((1 - share) * A + share * O)


def leave_one_out(scores: Scores, row: int, method: Method) -> dict[str, float | None]:
    """The index without each dimension in turn, the other weights renormalised."""
    floor, needed = method.composite.floor, method.composite.min_dimensions
    logs = np.log(np.maximum(scores.measured.dimensions[row], floor))
    stacked = np.where(np.eye(len(logs), dtype=bool), np.nan, logs)
    A = np.exp(weighted_mean(stacked, method.weights, min(needed, len(logs) - 1)))
    O = scores.evidence.outcomes.outcomes[row]  # noqa: E741 - the method's letter
    index = index_of(A, np.broadcast_to(O, A.shape), method.index.outcome_share)
    values = index.tolist()
    return {
        code: None if np.isnan(value) else value for code, value in zip(method.codes, values, strict=True)
    }
