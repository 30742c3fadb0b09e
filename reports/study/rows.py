"""A snapshot's companies as arrays, and as a file for whoever does the study by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from reports.benchmarks.lattice import ONE_WAY
from reports.benchmarks.measures import COLUMNS
from reports.benchmarks.packing import item_names, unpacked
from reports.study.companies import Companies
from scoring import load_method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.models import BenchmarkSnapshot

PROFILE = (*ONE_WAY, "level")
SCORES = tuple(COLUMNS.values())


def companies_of(snapshot: BenchmarkSnapshot) -> Companies:
    """Read a snapshot's rows, and which of its cohorts are published."""
    rows = list(snapshot.rows.order_by("pk").values_list(*ONE_WAY, *SCORES, "items"))
    columns = list(zip(*rows, strict=True)) or [()] * (len(ONE_WAY) + len(SCORES) + 1)
    names = item_names(load_method(snapshot.method_version))
    items = unpacked(b"".join(bytes(row) for row in columns[-1]), len(names))
    scores = columns[len(ONE_WAY) : -1]
    return Companies(
        codes={name: np.array(column, dtype=np.str_) for name, column in zip(ONE_WAY, columns, strict=False)},
        scores={name: np.array(column, dtype=float) for name, column in zip(SCORES, scores, strict=True)},
        items=dict(zip(names, items.T, strict=True)),
        published=frozenset(snapshot.cells.values_list("key", flat=True)),
    )


def header(snapshot: BenchmarkSnapshot) -> tuple[str, ...]:
    """Columns of the file of rows."""
    return (*PROFILE, *SCORES, *item_names(load_method(snapshot.method_version)))


def lines(snapshot: BenchmarkSnapshot) -> Iterator[tuple[Any, ...]]:
    """One line a company, without its name, key or firm; empty where a score is missing."""
    names = item_names(load_method(snapshot.method_version))
    found = snapshot.rows.order_by("pk").values_list(*PROFILE, *SCORES, "items")
    for *told, packed in found.iterator():
        items = unpacked(bytes(packed), len(names))[0].tolist()
        yield (*told, *(None if np.isnan(score) else score for score in items))
