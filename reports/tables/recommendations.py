"""What to do first: recommendations with their evidence, owner and expected lift (method E)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.advice import ADVICE, OWNERS, RECONCILE, RECONCILE_FIRST, SOURCES
from reports.numbers import signed, tenths, whole
from reports.tables.concordance import side_answers
from reports.withheld import why
from reports.wording import GATE_STATES, GATES, PATTERNS, named_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.scorecards import ScoredWave
    from reports.tables.concordance import SideAnswers
    from reports.texts import Texts
    from scoring.scorecard import Recommendation, Trigger
    from surveys.catalogue import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a rule applies: the question it is about ("" if none), sentences, and the answers to a fact."""

    question: str
    texts: tuple[str, ...]
    sides: tuple[SideAnswers, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLine:
    """One recommendation in words. `lift` is "" where the rule has no measured target."""

    code: str
    pinned: bool
    dimension: str
    action: str
    evidence: tuple[Evidence, ...]
    owner: str
    first_step: str
    lift: str
    opens_gate: bool
    due: str
    sources: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendations:
    """The recommendations in their order; `reason` says why there are none besides the pinned one."""

    lines: tuple[RecommendationLine, ...]
    reason: str


def recommendation_table(scored: ScoredWave, texts: Texts) -> Recommendations | None:
    """Put the scorecard's recommendations into words; None where nobody's answers are shown."""
    if scored.participation_only or scored.card.basis == "none":
        return None
    lines = tuple(_line(scored, texts, place, each) for place, each in enumerate(scored.card.recommendations))
    return Recommendations(lines=lines, reason=_reason(scored, lines))


def _reason(scored: ScoredWave, lines: tuple[RecommendationLine, ...]) -> str:
    if any(not line.pinned for line in lines):
        return ""
    if scored.card.basis == "one_sided":
        return _("Recommendations weigh the answers of both sides, and one side is missing.")
    if scored.card.measured.index is None:
        return _(
            "Recommendations are ordered by what they would lift the index by, and there is no index yet."
        )
    return _("No rule of the method applies: nothing that it looks at falls short.")


def _line(scored: ScoredWave, texts: Texts, place: int, each: Recommendation) -> RecommendationLine:
    advice = ADVICE[each.id]
    return RecommendationLine(
        code=each.id,
        pinned=each.priority is None,
        dimension=texts.dimensions()[each.dimension] if each.dimension else "",
        action=str(advice.action),
        evidence=_merged(
            _evidence(scored, texts, each, f"recommendations.{place}.triggers.{turn}", trigger)
            for turn, trigger in enumerate(each.triggers)
        ),
        owner=str(OWNERS[each.owner]),
        first_step=str(RECONCILE if each.first_step == RECONCILE_FIRST else advice.first_step),
        lift=_points(each.lift) if each.targets else "",
        opens_gate=each.opens_gate,
        due=ngettext(
            "within %(days)s day of agreeing on it", "within %(days)s days of agreeing on it", each.due_days
        )
        % {"days": each.due_days},
        sources=named_list([str(SOURCES[source]) for source in each.sources]),
    )


def _merged(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Say everything about one question in one place."""
    merged: list[Evidence] = []
    for each in found:
        if merged and each.question and merged[-1].question == each.question:
            merged[-1] = replace(merged[-1], texts=merged[-1].texts + each.texts)
        else:
            merged.append(each)
    return tuple(merged)


def _points(lift: float) -> str:
    return f"+{tenths(lift)}"


def _evidence(
    scored: ScoredWave, texts: Texts, each: Recommendation, path: str, trigger: Trigger
) -> Evidence:
    head, _point, part = trigger.of.partition(".")
    if head in GROUNDS:
        item = texts.catalogue.item(each.targets[0].of.partition(".")[0]) if head == "gate" else None
        return _about(scored, texts, GROUNDS[head](scored, texts, part, trigger), item)
    if part == "score":
        values = {"name": texts.outcome(head)[0], "score": whole(trigger.now), "least": whole(trigger.below)}
        return _about(scored, texts, _("%(name)s: scores %(score)s of 100, below %(least)s.") % values, None)
    item = texts.catalogue.item(head)
    reason = why(scored, f"{path}.now")
    if reason:
        return _about(scored, texts, _("What was answered is %(reason)s.") % {"reason": reason}, item)
    values = {
        "sales": _("without a rating") if trigger.sales is None else whole(trigger.sales),
        "marketing": _("without a rating") if trigger.marketing is None else whole(trigger.marketing),
        "now": whole(trigger.now),
        "least": whole(trigger.below),
    }
    text = {
        "joint": _("Sales %(sales)s, marketing %(marketing)s; together %(now)s of 100, below %(least)s."),
        "level": _("Level %(now)s of 100, below %(least)s."),
        "concordance": _("Concordance %(now)s of 100, below %(least)s."),
    }[part]
    return _about(scored, texts, text % values, item)


def _about(scored: ScoredWave, texts: Texts, text: str, item: Item | None) -> Evidence:
    """The sentence, with the question it is about, and the answers where that is a fact."""
    return Evidence(
        question=texts.question(item) if item else "",
        texts=(text,),
        sides=side_answers(scored, texts, item) if item and item.kind == "F" else (),
    )


def _gap(_scored: ScoredWave, _texts: Texts, _part: str, trigger: Trigger) -> str:
    values = {"gap": signed(trigger.now), "least": whole(trigger.at_least)}
    return _("Belief and evidence lie %(gap)s points apart; from %(least)s it matters.") % values


def _disputed(scored: ScoredWave, texts: Texts, _part: str, _trigger: Trigger) -> str:
    names = texts.dimensions()
    disputed = [names[code] for code, score in scored.card.dimensions.items() if score.class_ == "disputed"]
    return _("The two sides rate these areas far apart: %(names)s.") % {"names": named_list(disputed)}


def _gate(scored: ScoredWave, _texts: Texts, part: str, _trigger: Trigger) -> str:
    maturity = scored.card.maturity
    state = GATE_STATES[maturity.gates[part]] if maturity else GATE_STATES["failed"]
    return _("%(gate)s: %(state)s.") % {"gate": GATES[part], "state": state}


def _sponsor(_scored: ScoredWave, _texts: Texts, _part: str, _trigger: Trigger) -> str:
    return _("Nobody at the top is recorded as the champion of alignment.")


def _pattern(_scored: ScoredWave, _texts: Texts, part: str, _trigger: Trigger) -> str:
    name, meaning = PATTERNS[part]
    return _("%(name)s: %(meaning)s") % {"name": name, "meaning": meaning}


GROUNDS = {"gap": _gap, "classes": _disputed, "gate": _gate, "sponsor": _sponsor, "pattern": _pattern}
