"""Released snapshots of random companies, written straight into the tables."""

from __future__ import annotations

import numpy as np
from django.utils import timezone

from reports.benchmarks.anonymity import anonymity
from reports.benchmarks.figures import LEVELS
from reports.benchmarks.files import make_files
from reports.benchmarks.measures import COLUMNS, HEADLINE
from reports.models import SnapshotCell, SnapshotRow
from tests.cast import make_client, make_firm, make_snapshot

SCORES = np.arange(0, 102.5, 2.5)
NAMES = (
    "all",
    "region:größe-süd",
    "industry:=2+5",
    "industry:-software+region:ümlaut",
    "size:„20–99“, a;b\nc",
)


def released(seed, *, synthetic=False, cells=8):
    """A released snapshot whose cohorts have names to stumble over, and gaps below zero; with its files."""
    snapshot = without_files(seed, synthetic=synthetic, cells=cells)
    make_files(snapshot)
    return snapshot


def without_files(seed, *, synthetic=False, cells=8):
    """The same before its files are made."""
    random = np.random.default_rng(seed)
    snapshot = make_snapshot(
        period="2026Q4",
        number=1 + seed,
        synthetic=synthetic,
        state="released",
        released_at=timezone.now(),
        cells_offered=cells,
        cells_kept=cells,
    )
    SnapshotCell.objects.bulk_create(
        SnapshotCell(
            snapshot=snapshot,
            key=f"{random.choice(NAMES)}{place or ''}",
            n=int(random.integers(2, 90)) * 5,
            measures={name: _measure(random, name) for name in COLUMNS if random.random() < 0.8},
            shares={
                level: None if random.random() < 0.2 else int(random.integers(0, 21)) * 5
                for level in ("ambiguous", "collaborative", "aligned")
            },
        )
        for place in range(cells)
    )
    return snapshot


def _measure(random, name):
    points = SCORES - 50 if name == "gap" else SCORES
    edges = np.sort(random.choice(points, 6, replace=False))
    return {
        "n": int(random.integers(2, 90)) * 5,
        "quartiles": np.sort(random.choice(points, 3)).tolist(),
        "histogram": {"edges": edges.tolist(), "below": [0, *np.cumsum(random.integers(3, 9, 5)).tolist()]},
    }


def with_companies(seed, count, *, kinds=2):
    """A released snapshot of so many companies, its research file decided by the rules."""
    random = np.random.default_rng(seed)
    snapshot = without_files(seed)
    snapshot.companies = count
    snapshot.save()
    firm = make_firm("Benchmark firm")
    clients = [make_client(firm, name=f"Company {place}") for place in range(count)]
    values = np.round(random.normal(50, 12, (count, len(COLUMNS))) / 2.5) * 2.5
    values[:, HEADLINE.index("gap")] -= 50
    codes = {
        name: random.choice([f"{name[0]}{kind}" for kind in range(kinds)], count)
        for name in ("industry", "employees", "region")
    }
    missing = random.random(values.shape) < 0.1
    missing[:, : len(HEADLINE)] = False
    levels = random.integers(0, len(LEVELS), count)
    found = anonymity(codes, np.where(missing, np.nan, values), levels)
    SnapshotRow.objects.bulk_create(
        SnapshotRow(
            snapshot=snapshot, client=client, firm=firm, revenue_band="r", business_model="b",
            reporting_structure="s", level=LEVELS[levels[place]], items=b"", group=int(found.groups[place]),
            released=bool(found.released[place]),
            **{name: str(codes[name][place]) for name in codes},
            **{
                column: None if missing[place, at] else float(values[place, at])
                for at, column in enumerate(COLUMNS.values())
            },
        )
        for place, client in enumerate(clients)
    )  # fmt: skip
    make_files(snapshot)
    return snapshot
