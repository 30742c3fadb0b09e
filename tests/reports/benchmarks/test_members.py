from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.benchmarks import members
from reports.benchmarks.figures import LEVELS
from reports.benchmarks.measures import HEADLINE
from reports.benchmarks.members import read_pool
from reports.inputs import all_waves
from reports.scorecards import scorecard_for
from smax.accounts.tenancy import every_firm
from surveys.models import FlagDismissal
from tests.cast import make_client, make_firm, make_wave
from tests.reports.benchmarks.pools import counted
from tests.reports.waves import answered_wave as flagged_wave
from tests.reports.waves import fill, finish, look_into

pytestmark = pytest.mark.django_db
CONSENT = {"benchmark_consent": True, "benchmark_consent_at": "2026-01-01T00:00Z"}


def answered_wave(*numbers, **fields):
    """A wave in which no flag stands."""
    wave = flagged_wave(*numbers, **fields)
    look_into(wave)
    return wave


def read(age=timedelta()):
    return read_pool(synthetic=False, before=timezone.now() - age, tell=lambda _done, _of: None)


def test_a_company_is_its_scores():
    wave = answered_wave(2, 1, closed=True, industry="manufacturing", **CONSENT)
    with every_firm("a test reads"):
        card = scorecard_for(all_waves().get(pk=wave.pk))
    pool = read()
    assert (pool.clients.tolist(), pool.firms.tolist()) == ([wave.client_id], [wave.firm_id])
    assert (pool.codes["industry"].tolist(), pool.instruments) == (["manufacturing"], ("smax 1",))
    assert LEVELS[pool.levels[0]] == card.maturity.level
    measured = card.measured
    wanted = [
        *(card.perceived.joint, measured.index, measured.operating),
        *(measured.revenue, measured.pipeline, card.gap),
    ]
    assert pool.scores[0, : len(HEADLINE)].tolist() == pytest.approx(wanted)


def test_the_wave_must_have_closed_long_enough_ago():
    answered_wave(closed=True, **CONSENT)
    assert (len(read(timedelta(days=90))), len(read())) == (0, 1)


def test_synthetic_companies_are_apart():
    answered_wave(closed=True, synthetic=True, **CONSENT)
    assert (len(counted()), len(counted(synthetic=True))) == (0, 1)


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
    assert counted() == []


def test_a_withdrawn_wave_leaves_the_one_before_it_standing():
    first = answered_wave(1, 1, closed=True, **CONSENT)
    second = make_wave(first.client)
    fill(second, sales=2, marketing=3)
    look_into(second)
    finish(second)
    with every_firm("a test acts"):
        type(second).objects.filter(pk=second.pk).update(state="withdrawn")
        card = scorecard_for(all_waves().get(pk=first.pk))
    assert [scores[0] for scores in counted()] == [pytest.approx(card.perceived.joint)]


def test_a_small_wave_that_is_shown_in_groups_does_not_count():
    for mode, names in (("aggregated", []), ("attributed", ["software"])):
        wave = make_wave(
            make_client(make_firm(mode.title()), industry="software", **CONSENT), identity_mode=mode
        )
        fill(wave, sales=2, marketing=3)
        look_into(wave)
        finish(wave)
        assert read().codes["industry"].tolist() == names


def test_a_standing_flag_keeps_a_wave_out_and_the_one_before_it_in():
    first = answered_wave(1, 1, closed=True, **CONSENT)
    second = make_wave(first.client)
    fill(second, sales=2, marketing=3)
    finish(second)
    with every_firm("a test reads"):
        cards = {wave.pk: scorecard_for(wave) for wave in all_waves()}
    assert [scores[0] for scores in counted()] == [pytest.approx(cards[first.pk].perceived.joint)]
    look_into(second)
    assert [scores[0] for scores in counted()] == [pytest.approx(cards[second.pk].perceived.joint)]
    with every_firm("a test acts"):
        FlagDismissal.objects.filter(submission__response__participant__assessment=first)[0].delete()
        assert [scores[0] for scores in counted()] == [pytest.approx(cards[second.pk].perceived.joint)]
        FlagDismissal.objects.filter(submission__response__participant__assessment=second)[0].delete()
    assert counted() == []


def test_the_latest_complete_wave_counts_once():
    first = answered_wave(1, 1, closed=True, **CONSENT)
    second = make_wave(first.client)
    fill(second, sales=2, marketing=3)
    look_into(second)
    finish(second)
    third = make_wave(first.client)
    fill(third, sales=1)
    finish(third)
    with every_firm("a test reads"):
        card = scorecard_for(all_waves().get(pk=second.pk))
    assert [scores[0] for scores in counted()] == [pytest.approx(card.perceived.joint)]


def test_chunks_change_nothing(monkeypatch):
    for number in range(3):
        answered_wave(1 + number, 1, closed=True, firm_name=f"Firm {number}", **CONSENT)
    found = counted()
    monkeypatch.setattr(members, "CHUNK", 1)
    assert counted() == found
    assert len(found) == 3
