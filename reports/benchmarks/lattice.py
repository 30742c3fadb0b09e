"""Which cohorts there are at all: everybody, one property at a time, and two tables of two properties.

There is no free filter: every cohort that anybody can ask for is named here, so all of them can be audited
together before any is published.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Names = NDArray[np.str_]
Members = NDArray[np.bool_]

ONE_WAY = ("industry", "employees", "region", "revenue_band", "business_model", "reporting_structure")
TWO_WAY = (("industry", "revenue_band"), ("industry", "region"))


@dataclass(frozen=True, slots=True)
class Place:
    """A cohort's place in the lattice: the codes of its companies, by property. No property is everybody."""

    codes: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> tuple[str, ...]:
        """The properties it is told by."""
        return tuple(name for name, _code in self.codes)

    @property
    def key(self) -> str:
        """Its name in files and addresses: "all", "industry:software", "industry:software+region:europe"."""
        return "+".join(f"{name}:{code}" for name, code in self.codes) or "all"

    def within(self) -> tuple[Place, ...]:
        """The cohorts that it is a cell of: with one property less."""
        return tuple(Place(tuple(pair for pair in self.codes if pair != dropped)) for dropped in self.codes)


EVERYBODY = Place()


def places(codes: Mapping[str, Names]) -> Iterator[tuple[Place, Members]]:
    """All cohorts that hold a company, each with its members.

    Parameters
    ----------
    codes
        By property the code of each of n companies, shape (n,).
    """
    count = len(next(iter(codes.values())))
    yield EVERYBODY, np.ones(count, dtype=bool)
    for table in (*((name,) for name in ONE_WAY), *TWO_WAY):
        for values in itertools.product(*(np.unique(codes[name]).tolist() for name in table)):
            members = np.ones(count, dtype=bool)
            for name, value in zip(table, values, strict=True):
                members &= codes[name] == value
            if members.any():
                yield Place(tuple(zip(table, values, strict=True))), members
