"""The door: a cohort in, scorecards out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scoring.agreement_report import agreement_of
from scoring.cards import scorecard_of
from scoring.gaps import vertical_gaps
from scoring.maturity import levels_of
from scoring.method import MARKETING
from scoring.recommend import rule_scores
from scoring.scores import cohort_scores
from scoring.sensitivity import sensitivity
from scoring.tally import answer_scores, respondent_dimensions
from scoring.uncertainty import intervals_of

if TYPE_CHECKING:
    from scoring.cohort import Cohort
    from scoring.method import Method
    from scoring.scorecard import Scorecard

CHUNK = 8192  # assessments scored at a time, so that memory does not grow with the cohort


def score(
    cohort: Cohort, method: Method, *, intervals: bool = True, statistics: bool = False
) -> list[Scorecard]:
    """Score every assessment of a cohort.

    Parameters
    ----------
    cohort
        Answers, documents and outcomes of any number of assessments.
    method
        From `load_method`.
    intervals
        Resample for the intervals of D9, and mark classes as uncertain by them. That is nearly all of the
        work: leave it out where many assessments are scored for their scores alone.
    statistics
        Fill `sensitivity` and `agreement` of each scorecard, too.

    Returns
    -------
    list of Scorecard
        One an assessment, in the cohort's order. An assessment's scorecard does not depend on the
        others in its cohort, nor on the order of its respondents.

    Examples
    --------
    >>> from scoring import Cohort, load_method
    >>> method = load_method("1")
    >>> answers = {"CUS-K1": 4, "CUS-P1": 5}
    >>> cohort = Cohort.from_interchange(
    ...     [{"method_version": "1", "respondents": [
    ...         {"id": "s1", "side": "sales", "level": "c_level", "answers": answers},
    ...         {"id": "m1", "side": "marketing", "level": "c_level", "answers": {"CUS-K1": 2}}]}],
    ...     method)
    >>> score(cohort, method)[0].items["CUS-K1"].joint
    37.5
    """
    cards: list[Scorecard] = []
    for first in range(0, len(cohort), CHUNK):
        part = cohort.part(first, min(first + CHUNK, len(cohort)))
        cards += _score_part(part, method, resample=intervals, statistics=statistics)
    return cards


def _score_part(cohort: Cohort, method: Method, *, resample: bool, statistics: bool) -> list[Scorecard]:
    scores = cohort_scores(cohort, method)
    perceived = respondent_dimensions(answer_scores(cohort, method), method)
    vertical = vertical_gaps(cohort, perceived, method)
    levels = levels_of(scores.measured.dimensions, method)
    rules = rule_scores(scores, method)
    starts = cohort.starts
    cards = []
    for row in range(len(cohort)):
        intervals = None
        if resample and scores.respondents[row, : MARKETING + 1].min() >= method.uncertainty.min_side:
            own, joint = perceived[starts[row] : starts[row + 1]], float(scores.perceived.joint[row])
            intervals = intervals_of(cohort.part(row, row + 1), own, joint, method)
        card = scorecard_of(
            scores, row, method, rules=rules, vertical=vertical, levels=levels, intervals=intervals
        )
        if statistics:
            card = replace(
                card,
                sensitivity=sensitivity(scores, row, method),
                agreement=agreement_of(cohort.part(row, row + 1), method),
            )
        cards.append(card)
    return cards
