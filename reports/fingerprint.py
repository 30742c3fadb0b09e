"""Whether anything of a client has changed: every column of every row that its results are made from.

One expression of a statement, without anybody's answers, so that it can be read beside other things. Whole
rows are taken, so a new column counts from its first day; a new table has to be named here, and a test fails
where the results page reads another. A submission never changes but when its texts are erased, so that how
many there are and the newest of them say enough. The companies and figures of a snapshot or of a norm table
stay as they are, so the snapshot or the table says enough of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import F, Func, TextField

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
from smax.prepared import Argument, PreparedRead
from smax.stored import StoredRead
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

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet

FUNCTION = "reports_fingerprint_2"
OF_WAVES = (Participant, OutcomeFigure, Document, Target, AgreedAnswer, Note, PlanAction)
OF_SERVER = (BenchmarkSnapshot, NormTable)
NEVER_CHANGE = (InstrumentVersion, SnapshotCell, SnapshotRow, NormCell)
"""Once what they belong to is out."""
COVERED = (Client, Assessment, *OF_WAVES, *OF_SERVER, Response, Submission, *NEVER_CHANGE)
"""Every table that results may be read from."""

Among: TypeAlias = "Callable[[str], str]"
"""Writes that a key is one of those that a SELECT finds."""


class Fingerprint(Func):
    """A text that says what the results of a client are made from: equal while nothing has changed.

    PostgreSQL adds up a number of 64 bits for each row, in a function whose plan it keeps; SQLite, which
    has none for a row, makes a SHA-256 of all of them.
    """

    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Call the function that a migration has made."""
        return self.as_sql(
            compiler, connection, function=FUNCTION, template='"%(function)s"(%(expressions)s)'
        )

    def as_sqlite(self, compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        """Write out every column of every row."""
        client, params = compiler.compile(self.source_expressions[0])
        parts = [
            *(_written(model, which) for model, which in _rows(_in)),
            f"(SELECT json_array(count(*), max(s.id), count(s.erased_at)) {_submissions(_in)})",
        ]
        sql = " || char(10) || ".join(part.replace("{client}", client) for part in parts)
        return f"SHA256({sql})", [*params] * sql.count(client)


def fingerprint_of(client_id: int) -> str:
    """The fingerprint of a client's results by itself."""
    found: str = _FINGERPRINT.get(client=client_id).fingerprint
    return found


def stored_fingerprint() -> StoredRead:
    """The migration's operation that creates the function, as it has to be now."""
    parts = [
        *(
            f"(SELECT concat(count(*), '.', sum(hash_record_extended(t, 0))) "  # noqa: S608 - our own tables
            f'FROM "{model._meta.db_table}" t WHERE {which})'
            for model, which in _rows(_in_array)
        ),
        f"(SELECT concat(count(*), '.', max(s.id), '.', count(s.erased_at)) {_submissions(_in_array)})",
    ]
    sql = "SELECT concat_ws(' ', " + ", ".join(parts).replace("{client}", "$1") + ")"
    return StoredRead(FUNCTION, ("bigint",), sql, 1)


def _rows(among: Among) -> list[tuple[type[Model], str]]:
    """Every table of which whole rows count, and which of them."""
    of_waves = f"t.assessment_id {among(_waves())}"
    return [
        (Client, "t.id = {client}"),
        (Assessment, "t.client_id = {client}"),
        *((model, of_waves) for model in OF_WAVES),
        *((model, "TRUE") for model in OF_SERVER),
    ]


def _waves() -> str:
    return _keys(Assessment, "client_id = {client}")


def _submissions(among: Among) -> str:
    """The rows of a client's submissions, found key by key from its waves."""
    people = _keys(Participant, f"assessment_id {among(_waves())}")
    responses = _keys(Response, f"participant_id {among(people)}")
    return f'FROM "{Submission._meta.db_table}" s WHERE s.response_id {among(responses)}'


def _keys(model: type[Model], which: str) -> str:
    return f'SELECT k.id FROM "{model._meta.db_table}" k WHERE k.{which}'  # noqa: S608 - our own tables


def _in(keys: str) -> str:
    return f"IN ({keys})"


def _in_array(keys: str) -> str:
    """PostgreSQL goes through an index once for all keys of an array, and once for each row of a join."""
    return f"= ANY(ARRAY({keys}))"


def _written(model: type[Model], which: str) -> str:
    columns = ", ".join(f't."{field.column}"' for field in model._meta.concrete_fields)
    rows = (
        f'SELECT group_concat(json_array({columns}), char(10)) FROM "{model._meta.db_table}" t WHERE {which}'  # noqa: S608 - our own tables
    )
    return f"coalesce(({rows}), '')"


def _of_client() -> QuerySet[Client]:
    rows = Client._base_manager.filter(pk=Argument("client", Client.id.field)).only("pk")
    return rows.annotate(fingerprint=Fingerprint(F("pk")))


_FINGERPRINT = PreparedRead(_of_client)
