"""Each planted fault is found by the intruder: proofs that find nothing prove nothing by it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from reports.benchmarks.members import read_pool
from smax.accounts.tenancy import every_firm
from surveys.models import Client
from tests.cast import make_wave
from tests.reports.benchmarks.disclosure.faults import FAULTS, FAULTS_OF_COUNTING
from tests.reports.benchmarks.disclosure.servers import make_cast, server
from tests.reports.benchmarks.disclosure.test_disclosure import ask
from tests.reports.waves import answered_wave, fill, finish, look_into

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
MOST_POOLS = 30
CONSENT = {"benchmark_consent": True, "benchmark_consent_at": "2026-01-01T00:00Z"}


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.says for fault in FAULTS])
def test_a_planted_fault_is_found(monkeypatch, fault):
    cast = make_cast()
    fault.plant(monkeypatch)
    said = set()
    for seed in range(MOST_POOLS):
        with server(cast, seed) as stands:
            said |= ask(stands, seed) if stands.published else set()
        if fault.found in said:
            return
    raise AssertionError(f"not found: {fault.says}; said: {said}")


def who_counts():
    """What is wrong with who counts: names of clients say what each is."""
    pool = read_pool(synthetic=False, before=timezone.now() + timedelta(days=1), tell=lambda _done, _of: None)
    with every_firm("a test reads"):
        names = dict(Client.objects.values_list("pk", "name"))
    counted = Counter(names[client] for client in pool.clients.tolist())
    return {
        "twice" if name == "Fine" else name for name, times in counted.items() if times > 1 or name != "Fine"
    }


@pytest.fixture
def companies():
    """One that counts, with two waves, and one each that must not."""
    fine = answered_wave(closed=True, firm_name="One", name="Fine", **CONSENT)
    look_into(fine)
    again = make_wave(fine.client)
    fill(again, sales=1, marketing=1)
    finish(again)
    look_into(again)
    for name, fields in (
        ("synthetic", {"synthetic": True, **CONSENT}),
        ("no consent", {"benchmark_consent": False}),
    ):
        look_into(answered_wave(closed=True, firm_name=name.title().replace(" ", ""), name=name, **fields))
    answered_wave(closed=True, firm_name="Flagged", name="flagged", **CONSENT)


def test_the_right_ones_count(companies):
    assert who_counts() == set()


@pytest.mark.parametrize("fault", FAULTS_OF_COUNTING, ids=[fault.says for fault in FAULTS_OF_COUNTING])
def test_a_fault_of_counting_is_found(companies, monkeypatch, fault):
    fault.plant(monkeypatch)
    assert fault.found in who_counts()


def test_there_are_enough_faults():
    assert len(FAULTS) + len(FAULTS_OF_COUNTING) >= 20
