"""Reads whose SQL is made once; updates and inserts are in smax/acts.py.

To put the SQL of a join over six tables together takes the ORM ten times as long as the database needs to
answer it, and every page, save and submit of a respondent consists of a few such statements.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import JSONField
from django.db.models.base import ModelState
from django.db.models.expressions import Expression

from smax.stored import StoredRead, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Field, Model, QuerySet
    from django.db.models.sql.compiler import SQLCompiler

PLAIN = frozenset({str, int, bool, type(None)})
# What JSON writes as text; numbers, texts and JSON itself come out of it as they are.
FROM_JSON: dict[str, Callable[[str], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "UUIDField": UUID,
}


class Argument(Expression):
    """Stands in a statement for a value that is known when it runs."""

    def __init__(self, name: str, field: Field) -> None:
        self.name = name
        super().__init__(output_field=field)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Argument]]:
        """Leave the place open: the parameter is the argument itself."""
        return "%s", [self]


def filled(params: Iterable[Any], values: dict[str, Any]) -> list[Any]:
    """The parameters of a statement, its arguments replaced by their values as the database takes them."""
    return [_value(param, values[param.name]) if isinstance(param, Argument) else param for param in params]


def _value(argument: Argument, value: Any) -> Any:
    field = argument.output_field
    if _is_json(field):
        return None if value is None else orjson.dumps(value).decode()
    # Both databases take these as they are; to ask the field costs more than to insert the value.
    return value if type(value) in PLAIN else field.get_db_prep_save(value, connection)


def _is_json(field: Field) -> bool:
    # Answers are read and written whole at each save, of which `json` took a fifteenth.
    return isinstance(field, JSONField) and field.encoder is None and field.decoder is None


def _from_text(text: str | None, _expression: Any, _connection: Any) -> Any:
    return None if text is None else orjson.loads(text)


class PreparedRead:
    """Finds at most one row, with what `select_related` joins to it, exactly as the queryset would.

    `rows` makes the queryset, with an Argument wherever a value will differ. It is called once a process, at
    the first read, so it must not depend on the firm in scope. `stored` names the function that PostgreSQL
    has for it (see smax/stored.py).
    """

    def __init__(self, rows: Callable[[], QuerySet], *, stored: str = "") -> None:
        self._rows = rows
        self._plan: _Plan | None = None
        self.stored = stored

    def get(self, **values: Any) -> Any:
        """Return the row for these values of the arguments, or None."""
        if self._plan is None:
            kind = _StoredPlan if self.stored and connection.vendor == "postgresql" else _Plan
            self._plan = kind(self._rows(), self.stored)
        return self._plan.run(values)

    def function(self) -> StoredRead:
        """The migration's operation that creates the function, made of the queryset as it is now."""
        return _StoredPlan(self._rows(), self.stored).operation


class PreparedRows:
    """Finds all rows of a queryset of `values_list`, exactly as it would, in any order.

    `rows` makes the queryset and `stored` names the function as for `PreparedRead`.
    """

    def __init__(self, rows: Callable[[], QuerySet], *, stored: str) -> None:
        self._rows = rows
        self._plan: _RowsPlan | None = None
        self.stored = stored

    def all(self, **values: Any) -> list[list[Any]]:
        """Return the rows for these values of the arguments."""
        if self._plan is None:
            kind = _StoredRowsPlan if connection.vendor == "postgresql" else _RowsPlan
            self._plan = kind(self._rows(), self.stored)
        return self._plan.run(values)

    def function(self) -> StoredRead:
        """The migration's operation that creates the function, made of the queryset as it is now."""
        return _StoredRowsPlan(self._rows(), self.stored).operation


class PreparedReads:
    """Finds what several reads find, each at most one row, with one statement that sees all at one moment.

    `reads` make the querysets, as for `PreparedRead`; an Argument of one name has one value in all of them.
    """

    def __init__(self, *reads: Callable[[], QuerySet], stored: str) -> None:
        self._reads = reads
        self._plan: _JoinedPlan | None = None
        self.stored = stored

    def get(self, **values: Any) -> list[Any]:
        """Return the row of each read for these values of the arguments, or None."""
        if self._plan is None:
            kind = _StoredJoinedPlan if connection.vendor == "postgresql" else _JoinedPlan
            self._plan = kind(self._rows(), self.stored)
        return self._plan.run(values)

    def function(self) -> StoredRead:
        """The migration's operation that creates the function, made of the querysets as they are now."""
        return _StoredJoinedPlan(self._rows(), self.stored).operation

    def _rows(self) -> list[QuerySet]:
        return [rows() for rows in self._reads]


class _Statement:
    """The SQL of a queryset, and what makes its columns what fields hold."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self.sql, self.params = compiler.as_sql()
        self.columns = [column[0] for column in compiler.select]
        self.converters = compiler.get_converters(self.columns)
        for place, (_converters, expression) in self.converters.items():
            if _is_json(expression.output_field):
                self.converters[place] = [_from_text], expression

    def read(self, found: tuple[Any, ...]) -> list[Any]:
        """The values of a row as the models hold them."""
        row = list(found)
        for place, (convert, expression) in self.converters.items():
            for step in convert:
                row[place] = step(row[place], expression, connection)
        return row


class _RowsPlan(_Statement):
    """What the ORM works out for a queryset of `values_list`."""

    def __init__(self, rows: QuerySet, _name: str) -> None:
        super().__init__(rows.query.get_compiler(connection=connection))

    def run(self, values: dict[str, Any]) -> list[list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params, values))
            return [self.read(row) for row in cursor.fetchall()]


class _StoredRowsPlan(_RowsPlan):
    """Asks a function, which answers with a JSON array of rows: the one column of its one row."""

    def __init__(self, rows: QuerySet, name: str) -> None:
        super().__init__(rows, name)
        lines = row_of(self.sql, len(self.columns))
        together = f"SELECT json_agg(line) FROM ({lines}) AS lines (line)"  # noqa: S608 - compiled by the ORM
        self.operation, self.params = _function(name, together, self.params, 1)
        self.sql = call(name, self.params)
        self.readers = _readers(self.columns)

    def run(self, values: dict[str, Any]) -> list[list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params, values))
            (found,) = orjson.loads(cursor.fetchone()[0])
        for row in found or ():
            _from_json(row, self.readers)
        return found or []


class _Plan(_Statement):
    """What the ORM works out for a queryset before it asks the database."""

    def __init__(self, rows: QuerySet, _name: str = "") -> None:
        compiler = rows.query.get_compiler(connection=connection)
        super().__init__(compiler)
        self.annotations = compiler.annotation_col_map
        self.rows = _Rows(compiler.klass_info, compiler.select, rows.db)

    def run(self, values: dict[str, Any]) -> Model | None:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params, values))
            found = cursor.fetchone()
        return self.made(None if found is None else self.read(found))

    def made(self, row: Sequence[Any] | None) -> Model | None:
        """The row as the queryset would give it; None where there is none."""
        if row is None:
            return None
        made = self.rows.made(row)
        for name, place in self.annotations.items():
            setattr(made, name, row[place])
        return made


class _StoredPlan(_Plan):
    """Asks a function of the database, which answers with one text: a JSON array of the row's columns."""

    def __init__(self, rows: QuerySet, name: str) -> None:
        super().__init__(rows, name)
        self.operation, self.params = _function(name, self.sql, self.params, len(self.columns))
        self.sql = call(name, self.params)
        self.readers = _readers(self.columns)

    def read(self, found: tuple[Any, ...]) -> list[Any] | None:
        return _from_json(found[0] and orjson.loads(found[0]), self.readers)


class _JoinedPlan:
    """Several reads side by side in one row: each is joined to a row that is always there."""

    def __init__(self, reads: Sequence[QuerySet], _name: str) -> None:
        self.plans = [_Plan(rows) for rows in reads]
        places = enumerate(plan.sql for plan in self.plans)
        joined = "".join(f" LEFT JOIN ({sql}) AS r{place} ON TRUE" for place, sql in places)
        self.sql = f"SELECT * FROM (SELECT 1 AS one) AS one{joined}"  # noqa: S608 - compiled by the ORM
        self.params = tuple(param for plan in self.plans for param in plan.params)

    def run(self, values: dict[str, Any]) -> list[Model | None]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params, values))
            found = cursor.fetchone()
        made, start = [], 1
        for plan in self.plans:
            row = found[start : start + len(plan.columns)]
            start += len(row)
            made.append(None if row[plan.rows.key] is None else plan.made(plan.read(row)))
        return made


class _StoredJoinedPlan(_JoinedPlan):
    """Asks a function, which answers with a JSON array of the columns of each read, null for none."""

    def __init__(self, reads: Sequence[QuerySet], name: str) -> None:
        super().__init__(reads, name)
        parts = ", ".join(f"({row_of(plan.sql, len(plan.columns))})" for plan in self.plans)
        self.operation, self.params = _function(name, f"SELECT {parts}", self.params, len(self.plans))
        self.sql = call(name, self.params)
        self.readers = [_readers(plan.columns) for plan in self.plans]

    def run(self, values: dict[str, Any]) -> list[Model | None]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params, values))
            rows = orjson.loads(cursor.fetchone()[0])
        parts = zip(self.plans, rows, self.readers, strict=True)
        return [plan.made(_from_json(row, readers)) for plan, row, readers in parts]


def _function(
    name: str, sql: str, params: Iterable[Any], columns: int
) -> tuple[StoredRead, tuple[Argument, ...]]:
    """The migration's operation for a statement, and the arguments that its function takes."""
    arguments: dict[str, Argument] = {}
    for each in params:
        if isinstance(each, Argument):
            arguments.setdefault(each.name, each)
    numbers = {argument: f"${place}" for place, argument in enumerate(arguments, 1)}
    quote = connection.schema_editor().quote_value
    places = tuple(numbers[each.name] if isinstance(each, Argument) else quote(each) for each in params)
    types = [argument.output_field.db_type(connection) for argument in arguments.values()]
    return StoredRead(name, types, sql % places, columns), tuple(arguments.values())


def call(name: str, arguments: Sequence[Argument]) -> str:
    return f'SELECT "{name}"({", ".join(["%s"] * len(arguments))})'


def _readers(columns: Sequence[Any]) -> list[tuple[int, Callable[[str], Any]]]:
    """What JSON writes as text, by place."""
    kinds = [column.output_field.get_internal_type() for column in columns]
    return [(place, FROM_JSON[kind]) for place, kind in enumerate(kinds) if kind in FROM_JSON]


def _from_json(
    row: list[Any] | None, readers: Iterable[tuple[int, Callable[[str], Any]]]
) -> list[Any] | None:
    if row is not None:
        for place, reader in readers:
            if row[place] is not None:
                row[place] = reader(row[place])
    return row


class _Rows:
    """Makes a model's row, and those joined to it, of the columns that were read.

    Django's own `from_db` asks about each field of the model and tells two signals of each row. Nothing here
    listens, and a column that was not read stays away as it does there: it is read when it is asked for.
    """

    def __init__(self, info: dict[str, Any], select: Sequence[Any], db: str) -> None:
        fields = info["select_fields"]
        self.model: type[Model] = info["model"]
        self.db = db
        self.own = slice(fields[0], fields[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.own]]
        self.key = fields[0] + self.names.index(self.model._meta.pk.attname)
        self.joined = [
            (_Rows(each, select, db), each["local_setter"], each["remote_setter"])
            for each in info.get("related_klass_infos", ())
        ]

    def made(self, row: Sequence[Any]) -> Model:
        made = self.model.__new__(self.model)
        made.__dict__.update(zip(self.names, row[self.own], strict=True))
        made._state = ModelState()
        made._state.adding, made._state.db = False, self.db
        for rows, keep_here, keep_there in self.joined:
            other = None if row[rows.key] is None else rows.made(row)
            keep_here(made, other)
            if other is not None:
                keep_there(other, made)
        return made
