"""Which cohorts a client is held against."""

from __future__ import annotations

from reports.norms.reading import keys_of
from tests.cast import PROFILE


def test_a_client_is_in_the_cohorts_of_its_profile():
    assert keys_of(PROFILE) == [
        *("all", "industry:software", "employees:50_249", "region:europe", "revenue_band:25_99"),
        *("business_model:subscription", "reporting_structure:separate"),
        *("industry:software+revenue_band:25_99", "industry:software+region:europe"),
    ]


def test_what_nobody_knows_of_it_is_no_cohort():
    assert keys_of({"industry": None, "region": "europe"}) == ["all", "region:europe"]
