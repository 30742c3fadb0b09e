"""Belief and evidence, wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.model import Trend, TrendPoint
from reports.numbers import points, signed, whole
from reports.wording import named_list, respondents, trend_finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.scorecards import ScoredWave


def trend_chart(waves: Sequence[ScoredWave]) -> Trend | None:
    """Describe P and the index of a company's waves, the oldest first; None without two of them."""
    stops = [point for point in map(_point, waves) if (point.perceived, point.measured) != (None, None)]
    if len(stops) < 2:
        return None
    gaps = [(point.name, point.gap) for point in stops if point.gap is not None]
    finding = trend_finding(gaps)
    return Trend(
        code="trend",
        finding=finding,
        units=_("Perceived alignment (P) and SMAX index by wave, 0 to 100. Gap: perceived minus measured."),
        summary=_summary(finding, stops),
        notes=(_("A difference between waves may be chance, all the more with few people."),),
        points=tuple(stops),
        waves_name=_("Wave"),
        perceived_name=_("Perceived"),
        measured_name=_("Measured"),
        gap_name=_("Gap"),
    )


def _point(scored: ScoredWave) -> TrendPoint:
    card = scored.card
    return TrendPoint(
        name=_("Wave %(number)s") % {"number": scored.wave.assessment.number},
        n=_("n = %(number)s") % {"number": card.counts.sales + card.counts.marketing},
        people=respondents(card.counts.sales, card.counts.marketing),
        perceived=points(card.perceived.joint),
        measured=points(card.measured.index),
        gap=points(card.gap),
    )


def _summary(finding: str, stops: list[TrendPoint]) -> str:
    told = [
        _("%(wave)s: perceived %(perceived)s, measured %(measured)s, gap %(gap)s")
        % {
            "wave": point.name,
            "perceived": whole(point.perceived),
            "measured": whole(point.measured),
            "gap": signed(point.gap),
        }
        for point in stops
    ]
    return f"{finding}. {named_list(told)}."
