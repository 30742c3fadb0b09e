"""From practice and concordance to the measured dimensions, A and the index (method D3, D4, D6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.method import Bools, Floats
from scoring.perceived import weighted_mean

if TYPE_CHECKING:
    from scoring.method import Columns, Method


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuredScores:
    """Measured alignment of n assessments (any leading shape), 0-100, NaN where missing.

    Parameters
    ----------
    practice, concordance, dimensions
        Shape (..., dimensions): the two parts, and M_d made of them.
    operating, arithmetic
        Shape (...,): A, and the same with an arithmetic mean.
    index
        Shape (...,): A and O together, or A alone where there are no outcomes.
    """

    practice: Floats
    concordance: Floats
    dimensions: Floats
    operating: Floats
    arithmetic: Floats
    index: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """Weights that a sensitivity analysis varies; each a number, or an array over the draws.

    `weights` has the dimensions as its last axis, the others have the shape of the draws.
    """

    weights: Floats
    concordance: Floats | float
    outcome: Floats | float

    @classmethod
    def of(cls, method: Method) -> Shares:
        """The method's own."""
        return cls(
            weights=method.weights,
            concordance=method.measured.concordance_share,
            outcome=method.index.outcome_share,
        )


def measured_scores(
    practice: Floats,
    concordance: Floats,
    method: Method,
    *,
    outcomes: Floats,
    two_sided: Bools,
    shares: Shares | None = None,
) -> MeasuredScores:
    """Put joint item scores together; leading axes may hold assessments, draws or what-if cases.

    Parameters
    ----------
    practice
        Shape (..., practices): joint scores and levels.
    concordance
        Shape (..., facts).
    outcomes
        Shape that broadcasts with (...): O, NaN where missing.
    two_sided
        Likewise: somebody answered on each side. Without, no dimension is measured.
    """
    shares = shares or Shares.of(method)
    layout = method.layout
    count = len(method.dimensions)
    K = mean_by_dimension(practice, layout.practice_dimensions, count)
    C = mean_by_dimension(concordance[..., layout.composite_facts], layout.composite_dimensions, count)
    share = np.asarray(shares.concordance)[..., None]
    M = np.where(np.isnan(C), K, (1 - share) * K + share * C)
    M = np.where(two_sided[..., None], M, np.nan)
    floored = np.maximum(M, method.composite.floor)
    needed = method.composite.min_dimensions
    A = np.exp(weighted_mean(np.log(floored), shares.weights, needed))
    return MeasuredScores(
        practice=K,
        concordance=C,
        dimensions=M,
        operating=A,
        arithmetic=weighted_mean(floored, shares.weights, needed),
        index=index_of(A, outcomes, shares.outcome),
    )


def index_of(operating: Floats, outcomes: Floats, outcome_share: Floats | float) -> Floats:
    """The index: A to the one share times O to the other; A alone where O is missing."""
    product = operating ** (1 - np.asarray(outcome_share)) * outcomes ** np.asarray(outcome_share)
    return np.where(np.isnan(outcomes), operating, product)


def mean_by_dimension(values: Floats, dimensions: Columns, count: int) -> Floats:
    """Mean of the values present in each dimension.

    Parameters
    ----------
    values
        Shape (..., columns), NaN where missing.
    dimensions
        Shape (columns,): the dimension of each column.

    Returns
    -------
    Floats
        Shape (..., count), NaN where a dimension has no value.
    """
    total = np.zeros((*values.shape[:-1], count))
    present = np.zeros((*values.shape[:-1], count))
    for column, dimension in enumerate(dimensions):
        there = ~np.isnan(values[..., column])
        total[..., dimension] += np.where(there, values[..., column], 0.0)
        present[..., dimension] += there
    result = np.full(total.shape, np.nan)
    np.divide(total, present, out=result, where=present > 0)
    return result
