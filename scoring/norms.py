"""An assessment among others: percentile rank and standardised gap (method D8, D13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.method import Floats

if TYPE_CHECKING:
    from scoring.method import Method


def percentile_rank(value: float, others: Floats) -> float | None:
    """Percentile of a value among others: those below, and half of those equal.

    Parameters
    ----------
    others
        Shape (n,), NaN left out.

    Returns
    -------
    float or None
        0-100; None without others.

    Examples
    --------
    >>> percentile_rank(3.0, np.array([1.0, 2.0, 3.0, 3.0, 4.0]))
    60.0
    """
    known = others[~np.isnan(others)]
    if not len(known):
        return None
    below, equal = np.sum(known < value), np.sum(known == value)
    return float(100 * (below + 0.5 * equal) / len(known))


def z_gaps(perceived: Floats, measured: Floats, method: Method) -> Floats | None:
    """Gap of each assessment on a common yardstick: z of the perceived less z of the measured score.

    Parameters
    ----------
    perceived, measured
        Shape (n, dimensions): joint scores of a pool, NaN where missing.

    Returns
    -------
    Floats or None
        Shape (n, dimensions); None for a pool too small to standardise by.

    Notes
    -----
    Perceived and measured scores are different yardsticks; where a pool is at hand this is the fairer
    gap. Do not regress on either.
    """
    if len(perceived) < method.uncertainty.borrow_from:
        return None
    return _standardised(perceived) - _standardised(measured)


def _standardised(values: Floats) -> Floats:
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    middle = np.where(there, values, 0.0).sum(axis=0) / np.maximum(count, 1)
    squares = np.where(there, (values - middle) ** 2, 0.0).sum(axis=0)
    spread = np.sqrt(squares / np.maximum(count - 1, 1))
    return np.where(spread > 0, (values - middle) / np.where(spread > 0, spread, 1.0), np.nan)
