"""The six tests: what is planted is found, what is not is not, and the figures are scipy's own."""

from __future__ import annotations

import json

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import ttost_ind

from reports.benchmarks.packing import item_names
from reports.numbers import nearest
from reports.study.asking import NAMED, study
from reports.study.companies import Companies
from reports.study.findings import Verdict, estimate, read, stored
from scoring import load_method

ITEMS = item_names(load_method("1"))
INDUSTRIES = ("software", "manufacturing", "other")


def companies(n=300, *, seed=1, effect=1.0, boss=0.0, steeper=0.0, gap=30.0, published=None):
    """Companies whose practice moves outcomes by `effect`, and one boss operating scores by `boss`."""
    rng = np.random.default_rng(seed)
    practice = rng.normal(size=n)
    industry = rng.choice(INDUSTRIES, n)
    structure = rng.choice(["separate", "cro", "other_shared", "ceo_direct"], n)
    operating = 45 + 14 * practice + boss * np.isin(structure, ["cro", "other_shared"])
    slope = effect + steeper * (industry == "software")
    revenue, pipeline = (60 + 12 * slope * practice + rng.normal(0, 6, n) for _ in range(2))
    smax = 48 + 10 * practice
    points = {
        "perceived": smax + gap + rng.normal(0, 10, n),
        "smax": smax,
        "operating": operating,
        "revenue": revenue,
        "pipeline": pipeline,
    }
    items = {item: np.clip(50 + 20 * practice + rng.normal(0, 15, n), 0, 100) for item in ITEMS}
    items["DAT-F1"] = np.where(practice + rng.normal(0, 0.5, n) > 0, 50.0, 0.0)
    keys = {f"industry:{code}" for code in INDUSTRIES} if published is None else published
    return Companies(
        codes={"industry": industry, "employees": np.full(n, "1_49"), "reporting_structure": structure},
        scores={name: np.round(np.clip(score, 0, 100) / 2.5) * 2.5 for name, score in points.items()},
        items=items,
        published=frozenset(keys),
    )


def verdicts(found):
    return {finding.code: str(finding.verdict) for finding in found}


def test_what_is_planted_is_found():
    assert verdicts(study(companies(steeper=0.8))) == {
        "belief": "supported",
        "practices": "supported",
        "measures": "supported",
        "stack": "supported",
        "one_boss": "supported",
        "impact": "supported",
    }


def test_what_is_not_there_is_not_found():
    found = verdicts(study(companies(n=400, effect=0.0, boss=12.0, gap=5.0)))
    assert found == dict.fromkeys(found, "not_supported")
    assert len(found) == 6


def test_with_59_companies_nothing_is_said():
    found = study(companies(n=59))
    assert verdicts(found) == dict.fromkeys(verdicts(found), "not_enough")
    assert [finding.estimates for finding in found] == [()] * 6
    assert verdicts(study(companies(n=60)))["belief"] == "supported"


def test_a_group_of_19_is_too_small_to_be_compared():
    asked = companies(n=200)
    asked.items["DAT-F1"][:] = 0
    asked.items["DAT-F1"][:19] = 50
    assert verdicts(study(asked))["measures"] == "not_enough"
    asked.items["DAT-F1"][19] = 50
    assert verdicts(study(asked))["measures"] == "not_supported"


def test_an_interval_wider_than_the_margin_cannot_show_equivalence():
    asked = companies(n=100)
    asked.scores["operating"][:] = np.where(np.arange(100) % 2, 0, 100)
    assert verdicts(study(asked))["one_boss"] == "not_enough"


def test_cohorts_that_are_not_published_take_no_part():
    asked = companies(published={"industry:software", "industry:other"})
    impact = study(asked)[-1]
    assert [one.code for one in impact.estimates] == ["industry:other", "industry:software"]
    assert study(companies(published={"industry:software"}))[-1].verdict is Verdict.NOT_ENOUGH
    few = companies()
    few.codes["industry"][:] = "software"
    few.codes["industry"][:150] = "other"
    few.codes["industry"][:9] = "manufacturing"
    assert [one.code for one in study(few)[-1].estimates] == ["industry:other", "industry:software"]


def test_belief_is_scipys_paired_test_rounded():
    from scipy.stats import ttest_rel

    asked = companies(n=83)
    [one] = study(asked)[0].estimates
    test = ttest_rel(asked.scores["perceived"], asked.scores["smax"])
    low, high = test.confidence_interval(0.95)
    mean = (asked.scores["perceived"] - asked.scores["smax"]).mean()
    assert (one.value, one.low, one.high) == tuple(
        nearest(float(number), 2.5) for number in (mean, low, high)
    )
    assert (one.n, one.p, one.holds) == (85, 0.001, True)


def test_practices_are_corrected_by_holm():
    from scipy.stats import ttest_ind

    asked = companies(n=150, effect=0.15)
    found = {one.code: one for one in study(asked)[1].estimates}
    assert found.keys() == set(ITEMS)
    assert found.keys() >= set(NAMED)
    raw = [
        ttest_ind(asked.items[item][asked.leaders], asked.items[item][asked.laggards], equal_var=False).pvalue
        for item in ITEMS
    ]
    corrected = multipletests(raw, method="holm")[1]
    bands = [next((band for band in (0.001, 0.01, 0.05) if p < band), 1.0) for p in corrected]
    assert [found[item].p for item in ITEMS] == bands
    uncorrected = [next((band for band in (0.001, 0.01, 0.05) if p < band), 1.0) for p in raw]
    assert bands != uncorrected


def test_equivalence_is_statsmodels_tost():
    asked = companies(boss=3.0)
    operating = asked.scores["operating"]
    structure = asked.codes["reporting_structure"]
    one = operating[np.isin(structure, ["cro", "other_shared"])]
    two = operating[structure == "separate"]
    p, _above, _below = ttost_ind(one, two, -7.5, 7.5, usevar="unequal")
    told = study(asked)[4].estimates[0]
    assert (told.code, told.value) == ("operating", nearest(float(one.mean() - two.mean()), 2.5))
    assert (told.p, told.holds) == (next((band for band in (0.001, 0.01, 0.05) if p < band), 1.0), p < 0.05)


@pytest.mark.parametrize(("p", "band"), [(0.0009, 0.001), (0.001, 0.01), (0.049, 0.05), (0.05, 1.0)])
def test_p_is_told_as_a_band(p, band):
    assert estimate("gap", (1.3, -1.2, 3.7), n=9, p=p).p == band


def test_estimates_are_rounded_and_few_are_not_counted():
    one = estimate("gap", (1.3, -1.2, 3.8), n=9)
    assert (one.value, one.low, one.high, one.n) == (2.5, 0.0, 5.0, 0)
    assert estimate("gap", (0, 0, 0), n=13).n == 15


def test_findings_are_read_as_they_were_stored():
    found = study(companies(n=100))
    assert read(json.loads(json.dumps(stored(found)))) == found
