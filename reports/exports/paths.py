"""Numbers by their paths in the scorecard: "dimensions.CUS.measured", "recommendations.REC-00.lift"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring import Scorecard


def value_at(card: Scorecard, path: str) -> Any:
    """What stands at a path; None where it, or a part of the way to it, is missing.

    A recommendation is found by its id: its place in the list changes from wave to wave.
    """
    here: Any = card
    for key in path.split("."):
        here = _next(here, key)
        if here is None:
            return None
    return here


def _next(here: Any, key: str) -> Any:
    if isinstance(here, dict):
        return here.get(key)
    if isinstance(here, tuple):
        return next((each for each in here if each.id == key), None)
    # "class" is a word of the language, so the attribute has another name than the key.
    return getattr(here, "class_" if key == "class" else key)
