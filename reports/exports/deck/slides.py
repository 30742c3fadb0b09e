"""Which slides a deck has, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.exports.deck import closing, findings, meeting, opening, peers, sides
from reports.exports.deck.logo import add_logo
from reports.exports.deck.pages import Deck

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reports.edition import Edition
    from smax.accounts.branding.models import Brand

# In the order in which a meeting reads them.
SLIDES: tuple[Callable[[Deck], None], ...] = (
    findings.headline,
    findings.believers,
    findings.outcomes,
    findings.maturity,
    meeting.target,
    findings.dimensions,
    sides.disagreements,
    sides.awareness,
    sides.level_gap,
    peers.peers,
    sides.answers,
    meeting.agreed,
    closing.recommendations,
    closing.plan,
    closing.change,
    closing.sensitivity,
)


def write_deck(edition: Edition, brand: Brand | None, path: Path) -> None:
    """Write the deck of an edition; where nothing but participation may be shown, it holds no more."""
    deck = Deck(edition, brand.colour if brand else "")
    opening.cover(deck)
    opening.who_answered(deck)
    if not edition.scored.participation_only:
        for slides in SLIDES:
            slides(deck)
    closing.method(deck)
    if brand and brand.logo_kind:
        add_logo(deck.file, brand, deck.marks.firm)
    deck.save(path)
