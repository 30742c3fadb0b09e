"""The bootstrap of D9, one draw after the other: about two seconds an assessment."""

from __future__ import annotations

import numpy as np

from tests.scoring_reference.reference import score_reference
from tests.scoring_reference.scores import SIDES, dimension_scores, item_scores
from tests.scoring_reference.tables import EPSILON, WEIGHTS

DRAWS = 2000


def gap_intervals(assessment: dict) -> dict | None:
    """Dimension -> [2.5%, 97.5%] of P_d - M_d; None without three a side. Draws without a gap are out."""
    people = sorted(assessment["respondents"], key=lambda person: person["id"])
    sides = {side: [p["answers"] for p in people if p["side"] == side] for side in SIDES}
    if any(len(members) < 3 for members in sides.values()):
        return None
    rng = np.random.default_rng(20240502)
    picks = {side: rng.integers(0, len(sides[side]), (DRAWS, len(sides[side]))) for side in SIDES}
    drawn: dict = {d: [] for d in WEIGHTS}
    for draw in range(DRAWS):
        groups = {side: [sides[side][i] for i in picks[side][draw]] for side in SIDES}
        items = item_scores(groups, assessment.get("documents") or {}, 0.5)
        for d in WEIGHTS:
            gap = dimension_scores(d, groups, items, two_sided=True)["gap"]
            if gap is not None:
                drawn[d].append(gap)
    return {d: np.percentile(gaps, (2.5, 97.5)).tolist() if gaps else None for d, gaps in drawn.items()}


def uncertain_classes(assessment: dict) -> set:
    """Dimensions whose blind spot or hidden strength has an interval that holds 0 (D8)."""
    intervals = gap_intervals(assessment)
    if intervals is None:
        return set()
    dimensions = score_reference(assessment)["dimensions"]
    return {
        d
        for d, found in intervals.items()
        if dimensions[d]["class"] in {"blind_spot", "hidden_strength"}
        and found is not None
        and found[0] <= EPSILON
        and found[1] >= -EPSILON
    }
