"""The engine that Django loads for SQLite."""

from __future__ import annotations

from functools import lru_cache

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose cursors remember how SQLite writes a statement."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        """Make a cursor."""
        return self.connection.cursor(factory=Cursor)


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that looks for the places of a statement's values once, not at each run.

    A respondent's page needs longer for that look than SQLite for its answer.
    """

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The statement with its places as SQLite writes them."""
        return (
            _converted(query)
            if param_names is None
            else super().convert_query(query, param_names=param_names)
        )


@lru_cache(maxsize=256)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
