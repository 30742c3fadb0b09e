"""The dimensions with their items: what each side's answers come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.numbers import signed
from reports.withheld import number, why
from reports.wording import CLASSES, LEVELS, SIDES, named_list

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from scoring.scorecard import DimensionScore
    from surveys.catalogue import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item: side means and joint score 0-100 as text, concordance where it is a fact, and remarks.

    `of` names the joint score for the page that shows its working, `of_concordance` the concordance; each
    is "" where there is no number.
    """

    code: str
    question: str
    sales: str
    marketing: str
    joint: str
    concordance: str
    remarks: tuple[str, ...]
    of: str
    of_concordance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGroup:
    """A dimension with its class, what is to be said of it, its numbers, and its items.

    `numbers` are (name, figure, what its working is asked for as), `reason` says in words why there are
    none.
    """

    code: str
    name: str
    class_code: str
    class_name: str
    gap: str
    flags: tuple[str, ...]
    numbers: tuple[tuple[str, str, str], ...]
    reason: str
    lines: tuple[ItemLine, ...]


def item_groups(scored: ScoredWave, texts: Texts) -> list[ItemGroup]:
    """All dimensions, the widest gap first, with their items but the predictions."""
    names, order = texts.dimensions(), list(CLASSES)

    def place(entry: tuple[str, DimensionScore]) -> tuple[bool, float, int, int]:
        score = entry[1]
        flags = len(score.blind_sides) + len(score.split_sides)
        turn = order.index(score.class_) if score.class_ else len(order)
        return (score.gap is None, -abs(score.gap or 0.0), turn, -flags)

    scores = sorted(scored.card.dimensions.items(), key=place)
    return [_group(scored, texts, code, names[code], score) for code, score in scores]


def _group(scored: ScoredWave, texts: Texts, code: str, name: str, score: DimensionScore) -> ItemGroup:
    items = [item for item in texts.catalogue.items if item.dimension == code and item.kind in "PKF"]
    numbers = tuple(_numbers(scored, code, score))
    class_name = str(CLASSES[score.class_]) if score.class_ else ""
    if score.class_uncertain:
        class_name = _("%(name)s (uncertain)") % {"name": class_name}
    return ItemGroup(
        code=code,
        name=name,
        class_code=score.class_ or "",
        class_name=class_name,
        gap="" if score.gap is None else signed(score.gap),
        flags=tuple(_flags(score)),
        numbers=numbers,
        reason="" if numbers else why(scored, f"dimensions.{code}.measured"),
        lines=tuple(_line(scored, texts, item) for item in items),
    )


def _numbers(scored: ScoredWave, code: str, score: DimensionScore) -> list[tuple[str, str, str]]:
    """The dimension's numbers; one that is withheld says why, and none where there is none at all."""
    if score.perceived is None and score.measured is None:
        return []
    return [
        (name, number(scored, f"dimensions.{code}.{key}", getattr(score, key)), f"{code}.{key}")
        for name, key in ((_("perceived"), "perceived"), (_("measured"), "measured"))
    ]


def _flags(score: DimensionScore) -> list[str]:
    """What a class alone does not say."""
    flags = [
        text % {"sides": named_list([str(SIDES[side]) for side in sides])}
        for text, sides in (
            (_("overrated by %(sides)s"), score.blind_sides),
            (_("divided within: %(sides)s"), score.split_sides),
        )
        if sides
    ]
    if score.level:
        flags.append(_("level: %(level)s") % {"level": LEVELS[score.level]})
    return flags


def _line(scored: ScoredWave, texts: Texts, item: Item) -> ItemLine:
    card = scored.card
    part = "items" if item.id in card.items else "perceptions"
    score: Any = card.items.get(item.id) or card.perceptions[item.id]

    def shown(field: str) -> str:
        return number(scored, f"{part}.{item.id}.{field}", getattr(score, field, None))

    def of(field: str) -> str:
        return f"{item.id}.{field}" if getattr(score, field, None) is not None else ""

    joint = "joint" if hasattr(score, "joint") else "level"
    return ItemLine(
        code=item.id,
        question=texts.question(item),
        sales=shown("sales"),
        marketing=shown("marketing"),
        joint=shown(joint),
        concordance=shown("concordance"),
        remarks=tuple(remarks(score)),
        of=of(joint),
        of_concordance=of("concordance"),
    )


def remarks(score: Any) -> list[str]:
    """What an item's joint score rests on, where that is out of the ordinary."""
    found = {
        "documented": _("a document was seen"),
        "uncorroborated": _("one side only, counts half"),
        "unknown_to_both": _("unknown to both sides"),
    }
    return [text for flag, text in found.items() if getattr(score, flag, False)]
