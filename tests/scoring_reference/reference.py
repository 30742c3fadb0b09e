"""The entry: one interchange assessment in, the output of section G out."""

from __future__ import annotations

from tests.scoring_reference.gates import gate_states, maturity
from tests.scoring_reference.recommendations import Facts, recommend
from tests.scoring_reference.scores import (
    SIDES,
    curve,
    dimension_scores,
    item_scores,
    joint_perception,
    matrix_zone,
    measured_scores,
    minus,
    patterns,
    perceived_scores,
    shared_kpis,
    vertical_gaps,
)
from tests.scoring_reference.tables import P_ITEMS, WEIGHTS


def score_reference(assessment: dict, *, min_dimensions: int = 6, lambda_: float = 0.5) -> dict:
    """Section G of the method for one interchange assessment; `class_uncertain` is left to `uncertainty`."""
    respondents = assessment["respondents"]
    groups = {side: [r["answers"] for r in respondents if r["side"] == side] for side in (*SIDES, "both")}
    items = item_scores(groups, assessment.get("documents", {}), lambda_)
    outcomes = {code: curve(code, value) for code, value in assessment.get("outcomes", {}).items()}
    two_sided = bool(groups["sales"]) and bool(groups["marketing"])
    dimensions = {d: dimension_scores(d, groups, items, two_sided=two_sided) for d in WEIGHTS}
    measured = measured_scores({d: dimensions[d]["measured"] for d in WEIGHTS}, outcomes, min_dimensions)
    perceived = perceived_scores(groups, min_dimensions)
    matrix = matrix_zone(measured["revenue"], measured["pipeline"])
    result = {
        "method_version": "1",
        "counts": {side: len(group) for side, group in groups.items()},
        "perceived": perceived,
        "measured": measured,
        "gap": minus(perceived["joint"], measured["index"]),
        "matrix": matrix,
        "maturity": maturity(measured["index"], gate_states(groups, items, matrix, measured)),
        "dimensions": dimensions,
        "items": items,
        "shared_kpis": sorted(shared_kpis(groups) or ()),
        **vertical_gaps(respondents, min_dimensions),
    }
    result["patterns"] = patterns(result) if two_sided else []
    sponsor = assessment.get("profile", {}).get("sponsor")
    perceptions = {item: joint_perception(item, groups) for pair in P_ITEMS.values() for item in pair}
    result["recommendations"] = recommend(Facts(result, outcomes, sponsor, perceptions, min_dimensions))
    return result
