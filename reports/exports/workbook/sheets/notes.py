"""Notes: what the consultant has to say about each section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.markdown import plain
from reports.sections_list import SECTIONS

if TYPE_CHECKING:
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source

WIDTHS = (26, 110)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Notes"), _("The consultant's notes")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a row for each line of a note: a cell holds one line."""
    sheet.header([_("Section"), _("Note")])
    for section, name in SECTIONS.items():
        text = plain(source.edition.notes.get(section, ""))
        sheet.add_all([str(name), line] for line in text.splitlines() if line.strip())
