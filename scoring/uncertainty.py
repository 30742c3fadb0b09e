"""How sure the numbers are: intervals of P, the bootstrap of index and gap, shrinkage (method D9)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.concordance import concordance
from scoring.index import measured_scores
from scoring.method import BOTH, MARKETING, SALES, SIDES, Floats
from scoring.outcomes import outcome_scores
from scoring.perceived import both_sides, weighted_mean
from scoring.practice import practice_scores
from scoring.scorecard import DimensionIntervals, Intervals, Spread
from scoring.tally import Tally, columns_of, features, similarity, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.cohort import Cohort
    from scoring.method import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval, 0-100.

    `error` is the standard error and `freedom` the degrees of freedom, infinite with a borrowed
    variance. With a group asked whole the error is 0: nobody was left out.
    """

    low: float
    high: float
    error: float
    freedom: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Scores of resampled respondents, one entry a draw.

    Parameters
    ----------
    perceived, index, gap
        Shape (draws,).
    measured, dimension_gap
        Shape (draws, dimensions).
    """

    perceived: Floats
    index: Floats
    gap: Floats
    measured: Floats
    dimension_gap: Floats


def overall_scores(perceived: Floats, method: Method) -> Floats:
    """Overall p of each respondent, shape (rows,): as P, over that respondent's own dimensions."""
    return weighted_mean(perceived, method.weights, method.composite.min_dimensions)


def variance(values: Sequence[float]) -> float:
    """Sample variance; the order of the values does not matter, to the last bit.

    >>> variance([40.0, 50.0, 60.0])
    100.0
    """
    middle = math.fsum(values) / len(values)
    return math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def perceived_interval(
    joint: float,
    sides: Sequence[Sequence[float]],
    method: Method,
    *,
    borrowed: float | None = None,
    group_sizes: Sequence[int] | None = None,
) -> Interval | None:
    """Confidence interval of P.

    Parameters
    ----------
    joint
        P.
    sides
        Overall p of the respondents of sales, and of marketing.
    borrowed
        Within-side standard deviation pooled over other assessments (see `pooled_deviation`); it
        allows an interval from one respondent a side.
    group_sizes
        How many leaders each side has in all: what was not left out cannot err.

    Returns
    -------
    Interval or None
        None below the respondents that an interval needs.

    Notes
    -----
    ``SE^2 = (var_S / n_S + var_M / n_M) / 4`` with Welch's degrees of freedom; each term times
    ``1 - n / N`` in a group of known size; clipped to 0-100.

    Examples
    --------
    >>> from scoring import load_method
    >>> interval = perceived_interval(50.0, [[50.0, 50.0, 50.0], [40.0, 50.0, 60.0]], load_method("1"))
    >>> round(interval.low, 4), round(interval.high, 4)
    (37.5793, 62.4207)
    """
    rules = method.uncertainty
    fewest = min(len(side) for side in sides)
    if fewest < (1 if borrowed is not None else rules.min_side) or math.isnan(joint):
        return None
    terms = []
    for number, side in enumerate(sides):
        spread = variance(side) if borrowed is None else borrowed**2
        rest = 1.0 if group_sizes is None else 1 - len(side) / group_sizes[number]
        terms.append(spread / len(side) * max(rest, 0.0))
    error = math.sqrt(sum(terms) / 4)
    freedom = math.inf
    if borrowed is None and error > 0:
        pairs = zip(terms, sides, strict=True)
        freedom = sum(terms) ** 2 / sum(term**2 / (len(side) - 1) for term, side in pairs)
    reach = error and error * _quantile(freedom, rules.confidence)
    return Interval(low=max(joint - reach, 0.0), high=min(joint + reach, 100.0), error=error, freedom=freedom)


def _quantile(freedom: float, confidence: float) -> float:
    from scipy.special import stdtrit  # slow to import, and only intervals need it

    return float(stdtrit(freedom, (1 + confidence) / 2))


def pooled_deviation(sides: Iterable[Sequence[float]], method: Method, assessments: int) -> float | None:
    """Within-side standard deviation over many assessments, for those with few respondents.

    Parameters
    ----------
    sides
        Overall p of the respondents of each side of each assessment.
    assessments
        How many assessments these are; too few lend no variance.
    """
    if assessments < method.uncertainty.borrow_from:
        return None
    groups = [side for side in sides if len(side) >= 2]
    freedom = sum(len(side) - 1 for side in groups)
    if not freedom:
        return None
    return math.sqrt(math.fsum(variance(side) * (len(side) - 1) for side in groups) / freedom)


def shrunk(value: float, error: float, cohort_mean: float, between: float) -> float:
    """Pull a score towards its cohort's mean, for rankings only.

    Parameters
    ----------
    error
        Standard error of the value.
    between
        Tau: standard deviation between the cohort's assessments.

    Examples
    --------
    >>> shrunk(80.0, 10.0, 60.0, 10.0)
    70.0
    """
    total = between**2 + error**2
    share = between**2 / total if total else 1.0
    return share * value + (1 - share) * cohort_mean


def bootstrap(one: Cohort, method: Method) -> Draws | None:
    """Resample the respondents of one assessment within their sides.

    Parameters
    ----------
    one
        A cohort of one assessment, its respondents ordered by id within a side.

    Returns
    -------
    Draws or None
        None with fewer respondents a side than an interval needs.

    Notes
    -----
    The generator starts afresh for each assessment and draws the sales side first, so that the result
    depends on that assessment alone. Outcomes carry no sampling error and stay fixed.
    """
    rules = method.uncertainty
    counts = [int((one.side == side).sum()) for side in (SALES, MARKETING)]
    if min(counts) < rules.min_side:
        return None
    rng = np.random.default_rng(rules.seed)
    times = [_times(rng.integers(0, count, size=(rules.draws, count)), count) for count in counts]
    return resampled(one, times[SALES], times[MARKETING], method)


def _times(drawn: np.ndarray[tuple[int, int], np.dtype[np.int64]], count: int) -> Floats:
    """How often each respondent was drawn, shape (draws, count)."""
    draws = len(drawn)
    flat = (drawn + count * np.arange(draws)[:, None]).ravel()
    return np.bincount(flat, minlength=draws * count).reshape(draws, count).astype(np.float64)


def resampled(one: Cohort, sales: Floats, marketing: Floats, method: Method) -> Draws:
    """Score one assessment with its respondents counted several times, or not at all.

    Parameters
    ----------
    one
        A cohort of one assessment.
    sales, marketing
        Shape (draws, respondents of the side): how often each counts, in the cohort's order.
    """
    columns = columns_of(method)
    values = features(one, method, columns)
    rows = [one.side == side for side in range(len(SIDES))]
    totals = np.empty((len(sales), len(SIDES), columns.width))
    totals[:, SALES] = sales @ values[rows[SALES]]
    totals[:, MARKETING] = marketing @ values[rows[MARKETING]]
    totals[:, BOTH] = values[rows[BOTH]].sum(axis=0)
    unit, ticks = unit_of(method), one.ticks
    likeness = np.empty((len(sales), ticks.shape[1]))
    for column in range(ticks.shape[1]):
        alike = similarity(ticks[rows[SALES], column][:, None], ticks[rows[MARKETING], column], unit)
        likeness[:, column] = ((sales @ alike) * marketing).sum(axis=1)
    counted = Tally(totals=totals, likeness=likeness, unit=unit, columns=columns)
    return _draw_scores(counted, one, method)


def _draw_scores(counted: Tally, one: Cohort, method: Method) -> Draws:
    columns = counted.columns
    sides = counted.mean(columns.dimension, columns.dimension_count)
    perceived = weighted_mean(sides, method.weights, method.composite.min_dimensions)
    outcomes = outcome_scores(one.figures, method).outcomes
    measured = measured_scores(
        practice_scores(counted, one.documents, method).joint,
        concordance(counted, method),
        method,
        outcomes=outcomes,
        two_sided=np.ones(1, dtype=bool),
    )
    joint = both_sides(perceived)
    return Draws(
        perceived=joint,
        index=measured.index,
        gap=joint - measured.index,
        measured=measured.dimensions,
        dimension_gap=both_sides(sides) - measured.dimensions,
    )


def percentile_interval(draws: Floats, confidence: float) -> tuple[float, float] | None:
    """Middle part of the draws; None where none of them has a value."""
    known = draws[~np.isnan(draws)]
    if not len(known):
        return None
    tail = 50 * (1 - confidence)
    low, high = np.percentile(known, (tail, 100 - tail))
    return float(low), float(high)


def spread_of(draws: Floats, confidence: float) -> Spread | None:
    """Percentile interval and standard deviation of draws."""
    interval = percentile_interval(draws, confidence)
    if interval is None:
        return None
    return Spread(low=interval[0], high=interval[1], error=float(np.nanstd(draws, ddof=1)))


def intervals_of(one: Cohort, perceived: Floats, joint: float, method: Method) -> Intervals | None:
    """Intervals of one assessment, as its scorecard shows them.

    Parameters
    ----------
    one
        A cohort of one assessment.
    perceived
        Shape (rows, dimensions): respondents' perceived scores.
    joint
        P.

    Returns
    -------
    Intervals or None
        None with fewer respondents a side than an interval needs.
    """
    draws = bootstrap(one, method)
    if draws is None:
        return None
    confidence = method.uncertainty.confidence
    overall = overall_scores(perceived, method)
    known = ~np.isnan(overall)
    sides = [overall[known & (one.side == side)].tolist() for side in (SALES, MARKETING)]
    interval = perceived_interval(joint, sides, method)
    return Intervals(
        perceived=None
        if interval is None
        else Spread(low=interval.low, high=interval.high, error=interval.error),
        index=spread_of(draws.index, confidence),
        gap=spread_of(draws.gap, confidence),
        dimensions={
            code: DimensionIntervals(
                measured=spread_of(draws.measured[:, column], confidence),
                gap=spread_of(draws.dimension_gap[:, column], confidence),
            )
            for column, code in enumerate(method.codes)
        },
    )


def covers_zero(spread: Spread | None, tolerance: float) -> bool:
    """Tell whether an interval leaves the sign open; no interval leaves nothing said."""
    return spread is not None and spread.low <= tolerance and spread.high >= -tolerance
