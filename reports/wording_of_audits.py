"""Why cohorts are not published, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

REASONS = {
    "too_few": gettext_lazy("fewer than ten companies"),
    "one_firm": gettext_lazy("one firm advises more than a quarter of the companies"),
    "nested": gettext_lazy("differs from a published cohort by fewer than ten companies"),
    "solvable": gettext_lazy("with it a company or a small group could be worked out"),
    "moved": gettext_lazy("fewer than five companies tell it from what an earlier snapshot told"),
    "sibling": gettext_lazy("hides another of its table that is left out"),
}


def refusals(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """(reason, cohorts) of a snapshot's audit."""
    return [(str(REASONS.get(reason, reason)), count) for reason, count in counts.items()]
