"""Published cohorts as lines of the page and of the file: what a snapshot's cells hold, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reports.benchmarks.figures import LEVELS, QUARTILES
from reports.benchmarks.measures import DIMENSIONS, HEADLINE
from reports.numbers import signed_tenths, tenths
from surveys.enums import PROFILE_CHOICES
from surveys.queries import newest_catalogue

if TYPE_CHECKING:
    from reports.models import BenchmarkSnapshot, NormTable, SnapshotCell

WITHHELD = "withheld"
PROPERTIES = {
    "industry": gettext_lazy("Industry"),
    "revenue_band": gettext_lazy("Yearly revenue"),
    "employees": gettext_lazy("Employees"),
    "region": gettext_lazy("Region of the head office"),
    "business_model": gettext_lazy("Business model"),
    "reporting_structure": gettext_lazy("To whom the two heads report"),
}
HEADER = (
    *("cohort", "synthetic", "period", "n"),
    *(f"{measure}_p{quartile}" for measure in HEADLINE for quartile in QUARTILES),
    *(f"share_{level}_pct" for level in LEVELS),
    *("method_version", "instrument_version"),
)


def file_row(cell: SnapshotCell) -> tuple[str | float, ...]:
    """One line of the file; a figure that is withheld says so."""
    snapshot = cell.snapshot
    quartiles = [cell.measures.get(name, {}).get("quartiles") or (WITHHELD,) * 3 for name in HEADLINE]
    return (
        *(cell.key, "yes" if snapshot.synthetic else "no", snapshot.period, f"about {cell.n}"),
        *(value for three in quartiles for value in three),
        *(WITHHELD if cell.shares[level] is None else cell.shares[level] for level in LEVELS),
        *(snapshot.method_version, snapshot.instrument_versions),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One line of the page: (median, quartiles) by measure, shares by level; "" where withheld."""

    name: str
    n: str
    figures: tuple[tuple[str, str], ...]
    shares: tuple[str, ...]


def page_rows(snapshot: BenchmarkSnapshot | NormTable) -> list[PageRow]:
    """The cohorts of a snapshot, as they are published."""
    return [_page_row(cell) for cell in snapshot.cells.all()]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionTable:
    """One side by dimension: the dimensions' names, and by cohort (median, quartiles) of each."""

    side: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def dimension_tables(snapshot: BenchmarkSnapshot | NormTable) -> list[DimensionTable]:
    """What is published by dimension, perceived and measured; a side of which nothing is has no table."""
    names = _dimension_names()
    found = {
        side: tuple(
            (cohort_name(cell.key), tuple(_median(name, cell.measures.get(name)) for name in measures))
            for cell in snapshot.cells.all()
            if any(name in cell.measures for name in measures)
        )
        for side in ("P", "M")
        for measures in [tuple(f"{side}_{code}" for code in DIMENSIONS)]
    }
    return [DimensionTable(side=side, names=names, rows=rows) for side, rows in found.items() if rows]


def _dimension_names() -> tuple[str, ...]:
    """What the newest questionnaire calls the dimensions; their codes before there is one."""
    catalogue, language = newest_catalogue(), get_language()
    if catalogue is None:
        return DIMENSIONS
    known = language if language in catalogue.languages else catalogue.languages[0]
    told = {each.code: each.name(known) for each in catalogue.dimensions}
    return tuple(told[code] for code in DIMENSIONS)


def cohort_name(key: str) -> str:
    """What a cohort is called: "Industry: Software, Region: Europe"."""
    if key == "all":
        return _("All companies")
    pairs = (part.split(":", 1) for part in key.split("+"))
    return ", ".join(_named(name, code) for name, code in pairs)


def _named(name: str, code: str) -> str:
    value = dict(PROFILE_CHOICES[name].choices).get(code, code)
    return _("%(property)s: %(value)s") % {"property": PROPERTIES[name], "value": value}


def _page_row(cell: SnapshotCell) -> PageRow:
    return PageRow(
        name=cohort_name(cell.key),
        n=_("about %(n)s") % {"n": cell.n},
        figures=tuple(_median(name, cell.measures.get(name)) for name in HEADLINE),
        shares=tuple("" if cell.shares[level] is None else f"{cell.shares[level]}%" for level in LEVELS),
    )


def _median(name: str, measure: dict[str, list[float]] | None) -> tuple[str, str]:
    if measure is None:
        return "", ""
    write = signed_tenths if name == "gap" else tenths
    low, middle, high = (write(value) for value in measure["quartiles"])
    return middle, _("%(low)s to %(high)s") % {"low": low, "high": high}
