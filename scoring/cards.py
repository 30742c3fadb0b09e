"""From arrays to scorecards."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scoring import scorecard as card
from scoring.awareness import NO_STATE, STATES
from scoring.gaps import BLIND_SPOT, CLASSES, HIDDEN_STRENGTH, NO_CLASS, side_names
from scoring.maturity import GATE_STATES
from scoring.method import BOTH, CODE_ABSENT, MARKETING, SALES, Kind
from scoring.method_checks import LEVELS, ZONES
from scoring.recommend import recommendations
from scoring.uncertainty import covers_zero

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scoring.gaps import VerticalScores
    from scoring.method import Floats, Method
    from scoring.recommend import RuleScores
    from scoring.scorecard import Intervals
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
    vertical: VerticalScores,
    levels: NDArray[np.int8],
    intervals: Intervals | None,
) -> card.Scorecard:
    """Write the scorecard of one assessment of the cohort.

    Parameters
    ----------
    rules
        The method's rules held against the cohort.
    vertical
        Vertical gaps of the cohort.
    levels
        Shape (n, dimensions): positions in `LEVELS` of the measured dimensions.
    intervals
        Those of this assessment, None where its sides are too small.
    """
    counts = _whole(scores.respondents[row])
    outcomes = scores.evidence.outcomes
    dimensions = {
        code: replace(
            _dimension(scores, row, column, levels, method),
            class_uncertain=_uncertain(scores, row, column, intervals, method),
        )
        for column, code in enumerate(method.codes)
    }
    return card.Scorecard(
        method_version=method.version,
        basis=_basis(counts, method),
        counts=card.Counts(sales=counts[SALES], marketing=counts[MARKETING], both=counts[BOTH]),
        perceived=_perceived(scores, row, intervals),
        measured=_measured(scores, row),
        gap=number(scores.gap[row]),
        gap_to_practice=number(scores.perceived.joint[row] - scores.measured.operating[row]),
        matrix=_matrix(scores, row),
        maturity=_maturity(scores, row, method),
        dimensions=dimensions,
        items=_items(scores, row, method),
        perceptions=_perceptions(scores, row, method),
        outcomes={
            curve.item: number(outcomes.scores[row, column]) for column, curve in enumerate(method.outcomes)
        },
        shared_kpis=_shared(scores, row, method),
        patterns=tuple(
            pattern.id for column, pattern in enumerate(method.patterns) if scores.patterns[row, column]
        ),
        vertical_gap=_vertical(vertical, row),
        view_from_above=side_names(vertical.gap[row] >= method.gap.vertical - method.tolerance),
        recommendations=recommendations(scores, rules, row, method),
        intervals=intervals,
        sensitivity=None,
        agreement=None,
    )


def _perceived(scores: Scores, row: int, intervals: Intervals | None) -> card.Perceived:
    perceived = scores.perceived
    spread = intervals.perceived if intervals else None
    return card.Perceived(
        sales=number(perceived.sides[row, SALES]),
        marketing=number(perceived.sides[row, MARKETING]),
        both=number(perceived.sides[row, BOTH]),
        joint=number(perceived.joint[row]),
        believe_aligned=number(perceived.believe_aligned[row]),
        ci=None if spread is None else (spread.low, spread.high),
    )


def _measured(scores: Scores, row: int) -> card.Measured:
    measured, outcomes = scores.measured, scores.evidence.outcomes
    return card.Measured(
        operating=number(measured.operating[row]),
        imbalance=number(measured.arithmetic[row] - measured.operating[row]),
        revenue=number(outcomes.revenue[row]),
        pipeline=number(outcomes.pipeline[row]),
        outcomes=number(outcomes.outcomes[row]),
        index=number(measured.index[row]),
        provisional=math.isnan(outcomes.outcomes[row]),
    )


def _matrix(scores: Scores, row: int) -> card.Matrix | None:
    outcomes = scores.evidence.outcomes
    zone = outcomes.zone[row]
    if zone == CODE_ABSENT:
        return None
    return card.Matrix(zone=ZONES[zone], borderline=bool(outcomes.borderline[row]))


def _vertical(vertical: VerticalScores, row: int) -> card.VerticalGap:
    return card.VerticalGap(
        sales=number(vertical.gap[row, SALES]),
        marketing=number(vertical.gap[row, MARKETING]),
        n_sales=int(vertical.smaller[row, SALES]),
        n_marketing=int(vertical.smaller[row, MARKETING]),
    )


def _basis(counts: list[int], method: Method) -> str:
    low, high = sorted(counts[: MARKETING + 1])
    if low == 0:
        return "one_sided" if high else "none"
    if high == 1:
        return "two_people"
    return "few" if low < method.gap.small_side else "groups"


def _whole(counts: Floats) -> list[int]:
    return [int(count) for count in counts]


def _maturity(scores: Scores, row: int, method: Method) -> card.Maturity | None:
    maturity = scores.maturity
    if math.isnan(scores.measured.index[row]):
        return None
    return card.Maturity(
        level=LEVELS[maturity.level[row]],
        index_level=LEVELS[maturity.index_level[row]],
        gate_level=LEVELS[maturity.gate_level[row]],
        gates={gate.id: GATE_STATES[maturity.gates[row, column]] for column, gate in enumerate(method.gates)},
    )


def _dimension(
    scores: Scores, row: int, column: int, levels: NDArray[np.int8], method: Method
) -> card.DimensionScore:
    perceived, measured = scores.perceived.dimensions[row, :, column], scores.measured
    gaps, awareness = scores.gaps, scores.awareness
    own = number(measured.dimensions[row, column])
    counted = scores.tally
    rated = _whole(counted.of(counted.columns.dimension_count)[row, :, column])
    asked = method.layout.prediction_columns[column]
    predicted = _whole(counted.of(counted.columns.count)[row, :, asked]) if asked >= 0 else [0, 0, 0]
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
        n_sales=rated[SALES],
        n_marketing=rated[MARKETING],
        n_both=rated[BOTH],
        n_predictions_sales=predicted[SALES],
        n_predictions_marketing=predicted[MARKETING],
    )


def _uncertain(scores: Scores, row: int, column: int, intervals: Intervals | None, method: Method) -> bool:
    """A blind spot or hidden strength whose gap may as well be none."""
    signed = scores.gaps.classes[row, column] in (BLIND_SPOT, HIDDEN_STRENGTH)
    if not signed or intervals is None:
        return False
    return covers_zero(intervals.dimensions[method.codes[column]].gap, method.tolerance)


def _items(
    scores: Scores, row: int, method: Method
) -> dict[str, card.PracticeItem | card.Fact | card.LevelledFact]:
    layout = method.layout
    return {
        item.id: _practice_item(scores, row, item.id, method)
        if item.kind is Kind.PRACTICE
        else _fact(scores, row, item.id, method)
        for item in method.items
        if item.id in layout.practices or item.id in layout.facts
    }


def _practice_item(scores: Scores, row: int, item: str, method: Method) -> card.PracticeItem:
    practice, column = scores.practice, method.layout.practices.index(item)
    seen, sizes = bool(practice.documented[row, column]), _whole(scores.given[item][row])
    return card.PracticeItem(
        sales=number(practice.sides[row, SALES, column]),
        marketing=number(practice.sides[row, MARKETING, column]),
        joint=number(practice.joint[row, column]),
        uncorroborated=bool(practice.one_sided[row, column]),
        unknown_to_both=bool(scores.unknown[item][row]) and not seen,
        documented=seen,
        n_sales=sizes[SALES],
        n_marketing=sizes[MARKETING],
    )


def _fact(scores: Scores, row: int, item: str, method: Method) -> card.Fact | card.LevelledFact:
    layout, practice, sizes = method.layout, scores.practice, _whole(scores.given[item][row])
    fact = card.Fact(
        concordance=number(scores.concordance[row, layout.facts.index(item)]),
        unknown_to_both=bool(scores.unknown[item][row]),
        n_sales=sizes[SALES],
        n_marketing=sizes[MARKETING],
    )
    if item not in layout.practices:
        return fact
    column = layout.practices.index(item)
    return card.LevelledFact(
        level=number(practice.joint[row, column]),
        concordance=fact.concordance,
        unknown_to_both=fact.unknown_to_both,
        sales=number(practice.sides[row, SALES, column]),
        marketing=number(practice.sides[row, MARKETING, column]),
        documented=bool(practice.documented[row, column]),
        n_sales=fact.n_sales,
        n_marketing=fact.n_marketing,
    )


def _perceptions(scores: Scores, row: int, method: Method) -> dict[str, card.Perception]:
    layout, means = method.layout, scores.perceived.items[row]
    counted = scores.tally.of(scores.tally.columns.count)[row]
    return {
        item: card.Perception(
            sales=number(means[SALES, column]),
            marketing=number(means[MARKETING, column]),
            both=number(means[BOTH, column]),
            joint=number((means[SALES, column] + means[MARKETING, column]) / 2),
            n_sales=int(counted[SALES, column]),
            n_marketing=int(counted[MARKETING, column]),
            n_both=int(counted[BOTH, column]),
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
