"""The company among its peers as columns and rows of the plain files.

The wide file and the codebook have the columns of the widest group alone, so that files of all waves of one
method have the same columns; the long file has every group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.benchmarks.measures import MEASURES
from reports.benchmarks.standing import PATHS
from reports.charts.peers import measure_names
from reports.exports.plain.columns import CODE, DIFFERENCE, FLAG, PERCENT, POINTS, Column, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.benchmarks.standing import Peers
    from reports.edition import Edition
    from smax.csv import Cell

WIDEST = "cohort-all"
BENCHMARKS = "Benchmarks"  # a section of docs/method.md
COMPANIES, QUARTER = Unit("companies, to a multiple of 5", 10), Unit("quarter, 1 the lowest", 1, 4)
ABOUT = {
    "source": ("whose figures they are", CODE),
    "date": ("of which day", CODE),
    "synthetic": ("whether its companies are invented", FLAG),
}
PARTS = {
    "n": ("other companies", COMPANIES),
    "p25": ("lower quartile", POINTS),
    "p50": ("median", POINTS),
    "p75": ("upper quartile", POINTS),
    "percentile": ("share of the others that lie below, to 5 percent, from twenty on", PERCENT),
    "quarter": ("the company's quarter by the published quartiles", QUARTER),
}


def peer_columns(names: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of the widest group; `names` are those of the dimensions."""
    told = measure_names(names)
    return (
        *(
            Column(f"benchmark.{WIDEST}.{part}", f"All companies: {meaning}", unit, BENCHMARKS)
            for part, (meaning, unit) in ABOUT.items()
        ),
        *(
            Column(
                f"benchmark.{WIDEST}.{measure}.{part}",
                f"All companies, {told[measure]}: {meaning}",
                DIFFERENCE if measure == "gap" and unit is POINTS else unit,
                BENCHMARKS,
            )
            for measure in MEASURES
            for part, (meaning, unit) in PARTS.items()
        ),
    )


def peer_values(edition: Edition) -> dict[str, Cell]:
    """Every value of every group by its path; what is not published is not in it."""
    found: dict[str, Cell] = {}
    for peers in edition.benchmark.peers if edition.benchmark else ():
        found |= {f"benchmark.{peers.code}.{name}": value for name, value in _values(peers)}
    return found


def _values(peers: Peers) -> Iterator[tuple[str, Cell]]:
    yield "source", peers.source
    yield "date", peers.date.isoformat()
    yield "synthetic", "yes" if peers.synthetic else "no"
    for measure, standing in peers.standings.items():
        low, middle, high = standing.quartiles
        yield f"{measure}.n", standing.n
        yield from ((f"{measure}.p25", low), (f"{measure}.p50", middle), (f"{measure}.p75", high))
        yield f"{measure}.percentile", standing.percentile
        yield f"{measure}.quarter", standing.quarter


def unit_of(path: str) -> str:
    """The unit of a value of a group."""
    *_way, measure, part = path.split(".")
    unit = (PARTS.get(part) or ABOUT[part])[1]
    return (DIFFERENCE if measure == "gap" and unit is POINTS else unit).name


def scored_path(path: str) -> str:
    """Where the score stands in the scorecard that a value of a group places; "" where it places none."""
    measure = path.split(".")[-2]
    return PATHS.get(measure, "")
