"""Which companies may stand in a file of single companies: each in a crowd, and the crowd not all alike.

Companies with the same industry, size and region are a class, since these three are what an outsider may
know. A class may leave if it holds five or more (k-anonymity), if in every score of the file it reaches three
or more fifths of all companies (l-diversity), and if it is spread over those fifths much like all companies
are (t-closeness: earth mover's distance of at most 0.3, where 1 is from one end to the other). The same holds
for its maturity levels, of which there are three in all: two are enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.benchmarks.lattice import Names

QUASI_IDENTIFIERS = ("industry", "employees", "region")
SMALLEST_CLASS = 5  # companies
LEAST_BANDS = 3
LEAST_LEVELS = 2
MOST_APART = 0.3
MOST_SUPPRESSED = 0.05  # of all companies; with more the file would be another population
BANDS = 5
MISSING = -1

_ROUNDING = 1e-9  # distances are sums of fractions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Anonymity:
    """What became of n companies.

    Parameters
    ----------
    groups
        Shape (n,): how many companies have the same profile.
    passed
        Shape (n,): whether the company's class may leave.
    """

    groups: NDArray[np.int64]
    passed: NDArray[np.bool_]

    @property
    def allowed(self) -> bool:
        """Whether there may be a file at all: few enough companies have to be left out."""
        suppressed = len(self.passed) - int(self.passed.sum())
        return bool(self.passed.any()) and suppressed <= MOST_SUPPRESSED * len(self.passed)

    @property
    def released(self) -> NDArray[np.bool_]:
        """Shape (n,): the companies of the file; none where it is refused."""
        return self.passed if self.allowed else np.zeros_like(self.passed)


def anonymity(
    codes: Mapping[str, Names], scores: NDArray[np.float64], levels: NDArray[np.integer[Any]]
) -> Anonymity:
    """Find who may leave.

    Parameters
    ----------
    codes
        By property the code of each of n companies, shape (n,).
    scores
        Shape (n, measures): all scores as the file would give them; NaN where missing.
    levels
        Shape (n,): places of maturity levels, from the lowest.
    """
    classes = _classes(codes)
    groups = np.bincount(classes, minlength=1)[classes] if len(classes) else classes
    passed = groups >= SMALLEST_CLASS
    while passed.any():
        # Those left out are missing in the file that the others are compared with: once more without them.
        found = passed.copy()
        found[passed] = _spread(classes[passed], scores[passed], levels[passed])
        if (found == passed).all():
            break
        passed = found
    return Anonymity(groups=groups, passed=passed)


def _classes(codes: Mapping[str, Names]) -> NDArray[np.int64]:
    """Number the classes: shape (n,)."""
    columns = [np.unique(codes[name], return_inverse=True)[1] for name in QUASI_IDENTIFIERS]
    return np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)[1].reshape(-1)


def _spread(
    classes: NDArray[np.int64], scores: NDArray[np.float64], levels: NDArray[np.integer[Any]]
) -> NDArray[np.bool_]:
    """Whether each company's class is diverse and close to all in every measure and in level: shape (n,)."""
    numbers = np.unique(classes, return_inverse=True)[1].reshape(-1)
    fine = _close(numbers, levels, LEAST_LEVELS)
    for measure in scores.T:
        known = ~np.isnan(measure)
        if known.any():
            fine &= _close(numbers, np.where(known, bands(measure), MISSING), LEAST_BANDS)
    return fine[numbers]


def _close(numbers: NDArray[np.int64], ranks: NDArray[np.integer[Any]], least: int) -> NDArray[np.bool_]:
    """Whether each class holds so many ranks, spread much like those of all: shape (classes,)."""
    count, width = int(numbers.max()) + 1, max(int(ranks.max()) + 1, 2)
    known = ranks != MISSING
    table = np.bincount(numbers[known] * width + ranks[known], minlength=count * width).reshape(count, width)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    apart = np.abs(np.cumsum(shares - table.sum(axis=0) / known.sum(), axis=1)).sum(axis=1) / (width - 1)
    return np.asarray(((table > 0).sum(axis=1) >= least) & (apart <= MOST_APART + _ROUNDING))


def bands(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The fifth of all companies that each is in, from the lowest, 0 to 4; equal scores are in the same."""
    edges = np.nanpercentile(scores, [100 * step / BANDS for step in range(1, BANDS)])
    return np.searchsorted(edges, scores, side="left")
