"""From lines to cohorts: figures, shares and histograms, each held against the others."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.benchmarks.figures import (
    COUNT_STEP,
    HIGHEST,
    LEVELS,
    LOWEST,
    QUARTILE_STEP,
    QUARTILES,
    SHARE_STEP,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.norms.lines import Line, Reader

GAP = "gap"
SLACK = COUNT_STEP // 2
WHOLE = 100  # percent


@dataclass(slots=True, kw_only=True)
class NormCohort:
    """A cohort as read, with what a `NormCell` keeps of it; `line` is where it first stands."""

    key: str
    n: int
    line: Line
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    shares: dict[str, int | None] = field(default_factory=dict)


def read_figures(lines: Iterable[Line], reader: Reader, *, stated: int | None) -> dict[str, NormCohort]:
    """Read one line a cohort and measure; `stated` is the n of lines that have none."""
    cohorts: dict[str, NormCohort] = {}
    for line in lines:
        key = reader.cohort(line) if "cohort" in line.cells else "all"
        measure = reader.measure(line)
        n, cohort_n = _numbers(line, reader, stated)
        quartiles = _quartiles(line, reader, measure)
        if key is None or measure is None or n is None or cohort_n is None or quartiles is None:
            continue
        cohort = cohorts.setdefault(key, NormCohort(key=key, n=cohort_n, line=line))
        if "cohort_n" not in line.cells:
            cohort.n = max(cohort.n, cohort_n)
        elif cohort.n != cohort_n:
            reader.complain(line, "cohort_n", _("is not what another line says of the cohort."))
            continue
        if measure in cohort.measures:
            reader.complain(line, "measure", _("stands twice in this cohort."))
        else:
            cohort.measures[measure] = {"n": n, "quartiles": quartiles}
    _hold_against_all(cohorts, reader)
    return cohorts


def _numbers(line: Line, reader: Reader, stated: int | None) -> tuple[int | None, int | None]:
    """Companies that have the measure, and companies in the cohort."""
    n = reader.companies(line, "n") if "n" in line.cells else stated
    if n is None and "n" not in line.cells:
        reader.complain(line, "n", _("The file has no column n, and no number of companies is stated."))
    cohort_n = reader.companies(line, "cohort_n") if "cohort_n" in line.cells else n
    if n is not None and cohort_n is not None and n > cohort_n:
        reader.complain(line, "n", _("is more than the cohort has companies."))
    return n, cohort_n


def _quartiles(line: Line, reader: Reader, measure: str | None) -> list[float] | None:
    least = LOWEST if measure in (GAP, None) else 0.0
    found = [reader.number(line, f"p{quartile}", least=least) for quartile in QUARTILES]
    known = [value for value in found if value is not None]
    if len(known) < len(found):
        return None
    for quartile, (before, value) in zip(QUARTILES[1:], itertools.pairwise(known), strict=True):
        if value < before:
            reader.complain(line, f"p{quartile}", _("is below the quartile before it."))
            return None
    return known


def _hold_against_all(cohorts: dict[str, NormCohort], reader: Reader) -> None:
    everybody = cohorts.get("all")
    for cohort in cohorts.values() if everybody else ():
        if cohort.n > everybody.n:
            reader.complain(cohort.line, "cohort", _("has more companies than all together."))


def add_shares(cohorts: dict[str, NormCohort], lines: Iterable[Line], reader: Reader) -> None:
    """Read one line a cohort and level."""
    last: dict[str, Line] = {}
    for line in lines:
        cohort = _known(cohorts, line, reader)
        level = reader.one_of(line, "level", LEVELS, _("is no level of the method."))
        share = _share(line, reader)
        if cohort is None or level is None:
            continue
        if level in cohort.shares:
            reader.complain(line, "level", _("stands twice in this cohort."))
        cohort.shares[level] = share
        last[cohort.key] = line
    for key, line in last.items():
        shares = cohorts[key].shares
        known = [share for share in shares.values() if share is not None]
        if len(shares) < len(LEVELS):
            reader.complain(line, "level", _("Not all levels of this cohort have a line."))
        elif len(known) == len(LEVELS) and abs(sum(known) - WHOLE) > len(LEVELS) * SHARE_STEP / 2:
            reader.complain(line, "share_pct", _("The shares of this cohort do not make 100 percent."))
    _complain_of_missing(cohorts, reader, "share_pct", _("This cohort has no shares."), last.keys())


def _share(line: Line, reader: Reader) -> int | None:
    if line.cells["share_pct"] == "":
        return None
    share = reader.number(line, "share_pct", least=0, most=WHOLE)
    if share is None or share % SHARE_STEP == 0:
        return None if share is None else int(share)
    reader.complain(line, "share_pct", _("is no multiple of 5."))
    return None


def add_histograms(cohorts: dict[str, NormCohort], lines: Iterable[Line], reader: Reader) -> None:
    """Read one line an edge, rising within each cohort and measure."""
    found: dict[tuple[str, str], tuple[list[float], list[int], Line]] = {}
    for line in lines:
        cohort = _known(cohorts, line, reader)
        measure = reader.measure(line)
        edge, below = reader.number(line, "edge"), reader.count(line, "below")
        if cohort is None or measure is None or edge is None or below is None:
            continue
        if measure not in cohort.measures:
            reader.complain(line, "measure", _("has no figures in this cohort."))
            continue
        edges, counts, _line = found.setdefault((cohort.key, measure), ([], [], line))
        if edges and edge <= edges[-1]:
            reader.complain(line, "edge", _("does not lie above the edge before it."))
        elif counts and below <= counts[-1]:
            reader.complain(line, "below", _("does not rise from the edge before it."))
        elif below % COUNT_STEP:
            reader.complain(line, "below", _("is no multiple of 5."))
        edges.append(edge)
        counts.append(below)
    for (key, name), (edges, counts, line) in found.items():
        measure_of = cohorts[key].measures[name]
        _check_histogram(measure_of, edges, counts, line, reader)
        measure_of["histogram"] = {"edges": edges, "below": counts}
    without = [
        key
        for key, cohort in cohorts.items()
        if any("histogram" not in each for each in cohort.measures.values())
    ]
    _complain_of_missing(
        cohorts, reader, "measure", _("A measure of this cohort has no histogram."), cohorts.keys() - without
    )


def _check_histogram(
    measure: dict[str, Any], edges: Sequence[float], counts: Sequence[int], line: Line, reader: Reader
) -> None:
    if len(edges) < 2 or edges[0] != LOWEST or edges[-1] != HIGHEST or counts[0] != 0:
        reader.complain(
            line,
            "edge",
            _("The histogram that begins here does not run from %(least)g, with 0 below, to %(most)g.")
            % {"least": LOWEST, "most": HIGHEST},
        )
    elif counts[-1] != measure["n"]:
        reader.complain(
            line,
            "below",
            _("The histogram that begins here ends with %(count)s companies, and the figures say %(n)s.")
            % {"count": counts[-1], "n": measure["n"]},
        )
    elif not all(
        _fits(value, quartile, edges, counts)
        for value, quartile in zip(measure["quartiles"], QUARTILES, strict=True)
    ):
        reader.complain(line, "below", _("The histogram that begins here does not give the quartiles."))


def _fits(value: float, quartile: int, edges: Sequence[float], counts: Sequence[int]) -> bool:
    """Whether a rounded quartile lies between the edges that its companies lie between for certain.

    Counts are rounded: each may be so many companies more or fewer as `SLACK` says, all but the first.
    """
    first = math.floor((counts[-1] - SLACK - 1) * quartile / 100)
    last = math.ceil((counts[-1] + SLACK - 1) * quartile / 100)
    low = max(edge for edge, below in zip(edges, counts, strict=True) if below == 0 or below + SLACK <= first)
    high = min(
        edge for edge, below in zip(edges, counts, strict=True) if edge == HIGHEST or below - SLACK > last
    )
    return low - QUARTILE_STEP / 2 <= value <= high + QUARTILE_STEP / 2


def _known(cohorts: dict[str, NormCohort], line: Line, reader: Reader) -> NormCohort | None:
    key = reader.cohort(line)
    if key is not None and key not in cohorts:
        reader.complain(line, "cohort", _("has no figures."))
    return cohorts.get(key) if key else None


def _complain_of_missing(
    cohorts: dict[str, NormCohort], reader: Reader, column: str, reason: str, there: Iterable[str]
) -> None:
    for key in cohorts.keys() - set(there):
        line = cohorts[key].line
        reader.faults.add(line.file, reason, line=line.number, column=column, value=key)
