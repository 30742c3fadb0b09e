"""How long the rest takes."""

from __future__ import annotations

import pytest

from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED
from surveys.pace import estimate, minutes_left

SCREENS = Catalogue.read(SHIPPED).screens("sales")
FIRST = [item.id for item in SCREENS[0].items]
ALL = [item.id for screen in SCREENS for item in screen.items]


def test_before_the_first_answer_it_is_the_estimate_of_the_method():
    assert sum(estimate(screen.items) for screen in SCREENS) == 17 * 7 + 16 * 12 + 9 * 15 + 9 * 7
    assert minutes_left(SCREENS, (), {}) == 9


def test_with_everything_answered_nothing_is_left():
    assert minutes_left(SCREENS, ALL, {"cus": 1}) == 0


def test_answers_without_a_count_leave_the_estimate():
    assert minutes_left(SCREENS, FIRST, {}) == 8  # 434 of 509 seconds


@pytest.mark.parametrize(
    ("spent", "left"),
    [
        pytest.param(75, 8, id="as-estimated"),
        pytest.param(210, 15, id="twice-as-slow"),  # (210 + 60) / (75 + 60) = 2
        pytest.param(8, 4, id="hurrying"),  # (8 + 60) / 135 = 0.504
        pytest.param(1800, 29, id="never-more-than-four-times"),
    ],
)
def test_the_own_pace_weighs_more_the_more_is_known_of_it(spent, left):
    assert estimate(SCREENS[0].items) == 75
    assert minutes_left(SCREENS, FIRST, {"cus": spent}) == left
