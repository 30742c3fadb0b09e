"""Assessments for the tests: the worked example, a full one with every answer alike, and random ones."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

from scoring import Cohort, Method, Scorecard, load_method, score
from scoring.method import Dimension, Kind

METHOD = load_method("1")
SEGMENTS = ("hospitals-cfo", "banks-cio", "retail-coo", "mills-plant-head", "ports-ceo", "labs-head")


def worked_method() -> Method:
    """The method of the worked example: two dimensions, their weights renormalised."""
    weights = {each.code: each.weight for each in METHOD.dimensions if each.code in ("CUS", "DAT")}
    return dataclasses.replace(
        METHOD,
        dimensions=tuple(
            Dimension(code=code, weight=weight / sum(weights.values())) for code, weight in weights.items()
        ),
        composite=dataclasses.replace(METHOD.composite, min_dimensions=2),
    )


def worked_example() -> dict[str, Any]:
    columns = ("CUS-P1", "CUS-P2", "CUS-K1", "CUS-K2", "DAT-P1", "DAT-P2", "DAT-K1", "DAT-K2")
    rows = {
        "S1": ((5, 4, 2, 3, 4, 2, 3, 2), ["A", "B"], ["bookings", "pipeline", "retention"]),
        "S2": ((4, 4, 1, 2, 4, 1, 2, 2), ["A", "C"], ["bookings", "pipeline"]),
        "M1": ((5, 5, 3, 4, 3, 3, 3, 3), ["A", "B"], ["pipeline", "qualified_leads", "retention"]),
        "M2": ((4, 5, 2, 4, 2, 3, 2, 1), ["B", "D"], ["qualified_leads", "pipeline"]),
    }
    return {
        "method_version": "1",
        "respondents": [
            respondent(
                name,
                "sales" if name[0] == "S" else "marketing",
                {**dict(zip(columns, steps, strict=True)), "CUS-F1": segments, "DAT-F1": kpis},
            )
            for name, (steps, segments, kpis) in rows.items()
        ],
        "outcomes": {"O1": 12, "O2": 96, "O3": 1, "O4": 0.9, "O5": 8, "O6": 88},
    }


def respondent(
    name: str, side: str, answers: dict[str, Any], level: str | None = "c_level"
) -> dict[str, Any]:
    return {"id": name, "side": side, "level": level, "answers": answers}


def answers(step: int = 3, **changed: Any) -> dict[str, Any]:
    """Every item answered with that step (as its score reads) and the first codes; `CUS_P1=5` changes one."""
    given: dict[str, Any] = {}
    for item in METHOD.items:
        if item.kind is Kind.SET:
            given[item.id] = list(item.codes[: item.at_most] or SEGMENTS[: item.at_most])
        elif item.kind is Kind.NOMINAL:
            given[item.id] = item.codes[-1 if step == 5 else step - 1]
        else:
            given[item.id] = 6 - step if item.reversed else step
    for name, answer in changed.items():
        item_id = name.replace("_", "-")
        if answer is None:
            del given[item_id]
        else:
            given[item_id] = answer
    return given


def assessment(sales: list[dict[str, Any]], marketing: list[dict[str, Any]], **rest: Any) -> dict[str, Any]:
    """An assessment of these answers; `rest` holds outcomes, documents, profile or `both`."""
    both = rest.pop("both", [])
    sides = (("sales", sales), ("marketing", marketing), ("both", both))
    return {
        "method_version": "1",
        "respondents": [
            respondent(f"{side}-{number}", side, given)
            for side, people in sides
            for number, given in enumerate(people)
        ],
        "outcomes": {"O1": 10, "O2": 95, "O3": 2, "O4": 1.0, "O5": 10, "O6": 90},
        **rest,
    }


def card(given: dict[str, Any], method: Method = METHOD) -> Scorecard:
    return score(Cohort.from_interchange([given], method), method)[0]


def cards(given: list[dict[str, Any]], method: Method = METHOD) -> list[dict[str, Any]]:
    return [each.as_dict() for each in score(Cohort.from_interchange(given, method), method)]


def random_answers(
    rng: random.Random, side: str, *, blanks: float = 0.05, dont_know: float = 0.1
) -> dict[str, Any]:
    given: dict[str, Any] = {}
    typical = rng.randint(1, 5)
    for item in METHOD.items:
        predicts = item.kind in (Kind.PREDICTION, Kind.HEADLINE_PREDICTION)
        if rng.random() < blanks or (side == "both" and predicts):
            continue
        if rng.random() < dont_know:
            given[item.id] = rng.choice(["dk", "na"])
        elif item.kind is Kind.SET:
            codes = item.codes or SEGMENTS
            given[item.id] = rng.sample(codes, rng.randint(0, item.at_most))
            if item.empty and rng.random() < 0.2:
                given[item.id] = [item.empty]
        elif item.kind is Kind.NOMINAL:
            given[item.id] = rng.choice(item.codes)
        else:
            given[item.id] = min(5, max(1, typical + rng.randint(-1, 1)))
    return given


def random_assessment(rng: random.Random, *, most: int = 4, fewest: int = 0) -> dict[str, Any]:
    """One of any shape: empty sides, blanks, documents, missing outcomes."""
    low, high = rng.choice([(0.0, 0.0), (0.05, 0.1), (0.5, 0.2)])
    respondents = []
    for side in ("sales", "marketing", "both"):
        for _ in range(rng.randint(fewest if side != "both" else 0, most)):
            level = rng.choice([*METHOD.seniority.codes, None])
            given = random_answers(rng, side, blanks=low, dont_know=high)
            respondents.append(respondent(f"r{rng.getrandbits(48):012x}", side, given, level))
    ranges = {
        "O1": (-15, 45),
        "O2": (60, 115),
        "O3": (-12, 12),
        "O4": (0.3, 1.4),
        "O5": (-25, 45),
        "O6": (65, 102),
    }
    ladders = rng.sample(METHOD.layout.ladders, rng.choice([0, 0, 3]))
    return {
        "method_version": "1",
        "profile": {"sponsor": rng.choice(["ceo", "none", None])},
        "respondents": respondents,
        "documents": {item: rng.randint(1, 5) for item in ladders},
        "outcomes": {item: rng.uniform(*span) for item, span in ranges.items() if rng.random() > 0.15},
    }
