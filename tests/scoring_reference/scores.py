"""Sections D1 to D6, D8 and D9 of the method, sentence by sentence, one respondent after the other."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import stdev, variance

from tests.scoring_reference.tables import (
    CURVES,
    CUSTOMER_KPIS,
    FACTS,
    K_ITEMS,
    LADDER_FACTS,
    LEVEL_FACTS,
    NOMINAL_FACTS,
    ORG_LEVELS,
    P_ITEMS,
    REVERSED,
    SET_FACTS,
    WEIGHTS,
    at_least,
    mean,
    under,
)

SIDES = ("sales", "marketing")


def minus(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left - right


# Perception (D1, D2).


def step(answers: dict, item: str) -> float | None:
    """The answer as 0-100, None for dk, na and blank."""
    raw = answers.get(item)
    if raw in {None, "dk", "na"}:
        return None
    return 25 * (5 - raw) if item in REVERSED else 25 * (raw - 1)


def own_dimension(answers: dict, dimension: str) -> float | None:
    """p_{r,d}: both dimensions' P items are two, so one answered is half."""
    return mean([step(answers, item) for item in P_ITEMS[dimension]])


def weighted(values: dict, min_dimensions: int) -> float | None:
    present = {d: value for d, value in values.items() if value is not None}
    if len(present) < min_dimensions:
        return None
    total = sum(WEIGHTS[d] for d in present)
    return sum(WEIGHTS[d] / total * value for d, value in present.items())


def group_perceived(group: list, min_dimensions: int) -> float | None:
    """P_side: dimension by dimension over the respondents, then over the dimensions."""
    return weighted({d: mean([own_dimension(a, d) for a in group]) for d in WEIGHTS}, min_dimensions)


def overall(answers: dict, min_dimensions: int) -> float | None:
    return weighted({d: own_dimension(answers, d) for d in WEIGHTS}, min_dimensions)


def perceived_scores(groups: dict, min_dimensions: int) -> dict:
    scores = {side: group_perceived(group, min_dimensions) for side, group in groups.items()}
    joint = None
    if scores["sales"] is not None and scores["marketing"] is not None:
        joint = (scores["sales"] + scores["marketing"]) / 2
    headline = [step(answers, "G0") for group in groups.values() for answers in group]
    believers = mean([None if s is None else (100 if s >= 75 else 0) for s in headline])
    ci = interval(groups, joint, min_dimensions)
    return {**scores, "joint": joint, "believe_aligned": believers, "ci": ci}


def interval(groups: dict, joint: float | None, min_dimensions: int) -> list | None:
    """D9: needs three respondents with an overall p on each side."""
    own = {side: [overall(a, min_dimensions) for a in groups[side]] for side in SIDES}
    own = {side: [p for p in values if p is not None] for side, values in own.items()}
    if joint is None or any(len(values) < 3 for values in own.values()):
        return None
    if all(variance(values) == 0 for values in own.values()):
        return [joint, joint]
    error, _, quantile = welch(own["sales"], own["marketing"])
    return [max(0.0, joint - quantile * error), min(100.0, joint + quantile * error)]


def welch(sales: list, marketing: list) -> tuple:
    """(SE of the mean of the two side means, degrees of freedom, t .975)."""
    from scipy.stats import t

    terms = [(variance(values) / len(values), len(values) - 1) for values in (sales, marketing)]
    total = sum(term for term, _ in terms)
    freedom = total**2 / sum(term**2 / free for term, free in terms)
    return math.sqrt(total / 4), freedom, float(t.ppf(0.975, freedom))


def joint_perception(item: str, groups: dict) -> float | None:
    """An item's perception: mean of the two side means, both sides present (D7)."""
    means = [mean([step(a, item) for a in groups[side]]) for side in SIDES]
    return None if None in means else sum(means) / 2


def vertical_gaps(respondents: list, min_dimensions: int) -> dict:
    sides = {side: [r for r in respondents if r["side"] == side] for side in SIDES}
    gaps = {side: vertical_gap(members, min_dimensions) for side, members in sides.items()}
    return {"vertical_gap": gaps, "view_from_above": [side for side in SIDES if at_least(gaps[side], 15)]}


def vertical_gap(respondents: list, min_dimensions: int) -> float | None:
    above = [r["answers"] for r in respondents if r.get("level") == "c_level"]
    below = [r["answers"] for r in respondents if r.get("level") != "c_level"]
    if len(above) < 2 or len(below) < 2:
        return None
    return minus(group_perceived(above, min_dimensions), group_perceived(below, min_dimensions))


# What is measured (D3).


def unknown(answers: dict, item: str) -> bool:
    """A stored `na` on a K or F item is scored as dk."""
    return answers.get(item) in ("dk", "na")


def unknown_to_both(item: str, groups: dict) -> bool:
    return all(any(unknown(a, item) for a in groups[side]) for side in SIDES)


def joint_of(sales: float | None, marketing: float | None, lambda_: float) -> float | None:
    """The K rule for two side means; a lone side counts half."""
    if sales is None and marketing is None:
        return None
    if sales is None or marketing is None:
        return 0.5 * (marketing if sales is None else sales)
    return lambda_ * min(sales, marketing) + (1 - lambda_) * (sales + marketing) / 2


def ladder(item: str, groups: dict, documents: dict, lambda_: float) -> dict:
    """A K item, or the level of CAP-F1, CAD-F1 and FLW-F1."""
    sales, marketing = (mean([step(a, item) for a in groups[side]]) for side in SIDES)
    joint = joint_of(sales, marketing, lambda_)
    ignorance = unknown_to_both(item, groups)
    if joint is None and ignorance:
        joint = 0.0
    alone = (sales is None) != (marketing is None)
    if item in documents:
        joint, alone, ignorance = 25.0 * (documents[item] - 1), False, False
    return {
        "sales": sales,
        "marketing": marketing,
        "joint": joint,
        "uncorroborated": alone,
        "unknown_to_both": ignorance,
    }


def as_set(answer: list) -> set:
    return set(answer) - {"none"}


def similarity(item: str, left: object, right: object) -> float:
    """0-100 for one pair; both have answered, if only with dk."""
    if left in ("dk", "na") or right in ("dk", "na"):
        return 0.0
    if item in SET_FACTS:
        union = as_set(left) | as_set(right)
        return 100 * len(as_set(left) & as_set(right)) / len(union) if union else 0.0
    if item in NOMINAL_FACTS:
        return 100.0 if left == right and not (item == "ORG-F1" and left == "nobody") else 0.0
    return 100 * (1 - abs(left - right) / 4)


def concordance(item: str, groups: dict) -> float | None:
    given = {side: [a[item] for a in groups[side] if a.get(item) is not None] for side in SIDES}
    return mean([similarity(item, x, y) for x in given["sales"] for y in given["marketing"]])


def shared_kpis(groups: dict) -> set | None:
    """I of D3: ticked by at least half of each side's answering respondents; dk is an answer."""
    named = None
    for side in SIDES:
        given = [a["DAT-F1"] for a in groups[side] if a.get("DAT-F1") is not None]
        if not given:
            return None
        ticks = [kpi for answer in given if answer not in ("dk", "na") for kpi in as_set(answer)]
        half = {kpi for kpi in ticks if 2 * ticks.count(kpi) >= len(given)}
        named = half if named is None else named & half
    return named


def fact_level(item: str, groups: dict, documents: dict, lambda_: float) -> float | None:
    if item in LADDER_FACTS:
        return ladder(item, groups, documents, lambda_)["joint"]
    if item == "DAT-F1":
        kpis = shared_kpis(groups)
        return None if kpis is None else 100 * min(1, len(kpis & CUSTOMER_KPIS) / 2)
    sales, marketing = (mean([ORG_LEVELS.get(a.get("ORG-F1")) for a in groups[side]]) for side in SIDES)
    if sales is None and marketing is None and unknown_to_both("ORG-F1", groups):
        return 0.0
    return joint_of(sales, marketing, 0)


def item_scores(groups: dict, documents: dict, lambda_: float) -> dict:
    items = {}
    for d in WEIGHTS:
        for item in K_ITEMS[d]:
            items[item] = ladder(item, groups, documents, lambda_)
        for item in FACTS[d]:
            items[item] = {
                "concordance": concordance(item, groups),
                "unknown_to_both": unknown_to_both(item, groups),
            }
            if item in LEVEL_FACTS:
                items[item]["level"] = fact_level(item, groups, documents, lambda_)
    return items


def practice_of(dimension: str, items: dict) -> float | None:
    levels = [items[item]["level"] for item in FACTS[dimension] if item in LEVEL_FACTS]
    return mean([items[item]["joint"] for item in K_ITEMS[dimension]] + levels)


def agreement_of(dimension: str, items: dict) -> float | None:
    """C_d: set and nominal facts only."""
    return mean([items[item]["concordance"] for item in FACTS[dimension] if item not in LADDER_FACTS])


def measured_of(practice: float | None, agreement: float | None) -> float | None:
    if practice is None or agreement is None:
        return practice
    return 0.6 * practice + 0.4 * agreement


# Pillars, index and matrix (D4 to D6).


def curve(code: str, value: float) -> float:
    points = CURVES[code]
    if value <= points[0][0]:
        return float(points[0][1])
    for (x1, y1), (x2, y2) in pairwise(points):
        if value <= x2:
            return y1 + (y2 - y1) * (value - x1) / (x2 - x1)
    return float(points[-1][1])


def operating(measured: dict, min_dimensions: int) -> tuple:
    """(A, imbalance)."""
    floored = {d: None if m is None else max(m, 10) for d, m in measured.items()}
    arithmetic = weighted(floored, min_dimensions)
    if arithmetic is None:
        return None, None
    logs = weighted({d: None if m is None else math.log(m) for d, m in floored.items()}, min_dimensions)
    return math.exp(logs), arithmetic - math.exp(logs)


def index_of(operating_score: float | None, outcomes: float | None) -> float | None:
    if operating_score is None or outcomes is None:
        return operating_score
    return operating_score**0.6 * outcomes**0.4


def measured_scores(measured: dict, outcome_scores: dict, min_dimensions: int) -> dict:
    practice, imbalance = operating(measured, min_dimensions)
    pillars = []
    for codes in (("O1", "O2", "O3"), ("O4", "O5", "O6")):
        present = [outcome_scores[code] for code in codes if code in outcome_scores]
        pillars.append(sum(present) / len(present) if len(present) >= 2 else None)
    revenue, pipeline = pillars
    outcomes = None if None in pillars else math.sqrt(max(revenue, 10) * max(pipeline, 10))
    return {
        "operating": practice,
        "imbalance": imbalance,
        "revenue": revenue,
        "pipeline": pipeline,
        "outcomes": outcomes,
        "index": index_of(practice, outcomes),
        "provisional": outcomes is None,
    }


def matrix_zone(revenue: float | None, pipeline: float | None) -> dict | None:
    if revenue is None or pipeline is None:
        return None
    zone = {
        (True, True): "in_sync",
        (True, False): "running_on_stock",
        (False, True): "leaking",
        (False, False): "out_of_sync",
    }[at_least(revenue, 60), at_least(pipeline, 60)]
    near = any(at_least(x, 55) and at_least(-x, -65) for x in (revenue, pipeline))
    return {"zone": zone, "borderline": near}


# Classes, awareness and patterns (D8, D8b).


def dimension_scores(d: str, groups: dict, items: dict, *, two_sided: bool) -> dict:
    own = {side: [own_dimension(a, d) for a in groups[side]] for side in SIDES}
    own = {side: [p for p in values if p is not None] for side, values in own.items()}
    seen = {side: mean(values) for side, values in own.items()}
    practice, agreement = practice_of(d, items), agreement_of(d, items)
    measured = measured_of(practice, agreement) if two_sided else None
    joint = None if None in seen.values() else (seen["sales"] + seen["marketing"]) / 2
    disputed = disputed_by_size(seen, groups)
    predicted = {side: mean([step(a, f"{d}-X") for a in groups[side]]) for side in SIDES}
    sales_off = minus(predicted["sales"], seen["marketing"])
    marketing_off = minus(predicted["marketing"], seen["sales"])
    understanding = [None if off is None else 100 - abs(off) for off in (sales_off, marketing_off)]
    return {
        "perceived_sales": seen["sales"],
        "perceived_marketing": seen["marketing"],
        "perceived": joint,
        "practice": practice,
        "concordance": agreement,
        "measured": measured,
        "gap": minus(joint, measured),
        "class": dimension_class(minus(joint, measured), measured, disputed=disputed),
        "blind_sides": [side for side in SIDES if at_least(minus(seen[side], measured), 15)],
        "split_sides": [side for side in SIDES if len(own[side]) >= 2 and at_least(stdev(own[side]), 20)],
        "predicted_by_sales": predicted["sales"],
        "predicted_by_marketing": predicted["marketing"],
        "understanding_sales": understanding[0],
        "understanding_marketing": understanding[1],
        "awareness": awareness(understanding, disputed=disputed),
    }


def disputed_by_size(seen: dict, groups: dict) -> bool:
    limit = 30 if any(len(groups[side]) < 3 for side in SIDES) else 20
    distance = minus(seen["sales"], seen["marketing"])
    return distance is not None and at_least(abs(distance), limit)


def dimension_class(gap: float | None, measured: float | None, *, disputed: bool) -> str | None:
    if disputed:
        return "disputed"
    if gap is None:
        return None
    if at_least(gap, 15):
        return "blind_spot"
    if at_least(-gap, 15):
        return "hidden_strength"
    return "shared_strength" if at_least(measured, 60) else "shared_weakness"


def awareness(understanding: list, *, disputed: bool) -> str | None:
    if None in understanding:
        return None
    knows = at_least(min(understanding), 75)
    if disputed:
        return "known_disagreement" if knows else "hidden_disagreement"
    return "shared_view" if knows else "imagined_disagreement"


def patterns(result: dict) -> list:
    dimensions, items, kpis = result["dimensions"], result["items"], set(result["shared_kpis"])
    zone = (result["matrix"] or {}).get("zone")
    lowest = [k for k in (items["CAP-K1"]["joint"], items["DAT-K2"]["joint"]) if k is not None]
    found = {
        "aligned_in_a_vacuum": at_least(dimensions["FLW"]["measured"], 60)
        and under(dimensions["CUS"]["measured"], 50),
        "agreement_without_results": at_least(result["perceived"]["joint"], 70) and zone == "out_of_sync",
        "lead_count_glue": bool(kpis) and not kpis & CUSTOMER_KPIS,
        "hidden_duds": zone == "leaking" and under(items["DAT-K2"]["joint"], 50),
        "siloed_stack": under(items["DAT-K1"]["joint"], 50) and under(items["CAP-F1"]["concordance"], 75),
        "friendly_but_shallow": at_least(dimensions["COL"]["perceived"], 70)
        and any(under(k, 50) for k in lowest),
    }
    return [name for name, holds in found.items() if holds]
