"""The lines of single companies: only those that may leave, under random names and in their order."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from reports.benchmarks.anonymity import QUASI_IDENTIFIERS
from reports.benchmarks.measures import COLUMNS
from reports.benchmarks.tables import SHARED, Column, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.models import BenchmarkSnapshot
    from smax.csv import Cell

TABLE = "companies"
READ = 500  # companies at a time

# Further properties of a company stay out: with them its class would be smaller than what was checked.
COMPANY_COLUMNS = (
    Column("id", str, "random, drawn when the file was made: it links to nothing"),
    *SHARED,
    *(Column(name, str, f"band or code of the company's {name}") for name in QUASI_IDENTIFIERS),
    Column("level", str, "maturity level"),
    *(Column(name, float, f"{measure}, to 2.5 points; empty: missing") for measure, name in COLUMNS.items()),
)


def company_lines(snapshot: BenchmarkSnapshot) -> Iterator[tuple[Cell, ...]]:
    """The companies that may leave, some in memory at a time.

    Ids and order are drawn here and kept in no table: nothing leads from a line to a company.
    """
    start = shared(snapshot)
    keys = list(snapshot.rows.filter(released=True).order_by().values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(keys)
    names = (*QUASI_IDENTIFIERS, "level", *COLUMNS.values())
    for first in range(0, len(keys), READ):
        chosen = keys[first : first + READ]
        rows = {key: cells for key, *cells in snapshot.rows.filter(pk__in=chosen).values_list("pk", *names)}
        for key in chosen:
            yield (secrets.token_hex(16), *start, *rows[key])
