"""What a study says: findings, rounded here once, and as text to store."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.benchmarks.figures import SMALLEST, rounded_count
from reports.numbers import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

POINT_STEP = 2.5
SLOPE_STEP = 1.0
P_BANDS = (0.001, 0.01, 0.05)


class Verdict(StrEnum):
    """What a test came to."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number with its interval.

    Parameters
    ----------
    code
        What it is of: an item, a score, or a cohort such as "industry:software".
    n
        Companies it is made of, to 5.
    p
        The least of the bands 0.001, 0.01 and 0.05 that p lies below; 1 where it lies below none, None where
        no test is made.
    holds
        Whether it bears the claim out; None where it is only described.
    """

    code: str
    n: int
    value: float
    low: float
    high: float
    p: float | None = None
    holds: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One of the six; without enough data it holds no estimates."""

    code: str
    verdict: Verdict
    n: int
    estimates: tuple[Estimate, ...] = ()


def estimate(
    code: str,
    values: Iterable[float],
    *,
    n: int,
    p: float | None = None,
    holds: bool | None = None,
    step: float = POINT_STEP,
) -> Estimate:
    """Round a value and the two ends of its interval."""
    value, low, high = (nearest(float(number), step) for number in values)
    band = None if p is None else next((band for band in P_BANDS if p < band), 1.0)
    told = None if holds is None else bool(holds)
    return Estimate(code=code, n=about(n), value=value, low=low, high=high, p=band, holds=told)


def finding(
    code: str, estimates: Iterable[Estimate], *, n: int, supported: bool, enough: bool = True
) -> Finding:
    """Put a verdict on estimates; they are dropped where there is not enough data."""
    if not enough:
        return Finding(code=code, verdict=Verdict.NOT_ENOUGH, n=about(n))
    verdict = Verdict.SUPPORTED if supported else Verdict.NOT_SUPPORTED
    return Finding(code=code, verdict=verdict, n=about(n), estimates=tuple(estimates))


def about(count: int | np.integer[Any]) -> int:
    """How many companies, as it is shown; fewer than ten are not told from none."""
    return rounded_count(int(count)) if count >= SMALLEST else 0


def stored(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON."""
    return [asdict(one) for one in findings]


def read(rows: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    """Findings from what was stored."""
    return tuple(
        Finding(
            code=row["code"],
            verdict=Verdict(row["verdict"]),
            n=row["n"],
            estimates=tuple(Estimate(**one) for one in row["estimates"]),
        )
        for row in rows
    )
