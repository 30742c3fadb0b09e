"""What our engines do faster than Django's own, they do as right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from smax.databases.sqlite3.base import Cursor

STATEMENTS = ["SELECT 1", "SELECT %s, '%%s', %s", "SELECT '%%', %%s, %s", "SELECT '%%%s'"]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_sqlite_is_sent_what_django_sends(statement):
    theirs = SQLiteCursorWrapper.convert_query(None, statement)
    assert [Cursor.convert_query(None, statement) for _twice in range(2)] == [theirs, theirs]


def test_values_by_name_are_sent_as_django_sends_them():
    cursor = object.__new__(Cursor)
    assert cursor.convert_query("SELECT %(a)s, '%%'", param_names=["a"]) == "SELECT :a, '%'"


@pytest.fixture
def kept(db):
    """A connection of its own, kept from an earlier request: about to be checked."""
    kept = connection.copy()
    kept.ensure_connection()
    kept.health_check_enabled, kept.health_check_done = True, False
    yield kept
    kept.close()


@pytest.mark.postgres
def test_a_silent_connection_is_used_without_a_question(kept, monkeypatch):
    monkeypatch.setattr(kept, "is_usable", lambda: pytest.fail("it was asked"))
    same = kept.connection
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert kept.connection is same


@pytest.mark.postgres
def test_a_connection_that_the_server_ended_is_replaced(kept):
    ended = kept.connection
    with connection.cursor() as cursor:
        # It waits until the other one is gone.
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended.info.backend_pid])
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert kept.connection is not ended


@pytest.mark.postgres
def test_a_connection_that_is_closed_here_is_replaced(kept):
    kept.connection.close()
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
