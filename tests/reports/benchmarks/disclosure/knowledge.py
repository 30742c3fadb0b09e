"""What follows from facts: who can be worked out, and between which limits somebody must lie.

Nothing here is the auditor's. Whoever can be solved for is found by elimination in whole numbers modulo a
prime; limits by linear programmes over how many of each group of companies lie below a threshold. The
intruder is given more than any reader has: who is in which cohort, whether or not it is published.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reports.benchmarks.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.reports.benchmarks.disclosure.channels import Fact
    from tests.reports.benchmarks.disclosure.servers import Published

PRIME = 2_147_483_647
NARROW = 25.0  # points: a quarter of the scale (B6), and nobody may be known to lie within less
QUARTILE_SLACK = 1.25
COUNT_SLACK = 2
SHARE_SLACK = 2.5
MOST_SUMMED = 3  # groups: the auditor looks at sums of so many
FRACTIONS = (0.25, 0.5, 0.75)
Rows = NDArray[np.bool_]


class ImpossibleError(Exception):
    """Facts contradict each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Companies:
    """All companies of snapshots that a reader can compare; one with other scores is another."""

    places: dict[int, NDArray[np.int64]]
    scores: NDArray[np.float64]
    levels: NDArray[np.int8]
    clients: NDArray[np.int64]

    @classmethod
    def of(cls, published: Sequence[Published]) -> Companies:
        """Number them."""
        numbers: dict[tuple, int] = {}
        places, scores, levels, clients = {}, [], [], []
        for each in published:
            mine = []
            for client, row, level in zip(
                each.pool.clients.tolist(), each.pool.scores, each.pool.levels.tolist(), strict=True
            ):
                key = (client, row.tobytes(), level)
                if key not in numbers:
                    numbers[key] = len(numbers)
                    scores.append(row)
                    levels.append(level)
                    clients.append(client)
                mine.append(numbers[key])
            places[each.snapshot.pk] = np.array(mine)
        return cls(places, np.array(scores), np.array(levels, dtype=np.int8), np.array(clients))

    def row(self, fact: Fact) -> Rows:
        """Who stands behind a fact."""
        members = np.zeros(len(self.levels), dtype=bool)
        here = self.places[fact.of.snapshot.pk]
        members[here[fact.of.members[fact.key]]] = True
        # Quartiles are the same for everybody: of all, the own company with them.
        if fact.own is not None and fact.kind != "quartiles":
            members[here[fact.own]] = False
        if fact.measure:
            members &= ~np.isnan(self.scores[:, MEASURES.index(fact.measure)])
        return members


def groups_of(rows: Sequence[Rows]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Groups that no row tells apart: companies in each, and its first; those in no row are left out."""
    table = np.unique(np.array(rows), axis=1, return_inverse=True)
    numbers = np.asarray(table[1]).reshape(-1)
    sizes = np.bincount(numbers)
    first = np.array([int(np.flatnonzero(numbers == at)[0]) for at in range(len(sizes))])
    inside = np.array(rows)[:, first].any(axis=0)
    return sizes[inside], first[inside]


def solved(rows: Sequence[Rows]) -> int | None:
    """The size of the smallest group that elimination solves for; None where none is.

    As if every fact gave the exact sum over its companies, which none does.
    """
    if not rows:
        return None
    sizes, first = groups_of(rows)
    reduced = _eliminated(np.array(rows)[:, first].astype(np.int64))
    plain = [row for row in reduced if ((row == 0) | (row == 1)).all() and row.sum() <= MOST_SUMMED]
    # Two companies bound to each other, such as one now and before: whoever knows the one knows the other.
    bound = [1 for row in reduced if (row != 0).sum() == 2 and (sizes[row != 0] == 1).all()]
    return min([*bound, *(int(sizes[row != 0].sum()) for row in plain)], default=None)


def _eliminated(matrix: NDArray[np.int64]) -> NDArray[np.int64]:
    """The reduced row echelon form modulo a prime."""
    rank = 0
    for column in range(matrix.shape[1]):
        pivots = np.flatnonzero(matrix[rank:, column])
        if not len(pivots):
            continue
        pivot = rank + int(pivots[0])
        matrix[[rank, pivot]] = matrix[[pivot, rank]]
        matrix[rank] = matrix[rank] * pow(int(matrix[rank, column]), -1, PRIME) % PRIME
        others = matrix[:, column].copy()
        others[rank] = 0
        matrix = (matrix - others[:, None] * matrix[rank]) % PRIME
        rank += 1
        if rank == len(matrix):
            break
    return matrix[:rank]


def limits(fact: Fact, count: int, threshold: float, *, slack: int) -> tuple[float, float]:
    """Between how many of the fact's companies may lie below a threshold, by this fact.

    `slack` is by how many a count of a histogram may be off.
    """
    found = list(_LIMITS[fact.kind](fact.value, count, threshold, slack))
    return max((low for low, _high in found), default=0.0), min((high for _low, high in found), default=count)


def _of_histogram(value: Any, count: int, threshold: float, slack: int) -> Iterator[tuple[float, float]]:
    for edge, below in value[1:-1]:
        if edge <= threshold:
            yield below - slack, count
        if edge >= threshold:
            yield 0, below + slack


def _of_quartiles(value: Any, count: int, threshold: float, _slack: int) -> Iterator[tuple[float, float]]:
    for fraction, quartile in zip(FRACTIONS, value, strict=True):
        place = (count - 1) * fraction
        if threshold > quartile + QUARTILE_SLACK:
            yield math.floor(place) + 1, count
        if threshold <= quartile - QUARTILE_SLACK:
            yield 0, math.ceil(place)


def _of_bars(value: Any, count: int, threshold: float, _slack: int) -> Iterator[tuple[float, float]]:
    least = [(start, end, max(0.0, share - SHARE_SLACK) * count / 100) for start, end, share in value]
    below = sum(few for _start, end, few in least if end <= threshold)
    yield below, count - sum(few for start, _end, few in least if start >= threshold)


def _of_percentile(value: Any, count: int, threshold: float, _slack: int) -> Iterator[tuple[float, float]]:
    start, end, share = value
    if threshold <= start:
        yield 0, (share + SHARE_SLACK) * count / 100
    if threshold >= end:
        yield (share - SHARE_SLACK) * count / 100, count


_LIMITS = {
    "histogram": _of_histogram,
    "quartiles": _of_quartiles,
    "bars": _of_bars,
    "percentile": _of_percentile,
}


def certain(
    rows: Sequence[Rows], bounds: Sequence[tuple[float, float]], known: dict[int, bool]
) -> tuple[set[int], set[int]]:
    """Companies that must lie below a threshold, and those that cannot.

    Parameters
    ----------
    rows, bounds
        Who stands behind each fact, and between how many of them lie below.
    known
        Companies of which the intruder knows whether they lie below: the own.
    """
    rows, bounds = _merged(rows, bounds)
    units = [np.arange(len(rows[0])) == company for company in known]
    sizes, first = groups_of([*rows, *units])
    table = np.array(rows)[:, first].astype(float)
    upper = sizes.astype(float)
    lower = np.zeros(len(sizes))
    for company, below in known.items():
        at = int(np.flatnonzero(first == company)[0])
        lower[at] = upper[at] = float(below)
    fixed = lower == upper
    lows, highs = np.array(bounds).T
    free = [int(at) for at in np.flatnonzero(~fixed)]
    inverse = dict(enumerate(first.tolist()))
    none_below = _never(table, lows, highs, lower, upper, free)
    # Who lies above is who does not lie below: the same question with the scale turned round.
    totals = table @ upper
    all_below = _never(
        table, totals - highs, totals - lows, upper - np.where(fixed, lower, upper), upper - lower, free
    )
    return {inverse[at] for at in all_below}, {inverse[at] for at in none_below}


def _merged(
    rows: Sequence[Rows], bounds: Sequence[tuple[float, float]]
) -> tuple[list[Rows], list[tuple[float, float]]]:
    """What several facts say of the same companies, as one."""
    found: dict[bytes, tuple[Rows, tuple[float, float]]] = {}
    for row, (low, high) in zip(rows, bounds, strict=True):
        _row, (least, most) = found.get(row.tobytes(), (row, (0.0, float(row.sum()))))
        found[row.tobytes()] = (row, (max(low, least), min(high, most)))
    return [row for row, _bounds in found.values()], [both for _row, both in found.values()]


def _never(
    table: NDArray[np.float64],
    lows: NDArray[np.float64],
    highs: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    asked: list[int],
) -> list[int]:
    """Of the groups asked for, those of which not even one company can be counted."""
    from scipy.optimize import linprog  # takes long to be loaded

    left = list(asked)
    count = table.shape[1]
    while left:
        # One unit of each group left, as many groups at once as can be; whoever gets one can be counted.
        some = len(left)
        objective = np.concatenate([np.zeros(count), -np.ones(some)])
        above = np.zeros((some, count + some))
        above[np.arange(some), left] = -1
        above[np.arange(some), count + np.arange(some)] = 1
        wide = np.hstack([table, np.zeros((len(table), some))])
        found = linprog(
            objective,
            A_ub=np.vstack([wide, -wide, above]),
            b_ub=np.concatenate([highs + 1e-6, -lows + 1e-6, np.zeros(some)]),
            bounds=[*zip(lower, upper, strict=True), *([(0, 1)] * some)],
            method="highs",
        )
        if found.status != 0:
            raise ImpossibleError(found.message)
        got = found.x[count:] > 1 - 1e-6
        if not got.any():
            return [at for at in left if _most(wide[:, :count], lows, highs, lower, upper, at) < 1 - 1e-6]
        left = [at for at, one in zip(left, got, strict=True) if not one]
    return []


def _most(table, lows, highs, lower, upper, at) -> float:
    objective = np.zeros(table.shape[1])
    objective[at] = -1
    from scipy.optimize import linprog  # takes long to be loaded

    found = linprog(
        objective,
        A_ub=np.vstack([table, -table]),
        b_ub=np.concatenate([highs + 1e-6, -lows + 1e-6]),
        bounds=list(zip(lower, upper, strict=True)),
        method="highs",
    )
    return -float(found.fun)


def true_below(companies: Companies, row: Rows, measure: str, threshold: float) -> int:
    """How many of them really lie below: what is told must agree with it."""
    return int((companies.scores[row, MEASURES.index(measure)] < threshold).sum())


def slack_of(facts: Iterable[Fact]) -> int:
    """By how many companies a count of a histogram may be off: none where some count is no multiple of 5."""
    counts = [below for fact in facts if fact.kind == "histogram" for _edge, below in fact.value]
    return 0 if any(below % 5 for below in counts) else COUNT_SLACK
