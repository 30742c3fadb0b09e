"""The level gap: told where both groups are large enough, and why not where they are not."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from reports.tables.seniority import level_gaps
from scoring.disclosure import Reason
from scoring.scorecard import VerticalGap
from tests.reports.charts.samples import METHOD, scored


def wave(gap, n, *, above=(), reason=None):
    card = replace(
        scored().card,
        vertical_gap=VerticalGap(sales=gap, marketing=None, n_sales=n, n_marketing=0),
        view_from_above=above,
    )
    return SimpleNamespace(card=card, method=METHOD, disclosed=SimpleNamespace(reason=lambda _path: reason))


@pytest.mark.parametrize(
    ("gap", "above", "meaning"),
    [
        (18.4, ("sales",), "View from above: the top level sees more alignment than those who report to it."),
        (-15.0, (), "The top level sees less alignment than those who report to it."),
        (14.9, (), "The two groups see it much alike: less than 15 points apart."),
    ],
)
def test_a_level_gap_has_a_sign_and_a_meaning(gap, above, meaning):
    [line] = level_gaps(wave(gap, 3, above=above))
    assert (line.side, line.gap[0], line.above, line.meaning) == (
        "sales",
        "+" if gap > 0 else "−",
        bool(above),
        meaning,
    )
    assert line.note == "the smaller of the two groups: n = 3"


def test_too_small_a_group_says_so_and_an_absent_one_nothing():
    [line] = level_gaps(wave(None, 2, reason=Reason.TOO_FEW_TO_SHOW))
    assert (line.gap, line.meaning) == (None, "shown from three people a side in each of the two groups")
    assert level_gaps(wave(None, 0)) == []
