"""Reads whose plan PostgreSQL keeps, as functions that a migration creates.

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
CREATE FUNCTION "{name}"({arguments}) RETURNS text LANGUAGE plpgsql STABLE AS $${body}$$
"""
ROW = "SELECT json_build_array({columns}) FROM ({sql}) AS found ({columns})"


def row_of(sql: str, columns: int) -> str:
    """The statement that gives the one row of another as a JSON array."""
    return ROW.format(columns=", ".join(f"c{number}" for number in range(columns)), sql=sql)


def body_of(sql: str, columns: int) -> str:
    """What a function does that returns the one row of a statement as a JSON array, NULL for none."""
    return f"BEGIN RETURN ({row_of(sql, columns)}); END"


class StoredRead(Operation):
    """Creates the function of a `smax.prepared.PreparedRead`, from text that no later model changes.

    A changed read needs a function of a new name in a new migration; a test says so and shows its text.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, arguments: Sequence[str], sql: str, columns: int) -> None:
        self.name = name
        self.arguments = tuple(arguments)
        self.sql = sql
        self.columns = columns

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave Django's own picture of the models as it is."""

    def database_forwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Create the function."""
        if schema_editor.connection.vendor == "postgresql":
            body = body_of(self.sql, self.columns)
            arguments = ", ".join(self.arguments)
            schema_editor.execute(
                FUNCTION.format(name=self.name, arguments=arguments, body=body), params=None
            )

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
        return f"Stored read {self.name}"
