"""Everything that a database and the folders beside it hold, as text to look for somebody in."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection


def everything():
    """All rows of all tables and all files, lower case."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            parts += [_text(value) for row in cursor.fetchall() for value in row if value is not None]
    for folder in (settings.RECORDS_DIR, settings.FILES_DIR):
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        parts += [path.read_bytes().decode("utf-8", "replace") for path in files]
    return "\n".join(parts).lower()


def _text(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    text = str(value)
    # SQLite keeps JSON as Django writes it, with other letters than ASCII escaped.
    return text.encode("ascii", "backslashreplace").decode("unicode_escape") if "\\u" in text else text
