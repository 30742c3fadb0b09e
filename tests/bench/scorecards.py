"""Scorecards of one assessment and of many in one pass, from made-up answers."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from scoring import Cohort, Method, load_method, score

MANY = 5_000
RESPONDENTS = 6


def run() -> dict[str, str]:
    """Time the reading of the interchange form and the scoring, for one assessment and for many."""
    method = load_method("1")
    made = assessments(method, 200)
    one, many = made[:1], made * (MANY // len(made))
    cohort_of_one, cohort = Cohort.from_interchange(one, method), Cohort.from_interchange(many, method)
    return {
        "read one (ms)": _ms(lambda: Cohort.from_interchange(one, method), times=20),
        "score one (ms)": _ms(lambda: score(cohort_of_one, method), times=20),
        f"read {MANY} (ms)": _ms(lambda: Cohort.from_interchange(many, method), times=3),
        f"score {MANY} (ms)": _ms(lambda: score(cohort, method), times=3),
    }


def assessments(method: Method, count: int) -> list[dict[str, Any]]:
    """The same `count` assessments at every call, with every kind of answer in them."""
    chance = random.Random(1)
    made = []
    for _ in range(count):
        respondents = [
            {
                "id": f"r{number}",
                "side": ("sales", "marketing")[number % 2],
                "level": "c_level",
                "answers": {item.id: _answer(item, chance) for item in method.items},
            }
            for number in range(RESPONDENTS)
        ]
        figures = {"O1": chance.uniform(-5, 40), "O4": chance.uniform(0.6, 1.1)}
        made.append({"method_version": "1", "profile": {}, "respondents": respondents, "outcomes": figures})
    return json.loads(json.dumps(made))


def _answer(item: Any, chance: random.Random) -> Any:
    if item.kind == "set":
        codes = [code for code in item.codes or ("a", "b", "c") if code != "none"]
        return chance.sample(codes, min(2, len(codes)))
    if item.kind == "nominal":
        return chance.choice(item.codes)
    return chance.randint(1, 5)


def _ms(act: Callable[[], object], *, times: int) -> str:
    """The median of some runs, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return f"{statistics.median(taken):,.1f}"
