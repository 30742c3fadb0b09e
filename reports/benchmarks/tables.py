"""What the files of a snapshot say of its cohorts: three tables of numbers that are rounded already.

The format is written down in docs/benchmark-files.md; other servers read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.benchmarks.figures import LEVELS, Histogram
from reports.benchmarks.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reports.models import BenchmarkSnapshot, SnapshotCell
    from smax.csv import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds (str, int or float), and what that means."""

    name: str
    holds: type
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a snapshot: `rows` gives the lines of one cohort without the columns that all share."""

    name: str
    own: tuple[Column, ...]
    rows: Callable[[SnapshotCell], Iterator[tuple[Cell, ...]]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in the order of the file."""
        return (*SHARED, COHORT, *self.own)

    def lines(self, snapshot: BenchmarkSnapshot) -> Iterator[tuple[Cell, ...]]:
        """All lines, one cohort in memory at a time."""
        start = shared(snapshot)
        for cell in snapshot.cells.order_by("pk").iterator(chunk_size=200):
            for row in self.rows(cell):
                yield (*start, cell.key, *row)


SHARED = (
    Column("snapshot", str, "period and number of the snapshot"),
    Column("synthetic", str, "yes: invented companies, for demonstration and tests; no: real ones"),
)
COHORT = Column("cohort", str, "all, or property:code, joined by + where two properties are crossed")


def shared(snapshot: BenchmarkSnapshot) -> tuple[str, str]:
    """What every line of every file begins with."""
    return (f"{snapshot.period}.{snapshot.number}", "yes" if snapshot.synthetic else "no")


def _measures(cell: SnapshotCell) -> Iterator[tuple[str, Any]]:
    """What is published, in one order: the databases keep keys in orders of their own."""
    return ((name, cell.measures[name]) for name in MEASURES if name in cell.measures)


def _figures(cell: SnapshotCell) -> Iterator[tuple[Cell, ...]]:
    for name, measure in _measures(cell):
        yield (name, cell.n, measure["n"], *map(float, measure["quartiles"]))


def _shares(cell: SnapshotCell) -> Iterator[tuple[Cell, ...]]:
    return ((level, cell.shares[level]) for level in LEVELS if level in cell.shares)


def _histogram(cell: SnapshotCell) -> Iterator[tuple[Cell, ...]]:
    for name, measure in _measures(cell):
        kept = measure["histogram"]
        histogram = Histogram(edges=tuple(kept["edges"]), below=tuple(kept["below"])).published()
        for edge, below in zip(histogram.edges, histogram.below, strict=True):
            yield (name, float(edge), below)


_MEASURE = Column("measure", str, "P, SMAX, A, R, L, gap, or P_ or M_ and a dimension; in points")

TABLES = (
    Table(
        "figures",
        (
            _MEASURE,
            Column("cohort_n", int, "companies in the cohort, to a multiple of 5"),
            Column("n", int, "companies that have the measure, to a multiple of 5"),
            Column("p25", float, "lower quartile, to 2.5 points"),
            Column("p50", float, "median, to 2.5 points"),
            Column("p75", float, "upper quartile, to 2.5 points"),
        ),
        _figures,
    ),
    Table(
        "shares",
        (
            Column("level", str, "maturity level"),
            Column("share_pct", int, "companies on it, to 5 percent; empty where it would tell of too few"),
        ),
        _shares,
    ),
    Table(
        "histogram",
        (
            _MEASURE,
            Column("edge", float, "a number of points"),
            Column("below", int, "companies below the edge, to a multiple of 5"),
        ),
        _histogram,
    ),
)


CODEBOOK = (
    Column("table", str, ""),
    Column("column", str, ""),
    Column("holds", str, ""),
    Column("meaning", str, ""),
)


def codebook(columns: Mapping[str, Sequence[Column]]) -> list[tuple[str, str, str, str]]:
    """One row a column, by table."""
    words = {str: "text", int: "whole number", float: "number"}
    return [
        (table, column.name, words[column.holds], column.meaning)
        for table, own in columns.items()
        for column in own
    ]
