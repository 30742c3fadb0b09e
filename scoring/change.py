"""Wave against wave: what changed, who moved, and whether it is more than noise (method D12)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.uncertainty import variance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.method import Method
    from scoring.scorecard import DimensionIntervals, Intervals, Scorecard, Spread

RELIABLE, NOT_RELIABLE, NOT_TESTED = "reliable", "no_reliable_change", "not_tested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One number at two waves; `change` is the later less the earlier.

    `verdict` is "reliable", "no_reliable_change", or "not_tested" where a standard error is missing;
    `z` is what it rests on.
    """

    before: float | None
    after: float | None
    change: float | None
    z: float | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Who moved a gap, in points of the gap; the three add up to its change.

    Half of what each side's rating rose, and what the measured score fell.
    """

    sales: float | None
    marketing: float | None
    measured: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionChange:
    """Change of one dimension between two waves."""

    perceived_sales: Difference
    perceived_marketing: Difference
    perceived: Difference
    measured: Difference
    gap: Difference
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change of an assessment between two waves.

    `warnings` name what stands in the way of comparing: "method_version", "instrument_version",
    "provisional" (outcomes at one wave alone), "one_sided", "few_respondents".
    """

    perceived: Difference
    index: Difference
    gap: Difference
    moved: Moved
    dimensions: dict[str, DimensionChange]
    warnings: tuple[str, ...]


def change_between(
    before: Scorecard,
    after: Scorecard,
    method: Method,
    *,
    instruments: tuple[str, str] | None = None,
) -> Change:
    """Hold a later scorecard against an earlier one.

    Parameters
    ----------
    before, after
        Scorecards of the same client; rescore old answers with the method of the new ones.
    instruments
        Versions of the instrument at the two waves.

    Notes
    -----
    ``z = (x2 - x1) / sqrt(SE1^2 + SE2^2)``, reliable from 1.96.

    Examples
    --------
    >>> from scoring import Cohort, load_method, score
    >>> method = load_method("1")
    >>> def wave(step):
    ...     answers = {"COL-P1": step, "COL-K1": 3}
    ...     people = [{"id": side, "side": side, "answers": answers} for side in ("sales", "marketing")]
    ...     given = {"method_version": "1", "respondents": people}
    ...     return score(Cohort.from_interchange([given], method), method)[0]
    >>> change_between(wave(3), wave(4), method).dimensions["COL"].moved
    Moved(sales=12.5, marketing=12.5, measured=0.0)
    """
    was, now = before.intervals, after.intervals
    return Change(
        perceived=difference(
            before.perceived.joint,
            after.perceived.joint,
            _spread(was, "perceived"),
            _spread(now, "perceived"),
            method,
        ),
        index=difference(
            before.measured.index, after.measured.index, _spread(was, "index"), _spread(now, "index"), method
        ),
        gap=difference(before.gap, after.gap, _spread(was, "gap"), _spread(now, "gap"), method),
        moved=_moved(
            _less(after.perceived.sales, before.perceived.sales),
            _less(after.perceived.marketing, before.perceived.marketing),
            _less(after.measured.index, before.measured.index),
        ),
        dimensions={
            code: _dimension(before, after, code, method)
            for code in before.dimensions
            if code in after.dimensions
        },
        warnings=_warnings(before, after, instruments),
    )


def difference(
    before: float | None, after: float | None, was: Spread | None, now: Spread | None, method: Method
) -> Difference:
    """Test one number by the standard errors of its two waves."""
    change = _less(after, before)
    z = None
    if change is not None and was is not None and now is not None:
        error = math.hypot(was.error, now.error)
        z = change / error if error else (math.inf if change else 0.0) * math.copysign(1, change)
    return Difference(before=before, after=after, change=change, z=z, verdict=verdict(z, method))


def verdict(statistic: float | None, method: Method) -> str:
    """Verdict on a z or a reliable change index; None was not tested."""
    if statistic is None:
        return NOT_TESTED
    reached = abs(statistic) >= method.uncertainty.reliable - method.tolerance
    return RELIABLE if reached else NOT_RELIABLE


def reliable_change_index(before: float, after: float, deviation: float, reliability: float) -> float:
    """Reliable change index, for pools of thirty assessments and more.

    Parameters
    ----------
    deviation
        Standard deviation of the score over the pool.
    reliability
        Of the score, 0-1.

    Raises
    ------
    ValueError
        A deviation that is not above 0, or a reliability outside 0-1.

    Notes
    -----
    Jacobson & Truax (1991): ``(x2 - x1) / (SD sqrt(2 (1 - rel)))``.

    Examples
    --------
    >>> round(reliable_change_index(47.5, 32.5, 7.5, 0.88), 2)
    -4.08
    """
    if not deviation > 0:
        raise ValueError(f"deviation {deviation!r} is not above 0")
    if not 0 <= reliability < 1:
        raise ValueError(f"reliability {reliability!r} is not in 0-1")
    return (after - before) / (deviation * math.sqrt(2 * (1 - reliability)))


def paired_error(pairs: Sequence[Sequence[tuple[float, float]]]) -> float | None:
    """Standard error of the change of P where the same respondents answered both waves.

    Parameters
    ----------
    pairs
        For sales and for marketing, each respondent's overall p before and after.

    Returns
    -------
    float or None
        None with fewer than two respondents on a side.

    Examples
    --------
    >>> paired_error([[(50.0, 60.0), (50.0, 60.0)], [(40.0, 50.0), (60.0, 70.0)]])
    0.0
    """
    if min(len(side) for side in pairs) < 2:
        return None
    terms = [variance([after - before for before, after in side]) / len(side) for side in pairs]
    return math.sqrt(sum(terms) / 4)


def _dimension(before: Scorecard, after: Scorecard, code: str, method: Method) -> DimensionChange:
    was, now = before.dimensions[code], after.dimensions[code]
    old = before.intervals.dimensions[code] if before.intervals else None
    new = after.intervals.dimensions[code] if after.intervals else None
    return DimensionChange(
        perceived_sales=difference(was.perceived_sales, now.perceived_sales, None, None, method),
        perceived_marketing=difference(was.perceived_marketing, now.perceived_marketing, None, None, method),
        perceived=difference(was.perceived, now.perceived, None, None, method),
        measured=difference(
            was.measured, now.measured, _spread(old, "measured"), _spread(new, "measured"), method
        ),
        gap=difference(was.gap, now.gap, _spread(old, "gap"), _spread(new, "gap"), method),
        moved=_moved(
            _less(now.perceived_sales, was.perceived_sales),
            _less(now.perceived_marketing, was.perceived_marketing),
            _less(now.measured, was.measured),
        ),
    )


def _spread(intervals: Intervals | DimensionIntervals | None, name: str) -> Spread | None:
    spread: Spread | None = None if intervals is None else getattr(intervals, name)
    return spread


def _moved(sales: float | None, marketing: float | None, measured: float | None) -> Moved:
    return Moved(
        sales=None if sales is None else sales / 2,
        marketing=None if marketing is None else marketing / 2,
        measured=None if measured is None else 0.0 - measured,
    )


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _warnings(before: Scorecard, after: Scorecard, instruments: tuple[str, str] | None) -> tuple[str, ...]:
    bases = {before.basis, after.basis}
    holds = {
        "method_version": before.method_version != after.method_version,
        "instrument_version": instruments is not None and instruments[0] != instruments[1],
        "provisional": before.measured.provisional != after.measured.provisional,
        "one_sided": bool(bases & {"none", "one_sided"}),
        "few_respondents": bool(bases & {"two_people", "few"}),
    }
    return tuple(name for name, found in holds.items() if found)
