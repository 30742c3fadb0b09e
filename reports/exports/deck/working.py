"""How the headline's numbers come about, in lines for the speaker's notes.

They take the scorecard's own numbers; what is withheld says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.numbers import local, rounded, signed, tenths
from reports.tables.headline import sensitivity
from reports.withheld import number

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave


def headline_working(scored: ScoredWave) -> list[str]:
    """P from the two sides, and the gap from P and the index."""
    card = scored.card
    values = {
        "P": _told(scored, "perceived.joint", card.perceived.joint),
        "sales": _told(scored, "perceived.sales", card.perceived.sales),
        "marketing": _told(scored, "perceived.marketing", card.perceived.marketing),
        "index": _told(scored, "measured.index", card.measured.index),
        "gap": number(scored, "gap", card.gap, _signed_tenth),
    }
    return [
        _("Working: P %(P)s is the mean of sales %(sales)s and marketing %(marketing)s.") % values,
        _("Gap %(gap)s = P %(P)s minus index %(index)s. Rounded numbers need not add up.") % values,
        *index_working(scored),
        *_sensitivity(scored),
    ]


def _sensitivity(scored: ScoredWave) -> list[str]:
    found = sensitivity(scored)
    return [found.words, found.range] if found else []


def index_working(scored: ScoredWave) -> list[str]:
    """The index from practices and outcomes."""
    measured, share = scored.card.measured, scored.method.index.outcome_share
    values = {
        "index": _told(scored, "measured.index", measured.index),
        "A": _told(scored, "measured.operating", measured.operating),
        "O": _told(scored, "measured.outcomes", measured.outcomes),
        "R": _told(scored, "measured.revenue", measured.revenue),
        "L": _told(scored, "measured.pipeline", measured.pipeline),
        "share": local(f"{share:g}"),
        "rest": local(f"{round(1 - share, 9):g}"),
    }
    if measured.provisional:
        return [_("Working: without outcomes the index %(index)s is A %(A)s alone.") % values]
    return [
        _(
            "Working: index %(index)s = A %(A)s to the power %(rest)s times O %(O)s to the power %(share)s; "
            "O joins revenue %(R)s and pipeline %(L)s."
        )
        % values
    ]


def _told(scored: ScoredWave, path: str, value: float | None) -> str:
    return number(scored, path, value, _tenth)


def _tenth(value: float | None) -> str:
    return "–" if value is None else tenths(value)


def _signed_tenth(value: float | None) -> str:
    if value is None:
        return signed(None)
    return local(f"{rounded(value, 1):+.1f}")
