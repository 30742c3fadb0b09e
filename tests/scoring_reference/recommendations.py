"""Section E: which rules fire, what each would lift, and in which order they are shown."""

from __future__ import annotations

import copy
from typing import NamedTuple

from tests.scoring_reference import gates, scores
from tests.scoring_reference.tables import LEVELS, WEIGHTS, at_least, under


class Facts(NamedTuple):
    """One scored assessment and what the triggers ask beside it."""

    result: dict
    outcome_scores: dict
    sponsor: str | None
    perceptions: dict
    min_dimensions: int


# Rule -> (effort, targets as (item, key, value)).
RULES = {
    "REC-CUS-1": (1, [("CUS-K1", "joint", 75)]),
    "REC-CUS-2": (2, [("CUS-K2", "joint", 75)]),
    "REC-CUS-3": (1, [("CUS-F2", "concordance", 75)]),
    "REC-CUS-4": (1, [("CUS-F1", "concordance", 75)]),
    "REC-STR-1": (2, [("STR-K1", "joint", 75)]),
    "REC-STR-2": (2, [("STR-F1", "concordance", 100)]),
    "REC-CAP-1": (1, [("CAP-K1", "joint", 75)]),
    "REC-CAP-2": (2, [("CAP-F1", "level", 75), ("CAP-F1", "concordance", 75)]),
    "REC-CAP-3": (2, [("CAP-F2", "concordance", 75)]),
    "REC-ORG-1": (2, [("ORG-F1", "level", 100), ("ORG-F1", "concordance", 100)]),
    "REC-ORG-2": (3, [("ORG-K1", "joint", 75)]),
    "REC-ORG-3": (2, [("ORG-K2", "joint", 50)]),
    "REC-CAD-1": (1, [("CAD-K1", "joint", 75)]),
    "REC-CAD-2": (2, [("CAD-K2", "joint", 75), ("CAD-F1", "level", 75)]),
    "REC-DAT-1": (2, [("DAT-F1", "level", 100)]),
    "REC-DAT-2": (1, [("DAT-K2", "joint", 75)]),
    "REC-DAT-3": (3, [("DAT-K1", "joint", 75)]),
    "REC-DAT-4": (1, [("DAT-K3", "joint", 75)]),
    "REC-FLW-1": (2, [("FLW-K1", "joint", 75)]),
    "REC-FLW-2": (1, [("FLW-F1", "level", 75), ("FLW-F1", "concordance", 75)]),
    "REC-FLW-3": (2, []),
    "REC-COL-1": (1, [("COL-K1", "joint", 100)]),
    "REC-COL-2": (2, [("COL-K2", "joint", 75)]),
    "REC-COL-3": (1, [("COL-K3", "joint", 75)]),
    "REC-COL-4": (1, []),
}
SET_EVEN_IF_MISSING = {"REC-ORG-1", "REC-DAT-1"}


def triggered(facts: Facts) -> dict:
    """Rule -> does its trigger hold (missing values hold nothing; an unevidenced gate is not passed)."""
    items, states = facts.result["items"], facts.result["maturity"]["gates"]
    seen = facts.perceptions

    def k(item: str, limit: float) -> bool:
        return under(items[item]["joint"], limit)

    def c(item: str, limit: float) -> bool:
        return under(items[item]["concordance"], limit)

    return {
        "REC-CUS-1": k("CUS-K1", 75),
        "REC-CUS-2": k("CUS-K2", 75),
        "REC-CUS-3": c("CUS-F2", 60),
        "REC-CUS-4": c("CUS-F1", 60),
        "REC-STR-1": k("STR-K1", 75),
        "REC-STR-2": c("STR-F1", 100) or under(seen["STR-P2"], 50),
        "REC-CAP-1": k("CAP-K1", 75),
        "REC-CAP-2": under(items["CAP-F1"]["level"], 75) or c("CAP-F1", 75),
        "REC-CAP-3": c("CAP-F2", 50) or under(seen["ORG-P2"], 50),
        "REC-ORG-1": states["GC1"] != "passed" or states["GA5"] != "passed",
        "REC-ORG-2": k("ORG-K1", 75),
        "REC-ORG-3": k("ORG-K2", 50) or facts.sponsor == "none",
        "REC-CAD-1": k("CAD-K1", 75),
        "REC-CAD-2": k("CAD-K2", 75) or under(items["CAD-F1"]["level"], 75),
        "REC-DAT-1": states["GA1"] != "passed",
        "REC-DAT-2": k("DAT-K2", 75) or "hidden_duds" in facts.result["patterns"],
        "REC-DAT-3": k("DAT-K1", 75),
        "REC-DAT-4": k("DAT-K3", 75),
        "REC-FLW-1": k("FLW-K1", 75),
        "REC-FLW-2": under(items["FLW-F1"]["level"], 75) or c("FLW-F1", 75),
        "REC-FLW-3": under(seen["FLW-P2"], 60) or under(facts.outcome_scores.get("O6"), 60),
        "REC-COL-1": k("COL-K1", 100),
        "REC-COL-2": k("COL-K2", 75),
        "REC-COL-3": k("COL-K3", 75),
        "REC-COL-4": under(seen["COL-P1"], 50) or under(seen["COL-P2"], 50),
    }


def with_targets(rule: str, items: dict) -> dict:
    changed = copy.deepcopy(items)
    for item, key, value in RULES[rule][1]:
        now = changed[item][key]
        if now is not None or rule in SET_EVEN_IF_MISSING:
            changed[item][key] = value if now is None else max(now, value)
    return changed


def counterfactual(rule: str, facts: Facts) -> tuple:
    """(index, gate level) with the rule's targets set and everything else, outcomes too, as it is."""
    result = facts.result
    items = with_targets(rule, result["items"])
    measured = {
        d: scores.measured_of(scores.practice_of(d, items), scores.agreement_of(d, items)) for d in WEIGHTS
    }
    operating, _ = scores.operating(measured, facts.min_dimensions)
    states = {**result["maturity"]["gates"], **gates.item_gates(items)}
    if rule == "REC-ORG-1":
        states |= {"GC1": "passed", "GA5": "passed"}
    return scores.index_of(operating, result["measured"]["outcomes"]), gates.gate_level(states)


def candidates(facts: Facts) -> list:
    """Every rule whose trigger holds, best first, without REC-00. Without an index nothing can be lifted."""
    result, found = facts.result, []
    if result["measured"]["index"] is None:
        return found
    holds = triggered(facts)
    for rule, (effort, _) in RULES.items():
        if not holds[rule]:
            continue
        index, gate_level = counterfactual(rule, facts)
        lift = index - result["measured"]["index"]
        opens = LEVELS.index(gate_level) > LEVELS.index(result["maturity"]["gate_level"])
        urgent = result["dimensions"][rule[4:7]]["class"] in ("blind_spot", "disputed")
        priority = (lift + 5 * opens + 2 * urgent) / effort
        found.append({"id": rule, "lift": lift, "opens_gate": opens, "priority": priority})
    # Equal priorities must not be told apart by the noise of a sum.
    found.sort(key=lambda rec: (-round(rec["priority"], 9), -WEIGHTS[rec["id"][4:7]], rec["id"]))
    return found


def recommend(facts: Facts) -> list:
    """The five best, at most two a dimension, after REC-00 where it applies."""
    shown: list = []
    for rec in candidates(facts):
        same = [other for other in shown if other["id"][4:7] == rec["id"][4:7]]
        if len(shown) < 5 and len(same) < 2:
            shown.append(rec)
    disputed = any(d["class"] == "disputed" for d in facts.result["dimensions"].values())
    if at_least(facts.result["gap"], 15) or disputed:
        shown.insert(0, {"id": "REC-00", "lift": 0, "opens_gate": False, "priority": None})
    return shown
