"""The slides that set the two sides beside each other: facts, predictions, and single answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.strip import answers_strip
from reports.exports.deck.findings import charted
from reports.exports.deck.pages import CONTENT
from reports.exports.deck.tables import Cell, Column, paged
from reports.tables.agreement import agreement_findings
from reports.tables.awareness import awareness_table
from reports.tables.concordance import fact_cards
from reports.tables.seniority import level_gaps
from reports.wording import SIDES, respondents

if TYPE_CHECKING:
    from reports.exports.deck.pages import Deck, Page
    from reports.tables.concordance import FactCard, SideAnswers

STRIPS = 2  # dimensions whose answers are shown one by one


def disagreements(deck: Deck) -> None:
    """The facts on which the sides agree least, with what each side said."""
    if deck.scored.card.basis == "none":
        return
    cards = fact_cards(deck.scored, deck.texts)
    unlike = [card for card in cards if card.concordance is None or card.concordance < ALIKE]
    columns = [
        Column(_("The same fact, asked of both sides"), 3.2),
        Column(str(SIDES["sales"]), 3, role="sales"),
        Column(str(SIDES["marketing"]), 3, role="marketing"),
        Column(_("Concordance"), 1.3, number=True),
    ]
    rows = [(Cell(card.question, bold=True), *_said(card), _concordance(card)) for card in unlike or cards]

    def make(more: str) -> Page:
        return deck.page(
            "Table",
            _finding(cards) + more,
            units=_(
                "Concordance: how alike the answers of the two sides are, 0 to 100; the least alike "
                "first. %(n)s."
            )
            % {"n": respondents(deck.scored.card.counts.sales, deck.scored.card.counts.marketing)},
        )

    pages = paged(make, CONTENT, columns, rows, most=2)
    pages[-1].say(
        *(
            _("Alike on both sides: %(question)s") % {"question": each.question}
            for each in cards
            if each not in unlike
        ),
        *(f"{found.name}: {found.words}" for found in agreement_findings(deck.scored)),
    )
    pages[-1].voice("concordance")


def _finding(cards: list[FactCard]) -> str:
    told = [card for card in cards if card.concordance is not None]
    if not told:
        return _("The same facts, asked of both sides")
    apart = sum(card.concordance < FAR for card in told if card.concordance is not None)
    if not apart:
        return _("The two sides largely state the same facts")
    return _("On %(apart)s of %(all)s facts the answers of the two sides lie far apart") % {
        "apart": apart,
        "all": len(told),
    }


ALIKE = 100
FAR = 50  # of 100: less than half of what the sides state is the same


def _said(card: FactCard) -> tuple[str, str]:
    if card.withheld:
        return card.withheld, card.withheld
    sales, marketing = (_answers(side) for side in card.sides)
    return sales, marketing


def _answers(side: SideAnswers) -> str:
    told = [f"{line.text} ({line.counted})" for line in side.answers]
    return "; ".join(told) or _("No answer")


def _concordance(card: FactCard) -> str:
    return card.withheld or card.concordance_shown


def awareness(deck: Deck) -> None:
    """What each side predicted of the other, beside what the other said."""
    found = awareness_table(deck.scored, deck.texts.dimensions())
    if found is None:
        return
    columns = [
        Column(_("Dimension"), 2.6),
        Column(_("Verdict"), 2.4),
        Column(_("Sales predicted of marketing"), 1.7, number=True, role="sales"),
        Column(_("Marketing said"), 1.5, number=True, role="marketing"),
        Column(_("Marketing predicted of sales"), 1.7, number=True, role="marketing"),
        Column(_("Sales said"), 1.5, number=True, role="sales"),
    ]
    rows = [
        (
            Cell(line.name, bold=True),
            Cell(line.verdict_name, bold=line.verdict == "hidden_disagreement"),
            line.predicted_by_sales,
            line.said_by_marketing,
            line.predicted_by_marketing,
            line.said_by_sales,
        )
        for line in found.lines
    ]

    def make(more: str) -> Page:
        return deck.page(
            "Table",
            found.finding + more,
            units=_("Each side predicted how the other would rate a dimension, 0 to 100. %(n)s.")
            % {"n": respondents(deck.scored.card.counts.sales, deck.scored.card.counts.marketing)},
        )

    pages = paged(make, CONTENT, columns, rows)
    pages[0].say(*(f"{verdict.name}: {verdict.meaning}" for verdict in found.verdicts), found.rule)
    pages[0].voice("awareness")


def level_gap(deck: Deck) -> None:
    """How the top of each side rates alignment beside those who report to it; no slide where none is told."""
    found = level_gaps(deck.scored)
    if not any(line.gap for line in found):
        return
    columns = [
        Column(_("Side"), 1.6),
        Column(_("Level gap"), 2, number=True),
        Column(_("What it means"), 6),
    ]
    rows = [
        (
            Cell(line.name, bold=True, role=line.side),
            Cell(line.gap or "–", bold=True),
            f"{line.meaning}\n{line.note}" if line.note else line.meaning,
        )
        for line in found
    ]

    def make(more: str) -> Page:
        return deck.page(
            "Table",
            _("The view from above") + more,
            units=_(
                "Level gap: perceived alignment of a side's top level minus that of the others on the same "
                "side, in points."
            ),
        )

    paged(make, CONTENT, columns, rows)


def answers(deck: Deck) -> None:
    """Single answers as dots, for the dimensions that the sides rate furthest apart."""
    scores = deck.scored.card.dimensions
    apart = sorted(
        (
            (abs(score.perceived_sales - score.perceived_marketing), code)
            for code, score in scores.items()
            if score.perceived_sales is not None and score.perceived_marketing is not None
        ),
        key=lambda each: -each[0],
    )
    charts = (answers_strip(deck.scored, deck.texts, code) for _apart, code in apart)
    for place, chart in zip(range(STRIPS), filter(None, charts), strict=False):
        page = charted(deck, "Chart", chart)
        if place == 0:
            page.voice("answers")
