from __future__ import annotations

import numpy as np
import pytest

from reports.benchmarks.lattice import EVERYBODY, Place
from reports.benchmarks.levels import silent

A, B, C = (Place((("industry", code),)) for code in "abc")


def cohorts(*sizes):
    """Everybody, and a cohort of each industry."""
    codes = np.repeat(list("abc")[: len(sizes)], sizes)
    cells = {EVERYBODY: np.ones(len(codes), dtype=bool)}
    return cells | {place: codes == code for place, code in zip((A, B, C), "abc", strict=False)}


@pytest.mark.parametrize(
    ("levels", "kept", "quiet"),
    [
        pytest.param([0] * 8 + [1] * 12 + [0] * 15, (EVERYBODY, A), {A}, id="all-others-alike"),
        pytest.param([0] * 8 + [1] * 12 + [0] * 13 + [1] * 2, (EVERYBODY, A), {A}, id="but-for-two"),
        pytest.param([0] * 8 + [1] * 12 + [0] * 12 + [1] * 3, (EVERYBODY, A), set(), id="but-for-three"),
        pytest.param([0] * 8 + [1] * 12 + [0] * 15, (EVERYBODY,), set(), id="nothing-to-subtract"),
    ],
)
def test_whoever_is_left_by_subtracting_is_not_alike(levels, kept, quiet):
    assert silent(cohorts(20, 15), kept, np.array(levels, dtype=np.int8)) == quiet


def test_a_line_leaves_nobody_alike_either():
    levels = np.array([0, 1] * 10 + [0, 1] * 8 + [2] * 12, dtype=np.int8)
    cells = cohorts(20, 16, 12)
    # Everybody less the first is mixed, and so is everybody less the second; less both, all are alike.
    assert silent(cells, (EVERYBODY, A, B), levels) == {B}
    assert silent(cells, (EVERYBODY, A), levels) == set()


def test_cohorts_that_overlap_are_subtracted_too():
    # Six of one cohort alone are on one level, and none of the four of the other alone.
    levels = np.array([1] * 6 + [0, 1] * 4 + [0] * 3 + [2], dtype=np.int8)
    place = np.arange(len(levels))
    cells = {A: place < 14, B: place >= 6}
    assert silent(cells, (A, B), levels) == {B}
    levels[-1] = 1  # now somebody hides behind another
    assert silent(cells, (A, B), levels) == set()


def test_whoever_came_or_went_since_is_not_alike():
    levels = np.array([0, 1, 2] * 6 + [1] * 5, dtype=np.int8)
    now, then = np.ones(23, dtype=bool), np.arange(23) < 18
    assert silent({A: now}, (A,), levels, [then]) == {A}
    assert silent({A: then}, (A,), levels, [now]) == {A}
    assert silent({A: now}, (A,), levels, [now]) == set()
