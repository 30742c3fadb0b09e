"""Scoring one assessment and a million responses, beside a plain loop and a bare matrix product.

Each round runs the rivals one after the other; ratios are medians over the rounds. CPU time, not wall
time: the machine may be busy.
"""

from __future__ import annotations

import math
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from scoring import Cohort, score
from scoring.cohort import TICKED
from scoring.method import CODE_ABSENT
from scoring.scores import cohort_scores
from tests.scoring.build import METHOD, random_answers, respondent
from tests.scoring.plain import Plain

ROUNDS = 3
CHUNK = 2048
RESPONDENTS = 4
LOOPED = 150
SIZES = (10_000, 100_000, 1_000_000)


def run() -> dict[str, str]:
    """Measure, and say what was measured."""
    found = {
        "importing, CPU": f"{_import_time():.3f} s (goal 0.25)",
        "one assessment of 2 + 2, with recommendations": f"{_one(2, statistics_too=False):.2f} ms (goal 5)",
        "one of 5 + 5, with all statistics": f"{_one(5, statistics_too=True):.2f} ms (goal 50)",
    }
    rounds = [_round() for _ in range(ROUNDS)]
    ours = {size: statistics.median(each[size] for each in rounds) for size in SIZES}
    loop = statistics.median(each["loop"] / each[SIZES[-1]] for each in rounds)
    product = statistics.median(each[SIZES[-1]] / each["product"] for each in rounds)
    for size, seconds in ours.items():
        found[f"{size:,} responses"] = f"{seconds * size:.2f} s, {1 / seconds:,.0f} a second"
    exponent = 1 + math.log(ours[SIZES[-1]] / ours[SIZES[0]]) / math.log(SIZES[-1] / SIZES[0])
    found["time exponent"] = f"{exponent:.3f} (goal 1.05)"
    found["plain loop over ours"] = f"{loop:.0f} x (goal 20)"
    found["ours over two matrix products"] = f"{product:.1f} x (goal 30)"
    found["peak memory of the whole run"] = f"{_peak():.0f} MB (goal 600)"
    return found


def _round() -> dict[Any, float]:
    """CPU seconds a response of each rival."""
    result: dict[Any, float] = {}
    for size in SIZES:
        result[size] = (
            sum(_timed(lambda c=cohort: cohort_scores(c, METHOD)) for cohort in cohorts(size)) / size
        )
    size = SIZES[1]
    result["product"] = sum(_timed(lambda c=cohort: bare_product(c)) for cohort in cohorts(size)) / size
    rng = random.Random(1)
    given = [assessment(rng, 2) for _ in range(LOOPED)]
    result["loop"] = _timed(lambda: [Plain(each).result for each in given]) / (LOOPED * RESPONDENTS)
    return result


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _one(side: int, *, statistics_too: bool) -> float:
    given = assessment(random.Random(2), side)

    def work() -> None:
        score(Cohort.from_interchange([given], METHOD), METHOD, statistics=statistics_too)

    work()
    return statistics.median(_timed(work) for _ in range(50)) * 1000


def _import_time() -> float:
    code = "import time; t = time.process_time(); import scoring; print(time.process_time() - t)"
    runs = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(ROUNDS)
    )
    return statistics.median(float(each.stdout) for each in runs)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def assessment(rng: random.Random, side: int) -> dict[str, Any]:
    """A full assessment with that many respondents a side."""
    people = [
        respondent(f"{name}-{number}", name, random_answers(rng, name, blanks=0.02, dont_know=0.03))
        for name in ("sales", "marketing")
        for number in range(side)
    ]
    outcomes = {"O1": 12.0, "O2": 96.0, "O3": 1.0, "O4": 0.9, "O5": 8.0, "O6": 88.0}
    return {"method_version": METHOD.version, "respondents": people, "outcomes": outcomes}


def cohorts(responses: int) -> Iterator[Cohort]:
    """That many responses of 2 + 2 respondents, in chunks, as a store would hand them over."""
    rng = np.random.default_rng(responses)
    left = responses // RESPONDENTS
    while left:
        count = min(left, CHUNK)
        left -= count
        yield _cohort(rng, count)


def _cohort(rng: np.random.Generator, count: int) -> Cohort:
    layout, rows = METHOD.layout, count * RESPONDENTS
    codes = rng.integers(1, 6, (rows, len(layout.coded)), dtype=np.int8)
    codes[rng.random(codes.shape) < 0.02] = CODE_ABSENT
    ticks = np.full((rows, len(layout.sets)), TICKED, dtype=np.int64)
    for column, item_id in enumerate(layout.sets):
        item = METHOD.item(item_id)
        for _ in range(item.at_most):
            ticks[:, column] |= 1 << rng.integers(0, len(item.codes) or 8, rows)
    return Cohort.from_arrays(
        METHOD,
        codes=codes,
        ticks=ticks,
        assessment=np.repeat(np.arange(count), RESPONDENTS),
        side=np.tile(np.array([0, 0, 1, 1], dtype=np.int8), count),
        figures=rng.uniform(0, 100, (count, len(METHOD.outcomes))),
    )


def bare_product(cohort: Cohort) -> np.ndarray[Any, Any]:
    """Sums and counts by dimension as two matrix products: the least that any scoring must do."""
    known = cohort.codes != CODE_ABSENT
    values = np.where(known, cohort.codes, 0).astype(np.float64)
    belongs = np.ones((values.shape[1], len(METHOD.dimensions) * 2))
    return (values @ belongs) / np.maximum(known.astype(np.float64) @ belongs, 1)
