"""Whether anything of a client has changed: every column of every row that its results are made from.

One statement, without anybody's answers. A submission never changes but when its texts are erased, so that
how many there are and the newest of them say enough; nor do the cohorts of a released benchmark or of a norm,
so that which of them are in force does. Columns are taken from the models, so a new one counts
from its first day; a new table has to be named here, and a test fails where the results page reads another.
"""

from __future__ import annotations

import hashlib
from functools import cache

from django.db import connection

from reports.models import (
    AgreedAnswer,
    BenchmarkSnapshot,
    NormCell,
    NormTable,
    Note,
    PlanAction,
    SnapshotCell,
    SnapshotRow,
    Target,
)
from surveys.models import (
    Assessment,
    Client,
    Document,
    InstrumentVersion,
    OutcomeFigure,
    Participant,
    Response,
    Submission,
)

OF_WAVES = (Participant, OutcomeFigure, Document, Target, AgreedAnswer, Note, PlanAction)
OF_BENCHMARKS = (BenchmarkSnapshot, SnapshotCell, SnapshotRow, NormTable, NormCell)
COVERED = (Client, Assessment, *OF_WAVES, Response, Submission, InstrumentVersion, *OF_BENCHMARKS)
"""Every table that results may be read from. A published version of the questionnaire never changes."""


def fingerprint_of(client: Client) -> str:
    """A digest of what the client's results are made from: equal while nothing has changed, and no longer."""
    statement = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, [client.pk] * statement.count("%s"))
        rows = sorted(f"{table}{row}" for table, row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


@cache
def _statement(vendor: str) -> str:
    row = {"sqlite": "json_array({})", "postgresql": "jsonb_build_array({})::text"}[vendor]
    waves = f'SELECT id FROM "{Assessment._meta.db_table}" WHERE client_id = %s'  # noqa: S608 - our own tables
    parts = [
        _rows(row, Client, "id = %s"),
        _rows(row, Assessment, "client_id = %s"),
        *(_rows(row, model, f"assessment_id IN ({waves})") for model in OF_WAVES),
        _submissions(row, waves),
        _rows(row, BenchmarkSnapshot, "state = 'released'"),
        _rows(row, NormTable, "used_from IS NOT NULL"),
    ]
    return " UNION ALL ".join(parts)


def _rows(row: str, model: type, which: str) -> str:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    table = model._meta.db_table
    return f"SELECT '{table}', {row.format(columns)} FROM \"{table}\" WHERE {which}"  # noqa: S608 - our own tables


def _submissions(row: str, waves: str) -> str:
    submission, response, person = (each._meta.db_table for each in (Submission, Response, Participant))
    return (
        f"SELECT '{submission}', {row.format('count(*), max(s.id), count(s.erased_at)')} "  # noqa: S608 - our own tables
        f'FROM "{submission}" s JOIN "{response}" r ON r.id = s.response_id '
        f'JOIN "{person}" p ON p.id = r.participant_id WHERE p.assessment_id IN ({waves})'
    )
