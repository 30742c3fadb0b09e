"""All scores of a cohort as arrays: every formula, on all assessments at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.awareness import AwarenessScores, awareness_scores
from scoring.concordance import concordance, given_counts, unknown_to_both
from scoring.facts import Facts, fact_facts, pattern_holds, practice_facts, yes
from scoring.gaps import DISPUTED, GapScores, deviation, gap_scores
from scoring.index import MeasuredScores, measured_scores
from scoring.maturity import PASSED, MaturityScores, maturity_scores, named_facts
from scoring.method import CODE_ABSENT, MARKETING, SALES, Bools, Floats, Kind
from scoring.method_checks import ZONES
from scoring.outcomes import OutcomeScores, outcome_scores
from scoring.perceived import both_sides, weighted_mean
from scoring.practice import PracticeScores, practice_scores
from scoring.tally import Tally, ratio, tally

if TYPE_CHECKING:
    from scoring.cohort import Codes, Cohort
    from scoring.method import Method


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PerceivedScores:
    """Perceived alignment of n assessments, 0-100, NaN where missing.

    Parameters
    ----------
    sides
        Shape (n, 3): P of sales, marketing and people responsible for both.
    joint
        Shape (n,): P, the mean of the two sides.
    dimensions
        Shape (n, 3, dimensions): P_side,d.
    items
        Shape (n, 3, coded items): side means of all items answered by one code.
    believe_aligned
        Shape (n,): percentage of those who answered the headline question with a step.
    """

    sides: Floats
    joint: Floats
    dimensions: Floats
    items: Floats
    believe_aligned: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known of n assessments beside their respondents' totals.

    Parameters
    ----------
    documents
        Shape (n or 1, ladders): steps seen in documents, or CODE_ABSENT.
    sponsor
        Shape (n or 1,): position in the profile's sponsor codes, or CODE_ABSENT.
    outcomes
        Outcome scores of n assessments, or of one.
    """

    documents: Codes
    sponsor: Codes
    outcomes: OutcomeScores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """Everything scored from totals, for n assessments.

    `given` and `unknown` are by item: how many of each side answered (n, 3), and whether somebody on
    each side said "don't know" (n,).
    """

    tally: Tally
    evidence: Evidence
    respondents: Floats
    two_sided: Bools
    perceived: PerceivedScores
    practice: PracticeScores
    concordance: Floats
    unknown: dict[str, Bools]
    given: dict[str, Floats]
    measured: MeasuredScores
    gaps: GapScores
    gap: Floats
    awareness: AwarenessScores
    maturity: MaturityScores
    facts: Facts
    patterns: NDArray[np.bool_]


def cohort_scores(cohort: Cohort, method: Method) -> Scores:
    """Score a cohort: respondents to totals, totals to scores."""
    evidence = Evidence(
        documents=cohort.documents,
        sponsor=cohort.sponsor,
        outcomes=outcome_scores(cohort.figures, method),
    )
    return tally_scores(tally(cohort, method), evidence, method)


def tally_scores(counted: Tally, evidence: Evidence, method: Method) -> Scores:
    """Score totals."""
    columns = counted.columns
    respondents = counted.of(columns.respondents)[..., 0]
    two_sided = (respondents[:, SALES] > 0) & (respondents[:, MARKETING] > 0)
    perceived = perceived_scores(counted, method)
    practice = practice_scores(counted, evidence.documents, method)
    C = concordance(counted, method)
    measured = measured_scores(
        practice.joint, C, method, outcomes=evidence.outcomes.outcomes, two_sided=two_sided
    )
    squares, rated = counted.of(columns.dimension_square), counted.of(columns.dimension_count)
    spread = deviation(counted.of(columns.dimension), squares, rated)
    gaps = gap_scores(perceived.dimensions, measured.dimensions, spread, respondents, method)
    facts = (
        practice_facts(practice.joint, method)
        | fact_facts(C, method)
        | _perceived_facts(perceived, measured, method)
        | _evidence_facts(evidence, method)
        | _shared_facts(practice, method)
        | named_facts(counted, method)
        | {"classes.disputed": yes((gaps.classes == DISPUTED).any(axis=-1))}
    )
    maturity = maturity_scores(facts, measured.index, np.isnan(evidence.outcomes.outcomes), method)
    for column, gate in enumerate(method.gates):
        facts[f"gate.{gate.id}"] = yes(maturity.gates[..., column] == PASSED)
    patterns = _patterns(facts, two_sided, method)
    return Scores(
        tally=counted,
        evidence=evidence,
        respondents=respondents,
        two_sided=two_sided,
        perceived=perceived,
        practice=practice,
        concordance=C,
        unknown=unknown_to_both(counted, method),
        given=given_counts(counted, method),
        measured=measured,
        gaps=gaps,
        gap=facts["gap"],
        awareness=awareness_scores(perceived.items, perceived.dimensions, gaps.disputed, method),
        maturity=maturity,
        facts=facts,
        patterns=patterns,
    )


def _patterns(facts: Facts, two_sided: Bools, method: Method) -> Bools:
    """Which patterns hold, shape (n, patterns); they become facts themselves."""
    held = np.zeros((len(two_sided), len(method.patterns)), dtype=bool)
    for column, pattern in enumerate(method.patterns):
        held[:, column] = pattern_holds(pattern, facts, method.tolerance) & two_sided
        facts[f"pattern.{pattern.id}"] = yes(held[:, column])
    return held


def perceived_scores(counted: Tally, method: Method) -> PerceivedScores:
    """Perceived scores from totals (method D2)."""
    columns = counted.columns
    dimensions = counted.mean(columns.dimension, columns.dimension_count)
    sides = weighted_mean(dimensions, method.weights, method.composite.min_dimensions)
    headline = [method.item(item).kind is Kind.HEADLINE for item in method.layout.coded]
    answered = counted.of(columns.count)[..., headline].sum(axis=(-2, -1))
    believers = counted.of(columns.believers).sum(axis=(-2, -1))
    return PerceivedScores(
        sides=sides,
        joint=both_sides(sides),
        dimensions=dimensions,
        items=counted.mean(columns.score, columns.count),
        believe_aligned=ratio(100.0 * believers, answered),
    )


def _perceived_facts(perceived: PerceivedScores, measured: MeasuredScores, method: Method) -> Facts:
    facts: Facts = {"perceived.joint": perceived.joint, "gap": perceived.joint - measured.index}
    joint = both_sides(perceived.items)
    for item, column in zip(method.layout.perceptions, method.layout.perception_columns, strict=True):
        facts[f"{item}.joint"] = joint[:, column]
    in_dimensions = both_sides(perceived.dimensions)
    for column, code in enumerate(method.codes):
        facts[f"{code}.measured"] = measured.dimensions[:, column]
        facts[f"{code}.perceived"] = in_dimensions[:, column]
    return facts


def _evidence_facts(evidence: Evidence, method: Method) -> Facts:
    outcomes = evidence.outcomes
    facts: Facts = {"outcomes.weaker_pillar": np.minimum(outcomes.revenue, outcomes.pipeline)}
    for column, curve in enumerate(method.outcomes):
        facts[f"{curve.item}.score"] = outcomes.scores[:, column]
    for number, zone in enumerate(ZONES):
        facts[f"zone.{zone}"] = yes(outcomes.zone == number)
    for number, code in enumerate(dict(method.profile).get("sponsor", ())):
        facts[f"sponsor.{code}"] = np.where(
            evidence.sponsor == CODE_ABSENT, np.nan, yes(evidence.sponsor == number)
        )
    return facts


def _shared_facts(practice: PracticeScores, method: Method) -> Facts:
    facts: Facts = {}
    for item_id, shared in practice.shared.items():
        item = method.item(item_id)
        missing = np.isnan(practice.joint[:, method.layout.practices.index(item_id)])
        customer = np.array([code in item.customer for code in item.codes])
        for name, codes in (("shared", shared), ("customer", shared & customer)):
            facts[f"{item_id}.{name}"] = np.where(missing, np.nan, codes.sum(axis=-1))
    return facts
