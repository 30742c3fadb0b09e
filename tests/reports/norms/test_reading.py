"""Which norms a client is held against."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.norms.reading import keys_of, norm_cohorts
from tests.cast import PROFILE, make_norm

pytestmark = pytest.mark.django_db


def codes(*, synthetic=False, profile=PROFILE):
    return [cohort.code for cohort in norm_cohorts(profile, synthetic=synthetic)]


def test_a_client_is_in_the_cohorts_of_its_profile():
    assert keys_of(PROFILE) == [
        *("all", "industry:software", "employees:50_249", "region:europe", "revenue_band:25_99"),
        *("business_model:subscription", "reporting_structure:separate"),
        *("industry:software+revenue_band:25_99", "industry:software+region:europe"),
    ]
    assert keys_of({"industry": None, "region": "europe"}) == ["all", "region:europe"]


def test_only_norms_in_use_and_of_its_kind_count():
    older = make_norm(source="Older", date=datetime.date(2025, 1, 1))
    newer = make_norm(source="Newer", date=datetime.date(2026, 1, 1), digest="1" * 64)
    make_norm(digest="2" * 64, used_from=None)
    invented = make_norm(digest="3" * 64, synthetic=True)
    older.cells.create(key="industry:software", n=10, measures={}, shares={})
    older.cells.create(key="industry:other", n=10, measures={}, shares={})
    assert codes() == [f"norm-{newer.pk}-all", f"norm-{older.pk}-all", f"norm-{older.pk}-industry:software"]
    assert codes(synthetic=True) == [f"norm-{invented.pk}-all"]
    assert codes(profile={}) == [f"norm-{newer.pk}-all", f"norm-{older.pk}-all"]


def test_a_cohort_says_whose_it_is():
    table = make_norm(source="Elsewhere", date=datetime.date(2026, 1, 1))
    [cohort] = norm_cohorts(PROFILE, synthetic=False)
    assert (cohort.origin, cohort.source, cohort.date) == ("norm", "Elsewhere", table.date)
    assert (cohort.key, cohort.n, cohort.synthetic) == ("all", 50, False)
    assert cohort.measures == {"SMAX": {"n": 50, "quartiles": [40.0, 50.0, 60.0]}}


@pytest.mark.parametrize("tables", [0, 5])
def test_norms_are_read_in_one_query(tables):
    for number in range(tables):
        make_norm(digest=f"{number:064}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        codes()
    assert len(queries) == 1
