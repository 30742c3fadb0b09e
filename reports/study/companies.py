"""The companies that are studied, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

Scores = NDArray[np.float64]
Members = NDArray[np.bool_]

GOOD = 60  # revenue and pipeline score from which on a company does well
FLOOR = 10  # no outcome score counts for less


@dataclass(frozen=True, kw_only=True, eq=False)
class Companies:
    """n companies.

    Parameters
    ----------
    codes
        By property (industry, employees, reporting_structure) shape (n,).
    scores
        By column of a snapshot's row shape (n,), in points; NaN where missing.
    items
        By practice or fact, "c(...)" for agreement on one, shape (n,); NaN where missing.
    published
        Keys of the cohorts that may be shown, such as "industry:software".
    """

    codes: Mapping[str, NDArray[np.str_]]
    scores: Mapping[str, Scores]
    items: Mapping[str, Scores]
    published: frozenset[str]

    @cached_property
    def outcomes(self) -> Scores:
        """O, from the rounded scores of revenue and pipeline."""
        revenue, pipeline = self.scores["revenue"], self.scores["pipeline"]
        return np.sqrt(np.maximum(revenue, FLOOR) * np.maximum(pipeline, FLOOR))

    @cached_property
    def leaders(self) -> Members:
        """Who does well in both."""
        return (self.scores["revenue"] >= GOOD) & (self.scores["pipeline"] >= GOOD)

    @cached_property
    def laggards(self) -> Members:
        """Who does well in neither."""
        return (self.scores["revenue"] < GOOD) & (self.scores["pipeline"] < GOOD)
