"""Cohorts of arrays: any row order, checked ranges, parts."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from scoring import Cohort, ScoringError, score
from tests.scoring.build import METHOD, cards, random_assessment

RNG = random.Random(17)
GIVEN = [random_assessment(RNG, most=4) for _ in range(12)]
WHOLE = Cohort.from_interchange(GIVEN, METHOD)


def columns(cohort, order):
    return {
        "codes": cohort.codes[order], "ticks": cohort.ticks[order], "assessment": cohort.assessment[order],
        "side": cohort.side[order], "seniority": cohort.seniority[order], "documents": cohort.documents,
        "figures": cohort.figures, "sponsor": cohort.sponsor, "ids": [cohort.ids[row] for row in order],
    }  # fmt: skip


def test_rows_in_any_order_score_alike():
    order = np.random.default_rng(3).permutation(len(WHOLE.codes))
    shuffled = Cohort.from_arrays(METHOD, **columns(WHOLE, order))
    assert shuffled.ids == WHOLE.ids
    assert score(shuffled, METHOD) == score(WHOLE, METHOD)


def test_rows_without_ids_score_alike_but_for_what_is_drawn():
    parts = columns(WHOLE, np.arange(len(WHOLE.codes)))
    del parts["ids"]
    nameless = score(Cohort.from_arrays(METHOD, **parts), METHOD)
    assert [card.measured for card in nameless] == [card.measured for card in score(WHOLE, METHOD)]


def test_parts_score_as_the_whole():
    found = [
        card.as_dict()
        for first in range(0, 12, 5)
        for card in score(WHOLE.part(first, min(first + 5, 12)), METHOD)
    ]
    assert found == cards(GIVEN)


def test_optional_columns_default_to_absent():
    order = np.arange(len(WHOLE.codes))
    parts = columns(WHOLE, order)
    few = {name: parts[name] for name in ("codes", "ticks", "assessment", "side", "figures")}
    bare = Cohort.from_arrays(METHOD, **few)
    assert (bare.documents == 127).all()
    assert (bare.sponsor == 127).all()
    assert (bare.seniority == 127).all()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("codes", 9, r"row 0, G0: 9 is not allowed"),
        ("codes", -1, r"row 0, G0: -1 is not allowed"),
        ("ticks", 5, r"row 0, CUS-F1: 5 is not allowed"),
        ("side", 3, r"side: 3 is not allowed"),
        ("assessment", 99, r"assessment: 99 is not allowed"),
        ("figures", float("inf"), r"assessment 0, outcomes: "),
    ],
)
def test_out_of_range_is_refused(name, value, message):
    parts = columns(WHOLE, np.arange(len(WHOLE.codes)))
    parts[name] = parts[name].copy()
    parts[name][0] = value
    with pytest.raises(ScoringError, match=message):
        Cohort.from_arrays(METHOD, **parts)


def test_nominal_code_beyond_the_list_is_refused():
    column = METHOD.layout.coded.index("STR-F1")
    parts = columns(WHOLE, np.arange(len(WHOLE.codes)))
    parts["codes"] = parts["codes"].copy()
    parts["codes"][2, column] = 6
    with pytest.raises(ScoringError, match="row 2, STR-F1: 6 is not allowed"):
        Cohort.from_arrays(METHOD, **parts)


def test_starts_bound_each_assessment():
    counts = np.diff(WHOLE.starts)
    assert counts.tolist() == [len(each["respondents"]) for each in GIVEN]
    assert dataclasses.replace(WHOLE).starts[-1] == len(WHOLE.codes)
