"""Updates and inserts whose SQL is made once, and acts that PostgreSQL does in one function."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from django.db import connection, transaction
from django.db.models import AutoField
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery, UpdateQuery

from smax.prepared import Argument, call, filled
from smax.stored import StoredActs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Field, Model, QuerySet


class Statement(NamedTuple):
    """SQL, its parameters with an Argument for each that will differ, and how many columns it returns."""

    sql: str
    params: tuple[Any, ...]
    returned: int = 0


class PreparedUpdate:
    """Changes the rows of a queryset, exactly as its `update` would.

    `rows` makes the queryset and `changes` the new values; an Argument stands wherever one will differ. Both
    are called once a process, so the queryset must not depend on the firm in scope. `stored` names the
    function that PostgreSQL has for it, where it finds one row at most.
    """

    def __init__(
        self, rows: Callable[[], QuerySet], changes: Callable[[], dict[str, Any]], *, stored: str = ""
    ) -> None:
        self._rows = rows
        self._changes = changes
        self._plan: Statement | None = None
        self.stored = PreparedActs(stored, lambda: [self.statement()]) if stored else None

    def run(self, **values: Any) -> int:
        """Update with these values of the arguments; the number of rows that were changed."""
        if self.stored and connection.vendor == "postgresql":
            return int(self.stored.run(values) is not None)
        sql, params, _returned = self.statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, filled(params, values))
            return cursor.rowcount

    def statement(self) -> Statement:
        """The SQL, made at the first call."""
        if self._plan is None:
            query = self._rows().query.chain(UpdateQuery)
            query.add_update_values(self._changes())
            self._plan = Statement(*query.get_compiler(connection=connection).as_sql())
        return self._plan


class PreparedInsert:
    """Stores a new row of a model, exactly as `save(force_insert=True)` would.

    `computed` gives, by field, what the database itself works out for the row; the row then has it, too. With
    `ignore_conflicts`, a row that is there already stays, and nothing says which of the two it was.
    """

    def __init__(
        self,
        model: type[Model],
        computed: Callable[[], dict[str, Any]] = dict,
        *,
        ignore_conflicts: bool = False,
    ) -> None:
        self._model = model
        self._computed = computed
        self._ignore = OnConflict.IGNORE if ignore_conflicts else None
        self._plan: Statement | None = None
        self._returned: list[Field] = []

    def run(self, row: Model) -> None:
        """Insert the row."""
        sql, params, returned = self.statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, filled(params, row.__dict__))
            self.take(row, cursor.fetchone() if returned else ())

    def take(self, row: Model, values: Iterable[Any]) -> None:
        """Let the row have what the database has returned of it: it is stored now."""
        for field, value in zip(self._returned, values, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, connection.alias

    def statement(self) -> Statement:
        """The SQL, made at the first call."""
        if self._plan is not None:
            return self._plan
        fields = self._model._meta.local_concrete_fields
        stored = [field for field in fields if not isinstance(field, AutoField)]
        computed = self._computed()
        pattern = self._model()
        for field in stored:
            value = computed.get(field.name, Argument(field.attname, field))
            pattern.__dict__[field.attname] = value
        query = InsertQuery(self._model, on_conflict=self._ignore)
        # Raw: the values are taken as they stand, not filled in a second time.
        query.insert_values(stored, [pattern], raw=True)
        compiler = query.get_compiler(connection=connection)
        known = [field for field in fields if field not in stored or field.name in computed]
        self._returned = compiler.returning_fields = [] if self._ignore else known
        ((sql, params),) = compiler.as_sql()
        self._plan = Statement(sql, tuple(params), len(self._returned))
        return self._plan


class PreparedActs:
    """An update and what follows it where it reached a row, as one function of PostgreSQL.

    All of it is one way to the database and back, and plans are kept; outside a transaction it is one by
    itself, committed when it returns. Each statement sees what was committed before it began, as it would
    alone. `statements` is called once a process; where one of the first `guards` finds no row, none after it
    runs.
    """

    def __init__(self, name: str, statements: Callable[[], Sequence[Statement]], *, guards: int = 1) -> None:
        self.name = name
        self._statements = statements
        self._guards = guards
        self._plan: tuple[str, list[list[Argument]]] | None = None

    def run(self, *values: dict[str, Any]) -> list[Any] | None:
        """Run with a dictionary of values for each statement; what they returned, None for a guard's no."""
        if self._plan is None:
            arguments = [_arguments(each.params) for each in self._statements()]
            self._plan = call(self.name, list(chain.from_iterable(arguments))), arguments
        sql, arguments = self._plan
        params = chain.from_iterable(map(filled, arguments, values))
        with connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            (found,) = cursor.fetchone()
        return None if found is None else orjson.loads(found)

    def function(self) -> StoredActs:
        """The migration's operation that creates the function, made of the statements as they are now."""
        known: list[Argument] = []
        steps = []
        for sql, params, returned in self._statements():
            steps.append((_numbered(sql, params, len(known)), returned))
            known += _arguments(params)
        return StoredActs(self.name, _types(known), steps, self._guards)


def locking(rows: QuerySet) -> Statement:
    """A guard of a `PreparedActs` that waits for the rows of a queryset and locks them against changes."""
    locked = rows.select_for_update(of=("self",), no_key=True).values("pk")
    with transaction.atomic():  # outside, Django would not compile it
        return Statement(*locked.query.get_compiler(connection=connection).as_sql(), returned=1)


def _arguments(params: Iterable[Any]) -> list[Argument]:
    return [param for param in params if isinstance(param, Argument)]


def _numbered(sql: str, params: Sequence[Any], before: int) -> str:
    """A statement as it stands in a function, its arguments numbered after the `before` earlier ones."""
    numbers = iter(range(before + 1, before + 1 + len(params)))
    quote = connection.schema_editor().quote_value
    places = [f"${next(numbers)}" if isinstance(each, Argument) else quote(each) for each in params]
    return sql % tuple(places)


def _types(arguments: Iterable[Argument]) -> list[str]:
    # A number that is sent is an integer, and PostgreSQL makes none smaller on its way into a function.
    types = (argument.output_field.db_type(connection) for argument in arguments)
    return ["integer" if kind == "smallint" else kind for kind in types]
