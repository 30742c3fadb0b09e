"""How consistently statements are answered, with intervals over companies (method D10).

Leaders of one company are alike, so that they are no independent sample: whole companies are drawn again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.reliability import cronbach_alpha, omega_total, spearman_brown

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
DRAWS = 500
SEED = 20240503
TAILS = (2.5, 97.5)  # percent

Interval = tuple[float, float, float]


def of_two(table: Floats) -> float:
    """Reliability of the mean of two statements, by Spearman and Brown.

    Parameters
    ----------
    table
        Shape (respondents, 2); who lacks an answer is left out. NaN where a statement does not vary.
    """
    table = table[~np.isnan(table).any(axis=1)]
    if len(table) < 3 or (np.ptp(table, axis=0) == 0).any():
        return float("nan")
    return spearman_brown(float(np.corrcoef(table, rowvar=False)[0, 1]))


FIGURES: dict[str, Callable[[Floats], float]] = {
    "alpha": cronbach_alpha,
    "omega": omega_total,
    "spearman_brown": of_two,
}


def with_interval(name: str, table: Floats, company: Numbers, *, draws: int = DRAWS) -> Interval | None:
    """A figure with its 95% interval; None where the answers do not carry it.

    Parameters
    ----------
    name
        One of `FIGURES`.
    table
        Shape (respondents, statements), NaN where missing.
    company
        Shape (respondents,): the company of each.

    Notes
    -----
    A bootstrap of whole companies, percentile interval.
    """
    figure = FIGURES[name]
    whole = ~np.isnan(table).any(axis=1)
    table, company = table[whole], company[whole]
    value = figure(table)
    if np.isnan(value):
        return None
    order = np.argsort(company, kind="stable")
    table = table[order]
    _names, starts, sizes = np.unique(company[order], return_index=True, return_counts=True)
    random = np.random.default_rng(SEED)
    drawn = [figure(table[_rows(starts, sizes, random)]) for _draw in range(draws)]
    known = [each for each in drawn if not np.isnan(each)]
    low, high = np.percentile(known, TAILS) if known else (np.nan, np.nan)
    return (value, float(low), float(high)) if not np.isnan(low) else None


def _rows(starts: Numbers, sizes: Numbers, random: np.random.Generator) -> Numbers:
    """Rows of as many companies as there are, drawn with replacement."""
    chosen = random.integers(0, len(starts), len(starts))
    count = sizes[chosen]
    before = np.cumsum(count) - count
    rows: Numbers = np.repeat(starts[chosen] - before, count) + np.arange(count.sum())
    return rows
