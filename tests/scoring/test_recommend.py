"""Recommendations: which, in which order, and what they would lift."""

from __future__ import annotations

import random

import pytest

from tests.scoring.build import (
    METHOD,
    answers,
    assessment,
    card,
    cards,
    random_assessment,
    worked_example,
    worked_method,
)
from tests.scoring.compare import differences
from tests.scoring.plain import Plain
from tests.scoring.plain_recommend import recommended


def test_worked_example():
    found = [
        (each.id, round(each.lift, 4), each.priority and round(each.priority, 4))
        for each in card(worked_example(), worked_method()).recommendations
    ]
    assert found == [
        ("REC-00", 0.0, None),
        ("REC-CUS-1", 6.2161, 8.2161),
        ("REC-CUS-4", 5.0327, 7.0327),
        ("REC-DAT-2", 2.9081, 4.9081),
        ("REC-DAT-1", 2.9081, 2.4540),
    ]


@pytest.mark.parametrize(
    ("count", "shape"),
    [
        (30, {"most": 4}),
        pytest.param(120, {"most": 4}, marks=pytest.mark.slow),
        pytest.param(120, {"most": 5, "fewest": 1}, marks=pytest.mark.slow),
    ],
)
def test_rules_apply_as_in_the_plain_loop(count, shape):
    rng = random.Random(3)
    given = [random_assessment(rng, **shape) for _ in range(count)]
    found = [
        (
            len(card["recommendations"]) - len(expected),
            differences(dict(enumerate(expected)), dict(enumerate(card["recommendations"]))),
        )
        for card, expected in zip(cards(given), (recommended(Plain(each)) for each in given), strict=True)
    ]
    assert found == [(0, [])] * len(given)


def test_method_has_25_rules_and_the_pinned_one():
    assert len(METHOD.rules) == 26
    assert [rule.id for rule in METHOD.rules if rule.dimension is None] == ["REC-00"]


def test_nothing_to_recommend_to_the_best():
    best = answers(step=5)
    found = card(assessment([best], [best], outcomes={"O1": 40, "O2": 110, "O4": 2, "O6": 100, "O5": 40}))
    assert [(each.id, each.first_step) for each in found.recommendations] == []
    assert found.maturity.level == "aligned"


def test_disputed_dimension_begins_with_reconciling():
    low, high = answers(step=1, COL_P1=5, COL_P2=1), answers(step=1)
    steps = [(each.id, each.first_step) for each in card(assessment([low], [high])).recommendations]
    assert steps == [
        ("REC-00", "REC-00"),
        ("REC-COL-1", "reconcile"),
        ("REC-COL-3", "reconcile"),
        ("REC-CAD-1", "REC-CAD-1"),
        ("REC-FLW-2", "REC-FLW-2"),
        ("REC-CAD-2", "REC-CAD-2"),
    ]


def test_trigger_names_what_each_side_said():
    found = card(assessment([answers(step=5, CUS_K1=2)], [answers(step=5, CUS_K1=3)])).recommendations[1]
    trigger, target = found.triggers[0], found.targets[0]
    assert (found.id, trigger.of, trigger.below, trigger.now) == ("REC-CUS-1", "CUS-K1.joint", 75.0, 31.25)
    assert (trigger.sales, trigger.marketing) == (25.0, 50.0)
    assert (target.of, target.now, target.to) == ("CUS-K1.joint", 31.25, 75.0)


def test_at_most_five_and_two_of_a_dimension():
    found = card(assessment([answers(step=1)], [answers(step=1)])).recommendations
    of_dimensions = [each.dimension for each in found if each.dimension]
    assert len(of_dimensions) == 5
    assert max(of_dimensions.count(code) for code in of_dimensions) == 2


def test_opened_gate_is_told_and_counts():
    nearly = answers(step=3, FLW_K1=1, CUS_K2=1, ORG_F1="ceo")
    by_id = {each.id: each for each in card(assessment([nearly], [nearly])).recommendations}
    gate = by_id["REC-FLW-1"]
    assert gate.opens_gate is True
    assert gate.priority == (gate.lift + 5 + 2) / 2  # its dimension is a blind spot, too


def test_equal_priorities_go_by_weight_then_by_id():
    person = answers(step=5, FLW_P2=2, COL_P1=1)
    found = card(assessment([person], [person])).recommendations
    assert [(each.id, each.priority) for each in found] == [("REC-FLW-3", 0.0), ("REC-COL-4", 0.0)]
    person = answers(step=5, CUS_K1=1, CUS_K2=1, CUS_F1=[], CUS_F2=[])
    same = [each for each in card(assessment([person], [person])).recommendations if each.dimension == "CUS"]
    assert [each.id for each in same] == ["REC-CUS-1", "REC-CUS-3"]
