"""The recommendation rules as a plain loop, written from the method's table."""

from __future__ import annotations

import copy
from typing import Any

from tests.scoring.plain import WEIGHTS, Plain, middle, reaches, under

PRACTICES = {
    "REC-CUS-1": ("CUS-K1", 75, 1), "REC-CUS-2": ("CUS-K2", 75, 2), "REC-STR-1": ("STR-K1", 75, 2),
    "REC-CAP-1": ("CAP-K1", 75, 1), "REC-ORG-2": ("ORG-K1", 75, 3), "REC-CAD-1": ("CAD-K1", 75, 1),
    "REC-DAT-3": ("DAT-K1", 75, 3), "REC-DAT-4": ("DAT-K3", 75, 1), "REC-FLW-1": ("FLW-K1", 75, 2),
    "REC-COL-1": ("COL-K1", 100, 1), "REC-COL-2": ("COL-K2", 75, 2), "REC-COL-3": ("COL-K3", 75, 1),
}  # fmt: skip


def candidates(one: Plain) -> dict[str, tuple[int, dict[str, float], dict[str, float]]]:
    """Rules that apply: effort, practices to reach, concordances to reach."""
    k, c = one.k, one.c
    found = {
        name: (effort, {item: number}, {})
        for name, (item, number, effort) in PRACTICES.items()
        if under(k[item], number)
    }
    sponsor = one.given.get("profile", {}).get("sponsor")
    leaking = one.matrix is not None and one.matrix["zone"] == "leaking"
    others = {
        "REC-CUS-3": (under(c["CUS-F2"], 60), 1, {}, {"CUS-F2": 75}),
        "REC-CUS-4": (under(c["CUS-F1"], 60), 1, {}, {"CUS-F1": 75}),
        "REC-STR-2": (
            under(c["STR-F1"], 100) or under(one.perception("STR-P2"), 50), 2, {}, {"STR-F1": 100},
        ),
        "REC-CAP-2": (under(k["CAP-F1"], 75) or under(c["CAP-F1"], 75), 2, {"CAP-F1": 75}, {}),
        "REC-CAP-3": (under(c["CAP-F2"], 50) or under(one.perception("ORG-P2"), 50), 2, {}, {"CAP-F2": 75}),
        "REC-ORG-1": (
            one.gates["GC1"] != "passed" or one.gates["GA5"] != "passed", 2, {"ORG-F1": 100}, {"ORG-F1": 100},
        ),
        "REC-ORG-3": (under(k["ORG-K2"], 50) or sponsor == "none", 2, {"ORG-K2": 50}, {}),
        "REC-CAD-2": (under(k["CAD-K2"], 75) or under(k["CAD-F1"], 75), 2, {"CAD-K2": 75, "CAD-F1": 75}, {}),
        "REC-DAT-1": (one.gates["GA1"] != "passed", 2, {"DAT-F1": 100}, {}),
        "REC-DAT-2": (under(k["DAT-K2"], 75) or (leaking and under(k["DAT-K2"], 50)), 1, {"DAT-K2": 75}, {}),
        "REC-FLW-2": (under(k["FLW-F1"], 75) or under(c["FLW-F1"], 75), 1, {"FLW-F1": 75}, {}),
        "REC-FLW-3": (under(one.perception("FLW-P2"), 60) or under(one.scores["O6"], 60), 2, {}, {}),
        "REC-COL-4": (under(one.perception("COL-P1"), 50) or under(one.perception("COL-P2"), 50), 1, {}, {}),
    }  # fmt: skip
    return found | {name: tuple(rest) for name, (applies, *rest) in others.items() if applies}


def raised(scores: dict[str, float | None], targets: dict[str, float], *, forced: bool) -> dict[str, Any]:
    result = dict(scores)
    for item, target in targets.items():
        now = scores[item]
        if now is not None or forced:
            result[item] = max(target, now or 0)
    return result


def gate_level(one: Plain) -> str:
    return one.maturity()["gate_level"]


ORDER = ("ambiguous", "collaborative", "aligned")


def recommended(one: Plain) -> list[dict[str, Any]]:
    if not one.two_sided:
        return []
    kinds = {d: one.dimension(d)["class"] for d in WEIGHTS}
    perceived, index = middle(one.P_side["sales"], one.P_side["marketing"]), one.index
    high = perceived is not None and index is not None and reaches(perceived - index, 15)
    first = high or "disputed" in kinds.values()
    pinned = [{"id": "REC-00", "lift": 0.0, "opens_gate": False, "priority": None}] if first else []
    if index is None:
        return pinned
    ranked = []
    for name, (effort, practices, facts) in candidates(one).items():
        after = copy.copy(one)
        forced = name in ("REC-ORG-1", "REC-DAT-1")
        after.k, after.c = raised(one.k, practices, forced=forced), raised(one.c, facts, forced=forced)
        after.aggregate()
        after.conclude()
        if name == "REC-ORG-1":
            after.gates = {**after.gates, "GC1": "passed", "GA5": "passed"}
        lift = after.index - index
        opens = ORDER.index(gate_level(after)) > ORDER.index(gate_level(one))
        dimension = name.split("-")[1]
        bonus = 2 if kinds[dimension] in ("blind_spot", "disputed") else 0
        priority = (lift + 5 * opens + bonus) / effort
        entry = {"id": name, "lift": lift, "opens_gate": opens, "priority": priority}
        ranked.append((-round(priority, 9), -WEIGHTS[dimension], name, entry))
    shown: list[dict[str, Any]] = []
    for *_, name, entry in sorted(ranked, key=lambda each: each[:3]):
        same = sum(each["id"].split("-")[1] == name.split("-")[1] for each in shown)
        if len(shown) < 5 and same < 2:
            shown.append(entry)
    return pinned + shown
