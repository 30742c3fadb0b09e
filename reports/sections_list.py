"""The sections of a wave's results, in the order in which they are read: codes and short names.

A code is the section's anchor in the page, and what a note to it is kept under.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTIONS = {
    "participation": gettext_lazy("Who answered"),
    "headline": gettext_lazy("Headline"),
    "matrix": gettext_lazy("Outcomes"),
    "ladder": gettext_lazy("Maturity"),
    "dimensions": gettext_lazy("Dimensions"),
    "concordance": gettext_lazy("Same facts"),
    "awareness": gettext_lazy("Awareness"),
    "peers": gettext_lazy("Peers"),
    "answers": gettext_lazy("Answers"),
    "recommendations": gettext_lazy("What to do"),
    "method": gettext_lazy("Method"),
}


def carried(found: Mapping[str, Any], *, answered: bool) -> dict[str, bool]:
    """Which sections the data carry, by code; pages and files leave the others out.

    Parameters
    ----------
    found
        What was made for each section; a key that is missing or empty carries nothing.
    answered
        Whether there are answers whose scores may be shown.
    """
    return {
        "participation": True,
        "headline": bool(found.get("sentence")),
        "matrix": bool(answered or found.get("matrix")),
        "ladder": bool(found.get("ladder")),
        "dimensions": bool(found.get("dimensions")),
        "concordance": bool(found.get("facts")),
        "awareness": bool(found.get("awareness") or found.get("level_gaps")),
        "peers": bool(found.get("peers") or found.get("no_peers")),
        "answers": answered,
        "recommendations": bool(found.get("recommendations") or found.get("plan")),
        "method": True,
    }
