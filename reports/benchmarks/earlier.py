"""What earlier snapshots have told already: their published cohorts, over the companies of then and of now.

Whoever holds two snapshots side by side can subtract them. A company whose scores have changed is another one
here: the difference would tell what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reports.benchmarks.figures import LEVELS, QUARTILE_STEP
from reports.benchmarks.lattice import ONE_WAY
from reports.benchmarks.measures import COLUMNS, MEASURES
from reports.models import BenchmarkSnapshot
from reports.numbers import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reports.benchmarks.lattice import Members, Names
    from reports.benchmarks.members import Pool

SHARES = "shares"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Earlier:
    """Published cohorts of earlier snapshots, over n companies of which those of the pool come first.

    Parameters
    ----------
    cells
        Each cohort's key with its members, shape (n,).
    parts
        What was told of each: names of measures, and SHARES where its shares of levels were.
    has
        Shape (n, measures): which measures each company has.
    levels
        Shape (n,): the place of each company's level in LEVELS.
    """

    cells: tuple[tuple[str, Members], ...]
    parts: tuple[frozenset[str], ...]
    has: NDArray[np.bool_]
    levels: NDArray[np.int8]

    @classmethod
    def nothing(cls, pool: Pool) -> Earlier:
        """Before the first snapshot."""
        return cls(cells=(), parts=(), has=~np.isnan(pool.scores), levels=pool.levels)

    def of(self, part: str) -> tuple[tuple[str, Members], ...]:
        """The cohorts of which a part was told."""
        return tuple(cell for cell, told in zip(self.cells, self.parts, strict=True) if part in told)


def rounded_scores(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as rows keep them: to 2.5 points, NaN where missing."""
    return np.asarray(np.vectorize(_rounded, otypes=[float])(scores)) if scores.size else scores


def _rounded(score: float) -> float:
    return score if np.isnan(score) else nearest(score, QUARTILE_STEP)


def earlier_of(pool: Pool, *, synthetic: bool) -> Earlier:
    """Read every snapshot of a kind that has ever been out, those taken back included."""
    released = BenchmarkSnapshot.objects.filter(synthetic=synthetic, released_at__isnull=False)
    if not released.exists():
        return Earlier.nothing(pool)
    numbers = {key: place for place, key in enumerate(_keys_of(pool))}
    has = [~np.isnan(pool.scores)]
    told: list[tuple[str, list[int]]] = []
    parts: list[frozenset[str]] = []
    for snapshot in released.order_by("released_at"):
        rows = list(snapshot.rows.order_by("pk").values_list(*_FIELDS))
        places = [numbers.setdefault(_key(row[len(ONE_WAY) :]), len(numbers)) for row in rows]
        new = len(numbers) - sum(len(part) for part in has)
        if new:
            by_place = dict(zip(places, rows, strict=True))
            fresh = [by_place[place][-len(MEASURES) :] for place in range(len(numbers) - new, len(numbers))]
            has.append(np.array([[score is not None for score in scores] for scores in fresh]))
        codes = {name: np.array([row[at] for row in rows]) for at, name in enumerate(ONE_WAY)}
        for key, measures, shares in snapshot.cells.values_list("key", "measures", "shares"):
            told.append((key, np.array(places)[_members(key, codes)].tolist()))
            parts.append(_parts(measures, shares))
    return Earlier(
        cells=tuple(_as_rows(told, len(numbers))),
        parts=tuple(parts),
        has=np.concatenate(has),
        levels=np.array([LEVELS.index(level) for _client, level, *_rest in numbers], dtype=np.int8),
    )


_FIELDS = (*ONE_WAY, "client_id", "level", "items", *(COLUMNS[name] for name in MEASURES))


def _parts(measures: Mapping[str, Any], shares: Mapping[str, Any]) -> frozenset[str]:
    shown = any(share is not None for share in shares.values())
    return frozenset([*measures, *([SHARES] if shown else [])])


def _key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    client, level, items, *scores = row
    return (client, level, bytes(items), *scores)


def _keys_of(pool: Pool) -> Iterator[tuple[Any, ...]]:
    for place, scores in enumerate(rounded_scores(pool.scores).tolist()):
        kept = (None if np.isnan(score) else score for score in scores)
        yield _key(
            (int(pool.clients[place]), LEVELS[int(pool.levels[place])], pool.items[place].tobytes(), *kept)
        )


def _members(key: str, codes: Mapping[str, Names]) -> Members:
    pairs = [] if key == "all" else [pair.split(":", 1) for pair in key.split("+")]
    members = np.ones(len(next(iter(codes.values()))), dtype=bool)
    for name, code in pairs:
        members &= codes[name] == code
    return members


def _as_rows(told: Iterable[tuple[str, list[int]]], count: int) -> Iterator[tuple[str, Members]]:
    for key, places in told:
        members = np.zeros(count, dtype=bool)
        members[places] = True
        yield key, members
