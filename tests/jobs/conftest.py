"""Jobs that only a test knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smax.jobs.registry import JOBS


@pytest.fixture
def kinds() -> Iterator[None]:
    """A registry that forgets what a test registers."""
    before = dict(JOBS)
    yield
    JOBS.clear()
    JOBS.update(before)
