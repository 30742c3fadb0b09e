"""The list to fill in: its columns, and one row that shows how."""

from __future__ import annotations

import io

import xlsxwriter

from surveys.imports.checking import EXAMPLE_ADDRESS
from surveys.imports.words import COLUMNS

EXAMPLE = ("Ana Example", EXAMPLE_ADDRESS, "sales", "C-level")
HELP = (
    ("name", "First and last name"),
    ("email", "The address that the personal link is sent to; each one once"),
    ("side", "sales, marketing or both"),
    ("seniority", "C-level, director, manager or other"),
)


def workbook() -> bytes:
    """The template as an XLSX file, with a second sheet that explains the columns."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True})
        sheet, notes = book.add_worksheet("Leaders"), book.add_worksheet("How to fill it in")
        sheet.write_row(0, 0, COLUMNS, bold)
        sheet.write_row(1, 0, EXAMPLE)
        sheet.set_column(0, 1, 32)
        sheet.set_column(2, 3, 16)
        sheet.freeze_panes(1, 0)
        for place, row in enumerate(HELP):
            notes.write_row(place, 0, row)
        notes.set_column(0, 0, 14)
        notes.set_column(1, 1, 60)
    return stream.getvalue()
