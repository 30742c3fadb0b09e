"""Intervals, bootstrap and shrinkage, against scipy and a second writing of the draws."""

from __future__ import annotations

import dataclasses
import itertools
import random

import numpy as np
import pytest

from scoring import Cohort, score
from scoring.gaps import CLASSES
from scoring.tally import answer_scores, respondent_dimensions
from scoring.uncertainty import (
    bootstrap,
    overall_scores,
    perceived_interval,
    percentile_interval,
    pooled_deviation,
    resampled,
    shrunk,
    variance,
)
from tests.scoring.build import (
    METHOD,
    answers,
    assessment,
    card,
    random_assessment,
    worked_example,
    worked_method,
)
from tests.scoring.plain import Plain, less, mean, weighted

stats = pytest.importorskip("scipy.stats")
TINY = dataclasses.replace(worked_method(), uncertainty=dataclasses.replace(METHOD.uncertainty, min_side=2))
WORKED = Cohort.from_interchange([worked_example()], TINY)


def overall(cohort, method):
    return overall_scores(respondent_dimensions(answer_scores(cohort, method), method), method)


def test_worked_example_of_p():
    by_id = dict(zip(WORKED.ids, overall(WORKED, TINY).tolist(), strict=True))
    assert {name: round(p, 4) for name, p in by_id.items()} == {
        "S1": 82.1429, "S2": 80.3571, "M1": 78.5714, "M2": 66.0714,
    }  # fmt: skip
    sides = [[by_id["S1"], by_id["S2"]], [by_id["M1"], by_id["M2"]]]
    assert [round(variance(side), 4) for side in sides] == [1.5944, 78.125]
    joint = card(worked_example(), TINY).perceived.joint
    found = perceived_interval(joint, sides, TINY)
    assert (round(found.error, 4), round(found.freedom, 4)) == (3.1567, 1.0408)
    quantile = stats.t.ppf(0.975, found.freedom)
    assert round(quantile, 4) == 11.5876
    assert (round(found.low, 1), round(joint + quantile * found.error, 1), found.high) == (40.2, 113.4, 100.0)
    assert perceived_interval(joint, sides, worked_method()) is None


def test_worked_example_of_all_resamples():
    times = np.array([[pair.count(0), pair.count(1)] for pair in itertools.product((0, 1), repeat=2)], float)
    draws = resampled(WORKED, np.repeat(times, 4, axis=0), np.tile(times, (4, 1)), TINY)
    assert (round(draws.index.min(), 2), round(draws.index.max(), 2)) == (26.87, 58.39)


def test_interval_is_welchs():
    rng = np.random.default_rng(1)
    sides = [rng.uniform(20, 80, 5), rng.uniform(30, 60, 8)]
    joint = (sides[0].mean() + sides[1].mean()) / 2
    found = perceived_interval(joint, [side.tolist() for side in sides], METHOD)
    # The mean of two means has half the error of their difference.
    reference = stats.ttest_ind(sides[0], sides[1], equal_var=False)
    width = reference.confidence_interval(0.95)
    assert found.freedom == pytest.approx(reference.df)
    assert found.high - found.low == pytest.approx((width.high - width.low) / 2)


def test_interval_without_variance_is_p_itself():
    found = perceived_interval(62.5, [[60.0] * 3, [65.0] * 4], METHOD)
    assert (found.low, found.high, found.error) == (62.5, 62.5, 0.0)


def test_finite_group():
    sides = [[40.0, 50.0, 60.0], [30.0, 50.0, 70.0]]
    whole = perceived_interval(50.0, sides, METHOD, group_sizes=(3, 3))
    half = perceived_interval(50.0, sides, METHOD, group_sizes=(6, 6))
    endless = perceived_interval(50.0, sides, METHOD)
    assert (whole.low, whole.high) == (50.0, 50.0)
    assert half.error == pytest.approx(endless.error * 0.5**0.5)


def test_borrowed_variance_allows_one_respondent_a_side():
    found = perceived_interval(50.0, [[45.0], [55.0]], METHOD, borrowed=10.0)
    assert found.error == pytest.approx(10 / 2**0.5)
    assert found.high == pytest.approx(50 + 1.959963984540054 * found.error)


def test_pooled_deviation_needs_thirty_assessments():
    sides = [[40.0, 60.0], [50.0], [30.0, 50.0, 70.0]]
    assert pooled_deviation(sides, METHOD, 29) is None
    assert pooled_deviation(sides, METHOD, 30) == pytest.approx(((200 * 1 + 400 * 2) / 3) ** 0.5)
    assert pooled_deviation([[50.0]], METHOD, 30) is None


def test_shrinkage():
    assert shrunk(80.0, 0.0, 60.0, 5.0) == 80.0
    assert shrunk(80.0, 10.0, 60.0, 0.0) == 60.0
    assert shrunk(80.0, 0.0, 60.0, 0.0) == 80.0


def drawn(given):
    """The same draws, each scored as an assessment of its own by the plain loop."""
    people = {
        side: sorted((p for p in given["respondents"] if p["side"] == side), key=lambda p: p["id"])
        for side in ("sales", "marketing")
    }
    rng = np.random.default_rng(20240502)
    picks = [rng.integers(0, len(group), size=(2000, len(group))) for group in people.values()]
    for pair in zip(*picks, strict=True):
        chosen = [group[i] for group, pick in zip(people.values(), pair, strict=True) for i in pick]
        yield {**given, "respondents": [{**p, "id": f"{n}"} for n, p in enumerate(chosen)]}


def test_bootstrap_is_the_plain_loop_on_the_same_draws():
    given = random_assessment(random.Random(9), most=4, fewest=4)
    found = bootstrap(Cohort.from_interchange([given], METHOD), METHOD)
    for number, draw in zip(range(60), drawn(given), strict=False):
        expected = Plain(draw)
        assert found.index[number] == pytest.approx(expected.index)
        assert found.gap[number] == pytest.approx(less(expected.P_joint, expected.index))
        for column, code in enumerate(METHOD.codes):
            assert found.dimension_gap[number, column] == pytest.approx(expected.dimension(code)["gap"])


def test_bootstrap_needs_three_on_each_side():
    given = random_assessment(random.Random(9), most=2, fewest=2)
    assert bootstrap(Cohort.from_interchange([given], METHOD), METHOD) is None


def test_card_carries_the_intervals():
    given = random_assessment(random.Random(9), most=4, fewest=4)
    given["outcomes"] = {"O1": 12, "O2": 96, "O4": 0.9, "O6": 88}
    found = card(given)
    cohort = Cohort.from_interchange([given], METHOD)
    draws = bootstrap(cohort, METHOD)
    assert (found.intervals.index.low, found.intervals.index.high) == tuple(
        np.percentile(draws.index, (2.5, 97.5))
    )
    assert found.intervals.gap.error == pytest.approx(draws.gap.std(ddof=1))
    sides = [
        [
            weighted({d: mean(Plain(given).own(p, d) for _ in (0,)) for d in METHOD.codes})
            for p in given["respondents"]
            if p["side"] == side
        ]
        for side in ("sales", "marketing")
    ]
    expected = perceived_interval(found.perceived.joint, sides, METHOD)
    assert found.perceived.ci == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_class_is_uncertain_where_the_gap_may_be_none():
    def person(step, practice):
        return answers(step=practice, COL_P1=step, COL_P2=6 - step)

    sure = [person(5, 1)] * 3
    unsure = [person(5, 1), person(5, 1), person(1, 5)]
    found = card(assessment(sure, sure)).dimensions["COL"]
    assert (found.class_, found.class_uncertain) == ("blind_spot", False)
    found = card(assessment(unsure, unsure)).dimensions["COL"]
    assert (found.class_, found.class_uncertain) == ("blind_spot", True)
    assert found.class_ in CLASSES


def test_percentiles_leave_missing_draws_out():
    assert percentile_interval(np.array([np.nan, 1.0, 1.0]), 0.95) == (1.0, 1.0)
    assert percentile_interval(np.array([np.nan]), 0.95) is None


def test_without_intervals_the_scores_are_the_same():
    given = worked_example()
    cohort = Cohort.from_interchange([given], TINY)
    (full,), (plain,) = score(cohort, TINY), score(cohort, TINY, intervals=False)
    assert (full.perceived.ci is None, plain.perceived.ci, plain.intervals) == (False, None, None)
    assert plain.measured == full.measured
    assert plain.recommendations == full.recommendations
