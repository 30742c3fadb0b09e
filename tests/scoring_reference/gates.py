"""Gates and maturity levels (D7)."""

from __future__ import annotations

from tests.scoring_reference.scores import SIDES, joint_perception
from tests.scoring_reference.tables import (
    ALIGNED,
    COLLABORATIVE,
    LEVELS,
    SCORE_GATES,
    SUPPORTING,
    at_least,
    under,
)


def named_by_half(groups: dict) -> set | None:
    """Answers to ORG-F1 that at least half of each side's answering respondents give; None: not evidenced."""
    named = None
    for side in SIDES:
        given = [a["ORG-F1"] for a in groups[side] if a.get("ORG-F1") is not None]
        codes = {code for code in given if code not in ("dk", "na")}
        if not codes:
            return None
        half = {code for code in codes if 2 * given.count(code) >= len(given)}
        named = half if named is None else named & half
    return named


def state(value: float | None, limit: float) -> str:
    if value is None:
        return "not_evidenced"
    return "passed" if at_least(value, limit) else "failed"


def item_gates(items: dict) -> dict:
    """Gates that ask one joint score or level."""
    return {
        gate: state(items[item]["joint" if "joint" in items[item] else "level"], limit)
        for gate, (item, limit) in SCORE_GATES.items()
    }


def gate_states(groups: dict, items: dict, matrix: dict | None, measured: dict) -> dict:
    gates = item_gates(items)
    owners = named_by_half(groups)
    for gate, passed in (("GC1", bool((owners or set()) - {"nobody"})), ("GA5", "ceo" in (owners or set()))):
        gates[gate] = "not_evidenced" if owners is None else ("passed" if passed else "failed")
    gates["GA8"] = "not_evidenced"
    if matrix is not None:
        near = matrix["borderline"] and all(at_least(measured[x], 55) for x in ("revenue", "pipeline"))
        gates["GA8"] = "passed" if matrix["zone"] == "in_sync" or near else "failed"
    gates["GS4"] = state(joint_perception("ORG-P2", groups), 60)
    gates["GS5"] = state(joint_perception("COL-P2", groups), 75)
    return gates


def gate_level(gates: dict) -> str:
    def passed(names: tuple) -> int:
        return sum(gates[name] == "passed" for name in names)

    if passed(COLLABORATIVE) < 3:
        return "ambiguous"
    if passed(("GA8",)) and passed(ALIGNED) >= 5 and passed(SUPPORTING) >= 3:
        return "aligned"
    return "collaborative"


def maturity(index: float | None, gates: dict) -> dict | None:
    if index is None:
        return None
    by_index = "ambiguous" if under(index, 40) else ("collaborative" if under(index, 70) else "aligned")
    by_gates = gate_level(gates)
    lower = min(by_index, by_gates, key=LEVELS.index)
    return {"level": lower, "index_level": by_index, "gate_level": by_gates, "gates": gates}
