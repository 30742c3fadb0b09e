"""Sensitivity of the worked example, and what it needs."""

from __future__ import annotations

import dataclasses

import pytest

from scoring import Cohort, score
from scoring.scores import cohort_scores
from scoring.sensitivity import sensitivity
from tests.scoring.build import METHOD, answers, assessment, card, worked_example, worked_method


def of(given, method=METHOD):
    return score(Cohort.from_interchange([given], method), method, statistics=True)[0].sensitivity


def test_worked_example():
    found = of(worked_example(), worked_method())
    assert [round(x, 2) for x in (found.low, found.middle, found.high)] == [40.69, 44.57, 48.07]
    assert (found.same_level, round(found.arithmetic, 2)) == (0.985, 46.02)


@pytest.mark.parametrize(("corroboration", "index"), [(0.0, 46.40), (0.5, 44.51), (1.0, 42.45)])
def test_worked_example_by_lambda(corroboration, index):
    method = worked_method()
    rules = dataclasses.replace(method.measured, corroboration=corroboration)
    found = card(worked_example(), dataclasses.replace(method, measured=rules))
    assert round(found.measured.index, 2) == index


def test_without_each_dimension():
    given = assessment([answers(step=4, **{"CUS_K1": 1, "CUS_K2": 1})], [answers(step=4)])
    found = of(given)
    assert list(found.without) == list(METHOD.codes)
    assert max(found.without, key=found.without.get) == "CUS"


def test_provisional_index_varies_without_outcomes():
    found = of(assessment([answers(step=4)], [answers(step=4)], outcomes={}))
    assert found.arithmetic == pytest.approx(
        card(assessment([answers(step=4)], [answers(step=4)], outcomes={})).measured.operating, abs=1
    )


def test_no_index_no_sensitivity():
    cohort = Cohort.from_interchange([assessment([answers()], [])], METHOD)
    assert sensitivity(cohort_scores(cohort, METHOD), 0, METHOD) is None


def test_same_result_every_time():
    assert of(worked_example(), worked_method()) == of(worked_example(), worked_method())
