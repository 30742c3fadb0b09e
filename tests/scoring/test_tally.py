"""Adding respondents up: exactly, whatever the order, the sizes and the blocks."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest

from scoring import Cohort, tally
from scoring.cohort import TICKED, TICKED_UNKNOWN
from scoring.tally import similarity, unit_of
from tests.scoring.build import METHOD, random_assessment

UNIT = unit_of(METHOD)
COHORT = Cohort.from_interchange([random_assessment(random.Random(n), most=6) for n in range(30)], METHOD)


def mask(*bits):
    return np.array([TICKED + sum(1 << bit for bit in bits)], dtype=np.int64)


def test_unit_divides_by_every_union():
    assert math.lcm(*range(1, 11)) == UNIT


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (mask(0, 1), mask(0, 1), Fraction(1)),
        (mask(0, 1), mask(1, 2), Fraction(1, 3)),
        (mask(0, 1, 2, 3, 4), mask(5, 6, 7, 8, 9), Fraction(0)),
        (mask(0, 1, 2, 3, 4), mask(4, 5, 6, 7, 59), Fraction(1, 9)),
        (mask(), mask(), Fraction(0)),
        (mask() | TICKED_UNKNOWN, mask() | TICKED_UNKNOWN, Fraction(0)),
    ],
)
def test_similarity_is_an_exact_share(first, second, expected):
    assert Fraction(int(similarity(first, second, UNIT)[0]), UNIT) == expected


def test_pairs_in_small_blocks_add_to_the_same(monkeypatch):
    whole = tally.tally(COHORT, METHOD).likeness
    monkeypatch.setattr(tally, "PAIR_BLOCK", 5)
    assert (tally.tally(COHORT, METHOD).likeness == whole).all()


def test_side_totals_are_the_sums_of_the_rows():
    values = np.arange(len(COHORT.codes) * 3, dtype=float).reshape(-1, 3)
    found = tally.side_totals(values, COHORT)
    for assessment in range(len(COHORT)):
        for side in range(3):
            rows = (COHORT.assessment == assessment) & (COHORT.side == side)
            assert found[assessment, side].tolist() == values[rows].sum(axis=0).tolist()


def test_no_respondent_at_all():
    empty = Cohort.from_interchange([{"method_version": "1", "respondents": []}], METHOD)
    assert tally.tally(empty, METHOD).totals.sum() == 0
