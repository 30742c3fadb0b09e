"""Reliability: intraclass correlations, alpha, omega, Spearman-Brown (method D10).

For pools of respondents or companies. The measured score is formative: no alpha for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.method import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class IntraclassCorrelations:
    """The six intraclass correlations of a complete table of targets by raters.

    Names follow McGraw & Wong: one-way (1), absolute agreement (a) and consistency (c), of a single
    rater (1) and of the mean of all k.
    """

    one_way: float
    absolute: float
    consistency: float
    one_way_k: float
    absolute_k: float
    consistency_k: float


def intraclass(table: Floats) -> IntraclassCorrelations:
    """Intraclass correlations by mean squares.

    Parameters
    ----------
    table
        Shape (targets, raters); rows with a NaN are left out.

    Returns
    -------
    IntraclassCorrelations
        All NaN with fewer than two targets or raters.

    Notes
    -----
    Shrout & Fleiss (1979); McGraw & Wong (1996).

    Examples
    --------
    >>> rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = intraclass(np.array(rows, dtype=float))
    >>> [round(x, 4) for x in (found.one_way, found.absolute, found.consistency)]
    [0.1657, 0.2898, 0.7148]
    """
    table = table[~np.isnan(table).any(axis=1)]
    n, k = table.shape
    if n < 2 or k < 2:
        return IntraclassCorrelations(**dict.fromkeys(IntraclassCorrelations.__slots__, float("nan")))
    middle = table.mean()
    between = k * ((table.mean(axis=1) - middle) ** 2).sum() / (n - 1)
    raters = n * ((table.mean(axis=0) - middle) ** 2).sum() / (k - 1)
    within = ((table - table.mean(axis=1, keepdims=True)) ** 2).sum() / (n * (k - 1))
    error = (within * n * (k - 1) - raters * (k - 1)) / ((n - 1) * (k - 1))
    shift = k * (raters - error) / n
    return IntraclassCorrelations(
        one_way=_over(between - within, between + (k - 1) * within),
        absolute=_over(between - error, between + (k - 1) * error + shift),
        consistency=_over(between - error, between + (k - 1) * error),
        one_way_k=_over(between - within, between),
        absolute_k=_over(between - error, between + shift / k),
        consistency_k=_over(between - error, between),
    )


def intraclass_of_groups(values: Floats, groups: NDArray[np.int64]) -> tuple[float, float]:
    """ICC(1) and ICC(2) of members in groups: whether averaging within a group makes sense.

    Parameters
    ----------
    values
        Shape (members,); NaN is left out.
    groups
        Shape (members,): the group of each.

    Returns
    -------
    tuple of float
        Reliability of one member's value, and of a group's mean; NaN with fewer than two groups, or
        where no group has two members.

    Notes
    -----
    Bliese (2000), with the mean group size.

    Examples
    --------
    >>> intraclass_of_groups(np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1]))
    (1.0, 1.0)
    """
    there = ~np.isnan(values)
    values = values[there]
    _, group = np.unique(groups[there], return_inverse=True)
    n, count = len(values), int(group.max()) + 1 if len(group) else 0
    if count < 2 or n <= count:
        return float("nan"), float("nan")
    sizes = np.bincount(group)
    means = np.bincount(group, weights=values) / sizes
    between = (sizes * (means - values.mean()) ** 2).sum() / (count - 1)
    within = ((values - means[group]) ** 2).sum() / (n - count)
    size = n / count
    return _over(between - within, between + (size - 1) * within), _over(between - within, between)


def cronbach_alpha(table: Floats) -> float:
    """Cronbach's alpha of items, respondents with a missing answer left out.

    Parameters
    ----------
    table
        Shape (respondents, items).

    Examples
    --------
    >>> round(cronbach_alpha(np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 4.0]])), 4)
    0.9231
    """
    table = table[~np.isnan(table).any(axis=1)]
    items = table.shape[1]
    if len(table) < 2 or items < 2:
        return float("nan")
    total = table.sum(axis=1).var(ddof=1)
    return float(items / (items - 1)) * _over(total - table.var(axis=0, ddof=1).sum(), total)


def omega_total(table: Floats, *, most: int = 1000) -> float:
    """McDonald's omega of items on one common factor, by iterated principal axes.

    Parameters
    ----------
    table
        Shape (respondents, items); respondents with a missing answer are left out.

    Returns
    -------
    float
        NaN below three items, three respondents, or where an item does not vary.

    Notes
    -----
    ``(sum of loadings)^2 / ((sum of loadings)^2 + sum of uniquenesses)``, on correlations.
    """
    table = table[~np.isnan(table).any(axis=1)]
    if min(table.shape) < 3 or (table.std(axis=0) == 0).any():
        return float("nan")
    correlations: Floats = np.asarray(np.corrcoef(table, rowvar=False))
    common = 1 - 1 / np.diag(np.linalg.pinv(correlations))
    loadings = np.sqrt(common)
    for _ in range(most):
        reduced = correlations.copy()
        np.fill_diagonal(reduced, common)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        change = np.abs(loadings**2 - common).max()
        common = np.minimum(loadings**2, 1.0)
        if change < 1e-12:
            break
    explained = float(loadings.sum() ** 2)
    return _over(explained, explained + float((1 - common).sum()))


def spearman_brown(correlation: float) -> float:
    """Reliability of the mean of two items from their correlation.

    >>> spearman_brown(0.5)
    0.6666666666666666
    """
    return 2 * correlation / (1 + correlation)


def _over(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
