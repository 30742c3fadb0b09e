"""The workbook with live formulas: every composite score is made before the reader's eyes.

Sheets stand in the order of reading, and are filled in the order in which their formulas need each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.exports.marks import Marks
from reports.exports.workbook.book import Book, accent_of
from reports.exports.workbook.sheets import (
    answers,
    certainty,
    dimensions,
    facts,
    gates,
    items,
    notes,
    outcomes,
    peers,
    plan,
    read_me,
    settings,
    summary,
)
from reports.exports.workbook.source import Source
from reports.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from reports.edition import Edition
    from smax.accounts.branding.models import Brand

READ = (
    summary,
    dimensions,
    items,
    facts,
    outcomes,
    gates,
    peers,
    certainty,
    answers,
    plan,
    notes,
    settings,
    read_me,
)
FILLED = (
    settings,
    items,
    facts,
    outcomes,
    dimensions,
    summary,
    gates,
    peers,
    certainty,
    answers,
    plan,
    notes,
    read_me,
)
ALWAYS = (summary, settings, read_me)  # the others where anything but participation may be shown


def make(edition: Edition, brand: Brand | None, path: Path) -> None:
    """Write an edition as a workbook: the same edition gives the same bytes."""
    source = Source(edition, Texts.of(edition.scored.wave.assessment))
    book = Book(path, Marks.of(edition), accent_of(brand.colour if brand else ""))
    sheets = {part: book.sheet(*part.title(), part.WIDTHS) for part in READ if _shown(part, source)}
    for part in FILLED:
        if part in sheets:
            part.fill(sheets[part], source)
    book.close()


def _shown(part: ModuleType, source: Source) -> bool:
    if part is notes and not source.edition.notes:
        return False
    if part is peers and not (source.edition.benchmark and source.edition.benchmark.peers):
        return False
    return part in ALWAYS or source.scores_shown
