"""Rules that the database itself holds, on SQLite and PostgreSQL alike, as migration operations.

SQLite rebuilds a table for most schema changes and drops its triggers with it; it also refuses to rename a
table that a trigger names. A migration that alters a guarded table, or a parent of one, therefore removes
these guards first (`Lifted`) and adds them again last. tests/accounts/test_guards.py lists every guard that
must stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

SQLITE = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW WHEN {test}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRESQL = """
CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {test} THEN
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN {row};
END $$;
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()
"""
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


class Guard(Operation):
    """A trigger that refuses a row. Subclasses say when, and with which words."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def triggers(self, table: str, differs: str, state: ProjectState, app_label: str) -> list[dict[str, str]]:
        """List the triggers as dictionaries of name, event, test, message and row."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave Django's own picture of the models as it is."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the triggers."""
        vendor = schema_editor.connection.vendor
        template = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[vendor]
        for trigger in self._triggers(app_label, vendor, to_state):
            schema_editor.execute(template.format(**trigger), params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        _to: ProjectState,
    ) -> None:
        """Drop the triggers."""
        vendor = schema_editor.connection.vendor
        for trigger in self._triggers(app_label, vendor, from_state):
            if vendor == "postgresql":
                schema_editor.execute(
                    'DROP TRIGGER "{name}" ON "{table}"; DROP FUNCTION "{name}"()'.format(**trigger)
                )
            else:
                schema_editor.execute('DROP TRIGGER "{name}"'.format(**trigger))

    def _triggers(self, app_label: str, vendor: str, state: ProjectState) -> list[dict[str, str]]:
        table = state.apps.get_model(app_label, self.model_name)._meta.db_table
        found = self.triggers(table, DIFFERS[vendor], state, app_label)
        return [{"table": table, "row": "NEW", **trigger} for trigger in found]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration."""
        return (type(self).__name__, [], dict(vars(self)))

    def describe(self) -> str:
        """Name the guard in `migrate`'s output."""
        return f"{type(self).__name__} guard on {self.model_name}"


class SameFirm(Guard):
    """Refuses a row whose firm is not its parent's, and a change of a row's firm."""

    def __init__(self, model_name: str, parent_field: str | None = None) -> None:
        super().__init__(model_name)
        self.parent_field = parent_field

    def triggers(self, table: str, differs: str, state: ProjectState, app_label: str) -> list[dict[str, str]]:
        """One trigger against a change of firm; with a parent, one for inserts and one for moves."""
        fixed = {
            "name": f"{table}_firm_fixed",
            "event": "UPDATE",
            "test": f"NEW.firm_id {differs} OLD.firm_id",
            "message": f"{table}: a row never changes its firm",
        }
        if self.parent_field is None:
            return [fixed]
        field = state.apps.get_model(app_label, self.model_name)._meta.get_field(self.parent_field)
        parent = field.related_model._meta.db_table
        test = f'(SELECT firm_id FROM "{parent}" WHERE id = NEW."{field.column}") {differs} NEW.firm_id'  # noqa: S608 - names of our own tables
        message = f"{table}: firm differs from the firm of its {self.parent_field}"
        return [fixed] + [
            {"name": f"{table}_{when}", "event": event, "test": test, "message": message}
            for when, event in (("same_firm", "INSERT"), ("same_firm_moved", f'UPDATE OF "{field.column}"'))
        ]


class AlsoSameFirm(Guard):
    """Refuses a row whose firm is not that of a second row it names, if it names one, besides its parent."""

    def __init__(self, model_name: str, field: str) -> None:
        super().__init__(model_name)
        self.field = field

    def triggers(self, table: str, differs: str, state: ProjectState, app_label: str) -> list[dict[str, str]]:
        """One trigger for inserts and one for moves."""
        field = state.apps.get_model(app_label, self.model_name)._meta.get_field(self.field)
        named = field.related_model._meta.db_table
        firm = f'(SELECT firm_id FROM "{named}" WHERE id = NEW."{field.column}")'  # noqa: S608 - names of our own tables
        test = f'NEW."{field.column}" IS NOT NULL AND {firm} {differs} NEW.firm_id'
        message = f"{table}: firm differs from the firm of its {self.field}"
        return [
            {"name": f"{table}_{self.field}_{when}", "event": event, "test": test, "message": message}
            for when, event in (("same_firm", "INSERT"), ("moved", f'UPDATE OF "{field.column}"'))
        ]


class Frozen(Guard):
    """Refuses to change or delete a row once `condition` (SQL over OLD) holds for it; by default, always."""

    def __init__(self, model_name: str, condition: str = "OLD.id IS NOT NULL") -> None:
        super().__init__(model_name)
        self.condition = condition

    def triggers(self, table: str, _differs: str, _state: ProjectState, _app: str) -> list[dict[str, str]]:
        """One trigger for updates, one for deletes."""
        message = f"{table}: this row is final"
        return [
            {"name": f"{table}_no_change", "event": "UPDATE", "test": self.condition, "message": message},
            {
                "name": f"{table}_no_delete",
                "event": "DELETE",
                "test": self.condition,
                "message": message,
                "row": "OLD",
            },
        ]


class FrozenBut(Guard):
    """As `Frozen`, but lets some columns change, and those only to what `allowed` (SQL over NEW) says."""

    def __init__(self, model_name: str, condition: str, *, free: Sequence[str], allowed: str) -> None:
        super().__init__(model_name)
        self.condition = condition
        self.free = tuple(free)
        self.allowed = allowed

    def triggers(self, table: str, differs: str, state: ProjectState, app_label: str) -> list[dict[str, str]]:
        """One trigger for updates, one for deletes."""
        fields = state.apps.get_model(app_label, self.model_name)._meta.concrete_fields
        fixed = [field.column for field in fields if field.column not in self.free]
        changed = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in fixed)
        message = f"{table}: this row is final"
        return [
            {
                "name": f"{table}_no_change",
                "event": "UPDATE",
                "test": f"({self.condition}) AND ({changed} OR NOT ({self.allowed}))",
                "message": message,
            },
            {
                "name": f"{table}_no_delete",
                "event": "DELETE",
                "test": self.condition,
                "message": message,
                "row": "OLD",
            },
        ]


class Promised(Guard):
    """Refuses to change a column once `condition` holds (SQL over OLD); `why` ends the message."""

    def __init__(
        self, model_name: str, column: str, condition: str, why: str = "is promised to respondents"
    ) -> None:
        super().__init__(model_name)
        self.column = column
        self.condition = condition
        self.why = why

    def triggers(self, table: str, differs: str, _state: ProjectState, _app: str) -> list[dict[str, str]]:
        """One trigger for updates of the column."""
        return [
            {
                "name": f"{table}_{self.column}_promised",
                "event": f'UPDATE OF "{self.column}"',
                "test": f"NEW.{self.column} {differs} OLD.{self.column} AND {self.condition}",
                "message": f"{table}: {self.column} {self.why}",
            }
        ]


class Lifted(Operation):
    """Takes a guard away until a later operation adds it again: what SQLite wants before a table changes."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave Django's own picture of the models as it is."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the triggers."""
        self.guard.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the triggers again."""
        self.guard.database_forwards(app_label, schema_editor, from_state, to_state)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration."""
        return (type(self).__name__, [self.guard], {})

    def describe(self) -> str:
        """Name the guard in `migrate`'s output."""
        return f"Lift: {self.guard.describe()}"
