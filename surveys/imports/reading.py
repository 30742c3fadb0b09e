"""A file or a pasted text as rows of four cells: name, e-mail address, side, seniority."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from smax.boundary import UNREADABLE
from surveys.imports.errors import ListFault
from surveys.imports.words import COLUMNS, column_of
from surveys.imports.workbooks import LONGEST_CELL, sheet_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST_FILE = 1024 * 1024
MOST_ROWS = 300
MOST_COLUMNS = 60
DELIMITERS = "\t;,"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF16 = (b"\xff\xfe", b"\xfe\xff")

Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it was sent: its number in the list, and the text of its cells."""

    number: int
    name: str
    email: str
    side: str
    seniority: str


def rows_of_file(stream: IO[bytes], size: int) -> list[RawRow]:
    """Read a CSV or XLSX file, told by its content. ListFault where it is neither, or too large."""
    if size > LARGEST_FILE:
        raise ListFault(
            _("This file is too large: at most %(most)s KB. Copy the list of people into a new one.")
            % {"most": LARGEST_FILE // 1024}
        )
    stream.seek(0)
    content = stream.read(LARGEST_FILE + 1)
    if content.startswith(ZIP):
        found = sheet_rows(io.BytesIO(content), most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS)
        return _people(found)
    if content.startswith(OLD_EXCEL):
        raise ListFault(_("This is a file of an old Excel. Save it as .xlsx or CSV and try again."))
    return rows_of_text(_decoded(content))


def rows_of_text(text: str) -> list[RawRow]:
    """Read rows whose cells are parted by tabs, semicolons or commas. ListFault where they cannot be."""
    lines = csv.reader(
        io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True
    )
    found: list[Numbered] = []
    try:
        for cells in lines:
            if len(cells) > MOST_COLUMNS:
                raise ListFault(
                    _("Row %(row)s has more than %(most)s columns.")
                    % {"row": lines.line_num, "most": MOST_COLUMNS}
                )
            if any(cell.strip() for cell in cells):
                found.append((lines.line_num, cells))
            if len(found) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        raise ListFault(
            _("Row %(row)s cannot be read: a quotation mark is not closed, or a cell is far too long.")
            % {"row": lines.line_num}
        ) from error
    return _people(found)


def _decoded(content: bytes) -> str:
    if content.startswith(UTF16) or b"\0" in content:
        raise ListFault(
            _("This is no CSV file in UTF-8 or Windows-1252, and no .xlsx workbook. Save it as one of these.")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ListFault(
            _("This is no CSV file in UTF-8 or Windows-1252, and no .xlsx workbook. Save it as one of these.")
        ) from error


def _delimiter(text: str) -> str:
    """The sign that parts the first filled line into most columns that are known, else into most columns."""
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")

    def worth(sign: str) -> tuple[int, int]:
        cells = first.split(sign)
        return (sum(column_of(cell.strip(' "')) is not None for cell in cells), len(cells))

    return max(DELIMITERS, key=worth)


def _people(found: Sequence[Numbered]) -> list[RawRow]:
    if not found:
        raise ListFault(_("There is nobody in this list."))
    places, body = _places(found)
    if len(body) > MOST_ROWS:
        raise ListFault(
            _("There are more than %(most)s people in this list. Send it in parts.") % {"most": MOST_ROWS}
        )
    if not body:
        raise ListFault(_("There is nobody in this list: below the names of the columns it is empty."))
    return [RawRow(number, *_cells(number, cells, places)) for number, cells in body]


def _places(found: Sequence[Numbered]) -> tuple[tuple[int, ...], Sequence[Numbered]]:
    """Which cell holds what, and the rows below the header; a list without one has the template's order."""
    header = [column_of(cell) for cell in found[0][1]]
    if not any(header) and any("@" in cell for cell in found[0][1]):
        return tuple(range(len(COLUMNS))), found
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ListFault(
            _("The first row must name the columns name, email, side and seniority. Missing: %(missing)s.")
            % {"missing": ", ".join(missing)}
        )
    doubled = next((name for name in COLUMNS if header.count(name) > 1), None)
    if doubled:
        raise ListFault(_("The first row names the column %(name)s twice.") % {"name": doubled})
    return tuple(header.index(name) for name in COLUMNS), found[1:]


def _cells(number: int, cells: Sequence[str], places: Iterable[int]) -> list[str]:
    picked = [
        " ".join(cells[place].split())[: LONGEST_CELL + 1] if place < len(cells) else "" for place in places
    ]
    if any(UNREADABLE.search(cell) for cell in picked):
        raise ListFault(_("Row %(row)s holds a character that is not readable text.") % {"row": number})
    return picked
