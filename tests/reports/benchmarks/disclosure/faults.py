"""Holes that one careless change could make in a benchmark, each planted to see that the intruder finds it.

A fault is applied with pytest's monkeypatch and undone after its test. `found` is what must be said.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.benchmarks import audit, figures, members, publishing, reading, standing, tables
from reports.benchmarks.measures import MEASURES
from reports.inputs import all_waves, closed_waves_with_consent
from reports.services import benchmarks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken, what must be found, and how it is broken."""

    says: str
    found: str
    plant: Plant


def _set(where: Any, **values: Any) -> Plant:
    def plant(monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in values.items():
            monkeypatch.setattr(where, name, value)

    return plant


def _both(*plants: Plant) -> Plant:
    def plant(monkeypatch: pytest.MonkeyPatch) -> None:
        for each in plants:
            each(monkeypatch)

    return plant


def _all_shares(counts: list[int]) -> dict[str, int]:
    shares = (5 * round(20 * count / sum(counts)) for count in counts)
    return dict(zip(figures.LEVELS, shares, strict=True))


def _from_rows(table: Any, snapshot: Any) -> Iterator[tuple[Any, ...]]:
    """Figures worked out of the rows when they are asked for, of every industry there is."""
    if table.name != "figures":
        return
    rows = list(snapshot.rows.values_list("industry", "perceived"))
    for industry in sorted({industry for industry, _score in rows}):
        scores = [score for found, score in rows if found == industry]
        quartiles = (2.5 * round(value / 2.5) for value in np.percentile(scores, (25, 50, 75)))
        count = 5 * round(len(scores) / 5)
        yield (*tables.shared(snapshot), f"industry:{industry}", "P", count, count, *quartiles)


def _moved(row: Any) -> dict[str, float | None]:
    """The own company as an older snapshot would have it."""
    found = _own(row)
    return {name: None if own is None else own + (40 if own < 50 else -40) for name, own in found.items()}


_own = reading._own


class _Mixed:
    """Waves of synthetic and of real companies alike."""

    def filter(self, **asked: Any) -> Any:
        asked.pop("client__synthetic", None)
        return closed_waves_with_consent().filter(**asked)


def _without_consent() -> Any:
    return all_waves().filter(state="closed", trial=False).order_by("client_id", "-number")


FAULTS = (
    Fault("a threshold on the results page alone", "a cohort is too small", _set(standing, SMALLEST=5)),
    Fault("a threshold of five for cohorts", "a cohort is too small", _set(audit, SMALLEST=5)),
    Fault(
        "an unrounded share in the strip and its tooltips",
        "a share is not rounded",
        _set(standing, rounded_share=lambda count, total: 100 * count / total),
    ),
    Fault("the viewer counted in n", "bars are of others", _set(reading, _own=lambda _row: {})),
    Fault("a stale exclusion of the own company", "bars are of others", _set(reading, _own=_moved)),
    Fault(
        "n rounded before the own company is taken off",
        "n is not rounded",
        _set(standing, rounded_count=lambda count: figures.rounded_count(count + 1) - 1),
    ),
    Fault("n not to a multiple of 5", "n is not rounded", _set(figures, rounded_count=int)),
    Fault(
        "sibling suppression off",
        "a line gives away what is missing",
        _set(audit, _siblings_to_hide=lambda *_: []),
    ),
    Fault("dominance off", "a firm holds too much", _set(audit, MOST_OF_A_FIRM=1.0)),
    Fault("a firm may hold two fifths", "a firm holds too much", _set(audit, MOST_OF_A_FIRM=0.4)),
    Fault(
        "small differences of cohorts let pass",
        "a small group can be worked out",
        _set(audit, _any_nested=lambda *_: False, _nested=lambda *_: False, solvable=lambda *_: False),
    ),
    Fault(
        "each measure audited as if every company had it",
        "a small group can be worked out",
        _set(
            publishing,
            _clear_by_measure=lambda _pool, _cells, checked, *_: {name: {*checked.kept} for name in MEASURES},
        ),
    ),
    Fault(
        "exact counts in the histogram",
        "counts are exact",
        _set(figures.Histogram, published=lambda self: self),
    ),
    Fault("bars of one company", "a bar holds too few", _set(figures, SMALLEST_GROUP=1)),
    Fault("the complement of a share shown", "a share is of few", _set(figures, shares_of=_all_shares)),
    Fault(
        "the least and the most as quartiles", "a figure is of others", _set(figures, QUARTILES=(0, 50, 100))
    ),
    Fault("quartiles to half a point", "a figure is not rounded", _set(figures, QUARTILE_STEP=0.5)),
    Fault("percentiles to one percent", "a percentile is not rounded", _set(figures, SHARE_STEP=1)),
    Fault(
        "a percentile of ten companies",
        "a percentile is of few",
        _both(_set(standing, PERCENTILE_FROM=10), _set(figures, PERCENTILE_FROM=10)),
    ),
    Fault(
        "one company that joins a cohort",
        "a company can be worked out",
        _set(audit, _moved_by_few=lambda *_: False, _joining=lambda _rows, places, _cells: list(places)),
    ),
    Fault(
        "files that read companies instead of cohorts",
        "a cohort is told that is not published",
        _set(tables.Table, lines=_from_rows),
    ),
    Fault(
        "released by one administrator where two are asked for",
        "one administrator released it",
        _set(benchmarks, settings=SimpleNamespace(RELEASE_APPROVERS=1)),
    ),
)

# Found by who is among the companies that count.
FAULTS_OF_COUNTING = (
    Fault(
        "synthetic companies among real ones", "synthetic", _set(members, closed_waves_with_consent=_Mixed)
    ),
    Fault("consent not asked for", "no consent", _set(members, closed_waves_with_consent=_without_consent)),
    Fault(
        "flagged waves counted",
        "flagged",
        _set(members, standing_flags=lambda waves: [[] for _wave in waves]),
    ),
    Fault(
        "two waves of one company",
        "twice",
        _set(members, _newest_of_each=lambda candidates: ([wave for _client, wave in candidates], [])),
    ),
)
