"""The arrays against the plain loop, and what must hold of scoring many at once."""

from __future__ import annotations

import random

import pytest

from tests.scoring.build import cards, random_assessment
from tests.scoring.compare import differences
from tests.scoring.plain import Plain


def many(count, seed, **shape):
    rng = random.Random(seed)
    return [random_assessment(rng, **shape) for _ in range(count)]


@pytest.mark.parametrize(
    ("count", "shape"),
    [
        (40, {"most": 4}),
        (10, {"most": 9, "fewest": 3}),
        pytest.param(150, {"most": 4}, marks=pytest.mark.slow),
        pytest.param(150, {"most": 2, "fewest": 1}, marks=pytest.mark.slow),
        pytest.param(25, {"most": 9, "fewest": 3}, marks=pytest.mark.slow),
    ],
)
def test_arrays_score_as_the_plain_loop_does(count, shape):
    given = many(count, seed=7, **shape)
    found = [differences(Plain(each).result, card) for each, card in zip(given, cards(given), strict=True)]
    assert found == [[]] * len(given)


@pytest.mark.parametrize("count", [30, pytest.param(250, marks=pytest.mark.slow)])
def test_one_alone_scores_exactly_as_in_a_crowd(count):
    given = many(count, seed=11, most=3)
    together = cards(given)
    assert [cards([each])[0] for each in given] == together


def reordered(given, *, renamed):
    people = random.Random(1).sample(given["respondents"], len(given["respondents"]))
    if renamed:
        people = [{**person, "id": f"p{number}"} for number, person in enumerate(people)]
    return {**given, "respondents": people}


def test_order_of_respondents_does_not_matter():
    given = many(20, seed=13, most=6)
    assert cards([reordered(each, renamed=False) for each in given]) == cards(given)


def test_names_matter_only_to_what_is_drawn_at_random():
    given = many(20, seed=13, most=6)
    found, expected = cards([reordered(each, renamed=True) for each in given]), cards(given)
    for card in found + expected:
        drawn = card.pop("intervals")
        card["interval of P"] = drawn and drawn["perceived"]
        for dimension in card["dimensions"].values():
            del dimension["class_uncertain"]
    assert found == expected


def test_no_assessment_gives_no_scorecard():
    assert cards([]) == []
