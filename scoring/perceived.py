"""Perceived alignment: what the leaders believe (method D2)."""

from __future__ import annotations

import numpy as np

from scoring.method import MARKETING, SALES, Floats


def both_sides(values: Floats) -> Floats:
    """Mean of the two sides, which count the same whatever their n.

    Parameters
    ----------
    values
        Shape (n, 3, ...): sales, marketing, both. People responsible for both are in no side.

    Returns
    -------
    Floats
        Shape (n, ...), NaN where a side is missing.
    """
    return np.asarray((values[:, SALES] + values[:, MARKETING]) / 2)


def weighted_mean(values: Floats, weights: Floats, min_present: int) -> Floats:
    """Weighted mean over the dimensions present, the weights renormalised over them.

    Parameters
    ----------
    values
        Shape (..., dimensions), NaN where missing.
    weights
        Shape (dimensions,), or any shape that broadcasts with `values`.
    min_present
        With fewer dimensions the mean is missing.

    Returns
    -------
    Floats
        Shape (...), NaN where missing.

    Examples
    --------
    >>> weighted_mean(np.array([80.0, np.nan, 50.0]), np.array([0.5, 0.25, 0.25]), 2)
    array(70.)
    """
    # Added one dimension after the other: numpy's own sums may group terms by the shape of the array,
    # and one assessment must score the same alone and among ten thousand.
    shape = np.broadcast_shapes(values.shape, weights.shape)[:-1]
    total, share, present = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for dimension in range(values.shape[-1]):
        value, weight = values[..., dimension], weights[..., dimension]
        there = ~np.isnan(value)
        total += np.where(there, value, 0.0) * weight
        share += there * weight
        present += there
    result = np.full(shape, np.nan)
    np.divide(total, share, out=result, where=present >= min_present)
    return result
