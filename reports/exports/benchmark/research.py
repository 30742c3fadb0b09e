"""The file of single companies: what a finished table says of those that may leave, under fresh random names.

PostgreSQL writes the lines itself and hands them over in blocks; on SQLite they go through one cursor.
"""

from __future__ import annotations

import csv
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _

from reports.benchmarks.anonymity import (
    LEAST_BANDS,
    MOST_APART,
    MOST_SUPPRESSED,
    QUASI_IDENTIFIERS,
    SMALLEST_CLASS,
)
from reports.benchmarks.measures import COLUMNS
from reports.exports.benchmark.tables import SHARED, Column, shared
from smax.csv import safe
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from io import BufferedWriter
    from pathlib import Path

    from reports.models import BenchmarkSnapshot

BLOCK = 64 * 1024  # bytes
FETCH = 1000  # lines of SQLite in memory
TEXTS = (*QUASI_IDENTIFIERS, "level")

# Further properties of a company stay out: with them its class would be smaller than what was checked.
COLUMNS_OF_FILE = (
    Column("id", str, "random, made for this file alone: it links to nothing"),
    *SHARED,
    *(Column(name, str, f"band or code of the company's {name}") for name in QUASI_IDENTIFIERS),
    Column("level", str, "maturity level"),
    *(Column(name, float, f"{measure}, to 2.5 points; empty: missing") for measure, name in COLUMNS.items()),
)


def refusal(snapshot: BenchmarkSnapshot) -> str | None:
    """Why there may be no file of this snapshot's companies; None where there may."""
    if snapshot.rows.filter(released=True).exists():
        return None
    return _(
        "No file of single companies can be made of this snapshot: more than %(share)s%% of its %(count)s "
        "companies would have to be left out. %(small)s are among fewer than %(k)s of the same industry, "
        "size and region; a group may be too alike in a score (fewer than %(l)s of five bands) or too unlike "
        "all others (a distance above %(t)s)."
    ) % {
        "share": int(100 * MOST_SUPPRESSED),
        "count": snapshot.companies,
        "small": snapshot.rows.filter(group__lt=SMALLEST_CLASS).count(),
        "k": SMALLEST_CLASS,
        "l": LEAST_BANDS,
        "t": MOST_APART,
    }


def write_research(snapshot: BenchmarkSnapshot, path: Path) -> int:
    """Write the companies that may leave, in random order; returns how many.

    SurveyError where none may, or where fewer lines were written than the snapshot holds.
    """
    if reason := refusal(snapshot):
        raise SurveyError(reason)
    _check_codes(snapshot)
    with path.open("wb") as file:
        written = (_by_copy if connection.vendor == "postgresql" else _by_cursor)(snapshot, file)
    asked = snapshot.rows.filter(released=True).count()
    if written != asked:
        raise SurveyError(
            _("Only %(written)s of %(asked)s lines were written.") % {"written": written, "asked": asked}
        )
    return written


def _check_codes(snapshot: BenchmarkSnapshot) -> None:
    """Refuse text that a spreadsheet would run: the database writes the lines, and nothing looks at them."""
    for name in TEXTS:
        for code in snapshot.rows.order_by().values_list(name, flat=True).distinct():
            if safe(code) != code:
                raise SurveyError(_("“%(code)s” cannot stand in a file.") % {"code": code})


def _select(snapshot: BenchmarkSnapshot, random_id: str) -> tuple[str, list[Any]]:
    names = ", ".join(connection.ops.quote_name(name) for name in (*TEXTS, *COLUMNS.values()))
    table = connection.ops.quote_name(type(snapshot).rows.rel.related_model._meta.db_table)
    # Names of columns of the model, and nothing that anybody typed.
    statement = (
        f"SELECT {random_id}, %s, %s, {names} FROM {table} "  # noqa: S608
        "WHERE snapshot_id = %s AND released ORDER BY random()"
    )
    return statement, [*shared(snapshot), snapshot.pk]


def _by_copy(snapshot: BenchmarkSnapshot, file: BufferedWriter) -> int:
    statement, values = _select(snapshot, "gen_random_uuid()")
    quoted = ", ".join(f'"{column.name}"' for column in COLUMNS_OF_FILE if column.holds is str)
    file.write((",".join(f'"{column.name}"' for column in COLUMNS_OF_FILE) + "\n").encode())
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(statement.replace("%s, %s", "%s::text, %s::text", 1), values).decode()
        # Named as in the heading, since FORCE_QUOTE goes by the names of what is selected.
        named = f"SELECT * FROM ({query}) AS chosen ({_names()})"  # noqa: S608
        cursor.cursor.copy_expert(
            f"COPY ({named}) TO STDOUT WITH (FORMAT csv, FORCE_QUOTE ({quoted}))", file, size=BLOCK
        )
        return cursor.cursor.rowcount


def _names() -> str:
    return ", ".join(f'"{column.name}"' for column in COLUMNS_OF_FILE)


def _by_cursor(snapshot: BenchmarkSnapshot, file: BufferedWriter) -> int:
    statement, values = _select(snapshot, "lower(hex(randomblob(16)))")
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([column.name for column in COLUMNS_OF_FILE])
    written = 0
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while block := cursor.fetchmany(FETCH):
            writer.writerows(block)
            written += len(block)
    text.flush()
    text.detach()
    return written
