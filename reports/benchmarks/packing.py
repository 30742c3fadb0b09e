"""Joint item scores of a company as bytes: a fifth of the room that text would take, and read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scoring import Method

MISSING = 255
STEPS_A_POINT = 2  # scores are kept to half a point


def item_names(method: Method) -> tuple[str, ...]:
    """Which joint score stands in which byte: practices with levels of facts, then concordances."""
    layout = method.layout
    return (*layout.practices, *(f"c({item})" for item in layout.facts))


def packed(scores: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Pack scores of 0-100, NaN where missing; the shape stays."""
    steps = np.rint(scores * STEPS_A_POINT)
    return np.where(np.isnan(steps), MISSING, steps).astype(np.uint8)


def unpacked(rows: bytes, items: int) -> NDArray[np.float64]:
    """Read what was packed, joined row after row; shape (rows, items), NaN where missing."""
    steps = np.frombuffer(rows, dtype=np.uint8).reshape(-1, items).astype(float)
    steps[steps == MISSING] = np.nan
    return steps / STEPS_A_POINT
