"""Cohorts, and the disclosure control that decides which of them may be published (method D13).

A cohort below ten companies is suppressed. Where one of several sibling cohorts is, the smallest of the
published ones is suppressed too: otherwise the whole less its published parts would give away the one that
is missing. What is published is rounded here, once, so that page and file cannot carry different precision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.benchmarks.pool import FIGURES
from reports.numbers import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.benchmarks.pool import Company

SMALLEST = 10  # companies
ALL = "all"
QUARTILES = (25, 50, 75)
QUARTILE_STEP = 2.5  # points
SHARE_STEP = 5  # percent
COUNT_STEP = 5  # companies
LEVELS = ("ambiguous", "collaborative", "aligned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Rounded figures of a cohort: n, quartiles by figure, and the share on each level in percent."""

    n: int
    quartiles: dict[str, tuple[float, ...]]
    shares: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A cohort as it may leave the server.

    `code` is "all" or an industry. `published` is None where the cohort is suppressed, and nothing else tells
    its size. Synthetic and real companies are never in one cohort.
    """

    code: str
    synthetic: bool
    published: Published | None
    method_version: str
    instrument_version: str


def cohorts(companies: Iterable[Company]) -> list[Cohort]:
    """All companies and each industry, real and synthetic apart, by method version."""
    groups: dict[tuple[bool, str], list[Company]] = {}
    for company in companies:
        groups.setdefault((company.synthetic, company.method_version), []).append(company)
    return [cohort for key in sorted(groups) for cohort in _with_industries(groups[key])]


def _with_industries(members: list[Company]) -> list[Cohort]:
    industries: dict[str, list[Company]] = {}
    for company in members:
        industries.setdefault(company.industry, []).append(company)
    hidden = suppressed({code: len(part) for code, part in industries.items()})
    return [
        _cohort(ALL, members, hide=len(members) < SMALLEST),
        *(_cohort(code, industries[code], hide=code in hidden) for code in sorted(industries)),
    ]


def suppressed(sizes: dict[str, int]) -> set[str]:
    """Say which of the siblings, given by their sizes, may not be published.

    >>> sorted(suppressed({"a": 4, "b": 12, "c": 30}))
    ['a', 'b']
    >>> sorted(suppressed({"a": 10, "b": 12}))
    []
    """
    hidden = {code for code, size in sizes.items() if size < SMALLEST}
    shown = sorted((size, code) for code, size in sizes.items() if code not in hidden)
    if hidden and shown:
        hidden.add(shown[0][1])
    return hidden


def _cohort(code: str, members: Sequence[Company], *, hide: bool) -> Cohort:
    return Cohort(
        code=code,
        synthetic=members[0].synthetic,
        published=None if hide else _published(members),
        method_version=members[0].method_version,
        instrument_version="; ".join(sorted({company.instrument_version for company in members})),
    )


def _published(members: Sequence[Company]) -> Published:
    levels = [company.level for company in members]
    return Published(
        n=int(nearest(len(members), COUNT_STEP)),
        quartiles={name: _quartiles([company.figures[name] for company in members]) for name in FIGURES},
        shares={level: int(nearest(100 * levels.count(level) / len(levels), SHARE_STEP)) for level in LEVELS},
    )


def _quartiles(values: list[float]) -> tuple[float, ...]:
    return tuple(nearest(float(value), QUARTILE_STEP) for value in np.percentile(values, QUARTILES))
