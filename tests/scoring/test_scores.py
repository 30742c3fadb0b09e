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


@pytest.mark.parametrize("shape", [{"most": 4}, {"most": 2, "fewest": 1}, {"most": 9, "fewest": 3}])
def test_arrays_score_as_the_plain_loop_does(shape):
    given = many(150, seed=7, **shape)
    found = [differences(Plain(each).result, card) for each, card in zip(given, cards(given), strict=True)]
    assert found == [[]] * len(given)


def test_one_alone_scores_exactly_as_in_a_crowd():
    given = many(400, seed=11)
    together = cards(given)
    assert [cards([each])[0] for each in given] == together


def test_order_and_names_of_respondents_do_not_matter():
    given = many(60, seed=13, most=7)
    shuffled = []
    for each in given:
        people = random.Random(1).sample(each["respondents"], len(each["respondents"]))
        renamed = [{**person, "id": f"p{number}"} for number, person in enumerate(people)]
        shuffled.append({**each, "respondents": renamed})
    assert cards(shuffled) == cards(given)


def test_no_assessment_gives_no_scorecard():
    assert cards([]) == []
