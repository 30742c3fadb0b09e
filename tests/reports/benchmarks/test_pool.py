from __future__ import annotations

import pytest

from reports.benchmarks import pool
from reports.benchmarks.pool import companies
from reports.inputs import all_waves
from reports.scorecards import scorecard_for
from smax.accounts.tenancy import every_firm
from tests.cast import make_client, make_firm, make_wave
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db
CONSENT = {"benchmark_consent": True, "benchmark_consent_at": "2026-01-01T00:00Z"}


def test_a_company_is_its_figures_and_nothing_that_names_it():
    wave = answered_wave(2, 1, closed=True, industry="manufacturing", **CONSENT)
    with every_firm("a test reads"):
        card = scorecard_for(all_waves().get(pk=wave.pk))
    [company] = companies()
    assert company == pool.Company(
        industry="manufacturing",
        synthetic=False,
        figures={
            "P": card.perceived.joint,
            "SMAX": card.measured.index,
            "A": card.measured.operating,
            "R": card.measured.revenue,
            "L": card.measured.pipeline,
            "gap": card.gap,
        },
        level=card.maturity.level,
        method_version="1",
        instrument_version="smax 1",
    )


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"closed": True}, id="no-consent"),
        pytest.param({"closed": False, **CONSENT}, id="open"),
        pytest.param({"closed": True, "marketing": 0, **CONSENT}, id="one-sided"),
        pytest.param({"closed": True, "outcomes": False, **CONSENT}, id="no-outcomes"),
        pytest.param({"closed": True, "sales": 0, "marketing": 0, "both": 2, **CONSENT}, id="no-side"),
    ],
)
def test_who_does_not_count(fields):
    answered_wave(**fields)
    assert companies() == []


def test_a_withdrawn_wave_leaves_the_one_before_it_standing():
    first = answered_wave(1, 1, closed=True, **CONSENT)
    second = make_wave(first.client)
    fill(second, sales=2, marketing=3)
    finish(second)
    with every_firm("a test acts"):
        type(second).objects.filter(pk=second.pk).update(state="withdrawn")
        card = scorecard_for(all_waves().get(pk=first.pk))
    assert [company.figures["P"] for company in companies()] == [card.perceived.joint]


def test_a_small_wave_that_is_shown_in_groups_does_not_count():
    for mode, names in (("aggregated", []), ("attributed", ["software"])):
        wave = make_wave(
            make_client(make_firm(mode.title()), industry="software", **CONSENT), identity_mode=mode
        )
        fill(wave, sales=2, marketing=3)
        finish(wave)
        assert [company.industry for company in companies()] == names


def test_the_latest_complete_wave_counts_once():
    first = answered_wave(1, 1, closed=True, **CONSENT)
    second = make_wave(first.client)
    fill(second, sales=2, marketing=3)
    finish(second)
    third = make_wave(first.client)
    fill(third, sales=1)
    finish(third)
    with every_firm("a test reads"):
        card = scorecard_for(all_waves().get(pk=second.pk))
    assert [company.figures["P"] for company in companies()] == [card.perceived.joint]


def test_chunks_change_nothing(monkeypatch):
    for number in range(3):
        answered_wave(1 + number, 1, closed=True, firm_name=f"Firm {number}", **CONSENT)
    found = companies()
    monkeypatch.setattr(pool, "CHUNK", 1)
    assert companies() == found
    assert len(found) == 3
