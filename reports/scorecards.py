"""From an assessment to what may be shown of it: the one call behind every page, file and command.

Whatever leaves here went through `scoring.disclosure.withhold` under the wave's own promise (method D11). Raw
answers do too: no caller is handed a leader's answers, only those of a side, where they may be shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reports.inputs import WaveInput, read_waves
from reports.left_out import explained
from scoring import Cohort, Method, Scorecard, load_method, score
from scoring.disclosure import Disclosed, Mode, Reason, withhold
from scoring.explain import explain, explain_card
from scoring.scores import cohort_scores
from scoring.what_if import Reached, reached, what_if

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reports.beside import Beside
    from scoring.method import Target
    from scoring.steps import Step
    from surveys.models import Assessment

BELIEF_ITEM = "G0"
TWO_SIDES = ("sales", "marketing")
ALL_SIDES = (*TWO_SIDES, "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredWave:
    """A wave, what may be shown of its scores and answers, and the method that scored it.

    Parameters
    ----------
    wave
        As it was read, without anybody's answers.
    disclosed
        The scorecard without what is withheld, and the reasons.
    facts
        By item and side the answers given to a fact; an item whose answers are withheld is not in it.
    believers_of
        How many said how aligned the two teams are.
    ratings
        By perception item and side how many gave each answer: a step 1-5, "dk" or "na". An item, or a side
        of it, whose answers are withheld is not in it.
    """

    wave: WaveInput
    disclosed: Disclosed
    facts: dict[str, dict[str, tuple[Any, ...]]]
    believers_of: int
    method: Method
    ratings: dict[str, dict[str, dict[int | str, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, wave: WaveInput, card: Scorecard, method: Method) -> ScoredWave:
        """Withhold what may not be shown of a wave and its scorecard."""
        disclosed = explained(withhold(card, wave.assessment.identity_mode), wave)
        shown = wave.in_groups()
        return cls(
            wave=wave.without_answers(),
            disclosed=disclosed,
            facts=_facts(shown, disclosed),
            believers_of=sum(isinstance(answer, int) for answer in _given(shown, BELIEF_ITEM)),
            method=method,
            ratings=_ratings(shown, disclosed),
        )

    def without_answers(self) -> ScoredWave:
        """The same wave with its scores alone: what is held beside a later wave."""
        return replace(self, facts={}, ratings={})

    @property
    def card(self) -> Scorecard:
        """The scorecard, without what is withheld."""
        return self.disclosed.card

    @property
    def counts_nowhere(self) -> bool:
        """Whether the wave was withdrawn or is a trial: nothing of it is scored."""
        return not self.wave.assessment.counts

    @property
    def participation_only(self) -> bool:
        """Whether nothing may be shown but who took part."""
        return self.disclosed.reason("dimensions") is Reason.TOO_FEW_TO_SHOW


def _facts(wave: WaveInput, disclosed: Disclosed) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Answers to facts by side; where a concordance would tell who said what, so would they."""
    return {
        # In an order that says nothing of who gave which answer to the next question.
        item.id: {side: tuple(sorted(_given(wave, item.id, side), key=repr)) for side in TWO_SIDES}
        for item in wave.assessment.instrument_version.catalogue.items
        if item.kind == "F" and disclosed.reason(f"items.{item.id}.concordance") is not Reason.TOO_FEW_TO_SHOW
    }


def _ratings(wave: WaveInput, disclosed: Disclosed) -> dict[str, dict[str, dict[int | str, int]]]:
    """Answers to perception items, counted; where a side's mean would tell who said what, so would they."""
    if disclosed.reason("perceptions"):
        return {}
    found = {
        item.id: {
            side: dict(sorted(Counter(given).items(), key=lambda each: str(each[0])))
            for side in ALL_SIDES
            if (given := _given(wave, item.id, side))
            and disclosed.reason(f"perceptions.{item.id}.{side}") is not Reason.TOO_FEW_TO_SHOW
        }
        for item in wave.assessment.instrument_version.catalogue.items
        if item.kind == "P"
    }
    return {item: sides for item, sides in found.items() if sides}


def _given(wave: WaveInput, item: str, side: str | None = None) -> tuple[Any, ...]:
    """What the counting leaders answered to an item: of one side, or of everybody."""
    return tuple(
        leader.answers[item]
        for leader in wave.leaders
        if leader.counts and leader.answers and item in leader.answers and side in (None, leader.side)
    )


def scored_waves(
    assessments: Sequence[Assessment], *, statistics: bool = False, with_excluded: bool = False
) -> list[ScoredWave]:
    """Read and score assessments, in their order, with three queries and one cohort a method version.

    `statistics` asks for what takes long: intervals, sensitivity, agreement. Pages of one wave do; lists and
    files of many do not. `with_excluded` is for showing what an exclusion changed, and for nothing else.
    """
    return tried_waves(assessments, {}, statistics=statistics, with_excluded=with_excluded)[0]


def tried_waves(
    assessments: Sequence[Assessment],
    cases: Mapping[int, Callable[[ScoredWave], Sequence[Target]]],
    *,
    statistics: bool = False,
    with_excluded: bool = False,
    beside: Beside | None = None,
) -> tuple[list[ScoredWave], dict[int, Reached]]:
    """Read and score assessments as `scored_waves` does, and what some of them would be in a case.

    `cases` gives, by primary key, what is reached in a wave, from what may be shown of it. A wave whose index
    may not be shown has no case. `beside` has the waves' figures and documents where they were read before.
    """
    waves = read_waves(assessments, with_excluded=with_excluded, beside=beside)
    entries = [wave.interchange() for wave in waves]
    cards: dict[int, Scorecard] = {}
    methods = {version: load_method(version) for version in {entry["method_version"] for entry in entries}}
    for version, method in methods.items():
        places = [place for place, entry in enumerate(entries) if entry["method_version"] == version]
        cohort = Cohort.from_interchange([entries[place] for place in places], method)
        scored = score(cohort, method, intervals=statistics, statistics=statistics)
        cards.update(zip(places, scored, strict=True))
    found, tried = [], {}
    for place, wave in enumerate(waves):
        each = ScoredWave.of(wave, cards[place], methods[entries[place]["method_version"]])
        found.append(each)
        if wave.assessment.pk in cases and each.card.measured.index is not None:
            tried[wave.assessment.pk] = _tried(each, entries[place], cases[wave.assessment.pk](each))
    return found, tried


def _tried(scored: ScoredWave, entry: dict[str, Any], case: Sequence[Target]) -> Reached:
    """A wave in a case, without the dimensions that may not be shown of it as it is."""
    method = scored.method
    scores = cohort_scores(Cohort.from_interchange([entry], method), method)
    result = reached(what_if(scores, [case], method), 0, 0, method)
    shown = {code: score for code, score in scored.card.dimensions.items() if score.measured is not None}
    return replace(result, dimensions={code: result.dimensions[code] for code in shown})


def derived(assessment: Assessment, of: str) -> tuple[ScoredWave, Step]:
    """Score an assessment and derive one of its numbers; ScoringError where it has no such number.

    Down to single answers where people are shown by role; else down to the sides.
    """
    [wave] = read_waves([assessment])
    entry = wave.interchange()
    method = load_method(entry["method_version"])
    [card] = score(Cohort.from_interchange([entry], method), method)
    scored = ScoredWave.of(wave, card, method)
    if scored.disclosed.mode is Mode.ATTRIBUTED:
        return scored, explain(entry, method, of, disclosed=scored.disclosed)
    return scored, derived_without_answers(scored, of, "not_shown")


def derived_without_answers(scored: ScoredWave, of: str, why_not: str) -> Step:
    """Derive a number from what may be shown of a wave; `why_not` says why there are no answers in it."""
    figures = {figure.item: figure.value for figure in scored.wave.outcomes}
    return explain_card(scored.disclosed, scored.method, of, outcomes=figures, why_not=why_not)


def scorecard_for(assessment: Assessment) -> Scorecard:
    """What may be shown of one assessment's scores, without statistics; drafts are never read."""
    return scored_waves([assessment])[0].card
