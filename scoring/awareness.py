"""Awareness: does each side know what the other believes (method D8b).

Predictions never enter P or the index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.method import MARKETING, SALES, Bools, Floats

if TYPE_CHECKING:
    from scoring.method import Method

STATES = ("known_disagreement", "hidden_disagreement", "shared_view", "imagined_disagreement")
NO_STATE = len(STATES)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AwarenessScores:
    """Awareness of n assessments by dimension.

    Parameters
    ----------
    predicted
        Shape (n, 2, dimensions): what each side predicts the other rated, 0-100.
    understanding
        Shape (n, 2, dimensions): 100 less the distance of that prediction from what was rated.
    states
        Shape (n, dimensions): position in `STATES`, or `NO_STATE`.
    """

    predicted: Floats
    understanding: Floats
    states: NDArray[np.int8]


def awareness_scores(means: Floats, perceived: Floats, disputed: Bools, method: Method) -> AwarenessScores:
    """Hold predictions against ratings.

    Parameters
    ----------
    means
        Shape (n, 3, coded items): side means of all items.
    perceived
        Shape (n, 3, dimensions).
    disputed
        Shape (n, dimensions), as the gap's classes see it.
    """
    asked = method.layout.prediction_columns
    predicted = np.where(asked >= 0, means[:, : MARKETING + 1, asked], np.nan)
    rated = perceived[:, [MARKETING, SALES]]  # each side predicts the other
    understanding = 100.0 - np.abs(predicted - rated)
    lower = understanding.min(axis=1)
    knows = lower >= method.awareness.knows - method.tolerance
    states = np.where(disputed, np.where(knows, 0, 1), np.where(knows, 2, 3))
    return AwarenessScores(
        predicted=predicted,
        understanding=understanding,
        states=np.where(np.isnan(lower), NO_STATE, states).astype(np.int8),
    )
