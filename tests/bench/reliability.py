"""Alpha and intraclass correlations of 1,000 respondents and 40 items, against bare numpy and pingouin.

Goal: at most 5 times the time of bare numpy, and 20 times as fast as pingouin.
"""

from __future__ import annotations

import statistics
import time
import timeit
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd  # noqa: TID253
from numpy.typing import NDArray

from reports.quality.reliability import DRAWS, with_interval
from scoring.reliability import cronbach_alpha, intraclass

if TYPE_CHECKING:
    from collections.abc import Callable

RESPONDENTS, ITEMS, COMPANIES, STATEMENTS = 1000, 40, 200, 16
ROUNDS = 7


def run() -> dict[str, str]:
    """Medians of seven rounds."""
    random = np.random.default_rng(1)
    table = random.normal(size=(RESPONDENTS, ITEMS)) + random.normal(size=(RESPONDENTS, 1))
    company = np.arange(RESPONDENTS) % COMPANIES
    # One after the other in each round, in CPU time: the machine may be busy.
    rounds = [
        (
            _milliseconds(lambda: (cronbach_alpha(table), intraclass(table)), times=50),
            _milliseconds(lambda: _bare(table), times=50),
            _milliseconds(lambda: _pingouin(table)),
        )
        for _round in range(ROUNDS)
    ]
    ours, bare, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    statements = table[:, :STATEMENTS]
    both = _milliseconds(lambda: [with_interval(name, statements, company) for name in ("alpha", "omega")])
    return {
        "alpha and ICC": f"{ours:.2f} ms",
        "bare numpy": f"{bare:.2f} ms",
        "against bare numpy (goal 5)": f"{ours / bare:.1f} times",
        "pingouin": f"{theirs:.0f} ms",
        "faster than pingouin (goal 20)": f"{theirs / ours:.0f} times",
        f"alpha and omega with intervals, {DRAWS} draws": f"{both:.0f} ms",
    }


def _milliseconds(act: Callable[[], object], *, times: int = 1) -> float:
    return timeit.timeit(act, number=times, timer=time.process_time) / times * 1000


def _bare(table: NDArray[np.float64]) -> tuple[float, float]:
    n, k = table.shape
    alpha = k / (k - 1) * (1 - table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1))
    middle, rows = table.mean(), table.mean(axis=1)
    between = k * ((rows - middle) ** 2).sum() / (n - 1)
    raters = n * ((table.mean(axis=0) - middle) ** 2).sum() / (k - 1)
    error = (((table - rows[:, None]) ** 2).sum() - raters * (k - 1)) / ((n - 1) * (k - 1))
    return float(alpha), float((between - error) / between)


def _pingouin(table: NDArray[np.float64]) -> None:
    import pingouin  # noqa: PLC0415 - slow to load

    frame = pd.DataFrame(table)
    pingouin.cronbach_alpha(frame)
    long = frame.reset_index().melt(id_vars="index")
    pingouin.intraclass_corr(long, targets="index", raters="variable", ratings="value")
