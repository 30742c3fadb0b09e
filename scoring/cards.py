"""From arrays to scorecards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from scoring import scorecard as card
from scoring.awareness import NO_STATE, STATES
from scoring.gaps import CLASSES, NO_CLASS, side_names
from scoring.maturity import GATE_STATES
from scoring.method import BOTH, CODE_ABSENT, MARKETING, SALES, Kind
from scoring.method_checks import LEVELS, ZONES
from scoring.recommend import recommendations

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scoring.method import Floats, Method
    from scoring.recommend import RuleScores
    from scoring.scores import Scores


def number(value: Any) -> float | None:
    """A Python float, None for NaN."""
    plain = float(value)
    return None if math.isnan(plain) else plain


def scorecard_of(
    scores: Scores,
    row: int,
    method: Method,
    *,
    rules: RuleScores,
    vertical: Floats,
    levels: NDArray[np.int8],
) -> card.Scorecard:
    """Write the scorecard of one assessment of the cohort.

    Parameters
    ----------
    rules
        The method's rules held against the cohort.
    vertical
        Shape (n, 2): vertical gaps of the sides.
    levels
        Shape (n, dimensions): positions in `LEVELS` of the measured dimensions.
    """
    measured, perceived = scores.measured, scores.perceived
    outcomes = scores.evidence.outcomes
    operating, index = number(measured.operating[row]), number(measured.index[row])
    joint = number(perceived.joint[row])
    zone = outcomes.zone[row]
    counts = [int(count) for count in scores.respondents[row]]
    rise = number(vertical[row, SALES]), number(vertical[row, MARKETING])
    return card.Scorecard(
        method_version=method.version,
        basis=_basis(counts, method),
        counts=card.Counts(sales=counts[SALES], marketing=counts[MARKETING], both=counts[BOTH]),
        perceived=card.Perceived(
            sales=number(perceived.sides[row, SALES]),
            marketing=number(perceived.sides[row, MARKETING]),
            both=number(perceived.sides[row, BOTH]),
            joint=joint,
            believe_aligned=number(perceived.believe_aligned[row]),
            ci=None,
        ),
        measured=card.Measured(
            operating=operating,
            imbalance=number(measured.arithmetic[row] - measured.operating[row]),
            revenue=number(outcomes.revenue[row]),
            pipeline=number(outcomes.pipeline[row]),
            outcomes=number(outcomes.outcomes[row]),
            index=index,
            provisional=bool(scores.provisional[row]),
        ),
        gap=number(scores.gap[row]),
        gap_to_practice=number(perceived.joint[row] - measured.operating[row]),
        matrix=None
        if zone == CODE_ABSENT
        else card.Matrix(zone=ZONES[zone], borderline=bool(outcomes.borderline[row])),
        maturity=None if index is None else _maturity(scores, row, method),
        dimensions={
            code: _dimension(scores, row, column, levels) for column, code in enumerate(method.codes)
        },
        items=_items(scores, row, method),
        perceptions=_perceptions(scores, row, method),
        outcomes={
            curve.item: number(outcomes.scores[row, column]) for column, curve in enumerate(method.outcomes)
        },
        shared_kpis=_shared(scores, row, method),
        patterns=tuple(
            pattern.id for column, pattern in enumerate(method.patterns) if scores.patterns[row, column]
        ),
        vertical_gap=card.VerticalGap(sales=rise[SALES], marketing=rise[MARKETING]),
        view_from_above=side_names(vertical[row] >= method.gap.vertical - method.tolerance),
        recommendations=recommendations(scores, rules, row, method),
    )


def _basis(counts: list[int], method: Method) -> str:
    low, high = sorted(counts[: MARKETING + 1])
    if low == 0:
        return "one_sided" if high else "none"
    if high == 1:
        return "two_people"
    return "few" if low < method.gap.small_side else "groups"


def _maturity(scores: Scores, row: int, method: Method) -> card.Maturity:
    maturity = scores.maturity
    return card.Maturity(
        level=LEVELS[maturity.level[row]],
        index_level=LEVELS[maturity.index_level[row]],
        gate_level=LEVELS[maturity.gate_level[row]],
        gates={gate.id: GATE_STATES[maturity.gates[row, column]] for column, gate in enumerate(method.gates)},
    )


def _dimension(scores: Scores, row: int, column: int, levels: NDArray[np.int8]) -> card.DimensionScore:
    perceived, measured = scores.perceived.dimensions[row, :, column], scores.measured
    gaps, awareness = scores.gaps, scores.awareness
    own = number(measured.dimensions[row, column])
    class_, state = gaps.classes[row, column], awareness.states[row, column]
    return card.DimensionScore(
        perceived_sales=number(perceived[SALES]),
        perceived_marketing=number(perceived[MARKETING]),
        perceived_both=number(perceived[BOTH]),
        perceived=number((perceived[SALES] + perceived[MARKETING]) / 2),
        practice=number(measured.practice[row, column]),
        concordance=number(measured.concordance[row, column]),
        measured=own,
        level=None if own is None else LEVELS[levels[row, column]],
        gap=number(gaps.gap[row, column]),
        class_=None if class_ == NO_CLASS else CLASSES[class_],
        class_uncertain=False,
        blind_sides=side_names(gaps.blind[row, :, column]),
        split_sides=side_names(gaps.split[row, :, column]),
        predicted_by_sales=number(awareness.predicted[row, SALES, column]),
        predicted_by_marketing=number(awareness.predicted[row, MARKETING, column]),
        understanding_sales=number(awareness.understanding[row, SALES, column]),
        understanding_marketing=number(awareness.understanding[row, MARKETING, column]),
        awareness=None if state == NO_STATE else STATES[state],
    )


def _items(
    scores: Scores, row: int, method: Method
) -> dict[str, card.PracticeItem | card.Fact | card.LevelledFact]:
    layout, practice = method.layout, scores.practice
    items: dict[str, card.PracticeItem | card.Fact | card.LevelledFact] = {}
    for item in method.items:
        if item.id not in layout.practices and item.id not in layout.facts:
            continue
        unknown = bool(scores.unknown[item.id][row])
        fact = layout.facts.index(item.id) if item.id in layout.facts else None
        concordance = None if fact is None else number(scores.concordance[row, fact])
        if item.id not in layout.practices:
            items[item.id] = card.Fact(concordance=concordance, unknown_to_both=unknown)
            continue
        column = layout.practices.index(item.id)
        sales, marketing = (number(practice.sides[row, side, column]) for side in (SALES, MARKETING))
        joint, seen = number(practice.joint[row, column]), bool(practice.documented[row, column])
        if item.kind is Kind.PRACTICE:
            items[item.id] = card.PracticeItem(
                sales=sales,
                marketing=marketing,
                joint=joint,
                uncorroborated=bool(practice.one_sided[row, column]),
                unknown_to_both=unknown and not seen,
                documented=seen,
            )
        else:
            items[item.id] = card.LevelledFact(
                level=joint,
                concordance=concordance,
                unknown_to_both=unknown,
                sales=sales,
                marketing=marketing,
                documented=seen,
            )
    return items


def _perceptions(scores: Scores, row: int, method: Method) -> dict[str, card.Perception]:
    layout, means = method.layout, scores.perceived.items[row]
    return {
        item: card.Perception(
            sales=number(means[SALES, column]),
            marketing=number(means[MARKETING, column]),
            both=number(means[BOTH, column]),
            joint=number((means[SALES, column] + means[MARKETING, column]) / 2),
        )
        for item, column in zip(layout.perceptions, layout.perception_columns, strict=True)
    }


def _shared(scores: Scores, row: int, method: Method) -> tuple[str, ...]:
    codes = [
        code
        for item, shared in scores.practice.shared.items()
        for code, both in zip(method.item(item).codes, shared[row], strict=True)
        if both
    ]
    return tuple(sorted(codes))
