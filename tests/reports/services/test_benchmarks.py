from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from reports.benchmarks.lattice import ONE_WAY
from reports.benchmarks.measures import MEASURES
from reports.benchmarks.members import Pool
from reports.models import BenchmarkSnapshot
from reports.services import benchmarks
from reports.services.benchmarks import approve_snapshot, build_snapshot, withdraw_snapshot
from smax.accounts.models import AuditEvent
from smax.accounts.tenancy import every_firm
from surveys.errors import SurveyError
from surveys.models import Client
from tests.cast import make_client, make_firm, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies(monkeypatch):
    """A pool of thirty clients of six firms; a test says which of them count."""
    firms = [make_firm(f"Firm {number}") for number in range(6)]
    for number in range(5):
        for firm in firms:
            make_client(firm, f"Client {firm.pk} {number}")
    with every_firm("a test counts"):
        clients = list(Client.objects.order_by("pk").values_list("pk", "firm_id"))
    counted = list(range(30))

    def read(*, synthetic, before, tell):
        assert abs(timezone.now() - timedelta(days=90) - before) < timedelta(minutes=1)
        tell(len(counted), len(counted))
        return pool_of([clients[place] for place in counted], counted)

    monkeypatch.setattr(benchmarks, "read_pool", read)
    return counted


def pool_of(clients, places):
    count = len(clients)
    scores = np.random.default_rng(0).uniform(0, 100, (60, len(MEASURES)))[places]
    scores[:, MEASURES.index("P_FLW")] = 50.0
    return Pool(
        clients=np.array([client for client, _firm in clients]),
        firms=np.array([firm for _client, firm in clients]),
        codes={name: np.array(["software"] * count) for name in ONE_WAY},
        scores=scores,
        levels=np.array([place % 2 for place in range(count)], dtype=np.int8),
        items=np.zeros((count, 3), dtype=np.uint8),
        instruments=("smax 1",),
    )


@pytest.fixture
def administrators():
    people = [make_person(f"{name}@server.example") for name in ("ada", "bob")]
    for person in people:
        person.is_administrator = True
        person.save()
    return people


def build(*, synthetic=False, period="2026Q4"):
    return build_snapshot(period=period, synthetic=synthetic)


def facts_of(action):
    with every_firm("a test reads the trail"):
        return AuditEvent.objects.get(action=action).facts


def released(administrators, **asked):
    snapshot = build(**asked)
    for person in administrators:
        approve_snapshot(snapshot=snapshot, by=person)
    snapshot.refresh_from_db()
    return snapshot


def test_a_snapshot_holds_its_record_its_companies_and_its_cohorts(companies):
    snapshot = build()
    assert (snapshot.state, snapshot.companies, snapshot.joined, snapshot.left) == ("built", 30, 30, 0)
    assert (snapshot.rows.count(), snapshot.cells.count()) == (30, snapshot.cells_kept)
    assert snapshot.cells_refused == sum(snapshot.refused.values())
    whole = snapshot.cells.get(key="all")
    # Nobody is aligned, and with both others in sight that would be told.
    assert (whole.n, list(whole.shares.values()).count(None)) == (30, 2)
    assert "P_FLW" not in whole.measures
    assert facts_of("benchmark.built")["companies"] == 30


def test_two_different_administrators_release_it(companies, administrators):
    ada, bob = administrators
    snapshot = build()
    assert approve_snapshot(snapshot=snapshot, by=ada) is False
    with pytest.raises(SurveyError, match="You have approved this snapshot already"):
        approve_snapshot(snapshot=snapshot, by=ada)
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.released_at) == ("built", None)
    assert approve_snapshot(snapshot=snapshot, by=bob) is True
    snapshot.refresh_from_db()
    assert (snapshot.state, [yes.by for yes in snapshot.approvals.all()]) == ("released", [ada, bob])
    with pytest.raises(SurveyError, match="does not wait for approval"):
        approve_snapshot(snapshot=snapshot, by=bob)


def test_one_is_enough_where_the_server_says_so_and_the_trail_tells(companies, administrators, settings):
    settings.RELEASE_APPROVERS = 1
    assert approve_snapshot(snapshot=build(), by=administrators[0]) is True
    facts = facts_of("benchmark.released")
    assert (facts["approvals"], facts["asked"]) == (1, 1)


@pytest.mark.parametrize(
    ("then", "now", "refused"),
    [
        pytest.param(range(20), range(25), False, id="five-joined"),
        pytest.param(range(20), range(24), True, id="four-joined"),
        pytest.param(range(20), range(1, 26), True, id="one-left"),
        pytest.param(range(20), range(5, 30), False, id="five-left-ten-joined"),
        pytest.param(range(20), range(20), True, id="nobody-moved"),
    ],
)
@pytest.mark.parametrize("taken_back", [False, True])
def test_too_few_joined_or_left(companies, administrators, then, now, refused, taken_back):
    companies[:] = then
    before = released(administrators)
    if taken_back:
        withdraw_snapshot(snapshot=before)
    companies[:] = now
    if not refused:
        after = released(administrators, period="2027Q1")
        assert (after.joined, after.left) == (len(set(now) - set(then)), len(set(then) - set(now)))
        before.refresh_from_db()
        assert before.state == ("withdrawn" if taken_back else "replaced")
        return
    with pytest.raises(SurveyError, match="two snapshots side by side"):
        build(period="2027Q1")


def test_one_that_was_out_before_the_last_is_held_against_it_too(companies, administrators):
    companies[:] = range(15)
    released(administrators)
    companies[:] = range(5, 20)
    released(administrators, period="2027Q1")
    # Those who left come back, but for one: side by side with the first snapshot that one is told.
    companies[:] = [*range(1, 20), 25]
    with pytest.raises(SurveyError, match="An earlier snapshot"):
        released(administrators, period="2027Q2")


def test_one_built_before_another_was_released_is_not_released_after_it(companies, administrators):
    early = build()
    released(administrators, period="2027Q1")
    with pytest.raises(SurveyError, match="was released since this one was built"):
        approve_snapshot(snapshot=early, by=administrators[0])


def test_synthetic_and_real_companies_are_out_side_by_side_and_never_mixed(companies, administrators):
    real, synthetic = released(administrators), released(administrators, synthetic=True)
    out = BenchmarkSnapshot.objects.filter(state="released").order_by("synthetic")
    assert list(out) == [real, synthetic]
    assert (synthetic.joined, str(synthetic)) == (30, "2026Q4.1 (synthetic)")


def test_building_again_replaces_what_waits(companies):
    first, second = build(), build()
    assert (second.number, list(BenchmarkSnapshot.objects.all())) == (1, [second])
    assert first.pk != second.pk


def test_taken_back_once(companies):
    snapshot = build()
    withdraw_snapshot(snapshot=snapshot)
    with pytest.raises(SurveyError, match="over already"):
        withdraw_snapshot(snapshot=snapshot)


@pytest.mark.parametrize("period", ["2026", "2026Q5", "2026q1", "1999Q1", " 2026Q1", "2026Q1\n"])
def test_what_is_no_quarter_is_refused(companies, period):
    with pytest.raises(SurveyError, match="is no quarter"):
        build(period=period)


def test_nine_companies_make_none(companies):
    companies[:] = range(9)
    with pytest.raises(SurveyError, match="No cohort can be published of 9 companies"):
        build()
    assert BenchmarkSnapshot.objects.count() == 0


@pytest.mark.parametrize(("alike", "leave"), [(None, 30), ("P_FLW", 0), ("gap", 0)])
def test_single_companies_leave_only_where_every_score_of_the_file_is_spread(
    companies, monkeypatch, alike, leave
):
    read = benchmarks.read_pool

    def spread(**asked):
        pool = read(**asked)
        pool.scores[:, MEASURES.index("P_FLW")] = pool.scores[:, 0]
        if alike:
            pool.scores[:, MEASURES.index(alike)] = 50.0
        return pool

    monkeypatch.setattr(benchmarks, "read_pool", spread)
    assert build().rows.filter(released=True).count() == leave
