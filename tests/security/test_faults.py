"""Each planted fault is noticed: a matrix that finds nothing proves nothing by it."""

from __future__ import annotations

import pytest

from tests.security.faults import FAULTS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.says for fault in FAULTS])
def test_a_planted_fault_is_noticed(matrix, monkeypatch, fault):
    fault.plant(monkeypatch)
    assert [route for route in fault.routes if next(matrix.deviations(route), None)] == list(fault.routes)


def test_there_are_enough_faults():
    assert len(FAULTS) >= 20
