"""Dumbbells: what each side believes of a dimension, and what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.model import Dumbbell, Pair
from reports.numbers import points, signed
from reports.withheld import why
from reports.wording import CLASSES, SIDES, dumbbell_finding, named_list, ratings_of, respondents

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from scoring.scorecard import DimensionScore


def dumbbell_chart(scored: ScoredWave, names: dict[str, str]) -> Dumbbell:
    """Describe all dimensions, the widest gap first, whatever its sign; those without a gap come last.

    `names` gives the name of each dimension by its code.
    """
    card = scored.card
    scores = sorted(card.dimensions.items(), key=lambda each: (each[1].gap is None, -abs(each[1].gap or 0.0)))
    pairs = [_pair(scored, code, names[code], score) for code, score in scores]
    legend = tuple(
        part
        for part in ("sales", "marketing", "measured", "gap")
        if any(getattr(pair, part) is not None for pair in pairs)
    )
    widest = next(((names[code], score.gap) for code, score in scores if score.gap is not None), None)
    finding = _finding(widest, legend, scored.method.gap.blind_spot)
    return Dumbbell(
        code="dimensions",
        finding=finding,
        units=_("Scores by dimension, 0 to 100. Gap: perceived minus measured. %(n)s.")
        % {"n": respondents(card.counts.sales, card.counts.marketing)},
        summary=_summary(finding, [pair for pair in pairs if pair.gap is not None]),
        pairs=tuple(pairs),
        legend=legend,
        sales_name=str(SIDES["sales"]),
        marketing_name=str(SIDES["marketing"]),
        perceived_name=_("Perceived"),
        measured_name=_("Measured"),
        gap_name=_("Gap"),
    )


def _finding(widest: tuple[str, float] | None, legend: tuple[str, ...], strong_gap: float) -> str:
    if widest is not None:
        return dumbbell_finding(*widest, strong_gap)
    sides = [str(SIDES[part]) for part in legend if part in SIDES]
    return ratings_of(sides)


# The scorecard's name of each number of a row.
FIELDS = {
    "sales": "perceived_sales",
    "marketing": "perceived_marketing",
    "perceived": "perceived",
    "measured": "measured",
    "gap": "gap",
    "remark": "class",
}


def _pair(scored: ScoredWave, code: str, name: str, score: DimensionScore) -> Pair:
    reasons = {field: why(scored, f"dimensions.{code}.{key}") for field, key in FIELDS.items()}
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
