"""A published cohort as a reader meets it: of the server's released snapshot, or of a norm from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SNAPSHOT, NORM = "snapshot", "norm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What is published of a group of companies.

    Parameters
    ----------
    code
        In addresses and frozen texts: "cohort-all", "cohort-industry:software", "norm-3-all".
    key
        Of the lattice: "all", "industry:software", "industry:software+region:europe".
    origin
        "snapshot" or "norm".
    source
        "Benchmark 2026Q4.1", or where the norm table comes from.
    date
        When the snapshot was released, or the date of the norm table.
    synthetic
        Whether its companies are invented.
    n
        How many companies, as published: a multiple of 5.
    measures
        By measure (see `reports.benchmarks.measures`) {"n", "quartiles", "histogram": {"edges", "below"}}.
        One that is not published is not in it, and a norm table may bring no histogram.
    shares
        Percentage on each level; None where it is withheld.
    """

    code: str
    key: str
    origin: str
    source: str
    date: date
    synthetic: bool
    n: int
    measures: Mapping[str, Mapping[str, Any]]
    shares: Mapping[str, int | None]
