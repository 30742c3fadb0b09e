"""The world that the matrix is asked in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from django.db import connection, transaction

from tests.security.matrix import Matrix
from tests.security.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    """One world for all tests of a module; each request is undone, and the world at the end."""
    # Django closes the connection after each test; the world would be gone with it.
    with (
        django_db_blocker.unblock(),
        mock.patch.object(connection, "close"),
        transaction.atomic(),
    ):
        yield Matrix(World())
        transaction.set_rollback(True)
