"""Reads and acts whose plans PostgreSQL keeps, as functions that a migration creates.

To plan a join over six tables takes PostgreSQL five times as long as to run it, and without a function it
plans anew each time. A prepared statement would belong to one connection, which a pooler hands to somebody
else. SQLite plans in no time and has no functions: there the plain statement runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

FUNCTION = """
CREATE FUNCTION "{name}"({arguments}) RETURNS text LANGUAGE plpgsql {kind} AS $${body}$$
"""
ROW = "SELECT json_build_array({columns}) FROM ({sql}) AS found ({columns})"


def row_of(sql: str, columns: int) -> str:
    """The statement that gives the one row of another as a JSON array."""
    return ROW.format(columns=", ".join(f"c{number}" for number in range(columns)), sql=sql)


def body_of(sql: str, columns: int) -> str:
    """What a function does that returns the one row of a statement as a JSON array, NULL for none."""
    return f"BEGIN RETURN ({row_of(sql, columns)}); END"


class StoredFunction(Operation):
    """Creates a function of PostgreSQL, from text that no later model changes.

    A changed statement needs a function of a new name in a new migration; a test says so and shows its text.
    """

    reversible = True
    reduces_to_sql = True
    kind = "VOLATILE"

    def __init__(self, name: str, arguments: Sequence[str]) -> None:
        self.name = name
        self.arguments = tuple(arguments)

    @property
    def body(self) -> str:
        """What the function does."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave Django's own picture of the models as it is."""

    def database_forwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Create the function."""
        if schema_editor.connection.vendor == "postgresql":
            arguments = ", ".join(self.arguments)
            made = FUNCTION.format(name=self.name, arguments=arguments, kind=self.kind, body=self.body)
            schema_editor.execute(made, params=None)

    def database_backwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Drop the function."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP FUNCTION "{self.name}"({", ".join(self.arguments)})')

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration."""
        return (type(self).__name__, [], dict(vars(self)))

    def describe(self) -> str:
        """Name the function in `migrate`'s output."""
        return f"Stored function {self.name}"


class StoredRead(StoredFunction):
    """The function of a `smax.prepared.PreparedRead`: the one row as a JSON array, NULL for none."""

    kind = "STABLE"

    def __init__(self, name: str, arguments: Sequence[str], sql: str, columns: int) -> None:
        super().__init__(name, arguments)
        self.sql = sql
        self.columns = columns

    @property
    def body(self) -> str:
        """Return the row."""
        return body_of(self.sql, self.columns)


class StoredActs(StoredFunction):
    """The function of a `smax.acts.PreparedActs`: steps of (SQL, number of columns that it returns).

    It gives a JSON array of all that was returned, as texts; NULL where one of the first `guards` steps
    reached no row, and then does nothing else. All guards but the last one only look.
    """

    def __init__(
        self, name: str, arguments: Sequence[str], steps: Sequence[tuple[str, int]], guards: int = 1
    ) -> None:
        super().__init__(name, arguments)
        self.steps = tuple(steps)
        self.guards = guards

    @property
    def body(self) -> str:
        """Run step after step."""
        names = [f"r{number}" for number in range(sum(returned for _sql, returned in self.steps))]
        free = iter(names)
        lines = []
        for number, (sql, returned) in enumerate(self.steps):
            into = f" INTO {', '.join(next(free) for _ in range(returned))}" if returned else ""
            lines.append(f"{sql}{into};")
            if number < self.guards:
                lines.append("IF NOT FOUND THEN RETURN NULL; END IF;")
        declared = f"DECLARE {' '.join(f'{name} text;' for name in names)} " if names else ""
        return f"{declared}BEGIN {' '.join(lines)} RETURN json_build_array({', '.join(names)}); END"
