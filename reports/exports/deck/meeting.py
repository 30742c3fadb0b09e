"""The slides of what was decided: the target, and what the two sides agreed on in the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.deck.pages import CONTENT
from reports.exports.deck.tables import Cell, Column, paged
from reports.exports.target import target_table
from reports.scorecards import TWO_SIDES
from reports.tables.facilitation import agreed_lines
from reports.wording import SIDES

if TYPE_CHECKING:
    from reports.exports.deck.pages import Deck, Page
    from reports.tables.concordance import SideAnswers


def target(deck: Deck) -> None:
    """Index and dimensions beside the target in force."""
    found = target_table(deck.edition, deck.texts.dimensions())
    if found is None:
        return
    name, *others = found.header
    columns = [Column(name, 3.4), *(Column(head, 1.8, number=True) for head in others)]

    def make(more: str) -> Page:
        return deck.page("Table", found.caption + more, units=_("Scores are 0 to 100."))

    paged(make, CONTENT, columns, [(Cell(row[0], bold=True), *row[1:]) for row in found.rows])


def agreed(deck: Deck) -> None:
    """What the two sides agreed on once they had seen both answers, with what each had answered."""
    lines = agreed_lines(deck.scored, deck.edition.agreed, deck.texts)
    if not lines:
        return
    columns = [
        Column(_("Question"), 3.6),
        Column(_("Agreed"), 2.6),
        Column(str(SIDES["sales"]), 2.6, role="sales"),
        Column(str(SIDES["marketing"]), 2.6, role="marketing"),
    ]
    rows = [
        (line.question, Cell(line.answer, bold=True), *(_said(line.sides, side) for side in TWO_SIDES))
        for line in lines
    ]

    def make(more: str) -> Page:
        return deck.page(
            "Table",
            _("Agreed in the meeting") + more,
            units=_(
                "What the two sides agreed on once they had seen both answers. The original answers stay as "
                "they are, and no score moves."
            ),
        )

    paged(make, CONTENT, columns, rows)


def _said(sides: tuple[SideAnswers, ...], side: str) -> str:
    """What a side had answered; a dash where that may not be told."""
    found = next((each for each in sides if each.side == side), None)
    if found is None:
        return "–"
    told = [f"{line.text} ({line.counted})" if line.counted else line.text for line in found.answers]
    return "; ".join(told) or _("No answer")
