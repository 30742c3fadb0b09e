"""What is published of a cohort: rounded here, once, and nowhere else (method D13).

Quartiles in steps of 2.5 points, shares in steps of 5 percent, n in steps of 5. No least and no most.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.numbers import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Scores = NDArray[np.float64]

SMALLEST = 10  # companies
PERCENTILE_FROM = 20  # companies
SMALLEST_GROUP = 3  # companies in a share, in its complement and in a bar of a histogram
QUARTILES = (25, 50, 75)
QUARTILE_STEP = 2.5  # points
SHARE_STEP = 5  # percent
COUNT_STEP = 5  # companies
LEVELS = ("ambiguous", "collaborative", "aligned")
LOWEST, HIGHEST = -100.0, 100.0  # gaps go below zero; every other measure starts there


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How many companies lie below each edge: a cumulative histogram whose bars hold three or more.

    Parameters
    ----------
    edges
        Rising, in points; the first lies below every score and the last above it.
    below
        Companies below each edge; the first is 0 and the last n.
    """

    edges: tuple[float, ...]
    below: tuple[int, ...]

    def percentile(self, score: float, *, without: float | None = None) -> int | None:
        """Percentage of companies below a score, counting half of its bar, to 5 percent.

        `without` is the viewer's own score, which is not counted; None where fewer than 20 others are left.
        """
        n = self.below[-1] - (without is not None)
        if n < PERCENTILE_FROM:
            return None
        bar = self._bar(score)
        lower = self.below[bar] + self.below[bar + 1]
        if without is not None:
            own = self._bar(without)
            lower -= (own < bar) + (own <= bar)
        return rounded_share(lower, 2 * n)

    def published(self) -> Histogram:
        """As files hold it: counts to a multiple of 5, and no edges between which none would be left.

        Exact counts of two cohorts would tell where each of the ten companies lies by which they differ.
        """
        total = rounded_count(self.below[-1])
        edges, below = [self.edges[0]], [0]
        for edge, count in zip(self.edges[1:-1], self.below[1:-1], strict=True):
            if below[-1] < rounded_count(count) < total:
                edges.append(edge)
                below.append(rounded_count(count))
        return Histogram(edges=(*edges, self.edges[-1]), below=(*below, total))

    def _bar(self, score: float) -> int:
        place = bisect_right(self.edges, score) - 1
        return min(max(place, 0), len(self.edges) - 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of a cohort: rounded quartiles, and the histogram that places a score in it.

    `n` is how many companies have the measure, to 5.
    """

    n: int
    quartiles: tuple[float, float, float]
    histogram: Histogram


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything published of a cohort.

    `measures` leaves out those that fewer than ten companies have or in which all are equal; `shares` gives
    the percentage on each level, None where it or its complement holds fewer than three companies, or where
    it would give such a one away.
    """

    n: int
    measures: dict[str, Measure]
    shares: dict[str, int | None]


def figures_of(scores: Mapping[str, Scores], levels: NDArray[np.int8]) -> Figures:
    """Round what a cohort of n companies is like.

    Parameters
    ----------
    scores
        By measure, shape (n,), in points; NaN where missing.
    levels
        Shape (n,): places in `LEVELS`.
    """
    measured = {name: measure_of(values[~np.isnan(values)]) for name, values in scores.items()}
    return Figures(
        n=rounded_count(len(levels)),
        measures={name: measure for name, measure in measured.items() if measure is not None},
        shares=shares_of([int((levels == place).sum()) for place in range(len(LEVELS))]),
    )


def measure_of(values: Scores) -> Measure | None:
    """Round one measure; None where too few companies have it, or all have the same."""
    if len(values) < SMALLEST or np.ptp(values) == 0:
        return None
    low, middle, high = (nearest(float(value), QUARTILE_STEP) for value in np.percentile(values, QUARTILES))
    return Measure(
        n=rounded_count(len(values)), quartiles=(low, middle, high), histogram=histogram_of(values)
    )


def histogram_of(values: Scores) -> Histogram:
    """Count companies in bars of 2.5 points, joined to the right until each holds three or more."""
    grid = np.arange(LOWEST, HIGHEST + QUARTILE_STEP, QUARTILE_STEP)
    counts, _edges = np.histogram(values, bins=grid)
    edges, below = [LOWEST], [0]
    for place, total in enumerate(np.cumsum(counts), 1):
        left = len(values) - int(total)
        if int(total) - below[-1] >= SMALLEST_GROUP and (left >= SMALLEST_GROUP or left == 0):
            edges.append(float(grid[place]))
            below.append(int(total))
            if left == 0:
                break
    edges[-1] = HIGHEST
    return Histogram(edges=tuple(edges), below=tuple(below))


def rounded_count(count: int) -> int:
    """How many companies, as it is published: to a multiple of 5."""
    return (2 * count + COUNT_STEP) // (2 * COUNT_STEP) * COUNT_STEP


def rounded_share(count: int, total: int) -> int:
    """What part of all they are, as it is published: in percent, to a multiple of 5, a half upwards."""
    return (200 * count + SHARE_STEP * total) // (2 * SHARE_STEP * total) * SHARE_STEP


def shares_of(counts: Sequence[int]) -> dict[str, int | None]:
    """Round the shares of companies on each level; None where one is withheld, and never one alone."""
    total = sum(counts)
    hidden = {place for place, count in enumerate(counts) if min(count, total - count) < SMALLEST_GROUP}
    if len(hidden) == 1:
        # The shown ones would give it away: all of them together are 100 percent.
        hidden.add(min(set(range(len(counts))) - hidden, key=lambda place: counts[place]))
    return {
        level: None if place in hidden else rounded_share(counts[place], total)
        for place, level in enumerate(LEVELS)
    }
