"""Dumbbells: what each side believes of a dimension, and what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.charts.compared import (
    FIELDS,
    axis_of,
    difference,
    differences_finding,
    then,
    widest_first,
)
from reports.charts.model import Dumbbell, Pair
from reports.numbers import points, signed
from reports.withheld import why
from reports.wording import CLASSES, SIDES, dumbbell_finding, named_list, ratings_of, respondents

if TYPE_CHECKING:
    from reports.comparisons import Comparison
    from reports.scorecards import ScoredWave
    from scoring.scorecard import DimensionScore


def dumbbell_chart(
    scored: ScoredWave,
    names: dict[str, str],
    comparison: Comparison | None = None,
    *,
    differences: bool = False,
) -> Dumbbell:
    """Describe all dimensions, the widest gap first, whatever its sign; those without a gap come last.

    Parameters
    ----------
    names
        The name of each dimension by its code.
    comparison
        What the rows are held against.
    differences
        Whether rows hold how far they lie from it, instead of their scores with those beside them.
    """
    if comparison is not None and differences:
        return _differences(scored, names, comparison)
    card = scored.card
    scores = sorted(card.dimensions.items(), key=lambda each: (each[1].gap is None, -abs(each[1].gap or 0.0)))
    pairs = [_pair(scored, code, names[code], score, comparison) for code, score in scores]
    legend = _legend(pairs)
    widest = next(((names[code], score.gap) for code, score in scores if score.gap is not None), None)
    finding = _finding(widest, legend, scored.method.gap.blind_spot)
    units = _("Scores by dimension, 0 to 100. Gap: perceived minus measured. %(n)s.") % {"n": _n(scored)}
    if comparison is not None:
        beside = _("Hollow, below: %(name)s, %(about)s.")
        units += " " + beside % {"name": comparison.name, "about": comparison.about}
    return _dumbbell(
        finding,
        units,
        pairs,
        summary=_summary(finding, [pair for pair in pairs if pair.gap is not None]),
        then_name=comparison.name if comparison else "",
    )


def _differences(scored: ScoredWave, names: dict[str, str], comparison: Comparison) -> Dumbbell:
    pairs = widest_first(difference(scored, comparison, code, names[code]) for code in scored.card.dimensions)
    finding = differences_finding(pairs, comparison)
    units = _("Points by dimension, now minus %(name)s. Now: %(n)s; %(name)s: %(about)s.") % {
        "name": comparison.name,
        "n": _n(scored),
        "about": comparison.about,
    }
    return _dumbbell(
        finding,
        units,
        pairs,
        summary=finding,
        then_name=comparison.name,
        differences=True,
        ticks=axis_of(pairs),
        notes=(
            _(
                "Differences are taken from unrounded scores and rounded once, so that one can lie a point "
                "beside the difference of the two rounded scores."
            ),
        ),
    )


def _dumbbell(finding: str, units: str, pairs: list[Pair], *, summary: str, **more: Any) -> Dumbbell:
    return Dumbbell(
        code="dimensions",
        finding=finding,
        units=units,
        summary=summary,
        pairs=tuple(pairs),
        legend=_legend(pairs),
        sales_name=str(SIDES["sales"]),
        marketing_name=str(SIDES["marketing"]),
        perceived_name=_("Perceived"),
        measured_name=_("Measured"),
        gap_name=_("Gap"),
        **more,
    )


def _n(scored: ScoredWave) -> str:
    return respondents(scored.card.counts.sales, scored.card.counts.marketing)


def _legend(pairs: list[Pair]) -> tuple[str, ...]:
    return tuple(
        part
        for part in ("sales", "marketing", "measured", "gap")
        if any(getattr(pair, part) is not None for pair in pairs)
    )


def _finding(widest: tuple[str, float] | None, legend: tuple[str, ...], strong_gap: float) -> str:
    if widest is not None:
        return dumbbell_finding(*widest, strong_gap)
    sides = [str(SIDES[part]) for part in legend if part in SIDES]
    return ratings_of(sides)


def _pair(
    scored: ScoredWave, code: str, name: str, score: DimensionScore, comparison: Comparison | None
) -> Pair:
    paths = FIELDS | {"remark": "class"}
    reasons = {field: why(scored, f"dimensions.{code}.{key}") for field, key in paths.items()}
    return Pair(
        code=code,
        name=name,
        sales=points(score.perceived_sales),
        marketing=points(score.perceived_marketing),
        perceived=points(score.perceived),
        measured=points(score.measured),
        gap=points(score.gap),
        remark=_remark(score),
        withheld={field: reason for field, reason in reasons.items() if reason},
        then=None if comparison is None else then(comparison, code),
    )


def _remark(score: DimensionScore) -> str:
    if score.class_ is None:
        return ""
    name = str(CLASSES[score.class_])
    return _("%(name)s (uncertain)") % {"name": name} if score.class_uncertain else name


def _summary(finding: str, pairs: list[Pair]) -> str:
    if not pairs:
        return finding
    gaps = named_list([f"{pair.name} {signed(pair.gap)}" for pair in pairs])
    return _("%(finding)s. Gaps from the widest: %(gaps)s.") % {"finding": finding, "gaps": gaps}
