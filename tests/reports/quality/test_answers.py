"""What is read of a snapshot's companies."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.models import SnapshotRow
from reports.quality.answers import ANSWERED, BLANK, NOT_ASKED, UNKNOWN, read_answers
from smax.accounts.tenancy import firm_scope
from surveys.models import Client
from tests.cast import answer_and_submit, full_answers, make_leader, make_snapshot, make_wave
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db
CONSENT = {"benchmark_consent": True, "benchmark_consent_at": "2026-01-01T00:00Z"}


def member(snapshot, wave):
    codes = dict.fromkeys(("industry", "employees", "region", "revenue_band", "business_model"), "x")
    SnapshotRow.objects.create(
        snapshot=snapshot, client=wave.client, firm=wave.firm, reporting_structure="x", level="x", items=b"",
        **codes,
    )  # fmt: skip
    return wave


def read(snapshot, age=timedelta()):
    return read_answers(snapshot, before=timezone.now() - age)


@pytest.fixture
def snapshot():
    return make_snapshot(state="released", released_at=timezone.now())


def test_statements_and_statuses_are_of_the_same_leaders(snapshot):
    wave = member(snapshot, answered_wave(2, 1, 1, closed=True, **CONSENT))
    found = read(snapshot)
    assert (found.companies, found.company.tolist(), found.group.tolist()) == (1, [0] * 4, [0, 0, 1, 2])
    assert (found.firms.tolist(), found.languages.tolist()) == ([wave.firm_id], ["en"])
    status = {item: found.statuses[:, place].tolist() for place, item in enumerate(found.items)}
    # Sales and marketing answer differently (tests.reports.waves); people of both are not asked to predict.
    assert status["CUS-K2"] == [ANSWERED, ANSWERED, UNKNOWN, ANSWERED]
    assert status["CUS-X"] == [ANSWERED, ANSWERED, ANSWERED, NOT_ASKED]
    assert found.statements[:, 0].tolist() == [100.0, 100.0, 100.0, 50.0]
    assert found.words["CUS-P1"].startswith("To what extent")
    assert found.words["cus"] == "Customer alignment"
    assert found.statements.shape == (4, 16)
    assert np.isnan(found.seconds).all()


def test_who_left_questions_open_is_counted_as_that(snapshot):
    wave = member(snapshot, answered_wave(0, 0, outcomes=False, **CONSENT))
    person, _secret = make_leader(wave, "sales", "Half")
    given = full_answers(wave, "sales", step=3)
    del given["CUS-K1"]
    answer_and_submit(person, given)
    fill(wave, sales=1, marketing=1)
    finish(wave)
    found = read(snapshot)
    assert found.statuses[:, found.items.index("CUS-K1")].tolist() == [BLANK, ANSWERED, ANSWERED]


def test_only_members_who_agree_still_and_whose_wave_is_old_enough(snapshot):
    gone = member(snapshot, answered_wave(closed=True, firm_name="A", **CONSENT))
    stays = member(snapshot, answered_wave(closed=True, firm_name="B", **CONSENT))
    answered_wave(closed=True, firm_name="C", **CONSENT)
    member(snapshot, answered_wave(closed=True, firm_name="D", synthetic=True, **CONSENT))
    with firm_scope(gone.firm):
        Client.objects.filter(pk=gone.client_id).update(benchmark_consent=False)
    assert read(snapshot).firms.tolist() == [stays.firm_id]
    assert read(snapshot, timedelta(days=1)).companies == 0


def test_a_company_counts_with_its_newest_wave(snapshot):
    first = member(snapshot, answered_wave(2, 2, closed=True, **CONSENT))
    with firm_scope(first.firm):
        second = make_wave(first.client)
    fill(second, sales=1, marketing=1)
    finish(second)
    assert read(snapshot).company.tolist() == [0, 0]


def test_many_companies_take_as_many_queries(snapshot):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(snapshot)
        return len(captured)

    member(snapshot, answered_wave(closed=True, firm_name="A", **CONSENT))
    few = queries()
    for name in "BCD":
        member(snapshot, answered_wave(closed=True, firm_name=name, **CONSENT))
    assert queries() == few
