"""Reads and updates whose SQL is made once.

To put the SQL of a join over eight tables together takes the ORM ten times as long as the database needs to
answer it, and every page and every save of a respondent begins with one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Field, Model, QuerySet

# PostgreSQL looks for the best order of the joins whenever it runs a statement, longer than it then takes to
# find the row. Here the order is good as it stands: from one row, by keys, to one row each.
AS_JOINED = "SET LOCAL join_collapse_limit = 1; "


class Argument(Expression):
    """Stands in a filter for a value that is known when the read runs."""

    def __init__(self, name: str, field: Field) -> None:
        self.name = name
        super().__init__(output_field=field)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Argument]]:
        """Leave the place open: the parameter is the argument itself."""
        return "%s", [self]


def _filled(params: Iterable[Any], values: dict[str, Any]) -> list[Any]:
    """The parameters of a statement, its arguments replaced by their values as the database takes them."""
    return [
        param.output_field.get_db_prep_value(values[param.name], connection)
        if isinstance(param, Argument)
        else param
        for param in params
    ]


class PreparedRead:
    """Finds at most one row, with what `select_related` joins to it, exactly as the queryset would.

    `rows` makes the queryset, with an Argument wherever a value will differ. It is called once a process, at
    the first read, so it must not depend on the firm in scope.
    """

    def __init__(self, rows: Callable[[], QuerySet]) -> None:
        self._rows = rows
        self._plan: _Plan | None = None

    def get(self, **values: Any) -> Any:
        """Return the row for these values of the arguments, or None."""
        if self._plan is None:
            self._plan = _Plan(self._rows())
        return self._plan.run(values)


class _Plan:
    """What the ORM works out for a queryset before it asks the database."""

    def __init__(self, rows: QuerySet) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        sql, self.params = compiler.as_sql()
        self.sql = AS_JOINED + sql if connection.vendor == "postgresql" else sql
        info, select = compiler.klass_info, compiler.select
        self.converters = compiler.get_converters([column[0] for column in select])
        self.db = rows.db
        self.model: type[Model] = info["model"]
        own = info["select_fields"]
        self.annotations = compiler.annotation_col_map
        self.own = slice(own[0], own[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.own]]
        self.populators = get_related_populators(info, select, self.db)

    def run(self, values: dict[str, Any]) -> Model | None:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, _filled(self.params, values))
            found = cursor.fetchone()
        if found is None:
            return None
        row = list(found)
        for place, (convert, expression) in self.converters.items():
            for step in convert:
                row[place] = step(row[place], expression, connection)
        made = self.model.from_db(self.db, self.names, row[self.own])
        for name, place in self.annotations.items():
            setattr(made, name, row[place])
        for populator in self.populators:
            populator.populate(row, made)
        return made


class PreparedUpdate:
    """Changes the rows of a queryset, exactly as its `update` would.

    `rows` makes the queryset and `changes` the new values; an Argument stands wherever one will differ. Both
    are called once a process, so the queryset must not depend on the firm in scope.
    """

    def __init__(self, rows: Callable[[], QuerySet], changes: Callable[[], dict[str, Any]]) -> None:
        self._rows = rows
        self._changes = changes
        self._plan: tuple[str, tuple[Any, ...]] | None = None

    def run(self, **values: Any) -> int:
        """Update with these values of the arguments; the number of rows that were changed."""
        if self._plan is None:
            query = self._rows().query.chain(UpdateQuery)
            query.add_update_values(self._changes())
            self._plan = query.get_compiler(connection=connection).as_sql()
        sql, params = self._plan
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            return cursor.rowcount
