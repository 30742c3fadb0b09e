"""The world that the matrix is asked in."""

from __future__ import annotations

import pytest

from tests.security.matrix import Matrix
from tests.security.world import World


@pytest.fixture(scope="module")
def matrix(shared_rows: None) -> Matrix:
    """One world for all tests of a module; each request is undone."""
    return Matrix(World())
