"""Cohorts as rows: of the file, and of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.benchmarks.cohorts import ALL, LEVELS, QUARTILES
from reports.benchmarks.pool import FIGURES
from reports.numbers import MINUS
from surveys.enums import Industry

if TYPE_CHECKING:
    from reports.benchmarks.cohorts import Cohort

SUPPRESSED = "suppressed"
HEADER = (
    "cohort",
    "synthetic",
    "n",
    *(f"{figure}_p{quartile}" for figure in FIGURES for quartile in QUARTILES),
    *(f"share_{level}_pct" for level in LEVELS),
    "method_version",
    "instrument_version",
)


def file_row(cohort: Cohort) -> tuple[str | float, ...]:
    """One line of the file; a suppressed cohort says so in the cell of every figure, n included."""
    figures: tuple[str | float, ...] = (SUPPRESSED,) * (1 + len(FIGURES) * len(QUARTILES) + len(LEVELS))
    if cohort.published:
        quartiles = cohort.published.quartiles
        figures = (
            f"about {cohort.published.n}",
            *(value for figure in FIGURES for value in quartiles[figure]),
            *(cohort.published.shares[level] for level in LEVELS),
        )
    synthetic = "yes" if cohort.synthetic else "no"
    return (cohort.code, synthetic, *figures, cohort.method_version, cohort.instrument_version)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One line of the page: median and quartiles by figure, shares by level; empty if suppressed."""

    name: str
    n: str
    figures: tuple[tuple[str, str], ...]
    shares: tuple[str, ...]


def page_row(cohort: Cohort) -> PageRow:
    """The cohort in words and formatted figures."""
    name = _("All companies") if cohort.code == ALL else str(Industry(cohort.code).label)
    if cohort.published is None:
        return PageRow(name=name, n="", figures=(), shares=())
    return PageRow(
        name=name,
        n=_("about %(n)s") % {"n": cohort.published.n},
        figures=tuple(_median(cohort.published.quartiles[figure]) for figure in FIGURES),
        shares=tuple(f"{cohort.published.shares[level]}%" for level in LEVELS),
    )


def _median(quartiles: tuple[float, ...]) -> tuple[str, str]:
    low, middle, high = (f"{value:.1f}".replace("-", MINUS) for value in quartiles)
    return middle, _("%(low)s to %(high)s") % {"low": low, "high": high}
