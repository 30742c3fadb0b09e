"""The matrix of revenue and pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.compared import against
from reports.charts.model import Matrix, Stop, Zone
from reports.numbers import points, signed, whole
from reports.wording import ZONES, matrix_finding, respondents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.comparisons import Comparison
    from reports.scorecards import ScoredWave
    from scoring import Scorecard


def matrix_chart(
    scored: ScoredWave, earlier: Sequence[ScoredWave] = (), comparison: Comparison | None = None
) -> Matrix | None:
    """Describe where the company stands; None without a score for both revenue and pipeline.

    `earlier` are the waves before it, the oldest first; they become a trail. `comparison` has a marker.
    """
    card, rules = scored.card, scored.method.matrix
    revenue, pipeline = points(card.measured.revenue), points(card.measured.pipeline)
    if card.matrix is None or revenue is None or pipeline is None:
        return None
    finding = matrix_finding(card.matrix.zone, borderline=card.matrix.borderline)
    label = _label(card)
    return Matrix(
        code="matrix",
        finding=finding,
        units=_units(card),
        summary=_("%(finding)s. Revenue score %(revenue)s, pipeline score %(pipeline)s, each of 100.")
        % {"finding": finding, "revenue": whole(revenue), "pipeline": whole(pipeline)},
        notes=(
            _(
                "SMAX-style, with our own cut-points: the original study's are not public. Cut at %(cut)s; "
                "%(low)s to %(high)s is the borderline band."
            )
            % {"cut": whole(rules.cut), "low": whole(rules.band_low), "high": whole(rules.band_high)},
        ),
        revenue=revenue,
        pipeline=pipeline,
        operating=points(card.measured.operating),
        label=label,
        series_name=label or _("This company"),
        trail=tuple(_stops(earlier)),
        against=against(scored, comparison),
        revenue_axis=_("Revenue score"),
        pipeline_axis=_("Pipeline score"),
        cut=rules.cut,
        band=(rules.band_low, rules.band_high),
        zones=_zones(rules.cut, card.matrix.zone),
    )


def _stops(earlier: Iterable[ScoredWave]) -> Iterable[Stop]:
    for scored in earlier:
        revenue, pipeline = points(scored.card.measured.revenue), points(scored.card.measured.pipeline)
        if revenue is not None and pipeline is not None:
            name = _("Wave %(number)s") % {"number": scored.wave.assessment.number}
            yield Stop(name=name, revenue=revenue, pipeline=pipeline)


def _units(card: Scorecard) -> str:
    axes = _("Revenue score against pipeline score, 0 to 100, from the outcome figures entered.")
    if card.measured.operating is None:
        return axes
    size = _("Marker size: operating score (A) %(score)s") % {"score": whole(card.measured.operating)}
    return f"{axes} {size}, {respondents(card.counts.sales, card.counts.marketing)}."


def _label(card: Scorecard) -> str:
    if card.measured.index is None or card.gap is None:
        return ""
    return _("SMAX %(index)s, gap %(gap)s") % {
        "index": whole(card.measured.index),
        "gap": signed(card.gap),
    }


def _zones(cut: float, here: str) -> tuple[Zone, ...]:
    corners = {
        "out_of_sync": ((0.0, 0.0), (cut, cut)),
        "running_on_stock": ((cut, 0.0), (100.0, cut)),
        "leaking": ((0.0, cut), (cut, 100.0)),
        "in_sync": ((cut, cut), (100.0, 100.0)),
    }
    return tuple(
        Zone(name=str(ZONES[code]), here=code == here, low=low, high=high)
        for code, (low, high) in corners.items()
    )
