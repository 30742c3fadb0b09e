"""Quality flags: each raised by its fault alone."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import Cohort
from scoring.quality import quality_flags
from tests.scoring.build import METHOD, answers, assessment

PERCEPTIONS = METHOD.layout.perceptions
VARIED = dict(zip(PERCEPTIONS, [2, 3, 4, 3] * 4, strict=True))


def flags(given, *, side="sales", **more):
    sides = {"sales": [], "marketing": [], "both": [], side: [given]}
    cohort = Cohort.from_interchange([assessment(**sides, outcomes={})], METHOD)
    if "seconds" in more:
        more["seconds"] = np.array([more["seconds"]], dtype=float)
    if "shown" in more:
        more["shown"] = [more["shown"]]
    return quality_flags(cohort, METHOD, **more)[0]


def careful(**changed):
    return answers(**{**{item.replace("-", "_"): step for item, step in VARIED.items()}, **changed})


def steps(values):
    return {item.replace("-", "_"): step for item, step in zip(PERCEPTIONS, values, strict=True)}


def test_careful_answers_raise_no_flag():
    assert flags(careful()) == ()


@pytest.mark.parametrize(("seconds", "raised"), [(101, True), (102, False), (float("nan"), False)])
def test_too_fast_is_below_two_seconds_an_item(seconds, raised):
    assert ("too_fast" in flags(careful(), seconds=seconds)) is raised


def test_people_responsible_for_both_are_asked_less():
    given = {item: answer for item, answer in careful().items() if not item.endswith("-X") and item != "G1"}
    assert flags(given, side="both", seconds=84) == ()
    assert flags(given, side="both", seconds=83) == ("too_fast",)


@pytest.mark.parametrize(("run", "raised"), [(8, True), (7, False)])
def test_straight_line_over_half_of_the_items(run, raised):
    values = [3] * run + [2, 4] * 8
    assert ("straight_line" in flags(careful(**steps(values[:16])))) is raised


def test_straight_line_follows_the_order_shown():
    given = careful(**steps([2, 4] * 8))
    assert flags(given) == ()
    assert flags(given, shown=PERCEPTIONS[::2] + PERCEPTIONS[1::2]) == ("straight_line",)


def test_no_variation():
    assert flags(careful(**steps([3] * 16))) == ("straight_line", "no_variation")
    assert "no_variation" not in flags(careful(**steps([3] * 8 + [4] + [3] * 7)))[:1]


def coded(count, answer):
    items = [item for item in METHOD.layout.coded if item not in PERCEPTIONS][:count]
    return {item.replace("-", "_"): answer for item in items}


@pytest.mark.parametrize(("count", "raised"), [(15, False), (16, True)])
def test_many_unknown_is_more_than_thirty_percent(count, raised):
    assert ("many_unknown" in flags(careful(**coded(count, "dk")))) is raised


@pytest.mark.parametrize(("count", "raised"), [(10, False), (11, True)])
def test_many_blank_is_more_than_twenty_percent(count, raised):
    assert ("many_blank" in flags(careful(**coded(count, None)))) is raised


@pytest.mark.parametrize(
    ("changed", "raised"),
    [
        ({"COL_P2": 4, "DAT_P2": 2}, True),
        ({"COL_P2": 3, "DAT_P2": 3}, False),
        ({"COL_P2": 5, "CUS_P1": 3}, False),
    ],
)
def test_contradiction(changed, raised):
    values = {**steps([4, 5] * 8), **changed}
    assert ("contradiction" in flags(careful(**values))) is raised
