"""Whether single companies of a snapshot may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.benchmarks.anonymity import LEAST_BANDS, MOST_APART, MOST_SUPPRESSED, SMALLEST_CLASS

if TYPE_CHECKING:
    from reports.models import BenchmarkSnapshot


def refusal(snapshot: BenchmarkSnapshot) -> str | None:
    """Why there may be no file of this snapshot's companies; None where there may."""
    if snapshot.rows.filter(released=True).exists():
        return None
    return _(
        "No file of single companies can be made of this snapshot: more than %(share)s%% of its %(count)s "
        "companies would have to be left out. %(small)s are among fewer than %(k)s of the same industry, "
        "size and region; a group may be too alike in a score (fewer than %(l)s of five bands) or in level, "
        "or too unlike all others (a distance above %(t)s)."
    ) % {
        "share": int(100 * MOST_SUPPRESSED),
        "count": snapshot.companies,
        "small": snapshot.rows.filter(group__lt=SMALLEST_CLASS).count(),
        "k": SMALLEST_CLASS,
        "l": LEAST_BANDS,
        "t": MOST_APART,
    }
