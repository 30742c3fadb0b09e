"""From respondents to totals per assessment and side: the one step that adds people up.

All totals are sums of whole numbers or of halves of a ladder step, which floating point adds exactly.
So no order of rows, no size of a cohort and no way of adding (`reduceat` here, a matrix product in the
bootstrap) can change a single bit of a score.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from scoring.cohort import TICKED, TICKED_UNKNOWN, Cohort, Ticks, is_step, is_unknown
from scoring.method import MARKETING, SALES, SIDES, Floats, Kind

if TYPE_CHECKING:
    from scoring.method import Method

PAIR_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Slices of the feature columns, by what they hold."""

    score: slice  # of each coded item: the sum of scores
    count: slice  # of each coded item: how many gave a scored answer
    unknown: slice  # of each ladder, nominal fact and set: how many said "don't know"
    unknown_of: dict[str, int]  # column of an item within `unknown`
    dimension: slice  # of each dimension: the sum of respondents' perceived scores
    dimension_count: slice
    dimension_square: slice
    votes: dict[str, slice]  # of each ordinal and nominal fact: how many chose each code
    given: slice  # of each set: how many answered, "don't know" included
    ticks: dict[str, slice]  # of each set with customer codes: how many ticked each code
    respondents: slice
    believers: slice
    width: int


@lru_cache(maxsize=16)
def columns_of(method: Method) -> Columns:
    """Lay the feature columns out for a method."""
    layout = method.layout
    start = 0

    def take(width: int) -> slice:
        nonlocal start
        start += width
        return slice(start - width, start)

    coded, dimensions, sets = len(layout.coded), len(method.dimensions), len(layout.sets)
    chosen = [method.item(item) for item in layout.facts if item in layout.coded]
    ticked = [method.item(item) for item in layout.sets]
    unknown = [layout.coded[column] for column in layout.unknown_columns] + list(layout.sets)
    return Columns(
        score=take(coded),
        count=take(coded),
        unknown=take(len(unknown)),
        unknown_of={item: column for column, item in enumerate(unknown)},
        dimension=take(dimensions),
        dimension_count=take(dimensions),
        dimension_square=take(dimensions),
        votes={item.id: take(len(item.codes) or len(method.step_scores)) for item in chosen},
        given=take(sets),
        ticks={item.id: take(len(item.codes)) for item in ticked if item.customer},
        respondents=take(1),
        believers=take(1),
        width=start,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Totals of n assessments (or of n draws of one assessment).

    Parameters
    ----------
    totals
        Shape (n, 3, features): sums over the respondents of each side.
    likeness
        Shape (n, sets): sum over the sales-marketing pairs of their Jaccard similarity, in units of
        1 / `unit`.
    unit
        The least common multiple of all possible union sizes, so that every similarity is whole.
    columns
        Where each feature is.
    """

    totals: Floats
    likeness: Floats
    unit: int
    columns: Columns

    def of(self, part: slice) -> Floats:
        """Totals of one group of features, shape (n, 3, features of the group)."""
        return self.totals[..., part]

    def repeated(self, row: int, times: int) -> Tally:
        """One assessment's totals, as many times over; nothing is copied."""
        return Tally(
            totals=np.broadcast_to(self.totals[row], (times, *self.totals.shape[1:])),
            likeness=np.broadcast_to(self.likeness[row], (times, self.likeness.shape[1])),
            unit=self.unit,
            columns=self.columns,
        )

    def mean(self, total: slice, count: slice) -> Floats:
        """Totals over counts, NaN where nothing is counted."""
        return ratio(self.totals[..., total], self.totals[..., count])


def ratio(total: Floats, count: Floats) -> Floats:
    """Divide, NaN where the count is 0; shapes broadcast."""
    result = np.full(np.broadcast_shapes(total.shape, count.shape), np.nan)
    np.divide(total, count, out=result, where=count > 0)
    return result


@lru_cache(maxsize=16)
def score_table(method: Method) -> Floats:
    """Score of each code of each coded item, shape (coded items, 128); NaN for a code without one."""
    table = np.full((len(method.layout.coded), 128), np.nan)
    for row, item_id in enumerate(method.layout.coded):
        item = method.item(item_id)
        if item.kind is Kind.NOMINAL:
            scores = item.levels
        else:
            scores = method.step_scores[::-1] if item.reversed else method.step_scores
        table[row, 1 : len(scores) + 1] = scores
    table.setflags(write=False)  # shared by every call
    return table


def answer_scores(cohort: Cohort, method: Method) -> Floats:
    """Score of every answer given by one code, shape (rows, coded items); NaN without one."""
    table = score_table(method)
    return np.asarray(table.ravel()[cohort.codes + 128 * np.arange(len(table))])


def respondent_dimensions(scores: Floats, method: Method) -> Floats:
    """Perceived score of each respondent in each dimension (method D2).

    Parameters
    ----------
    scores
        Shape (rows, coded items), NaN where there is no scored answer.

    Returns
    -------
    Floats
        Shape (rows, dimensions): mean of the answered perception items, NaN where fewer than
        `answered_share` of them are answered.
    """
    result = np.full((len(scores), len(method.dimensions)), np.nan)
    for dimension, columns in enumerate(method.layout.dimension_perceptions):
        answers = scores[:, columns]
        answered = ~np.isnan(answers)
        count = np.zeros(len(scores))
        total = np.zeros(len(scores))
        for column in range(len(columns)):
            count += answered[:, column]
            total += np.where(answered[:, column], answers[:, column], 0.0)
        enough = (count > 0) & (count >= method.composite.answered_share * len(columns) - method.tolerance)
        np.divide(total, count, out=result[:, dimension], where=enough)
    return result


def features(cohort: Cohort, method: Method, columns: Columns) -> Floats:
    """What is added up over respondents, shape (rows, features)."""
    rows = len(cohort.codes)
    scores = answer_scores(cohort, method)
    answered = ~np.isnan(scores)
    perceived = respondent_dimensions(scores, method)
    present = ~np.isnan(perceived)
    perceived = np.where(present, perceived, 0.0)
    result = np.empty((rows, columns.width))
    result[:, columns.score] = np.where(answered, scores, 0.0)
    result[:, columns.count] = answered
    asked = len(method.layout.unknown_columns)
    unknown = result[:, columns.unknown]
    unknown[:, :asked] = is_unknown(cohort.codes[:, method.layout.unknown_columns])
    unknown[:, asked:] = (cohort.ticks & TICKED_UNKNOWN) != 0
    result[:, columns.dimension] = perceived
    result[:, columns.dimension_count] = present
    result[:, columns.dimension_square] = perceived * perceived
    _choices(cohort, method, columns, result)
    result[:, columns.given] = (cohort.ticks & TICKED) != 0
    result[:, columns.respondents] = 1.0
    return result


def _choices(cohort: Cohort, method: Method, columns: Columns, result: Floats) -> None:
    for item_id, part in columns.votes.items():
        answers = cohort.codes[:, method.layout.coded.index(item_id)]
        result[:, part] = answers[:, None] == np.arange(1, part.stop - part.start + 1)
    for item_id, part in columns.ticks.items():
        ticks = cohort.ticks[:, method.layout.sets.index(item_id)]
        result[:, part] = (ticks[:, None] >> np.arange(part.stop - part.start)) & 1
    headline = [method.item(item).kind is Kind.HEADLINE for item in method.layout.coded]
    answers = cohort.codes[:, headline]
    believes = is_step(answers) & (answers >= method.composite.believes_from)
    result[:, columns.believers] = np.any(believes, axis=1, keepdims=True)


def tally(cohort: Cohort, method: Method) -> Tally:
    """Add the respondents of each side of each assessment up."""
    columns = columns_of(method)
    totals = side_totals(features(cohort, method, columns), cohort)
    return Tally(totals=totals, likeness=_likeness(cohort, method), unit=unit_of(method), columns=columns)


def side_totals(values: Floats, cohort: Cohort) -> Floats:
    """Sum rows by assessment and side, shape (assessments, 3, columns of `values`)."""
    totals = np.zeros((len(cohort) * len(SIDES), values.shape[1]))
    group = cohort.assessment * len(SIDES) + cohort.side
    first = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(first, append=len(group))
    # Member by member of all groups at once: four times as fast as `np.add.reduceat` on short groups.
    for member in range(int(sizes.max(initial=0))):
        larger = first[sizes > member]
        totals[group[larger]] += values[larger + member]
    return totals.reshape(len(cohort), len(SIDES), values.shape[1])


@lru_cache(maxsize=16)
def unit_of(method: Method) -> int:
    """Least common multiple of the union sizes that two answers to a set can have."""
    most = max((method.item(item).at_most for item in method.layout.sets), default=1)
    return math.lcm(*range(1, 2 * most + 1))


def similarity(first: Ticks, second: Ticks, unit: int) -> Floats:
    """Jaccard similarity of two answers in units of 1 / `unit`; two empty answers are not alike.

    "Don't know" holds no code, so it is like nothing, another "don't know" included (method D3).
    """
    codes = TICKED_UNKNOWN - 1
    common = np.bitwise_count(first & second & codes).astype(np.int64)
    union = np.bitwise_count((first | second) & codes).astype(np.int64)
    return np.asarray(common * (unit // np.maximum(union, 1)), dtype=np.float64)


def _likeness(cohort: Cohort, method: Method) -> Floats:
    """Sum of similarities over all pairs, shape (assessments, sets); pairs come in blocks."""
    unit = unit_of(method)
    result = np.zeros((len(cohort), cohort.ticks.shape[1]))
    sales = np.flatnonzero(cohort.side == SALES)
    marketing = np.flatnonzero(cohort.side == MARKETING)
    first = np.searchsorted(cohort.assessment[marketing], cohort.assessment[sales], side="left")
    last = np.searchsorted(cohort.assessment[marketing], cohort.assessment[sales], side="right")
    partners = last - first
    ends = np.cumsum(partners)
    low = 0
    while low < len(sales):
        done = ends[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(ends, done + PAIR_BLOCK, side="right")))
        width = partners[low:high]
        row = np.repeat(np.arange(low, high), width)
        within = np.arange(len(row)) - np.repeat(np.cumsum(width) - width, width)
        left, right = sales[row], marketing[first[row] + within]
        for column in range(cohort.ticks.shape[1]):
            alike = similarity(cohort.ticks[left, column], cohort.ticks[right, column], unit)
            result[:, column] += np.bincount(cohort.assessment[left], weights=alike, minlength=len(cohort))
        low = high
    return result
