"""The slide that shows the company among its peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.among_peers import among_peers
from reports.charts.table import table
from reports.exports.deck.findings import charted
from reports.exports.deck.pages import rows_in_words

if TYPE_CHECKING:
    from reports.exports.deck.pages import Deck


def peers(deck: Deck) -> None:
    """The headline scores among the widest group; gap and dimensions stand in the notes."""
    found = among_peers(deck.edition, deck.texts.dimensions())
    charts = {chart.code: chart for chart in found.charts} if found else {}
    headline = charts.pop("peers-headline", None)
    if headline is None:
        return
    page = charted(deck, "Chart", headline)
    for chart in charts.values():
        page.say(chart.finding)
        page.say(*rows_in_words(table(chart)))
    page.voice("peers")
