"""Outcomes: revenue and pipeline figures as scores, pillars and matrix (method D5, D6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.method import CODE_ABSENT, Bools, Floats
from scoring.method_checks import ZONES

if TYPE_CHECKING:
    from scoring.method import Method

IN_SYNC, RUNNING_ON_STOCK, LEAKING, OUT_OF_SYNC = range(len(ZONES))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OutcomeScores:
    """Outcome scores of n assessments, 0-100, NaN where missing.

    Parameters
    ----------
    scores
        Shape (n, outcomes), in the order of the method.
    revenue, pipeline, outcomes
        Shape (n,): the pillars R and L, and O.
    zone
        Shape (n,): position in `ZONES`, CODE_ABSENT without both pillars.
    borderline
        Shape (n,): a pillar lies in the band about the cut.
    """

    scores: Floats
    revenue: Floats
    pipeline: Floats
    outcomes: Floats
    zone: NDArray[np.int8]
    borderline: Bools


def outcome_scores(figures: Floats, method: Method) -> OutcomeScores:
    """Score the outcome figures.

    Parameters
    ----------
    figures
        Shape (n, outcomes), each in its own unit, NaN where absent.
    """
    scores = np.empty(figures.shape)
    for column, curve in enumerate(method.outcomes):
        scores[:, column] = np.interp(figures[:, column], curve.figures, curve.scores)
    R, L = (_pillar(scores, pillar, method) for pillar in ("revenue", "pipeline"))
    floor = method.composite.floor
    O = np.sqrt(np.maximum(R, floor) * np.maximum(L, floor))  # noqa: E741 - the method's letter
    matrix, near = method.matrix, method.tolerance
    known = ~np.isnan(O)
    strong_r, strong_l = (pillar >= matrix.cut - near for pillar in (R, L))
    zone = np.where(
        strong_r, np.where(strong_l, IN_SYNC, RUNNING_ON_STOCK), np.where(strong_l, LEAKING, OUT_OF_SYNC)
    )
    in_band = [(x >= matrix.band_low - near) & (x <= matrix.band_high + near) for x in (R, L)]
    return OutcomeScores(
        scores=scores,
        revenue=R,
        pipeline=L,
        outcomes=O,
        zone=np.where(known, zone, CODE_ABSENT).astype(np.int8),
        borderline=known & (in_band[0] | in_band[1]),
    )


def _pillar(scores: Floats, pillar: str, method: Method) -> Floats:
    """Mean of a pillar's figures present; missing with fewer than the method asks for."""
    total, count = np.zeros(len(scores)), np.zeros(len(scores))
    for column, curve in enumerate(method.outcomes):
        if curve.pillar == pillar:
            there = ~np.isnan(scores[:, column])
            total += np.where(there, scores[:, column], 0.0)
            count += there
    result = np.full(len(scores), np.nan)
    np.divide(total, count, out=result, where=count >= method.index.min_figures)
    return result
