"""Change between two waves: sizes, who moved, verdicts and warnings."""

from __future__ import annotations

import dataclasses

import pytest

from scoring.change import change_between, difference, paired_error, reliable_change_index, verdict
from scoring.scorecard import Spread
from tests.scoring.build import METHOD, answers, assessment, card

BEFORE = card(assessment([answers(step=4)], [answers(step=4)]))
AFTER = card(assessment([answers(step=3)], [answers(step=5)]))


def wave(sales, marketing, n=3, **rest):
    """A wave of n people a side whose COL perceptions are these steps."""
    people = [
        [answers(step=3, COL_P1=step + d, COL_P2=6 - step - d) for d in (0, 0, spread)[:n]]
        for step, spread in (sales, marketing)
    ]
    return card(assessment(*people, **rest))


def test_gap_moves_by_half_of_each_side_and_all_of_the_measured_score():
    found = change_between(BEFORE, AFTER, METHOD)
    for code, each in found.dimensions.items():
        parts = each.moved.sales + each.moved.marketing + each.moved.measured
        assert parts == pytest.approx(each.gap.change), code
    assert found.dimensions["COL"].moved == dataclasses.replace(
        found.dimensions["COL"].moved, sales=-12.5, marketing=12.5
    )
    total = found.moved.sales + found.moved.marketing + found.moved.measured
    assert total == pytest.approx(found.gap.change)


def test_small_groups_are_not_tested():
    found = change_between(BEFORE, AFTER, METHOD)
    assert (found.perceived.verdict, found.perceived.z, found.warnings) == (
        "not_tested",
        None,
        ("few_respondents",),
    )


def test_z_rests_on_the_standard_errors_of_both_waves():
    found = difference(50.0, 60.0, Spread(low=0, high=0, error=3.0), Spread(low=0, high=0, error=4.0), METHOD)
    assert (found.change, found.z, found.verdict) == (10.0, 2.0, "reliable")


@pytest.mark.parametrize(
    ("statistic", "said"),
    [(1.96, "reliable"), (-1.96, "reliable"), (1.95, "no_reliable_change"), (None, "not_tested")],
)
def test_verdict(statistic, said):
    assert verdict(statistic, METHOD) == said


@pytest.mark.parametrize(
    ("after", "z", "said"), [(60.0, float("inf"), "reliable"), (50.0, 0.0, "no_reliable_change")]
)
def test_without_error_any_change_is_reliable(after, z, said):
    exact = Spread(low=0, high=0, error=0.0)
    found = difference(50.0, after, exact, exact, METHOD)
    assert (found.z, found.verdict) == (z, said)


def test_two_waves_of_groups_are_tested():
    found = change_between(wave((2, 1), (2, 1)), wave((4, 1), (4, 1)), METHOD)
    assert found.dimensions["COL"].gap.verdict == "reliable"
    assert found.perceived.verdict in ("reliable", "no_reliable_change")
    assert found.index.change == 0.0
    assert found.warnings == ()


def test_warns_of_what_cannot_be_compared():
    other = dataclasses.replace(card(assessment([answers()], [], outcomes={})), method_version="0")
    found = change_between(BEFORE, other, METHOD, instruments=("1", "2"))
    assert found.warnings == (
        "method_version", "instrument_version", "provisional", "one_sided", "few_respondents",
    )  # fmt: skip
    assert found.gap.change is None


def test_reliable_change_index():
    assert round(reliable_change_index(47.5, 32.5, 7.5, 0.88), 2) == -4.08


@pytest.mark.parametrize(
    ("deviation", "reliability"), [(0, 0.5), (-1, 0.5), (5, 1.0), (5, -0.1), (float("nan"), 0.5)]
)
def test_reliable_change_index_refuses(deviation, reliability):
    with pytest.raises(ValueError, match="is not"):
        reliable_change_index(1, 2, deviation, reliability)


def test_paired_error_uses_the_differences():
    pairs = [[(50.0, 60.0), (70.0, 70.0)], [(40.0, 50.0), (60.0, 70.0)]]
    assert paired_error(pairs) == pytest.approx((50 / 2 / 4) ** 0.5)
    assert paired_error([pairs[0][:1], pairs[1]]) is None
