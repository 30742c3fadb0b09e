"""The method once more, as a plain loop over one assessment: the oracle of the arrays, and their rival.

Written from the method's text with lists and dictionaries alone; it shares the method file with the
product, and nothing else.
"""

from __future__ import annotations

import math
import statistics
from itertools import pairwise
from typing import Any

from tests.scoring.build import METHOD

DIMENSIONS = METHOD.codes
WEIGHTS = {each.code: each.weight for each in METHOD.dimensions}
ITEMS = METHOD.by_id
NEAR = 1e-9
TWO = ("sales", "marketing")


def mean(values: Any) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def middle(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else (first + second) / 2


def less(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first - second


def reaches(value: float | None, number: float) -> bool:
    return value is not None and value >= number - NEAR


def under(value: float | None, number: float) -> bool:
    return value is not None and value < number - NEAR


def of_dimension(kind: str, dimension: str) -> list[str]:
    return [item.id for item in METHOD.items if item.kind == kind and item.dimension == dimension]


def points(item: str, answer: Any) -> float | None:
    if not isinstance(answer, int):
        return None
    return 25.0 * (5 - answer if ITEMS[item].reversed else answer - 1)


def weighted(values: dict[str, float | None]) -> float | None:
    present = {code: value for code, value in values.items() if value is not None}
    if len(present) < 6:
        return None
    share = sum(WEIGHTS[code] for code in present)
    return sum(WEIGHTS[code] * value for code, value in present.items()) / share


class Plain:
    """One assessment, scored step by step; `result` has the keys of the scorecard's dictionary."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        people = given["respondents"]
        self.people = {side: [p for p in people if p["side"] == side] for side in (*TWO, "both")}
        self.two_sided = all(self.people[side] for side in TWO)
        self.perceive()
        self.collect()
        self.aggregate()
        self.conclude()

    def answers(self, side: str, item: str) -> list[Any]:
        return [p["answers"][item] for p in self.people[side] if item in p["answers"]]

    def side_mean(self, side: str, item: str) -> float | None:
        return mean(points(item, answer) for answer in self.answers(side, item))

    def own(self, person: dict[str, Any], dimension: str) -> float | None:
        return mean(
            points(item, person["answers"].get(item)) for item in of_dimension("perception", dimension)
        )

    def perceive(self) -> None:
        self.P = {
            side: {d: mean(self.own(p, d) for p in self.people[side]) for d in DIMENSIONS}
            for side in self.people
        }
        self.P_side = {side: weighted(self.P[side]) for side in self.P}
        self.P_joint = middle(self.P_side["sales"], self.P_side["marketing"])
        headline = [a for side in self.people for a in self.answers(side, "G0") if isinstance(a, int)]
        self.believe = 100 * sum(a >= 4 for a in headline) / len(headline) if headline else None

    def unknown(self, item: str) -> bool:
        return all(any(a in ("dk", "na") for a in self.answers(side, item)) for side in TWO)

    def ladder(self, item: str, confirmed: float = 0.5) -> float | None:
        document = self.given.get("documents", {}).get(item)
        if document is not None:
            return 25.0 * (document - 1)
        if ITEMS[item].levels:
            worth = dict(zip(ITEMS[item].codes, ITEMS[item].levels, strict=True))
            s, m = (mean(worth.get(a) for a in self.answers(side, item)) for side in TWO)
        else:
            s, m = (self.side_mean(side, item) for side in TWO)
        if s is not None and m is not None:
            return confirmed * min(s, m) + (1 - confirmed) * (s + m) / 2
        if s is None and m is None:
            return 0.0 if self.unknown(item) else None
        return 0.5 * (s if s is not None else m or 0.0)

    def alike(self, item: str, a: Any, b: Any) -> float:
        kind = ITEMS[item].kind
        if {"dk", "na"} & {x for x in (a, b) if isinstance(x, str)}:
            return 0.0
        if kind == "set":
            first, second = set(a) - {"none"}, set(b) - {"none"}
            return 100 * len(first & second) / len(first | second) if first | second else 0.0
        if kind == "ordinal":
            return 100 * (1 - abs(a - b) / 4)
        return 100.0 if a == b and a != "nobody" else 0.0

    def shared_kpis(self) -> list[str] | None:
        sides = [self.answers(side, "DAT-F1") for side in TWO]
        if not all(sides):
            return None
        return sorted(
            code
            for code in ITEMS["DAT-F1"].codes
            if all(
                sum(code in a for a in given if isinstance(a, list)) / len(given) >= 0.5 for given in sides
            )
        )

    def collect(self) -> None:
        self.k = {i.id: self.ladder(i.id) for i in METHOD.items if i.kind in ("practice", "ordinal")}
        self.k["ORG-F1"] = self.ladder("ORG-F1", confirmed=0.0)
        shared = self.shared_kpis()
        self.shared = shared or []
        customers = sum(code in ITEMS["DAT-F1"].customer for code in self.shared)
        self.k["DAT-F1"] = None if shared is None else 100 * min(1, customers / 2)
        self.c = {
            i.id: mean(
                self.alike(i.id, a, b)
                for a in self.answers("sales", i.id)
                for b in self.answers("marketing", i.id)
            )
            for i in METHOD.items
            if i.kind in ("set", "nominal", "ordinal")
        }

    def aggregate(self) -> None:
        self.practice, self.C, self.M = {}, {}, {}
        for d in DIMENSIONS:
            self.practice[d] = mean(k for item, k in self.k.items() if ITEMS[item].dimension == d)
            self.C[d] = mean(
                c
                for item, c in self.c.items()
                if ITEMS[item].dimension == d and ITEMS[item].kind != "ordinal"
            )
            practice, facts = self.practice[d], self.C[d]
            self.M[d] = practice if facts is None or practice is None else 0.6 * practice + 0.4 * facts
            if not self.two_sided:
                self.M[d] = None
        logs = {d: None if m is None else math.log(max(m, 10)) for d, m in self.M.items()}
        log_of_a = weighted(logs)
        self.A = None if log_of_a is None else math.exp(log_of_a)
        self.arithmetic = weighted({d: None if m is None else max(m, 10) for d, m in self.M.items()})

    def curve(self, item: str) -> float | None:
        x = self.given.get("outcomes", {}).get(item)
        if x is None:
            return None
        curve = next(each for each in METHOD.outcomes if each.item == item)
        points_ = list(zip(curve.figures, curve.scores, strict=True))
        if x <= points_[0][0]:
            return points_[0][1]
        for (x0, y0), (x1, y1) in pairwise(points_):
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        return points_[-1][1]

    def conclude(self) -> None:
        self.scores = {f"O{n}": self.curve(f"O{n}") for n in range(1, 7)}
        pillars = [[self.scores[f"O{n}"] for n in numbers] for numbers in ((1, 2, 3), (4, 5, 6))]
        self.R, self.L = (mean(p) if sum(x is not None for x in p) >= 2 else None for p in pillars)
        self.O = None if self.R is None or self.L is None else math.sqrt(max(self.R, 10) * max(self.L, 10))
        self.index = self.A
        if self.A is not None and self.O is not None:
            self.index = self.A**0.6 * self.O**0.4
        self.matrix = None
        if self.R is not None and self.L is not None:
            zones = {(1, 1): "in_sync", (1, 0): "running_on_stock", (0, 1): "leaking", (0, 0): "out_of_sync"}
            zone = zones[reaches(self.R, 60), reaches(self.L, 60)]
            border = any(reaches(x, 55) and x <= 65 + NEAR for x in (self.R, self.L))
            self.matrix = {"zone": zone, "borderline": border}
        self.gates = {name: self.gate(name) for name in (gate.id for gate in METHOD.gates)}

    def named(self, codes: list[str]) -> str:
        sides = [self.answers(side, "ORG-F1") for side in TWO]
        if any(all(a in ("dk", "na") for a in given) for given in sides):
            return "not_evidenced"
        enough = any(all(given.count(code) / len(given) >= 0.5 for given in sides) for code in codes)
        return "passed" if enough else "failed"

    def gate(self, name: str) -> str:
        if name == "GC1":
            return self.named(["by_stage", "marketing_head", "sales_head", "cro", "ceo"])
        if name == "GA5":
            return self.named(["ceo"])
        tests = {
            "GC2": ("CUS-K2", 50), "GC3": ("FLW-K1", 50), "GC4": ("CAD-F1", 50), "GA1": ("DAT-F1", 100),
            "GA2": ("STR-K1", 75), "GA3": ("ORG-K1", 75), "GA4": ("ORG-K2", 50), "GA6": ("COL-K1", 80),
            "GA7": ("CUS-K1", 75), "GS1": ("COL-K2", 75), "GS2": ("DAT-K3", 75), "GS3": ("CUS-K2", 75),
        }  # fmt: skip
        if name == "GA8":
            if self.O is None:
                return "not_evidenced"
            ok = self.matrix["zone"] == "in_sync" or (
                self.matrix["borderline"] and reaches(self.R, 55) and reaches(self.L, 55)
            )
            return "passed" if ok else "failed"
        if name in ("GS4", "GS5"):
            item, number = {"GS4": ("ORG-P2", 60), "GS5": ("COL-P2", 75)}[name]
            value = self.perception(item)
        else:
            item, number = tests[name]
            value = self.k[item]
        return "not_evidenced" if value is None else "passed" if reaches(value, number) else "failed"

    def perception(self, item: str) -> float | None:
        return middle(*(self.side_mean(side, item) for side in TWO))

    def level(self, value: float) -> int:
        return reaches(value, 40) + reaches(value, 70)

    def maturity(self) -> dict[str, Any] | None:
        if self.index is None:
            return None
        passed = {name for name, state in self.gates.items() if state == "passed"}
        count = lambda names: len(passed & set(names.split()))  # noqa: E731
        gate_level = 0
        if count("GC1 GC2 GC3 GC4") >= 3:
            markers = count("GA1 GA2 GA3 GA4 GA5 GA6 GA7") >= 5 and count("GS1 GS2 GS3 GS4 GS5") >= 3
            gate_level = 2 if "GA8" in passed and markers else 1
        names = ("ambiguous", "collaborative", "aligned")
        index_level = self.level(self.index)
        level = min(index_level, gate_level, 1 if self.O is None else 2)
        return {
            "level": names[level],
            "index_level": names[index_level],
            "gate_level": names[gate_level],
            "gates": self.gates,
        }

    def dimension(self, d: str) -> dict[str, Any]:
        s, m, measured = self.P["sales"][d], self.P["marketing"][d], self.M[d]
        joint = middle(s, m)
        gap = less(joint, measured)
        small = min(len(self.people[side]) for side in TWO) < 3
        disputed = s is not None and m is not None and reaches(abs(s - m), 30 if small else 20)
        if disputed:
            kind = "disputed"
        elif gap is None:
            kind = None
        elif reaches(gap, 15):
            kind = "blind_spot"
        elif gap <= -15 + NEAR:
            kind = "hidden_strength"
        else:
            kind = "shared_strength" if reaches(measured, 60) else "shared_weakness"
        split = []
        for side in TWO:
            values = [p for p in (self.own(person, d) for person in self.people[side]) if p is not None]
            if len(values) >= 2 and statistics.stdev(values) >= 20 - NEAR:
                split.append(side)
        x_s, x_m = (self.side_mean(side, f"{d}-X") for side in TWO)
        u_s, u_m = (None if x is None or p is None else 100 - abs(x - p) for x, p in ((x_s, m), (x_m, s)))
        awareness = None
        if u_s is not None and u_m is not None:
            knows = reaches(min(u_s, u_m), 75)
            awareness = {
                (True, True): "known_disagreement", (True, False): "hidden_disagreement",
                (False, True): "shared_view", (False, False): "imagined_disagreement",
            }[disputed, knows]  # fmt: skip
        return {
            "perceived_sales": s, "perceived_marketing": m, "perceived": joint,
            "practice": self.practice[d], "concordance": self.C[d], "measured": measured, "gap": gap,
            "class": kind, "split_sides": split,
            "blind_sides": [x for x, p in zip(TWO, (s, m), strict=True) if reaches(less(p, measured), 15)],
            "predicted_by_sales": x_s, "predicted_by_marketing": x_m,
            "understanding_sales": u_s, "understanding_marketing": u_m, "awareness": awareness,
        }  # fmt: skip

    def item(self, item: str) -> dict[str, Any]:
        unknown = self.unknown(item)
        if ITEMS[item].kind == "practice":
            s, m = (self.side_mean(side, item) for side in TWO)
            seen = item in self.given.get("documents", {})
            return {
                "sales": s, "marketing": m, "joint": self.k[item],
                "uncorroborated": (s is None) != (m is None) and not seen,
                "unknown_to_both": unknown and not seen,
            }  # fmt: skip
        level = {"level": self.k[item]} if item in self.k else {}
        return {**level, "concordance": self.c[item], "unknown_to_both": unknown}

    def patterns(self) -> list[str]:
        if not self.two_sided:
            return []
        zone = self.matrix["zone"] if self.matrix else None
        customer = any(code in ITEMS["DAT-F1"].customer for code in self.shared)
        col = middle(self.P["sales"]["COL"], self.P["marketing"]["COL"])
        k = self.k
        low = [x for x in (k["CAP-K1"], k["DAT-K2"]) if x is not None]
        found = {
            "aligned_in_a_vacuum": reaches(self.M["FLW"], 60) and under(self.M["CUS"], 50),
            "agreement_without_results": reaches(self.P_joint, 70) and zone == "out_of_sync",
            "lead_count_glue": bool(self.shared) and not customer,
            "hidden_duds": zone == "leaking" and under(k["DAT-K2"], 50),
            "siloed_stack": under(k["DAT-K1"], 50) and under(self.c["CAP-F1"], 75),
            "friendly_but_shallow": reaches(col, 70) and bool(low) and under(min(low), 50),
        }
        return [name for name, holds in found.items() if holds]

    def vertical(self) -> dict[str, float | None]:
        result: dict[str, float | None] = {}
        for side in TWO:
            groups = [
                [p for p in self.people[side] if p["level"] in levels]
                for levels in (("c_level",), ("director", "manager", "other"))
            ]
            overall = [
                weighted({d: mean(self.own(p, d) for p in group) for d in DIMENSIONS})
                if len(group) >= 2
                else None
                for group in groups
            ]
            result[side] = less(*overall)
        return result

    @property
    def result(self) -> dict[str, Any]:
        vertical = self.vertical()
        facts = [i.id for i in METHOD.items if i.kind in ("practice", "set", "nominal", "ordinal")]
        return {
            "counts": {side: len(people) for side, people in self.people.items()},
            "perceived": {**self.P_side, "joint": self.P_joint, "believe_aligned": self.believe},
            "measured": {
                "operating": self.A, "imbalance": less(self.arithmetic, self.A), "revenue": self.R,
                "pipeline": self.L, "outcomes": self.O, "index": self.index, "provisional": self.O is None,
            },
            "gap": less(self.P_joint, self.index),
            "matrix": self.matrix,
            "maturity": self.maturity(),
            "dimensions": {d: self.dimension(d) for d in DIMENSIONS},
            "items": {item: self.item(item) for item in facts},
            "shared_kpis": self.shared,
            "patterns": self.patterns(),
            "vertical_gap": vertical,
            "view_from_above": [side for side in TWO if reaches(vertical[side], 15)],
        }  # fmt: skip
