"""The companies that count in benchmarks: the latest complete and unflagged assessment of each that agreed.

Complete: closed long enough ago, a counting respondent on each side (in an aggregated wave as many as its
promise asks for), and outcome figures for revenue and pipeline. Unflagged: no flag of data quality stands
against an answer that counts. A later wave that is not both leaves the one before it standing.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.benchmarks.lattice import ONE_WAY
from reports.benchmarks.measures import MEASURES
from reports.benchmarks.packing import item_names, packed
from reports.flags import standing_flags
from reports.inputs import closed_waves_with_consent, read_waves
from scoring import Cohort, load_method
from scoring.disclosure import Mode
from scoring.perceived import both_sides
from scoring.scores import cohort_scores
from smax.accounts.tenancy import every_firm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from reports.benchmarks.lattice import Names
    from reports.inputs import WaveInput
    from scoring import Method
    from scoring.scores import Scores as CohortScores

CHUNK = 500
METHOD_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """n companies.

    Parameters
    ----------
    clients, firms
        Shape (n,): primary keys.
    codes
        By property of `ONE_WAY` shape (n,).
    scores
        Shape (n, measures) in points, in the order of `MEASURES`; NaN where missing.
    levels
        Shape (n,): place among the method's levels, from the lowest.
    items
        Shape (n, items): packed joint item scores.
    instruments
        Versions of the questionnaires that asked.
    """

    clients: NDArray[np.int64]
    firms: NDArray[np.int64]
    codes: dict[str, Names]
    scores: NDArray[np.float64]
    levels: NDArray[np.int8]
    items: NDArray[np.uint8]
    instruments: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.clients)

    def of(self, members: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
        """Scores of some of the companies by measure."""
        return {measure: self.scores[members, place] for place, measure in enumerate(MEASURES)}


def read_pool(*, synthetic: bool, before: datetime, tell: Callable[[int, int], None]) -> Pool:
    """Read and score every company that counts; `tell` is given how many waves are read, and of how many.

    Parameters
    ----------
    before
        Waves closed later are too new to be shown to competitors.
    """
    method = load_method(METHOD_VERSION)
    parts: list[_Part] = []
    with (
        every_firm("benchmarks compare the companies of all firms; only cohorts leave this room"),
        _settled_memory(),
    ):
        waves = closed_waves_with_consent().filter(client__synthetic=synthetic, closed_at__lte=before)
        candidates = list(waves.values_list("client_id", "pk"))
        done = 0
        while candidates:
            turn, candidates = _newest_of_each(candidates)
            found: set[int] = set()
            for first in range(0, len(turn), CHUNK):
                part = _part(read_waves(list(waves.filter(pk__in=turn[first : first + CHUNK]))), method)
                parts.append(part)
                found.update(part.clients.tolist())
                done += len(turn[first : first + CHUNK])
                tell(done, done + len(candidates) + len(turn) - first - len(turn[first : first + CHUNK]))
            candidates = [(client, wave) for client, wave in candidates if client not in found]
    return _joined(parts, method)


@contextmanager
def _settled_memory() -> Iterator[None]:
    """Keep the garbage collector from looking, at each chunk anew, through all that is there already."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _newest_of_each(
    candidates: Iterable[tuple[int, int]],
) -> tuple[list[int], list[tuple[int, int]]]:
    """Split candidates, the newest first within a client, into each client's first and the rest."""
    first: dict[int, int] = {}
    rest = []
    for client, wave in candidates:
        if client in first:
            rest.append((client, wave))
        else:
            first[client] = wave
    return list(first.values()), rest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    # All that stays of a chunk is arrays: kept objects would make each later chunk slower to collect.
    clients: NDArray[np.int64]
    firms: NDArray[np.int64]
    codes: dict[str, Names]
    scores: NDArray[np.float64]
    levels: NDArray[np.int8]
    items: NDArray[np.uint8]
    instruments: set[str]


def _part(waves: Iterable[WaveInput], method: Method) -> _Part:
    read = [wave for wave in waves if _may_count(wave, method)]
    read = [wave for wave, flags in zip(read, standing_flags(read), strict=True) if not flags]
    cohort = Cohort.from_interchange([wave.interchange() for wave in read], method)
    scores = cohort_scores(cohort, method)
    measured = _measured(scores)
    complete = ~np.isnan(measured[:, : MEASURES.index("gap") + 1]).any(axis=1)
    waves_that_count = [wave.assessment for wave, whole in zip(read, complete, strict=True) if whole]
    return _Part(
        clients=np.array([wave.client_id for wave in waves_that_count], dtype=np.int64),
        firms=np.array([wave.firm_id for wave in waves_that_count], dtype=np.int64),
        codes={
            name: np.array([wave.profile[name] for wave in waves_that_count], dtype=np.str_)
            for name in ONE_WAY
        },
        scores=measured[complete],
        levels=scores.maturity.level[complete],
        items=packed(np.concatenate([scores.practice.joint, scores.concordance], axis=1))[complete],
        instruments={str(wave.instrument_version) for wave in waves_that_count},
    )


def _may_count(wave: WaveInput, method: Method) -> bool:
    """Whether a wave is of this method, and has on each side who must have answered for it to be shown."""
    needed = method.disclosure.min_group if wave.assessment.identity_mode == Mode.AGGREGATED else 1
    asked = wave.assessment.instrument_version.catalogue.method_version
    enough = min(len(wave.counting(side)) for side in ("sales", "marketing")) >= needed
    return asked == method.version and enough


def _measured(scores: CohortScores) -> NDArray[np.float64]:
    outcomes, measured = scores.evidence.outcomes, scores.measured
    headline = (
        scores.perceived.joint,
        # Without outcomes the index is another, provisional number.
        np.where(np.isnan(outcomes.outcomes), np.nan, measured.index),
        measured.operating,
        outcomes.revenue,
        outcomes.pipeline,
        scores.gap,
    )
    perceived = both_sides(scores.perceived.dimensions)
    pairs = zip(perceived.T, measured.dimensions.T, strict=True)
    return np.stack([*headline, *(column for pair in pairs for column in pair)], axis=1)


def _joined(parts: list[_Part], method: Method) -> Pool:
    width = len(item_names(method))
    return Pool(
        clients=np.concatenate([np.empty(0, np.int64), *(part.clients for part in parts)]),
        firms=np.concatenate([np.empty(0, np.int64), *(part.firms for part in parts)]),
        codes={
            name: np.concatenate([np.empty(0, np.str_), *(part.codes[name] for part in parts)])
            for name in ONE_WAY
        },
        scores=np.concatenate([np.empty((0, len(MEASURES))), *(part.scores for part in parts)]),
        levels=np.concatenate([np.empty(0, np.int8), *(part.levels for part in parts)]),
        items=np.concatenate([np.empty((0, width), np.uint8), *(part.items for part in parts)]),
        instruments=tuple(sorted(set().union(*(part.instruments for part in parts)))),
    )
