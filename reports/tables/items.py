"""Every item with what each side's answers come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.withheld import number

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from surveys.catalogue import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item: side means and joint score 0-100 as text, concordance where it is a fact, and remarks."""

    code: str
    question: str
    sales: str
    marketing: str
    joint: str
    concordance: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGroup:
    """The items of one dimension, with its scores in words."""

    code: str
    name: str
    scores: str
    lines: tuple[ItemLine, ...]


def item_groups(scored: ScoredWave, texts: Texts) -> list[ItemGroup]:
    """All items but the predictions, in the questionnaire's order."""
    groups = []
    for code, name in texts.dimensions().items():
        items = [item for item in texts.catalogue.items if item.dimension == code and item.kind in "PKF"]
        groups.append(
            ItemGroup(
                code=code,
                name=name,
                scores=_scores(scored, code),
                lines=tuple(_line(scored, texts, item) for item in items),
            )
        )
    return groups


def _scores(scored: ScoredWave, code: str) -> str:
    """The dimension's scores in words; a reason that both share is said once."""
    score = scored.card.dimensions[code]
    perceived = number(scored, f"dimensions.{code}.perceived", score.perceived)
    measured = number(scored, f"dimensions.{code}.measured", score.measured)
    if score.perceived is None and score.measured is None and perceived == measured:
        return perceived
    return _("perceived %(perceived)s, measured %(measured)s") % {
        "perceived": perceived,
        "measured": measured,
    }


def _line(scored: ScoredWave, texts: Texts, item: Item) -> ItemLine:
    card = scored.card
    part = "items" if item.id in card.items else "perceptions"
    score: Any = card.items.get(item.id) or card.perceptions[item.id]

    def shown(field: str) -> str:
        return number(scored, f"{part}.{item.id}.{field}", getattr(score, field, None))

    return ItemLine(
        code=item.id,
        question=texts.question(item),
        sales=shown("sales"),
        marketing=shown("marketing"),
        joint=shown("joint" if hasattr(score, "joint") else "level"),
        concordance=shown("concordance"),
        remarks=tuple(remarks(score)),
    )


def remarks(score: Any) -> list[str]:
    """What an item's joint score rests on, where that is out of the ordinary."""
    texts = {
        "documented": _("a document was seen"),
        "uncorroborated": _("one side only, counts half"),
        "unknown_to_both": _("unknown to both sides"),
    }
    return [text for flag, text in texts.items() if getattr(score, flag, False)]
