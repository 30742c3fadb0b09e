"""Concordance: each fact that both sides were asked for, and what each of them answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.inputs import NOT_KNOWN
from reports.numbers import counted, whole
from reports.withheld import why
from reports.wording import SIDES, alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from surveys.catalogue import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer of a side: how many gave it, and whether somebody on the other side gave it too."""

    text: str
    counted: str
    shared: bool
    unknown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAnswers:
    """What a side answered, the most frequent answer first; `n` is how many answered."""

    side: str
    name: str
    n: int
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCard:
    """A fact with its concordance (0-100, None where a side is missing) and, for some, its level.

    `agreement` says how alike the answers are, in words; `withheld` says why they are not shown, and is ""
    where they are.
    """

    code: str
    question: str
    concordance: float | None
    concordance_shown: str
    agreement: str
    level: str | None
    unknown_to_both: bool
    withheld: str
    sides: tuple[SideAnswers, ...]


def fact_cards(scored: ScoredWave, texts: Texts) -> list[FactCard]:
    """All facts, those on which the sides agree least first."""
    cards = [_card(scored, texts, item) for item in texts.catalogue.items if item.kind == "F"]
    return sorted(cards, key=lambda card: (card.concordance is None, card.concordance or 0.0))


def _card(scored: ScoredWave, texts: Texts, item: Item) -> FactCard:
    score = scored.card.items[item.id]
    level = getattr(score, "level", None)
    return FactCard(
        code=item.id,
        question=texts.question(item),
        concordance=score.concordance,
        concordance_shown=whole(score.concordance),
        agreement=agreement(scored, item),
        level=None if level is None else whole(level),
        unknown_to_both=score.unknown_to_both,
        withheld="" if item.id in scored.facts else why(scored, f"items.{item.id}.concordance"),
        sides=side_answers(scored, texts, item),
    )


def agreement(scored: ScoredWave, item: Item) -> str:
    """How alike the answers to a fact are; the same answer can be worth nothing, as "nobody" is."""
    found = scored.card.items[item.id]
    given = {repr(answer) for answers in scored.facts.get(item.id, {}).values() for answer in answers}
    if len(given) == 1 and found.concordance == 0 and not found.unknown_to_both:
        return _("Everybody says the same, and it is worth nothing")
    return alike(found.concordance, unknown=found.unknown_to_both)


def side_answers(scored: ScoredWave, texts: Texts, item: Item) -> tuple[SideAnswers, ...]:
    """What each side answered to a fact; nothing where the answers are withheld."""
    if item.id not in scored.facts:
        return ()
    given = {side: _counted(answers) for side, answers in scored.facts[item.id].items()}
    shared = set(given["sales"][0]) & set(given["marketing"][0])
    names = texts.answers(item)
    return tuple(_side(side, *given[side], shared, names) for side in given)


def _counted(answers: Sequence[Any]) -> tuple[Counter[int | str], int]:
    """Count each answer of a side, and those who gave one."""
    codes = [code for answer in answers for code in (answer if isinstance(answer, list) else [answer])]
    return Counter(codes), len(answers)


def _side(
    side: str, given: Counter[int | str], n: int, shared: set[int | str], names: dict[int | str, str]
) -> SideAnswers:
    lines = [
        AnswerLine(
            # A segment that was taken off the client's list later has its code left.
            text=names.get(code, str(code)),
            counted=counted(times, n),
            shared=code in shared and code not in NOT_KNOWN,
            unknown=code in NOT_KNOWN,
        )
        for code, times in sorted(given.items(), key=lambda each: _place(*each, shared, names))
    ]
    return SideAnswers(side=side, name=str(SIDES[side]), n=n, answers=tuple(lines))


def _place(code: int | str, times: int, shared: set[int | str], names: dict[int | str, str]) -> Any:
    """The most frequent first; then what both sides said, and the order of the options."""
    options = list(names)
    return (-times, code not in shared, options.index(code) if code in names else len(options), str(code))
