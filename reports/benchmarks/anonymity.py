"""Which companies may stand in a file of single companies: each in a crowd, and the crowd not all alike.

Companies with the same industry, size and region are a class, since these three are what an outsider may
know. A class may leave if it holds five or more (k-anonymity), if in every headline score it reaches three
or more fifths of all companies (l-diversity), and if it is spread over those fifths much like all companies
are (t-closeness: earth mover's distance of at most 0.3, where 1 is from one end to the other).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.benchmarks.lattice import Names

QUASI_IDENTIFIERS = ("industry", "employees", "region")
SMALLEST_CLASS = 5  # companies
LEAST_BANDS = 3
MOST_APART = 0.3
MOST_SUPPRESSED = 0.05  # of all companies; with more the file would be another population
BANDS = 5

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


def anonymity(codes: Mapping[str, Names], scores: NDArray[np.float64]) -> Anonymity:
    """Find who may leave.

    Parameters
    ----------
    codes
        By property the code of each of n companies, shape (n,).
    scores
        Shape (n, measures): the headline scores as the file would give them, none missing.
    """
    classes = _classes(codes)
    groups = np.bincount(classes, minlength=1)[classes] if len(classes) else classes
    passed = groups >= SMALLEST_CLASS
    while passed.any():
        # Those left out are missing in the file that the others are compared with: once more without them.
        found = passed.copy()
        found[passed] = _spread(classes[passed], scores[passed])
        if (found == passed).all():
            break
        passed = found
    return Anonymity(groups=groups, passed=passed)


def _classes(codes: Mapping[str, Names]) -> NDArray[np.int64]:
    """Number the classes: shape (n,)."""
    columns = [np.unique(codes[name], return_inverse=True)[1] for name in QUASI_IDENTIFIERS]
    return np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)[1].reshape(-1)


def _spread(classes: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each company's class is diverse and close to all in every measure: shape (n,)."""
    numbers = np.unique(classes, return_inverse=True)[1].reshape(-1)
    count = int(numbers.max()) + 1
    fine = np.ones(count, dtype=bool)
    for measure in scores.T:
        table = np.bincount(numbers * BANDS + bands(measure), minlength=count * BANDS).reshape(count, BANDS)
        shares = table / table.sum(axis=1, keepdims=True)
        apart = np.abs(np.cumsum(shares - table.sum(axis=0) / len(measure), axis=1)).sum(axis=1) / (BANDS - 1)
        fine &= ((table > 0).sum(axis=1) >= LEAST_BANDS) & (apart <= MOST_APART + _ROUNDING)
    return fine[numbers]


def bands(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The fifth of all companies that each is in, from the lowest, 0 to 4; equal scores are in the same."""
    edges = np.percentile(scores, [100 * step / BANDS for step in range(1, BANDS)])
    return np.searchsorted(edges, scores, side="left")
