"""Agreement within and between sides: deviation, r_wg and its relatives, weighted kappa (method D10).

All functions take ratings as arrays, NaN where missing. Bands such as .70 are conventions, not tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.method import Floats

if TYPE_CHECKING:
    from collections.abc import Callable

UNIFORM_NULL = 2.0  # variance of answers spread evenly over five steps: (5^2 - 1) / 12
SKEWED_NULL = 1.34  # the same with a slight skew


def average_deviation(ratings: Floats) -> Floats:
    """Average deviation about the mean, AD_M, of each item.

    Parameters
    ----------
    ratings
        Shape (raters, items).

    Returns
    -------
    Floats
        Shape (items,), in units of the ratings; NaN where nobody answered.

    Notes
    -----
    Burke & Dunlap (2002); on A steps a deviation up to A / 6 is taken as practical agreement.

    Examples
    --------
    >>> average_deviation(np.array([[5.0], [4.0], [5.0], [4.0]]))
    array([0.5])
    """
    middle = _mean(ratings)
    return _mean(np.abs(ratings - middle))


def r_wg(ratings: Floats, null: float = UNIFORM_NULL) -> Floats:
    """Within-group agreement of each item: 1 less its variance over that of a null distribution.

    Parameters
    ----------
    ratings
        Shape (raters, items).

    Returns
    -------
    Floats
        Shape (items,), 0-1, cut at 0; NaN below two raters.

    Notes
    -----
    James, Demaree & Wolf (1984).

    Examples
    --------
    >>> r_wg(np.array([[1.0, 3.0], [5.0, 3.0]]))
    array([0., 1.])
    """
    return np.maximum(1 - _variance(ratings) / null, 0.0)


def r_wg_j(ratings: Floats, null: float = UNIFORM_NULL) -> float:
    """Within-group agreement over J items; it rises with J alone, so never show it by itself.

    Examples
    --------
    >>> steps = np.array([[5, 4, 4, 4], [4, 4, 4, 5], [5, 5, 3, 3], [4, 5, 2, 3]], dtype=float)
    >>> round(r_wg_j(steps), 4)
    0.898
    """
    variances = _variance(ratings)
    share = float(_mean(variances)) / null
    count = int(np.sum(~np.isnan(variances)))
    agreed = max(1 - share, 0.0)
    total = count * agreed + min(share, 1.0)
    return count * agreed / total if total else float("nan")


def r_wg_j_star(ratings: Floats, null: float = UNIFORM_NULL) -> float:
    """Within-group agreement over items by their mean variance alone (Lindell's r*).

    Examples
    --------
    >>> steps = np.array([[5, 4, 4, 4], [4, 4, 4, 5], [5, 5, 3, 3], [4, 5, 2, 3]], dtype=float)
    >>> r_wg_j_star(steps)
    0.6875
    """
    return 1 - float(_mean(_variance(ratings))) / null


def a_wg(ratings: Floats, lowest: float = 1.0, highest: float = 5.0) -> Floats:
    """Within-group agreement against the most variance that the item's own mean allows.

    Returns
    -------
    Floats
        Shape (items,); NaN below A - 1 raters, and where the mean is too near an end of the scale.

    Notes
    -----
    Brown & Hauenstein (2005).

    Examples
    --------
    >>> a_wg(np.array([[4.0], [4.0], [3.0], [2.0]])).round(4)
    array([0.6508])
    """
    raters = np.sum(~np.isnan(ratings), axis=0)
    middle, spread = _mean(ratings), _variance(ratings)
    enough = raters >= highest - lowest
    count = np.maximum(raters, 1)
    inside = (middle >= (lowest * (count - 1) + highest) / count) & (
        middle <= (highest * (count - 1) + lowest) / count
    )
    most = ((highest + lowest) * middle - middle**2 - highest * lowest) * count / np.maximum(count - 1, 1)
    fit = enough & inside & (most > 0)
    return np.where(fit, 1 - 2 * spread / np.where(fit, most, 1.0), np.nan)


def weighted_kappa(first: Floats, second: Floats) -> float:
    """Cohen's kappa of two raters with quadratic weights.

    Parameters
    ----------
    first, second
        Shape (items,): the two raters' values; a pair with a NaN is left out.

    Returns
    -------
    float
        NaN without pairs, or where no disagreement was to be expected.

    Examples
    --------
    >>> weighted_kappa(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]))
    1.0
    """
    there = ~(np.isnan(first) | np.isnan(second))
    first, second = first[there], second[there]
    if not len(first):
        return float("nan")
    observed = float(np.mean((first - second) ** 2))
    expected = float(np.mean((first[:, None] - second) ** 2))
    return 1 - observed / expected if expected else float("nan")


def kappa_of_table(table: Floats, cost: Floats) -> float:
    """Cohen's kappa of a table of counts, with a cost for each kind of disagreement.

    Parameters
    ----------
    table
        Shape (categories, categories): counts or shares, first rater by second.
    cost
        The same shape: 0 on the diagonal. Ones elsewhere give the unweighted kappa.

    Notes
    -----
    Cohen (1968).

    Examples
    --------
    >>> shares = np.array([[0.44, 0.05, 0.01], [0.07, 0.20, 0.03], [0.09, 0.05, 0.06]])
    >>> round(kappa_of_table(shares, np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])), 3)
    0.348
    """
    shares = table / table.sum()
    expected = shares.sum(axis=1)[:, None] * shares.sum(axis=0)
    return float(1 - (cost * shares).sum() / (cost * expected).sum())


def krippendorff_alpha(ratings: Floats, scale: str = "ordinal") -> float:
    """Krippendorff's alpha, for any number of raters and with missing ratings.

    Parameters
    ----------
    ratings
        Shape (raters, units), NaN where missing.
    scale
        "nominal", "ordinal" or "interval".

    Returns
    -------
    float
        NaN where fewer than two values can be paired, or all are alike.

    Raises
    ------
    ValueError
        An unknown scale.

    Notes
    -----
    Krippendorff (2004), by the table of coincidences.

    Examples
    --------
    >>> steps = np.array([[5, 4, 4, 4], [4, 4, 4, 5], [5, 5, 3, 3], [4, 5, 2, 3]], dtype=float)
    >>> round(krippendorff_alpha(steps), 4), round(krippendorff_alpha(steps, "interval"), 5)
    (0.2, 0.21875)
    """
    metrics: dict[str, Callable[[Floats, Floats], Floats]] = {
        "nominal": lambda values, _: (values[:, None] != values).astype(np.float64),
        "ordinal": lambda _, counts: _ordinal_distance(counts),
        "interval": lambda values, _: np.asarray((values[:, None] - values) ** 2),
    }
    if scale not in metrics:
        raise ValueError(f"scale {scale!r} is not one of {', '.join(metrics)}")
    values = np.unique(ratings[~np.isnan(ratings)])
    counts = np.sum(ratings[:, :, None] == values, axis=0).astype(np.float64)  # (units, values)
    raters = counts.sum(axis=1)
    counts, raters = counts[raters >= 2], raters[raters >= 2]
    if not len(counts):
        return float("nan")
    pairs = counts[:, :, None] * counts[:, None, :]
    index = np.arange(len(values))
    pairs[:, index, index] -= counts
    coincidences = (pairs / (raters - 1)[:, None, None]).sum(axis=0)
    totals = coincidences.sum(axis=1)
    distance = metrics[scale](values, totals)
    expected = float((distance * totals[:, None] * totals).sum())
    if not expected:
        return float("nan")
    return float(1 - (totals.sum() - 1) * (coincidences * distance).sum() / expected)


def _ordinal_distance(counts: Floats) -> Floats:
    """Squared distance of two ranks: how many values lie between them, their own halves included."""
    below = np.cumsum(counts) - counts / 2
    return np.asarray((below[:, None] - below) ** 2)


def longest_runs(answers: Floats) -> NDArray[np.int64]:
    """Length of each row's longest run of identical answers; a missing answer ends a run.

    >>> longest_runs(np.array([[4.0, 4, 4, 3, 3, 3, 3, 3, 4, 4]])).tolist()
    [5]
    """
    run = (~np.isnan(answers[:, 0])).astype(np.int64)
    longest = run
    for place in range(1, answers.shape[1]):
        same = answers[:, place] == answers[:, place - 1]
        run = np.where(same, run + 1, ~np.isnan(answers[:, place]))
        longest = np.maximum(longest, run)
    return longest


def _mean(values: Floats) -> Floats:
    """Mean over the first axis without the missing ones; NaN where all are."""
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _variance(values: Floats) -> Floats:
    """Sample variance over the first axis; NaN below two values."""
    count = np.sum(~np.isnan(values), axis=0)
    squares = (values - _mean(values)) ** 2
    total = np.where(np.isnan(squares), 0.0, squares).sum(axis=0)
    return np.asarray(np.where(count >= 2, total / np.maximum(count - 1, 1), np.nan))
