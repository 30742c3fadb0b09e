"""Released snapshots with cohorts of chosen companies, as a client meets them."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils import timezone

from reports.benchmarks.cohort import SNAPSHOT, Cohort
from reports.benchmarks.figures import measure_of, rounded_count
from reports.benchmarks.lattice import ONE_WAY
from reports.benchmarks.measures import COLUMNS, MEASURES
from reports.models import NormCell, NormTable, SnapshotCell, SnapshotRow
from reports.numbers import nearest
from tests.cast import make_snapshot


def measures_of(scores: Any) -> dict[str, Any]:
    """What is published of companies whose every measure has these scores."""
    found = measure_of(np.array(scores, dtype=float))
    if found is None:
        return {}
    plain = {
        "n": found.n,
        "quartiles": list(found.quartiles),
        "histogram": {"edges": list(found.histogram.edges), "below": list(found.histogram.below)},
    }
    return dict.fromkeys(MEASURES, plain)


def cohort(scores: Any, key: str = "all", **fields: Any) -> Cohort:
    """A cohort of a snapshot that was never stored."""
    given = {
        "code": f"cohort-{key}",
        "key": key,
        "origin": SNAPSHOT,
        "source": "Benchmark 2026Q4.1",
        "date": timezone.now().date(),
        "synthetic": False,
        "n": rounded_count(len(scores)),
        "measures": measures_of(scores),
        "shares": {},
    }
    return Cohort(**{**given, **fields})


def publish(cells: dict[str, Any], *, own: Any = None, synthetic: bool = False, number: int = 1) -> Any:
    """Release a snapshot with cells of these scores; `own` is (client, its scores by measure) within it."""
    snapshot = make_snapshot(
        period="2026Q4", number=number, synthetic=synthetic, state="released", released_at=timezone.now()
    )
    SnapshotCell.objects.bulk_create(
        SnapshotCell(
            snapshot=snapshot,
            key=key,
            n=rounded_count(len(scores)),
            measures=measures_of(scores),
            shares=dict.fromkeys(("ambiguous", "collaborative", "aligned")),
        )
        for key, scores in cells.items()
    )
    if own is not None:
        wave, scores = own
        SnapshotRow.objects.create(
            snapshot=snapshot,
            client=wave.client,
            firm=wave.firm,
            level="ambiguous",
            items=b"",
            **{name: wave.profile[name] for name in ONE_WAY},
            **{
                COLUMNS[name]: None if value is None else nearest(value, 2.5)
                for name, value in scores.items()
            },
        )
    return snapshot


def norm(cells: dict[str, Any], *, synthetic: bool = False, histogram: bool = True, used: bool = True) -> Any:
    """A norm table from elsewhere with cells of these scores."""
    table = NormTable.objects.create(
        source="Verband der Anbieter",
        date="2026-05-04",
        synthetic=synthetic,
        method_version="1",
        digest=f"{NormTable.objects.count():064d}",
        imported_at=timezone.now(),
        used_from=timezone.now() if used else None,
    )
    for key, scores in cells.items():
        measures = {
            name: {part: value for part, value in each.items() if histogram or part != "histogram"}
            for name, each in measures_of(scores).items()
        }
        NormCell.objects.create(
            table=table, key=key, n=rounded_count(len(scores)), measures=measures, shares={}
        )
    return table
