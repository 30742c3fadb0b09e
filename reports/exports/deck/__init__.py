"""A wave's results as a PowerPoint deck: findings as titles, native charts and tables, working in notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reports.edition import Edition
    from smax.accounts.branding.models import Brand


def make(edition: Edition, brand: Brand | None, path: Path) -> None:
    """Write the deck of an edition in the firm's colour and with its logo."""
    from reports.exports.deck.slides import write_deck  # noqa: PLC0415 - loads python-pptx, which only jobs need

    write_deck(edition, brand, path)
