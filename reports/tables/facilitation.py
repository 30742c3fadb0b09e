"""The steps of a facilitated meeting in words: before they are revealed, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.numbers import signed, whole
from reports.tables.concordance import agreement
from reports.tables.originals import originals
from reports.wording import CLASS_MEANINGS, CLASSES, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.facilitation import Agenda, Step
    from reports.scorecards import ScoredWave
    from reports.tables.concordance import SideAnswers
    from reports.texts import Texts
    from surveys.catalogue import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step without anything that was answered: its question, and what the room is asked to guess."""

    code: str
    place: int
    of: int
    about: str
    question: str
    prompts: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a revealed gap."""

    side: str
    name: str
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """What a step reveals: answers of the sides, or figures; and what they come to in one line."""

    finding: str
    sides: tuple[SideAnswers, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedLine:
    """A question that is skipped, and why."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """An answer that was agreed on in a meeting, with what the sides had answered."""

    code: str
    question: str
    answer: str
    sides: tuple[SideAnswers, ...]


def step_lines(agenda: Agenda, texts: Texts) -> list[StepLine]:
    """All steps in their order."""
    return [_line(step, place, len(agenda.steps), texts) for place, step in enumerate(agenda.steps, start=1)]


def _line(step: Step, place: int, of: int, texts: Texts) -> StepLine:
    names = texts.dimensions()
    if step.is_gap:
        values = {"dimension": names[step.code]}
        return StepLine(
            code=step.code,
            place=place,
            of=of,
            about=_("Belief and evidence"),
            question=_("%(dimension)s: what we believe, and what was measured") % values,
            prompts=(
                _("Sales: how high did marketing rate this, of 100?"),
                _("Marketing: how high did sales rate this, of 100?"),
                _("Everybody: how high does the evidence put it?"),
            ),
            options=(),
        )
    item = texts.catalogue.item(step.code)
    return StepLine(
        code=step.code,
        place=place,
        of=of,
        about=names[str(item.dimension)],
        question=texts.question(item),
        prompts=(
            _("Marketing: what will sales have said?"),
            _("Sales: what will marketing have said?"),
            _("Everybody: what did you answer yourselves?"),
        ),
        options=tuple(name for _code, name in texts.options(item)),
    )


def reveal(scored: ScoredWave, step: Step, texts: Texts) -> Reveal:
    """What is behind a step."""
    if step.is_gap:
        return _gap(scored, step.code)
    item = texts.catalogue.item(step.code)
    apart = whole(step.distance)
    if item.kind == "F":
        values = {"words": agreement(scored, item), "score": whole(scored.card.items[item.id].concordance)}
        finding = _("%(words)s: concordance %(score)s of 100") % values
    elif apart == "0":
        finding = _("Both sides in the same place")
    else:
        finding = _("The two sides are %(apart)s points of 100 apart") % {"apart": apart}
    return Reveal(finding=finding, sides=originals(scored, texts, item), figures=())


def _gap(scored: ScoredWave, code: str) -> Reveal:
    score = scored.card.dimensions[code]
    values = {"gap": signed(score.gap), "meaning": ""}
    finding = _("Perceived minus measured: %(gap)s") % values
    if score.class_:
        values |= {"class": CLASSES[score.class_], "meaning": CLASS_MEANINGS[score.class_]}
        finding = _("Perceived minus measured: %(gap)s. %(class)s: %(meaning)s") % values
    parts = (
        ("sales", _("%(side)s rates it") % {"side": SIDES["sales"]}, score.perceived_sales),
        ("marketing", _("%(side)s rates it") % {"side": SIDES["marketing"]}, score.perceived_marketing),
        ("measured", _("Measured"), score.measured),
    )
    return Reveal(
        finding=finding,
        sides=(),
        figures=tuple(Figure(side=side, name=name, figure=whole(number)) for side, name, number in parts),
    )


def skipped_lines(agenda: Agenda, texts: Texts) -> list[SkippedLine]:
    """What is not revealed, and why."""
    items = [(texts.catalogue.item(each.item), each.reason) for each in agenda.skipped]
    return [
        SkippedLine(question=texts.question(item), reason=reason or _unanswered(item))
        for item, reason in items
    ]


def _unanswered(item: Item) -> str:
    """As the results page says it of a fact."""
    if item.kind == "F":
        return _("Concordance needs answers from both sides")
    return _("not answered by both sides")


def agreed_lines(scored: ScoredWave, agreed: Mapping[str, Any], texts: Texts) -> list[AgreedLine]:
    """What was agreed on, in the questionnaire's order, beside what the sides had answered."""
    return [
        AgreedLine(
            code=item.id,
            question=texts.question(item),
            answer=in_words(item, agreed[item.id], texts),
            sides=originals(scored, texts, item),
        )
        for item in _known(texts, agreed)
    ]


def in_words(item: Item, answer: Any, texts: Texts) -> str:
    """An answer to an item in words; a segment that was taken off the list later has its code left."""
    names = texts.answers(item)
    return ", ".join(
        names.get(code, str(code)) for code in (answer if isinstance(answer, list) else [answer])
    )


def _known(texts: Texts, agreed: Mapping[str, Any]) -> Iterable[Item]:
    return (item for item in texts.catalogue.items if item.id in agreed)
