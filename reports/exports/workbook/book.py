"""A workbook in our style: text is text, numbers are numbers, and formulas find numbers by their names.

A number may be given a name, such as "items.CUS-K1.joint"; `Book.at` then says where it stands. Text goes
through `neutral`, so that none of it is ever run, and formulas come from this package alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.cells import neutral
from reports.charts.colours import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reports.exports.marks import Marks

FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
# Where a ground is set, so is the ink on it: what an office program in its dark mode would choose for one of
# them could not be read on the other.
INPUT = {"bg_color": "#fff4d6", "font_color": "#1d3a8a"}
FORMATS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "title": {"bold": True, "font_size": 14},
    "subject": {"bold": True},
    "limit": {"bold": True, "font_color": "#9a3412"},
    "withheld": {"italic": True, "text_wrap": True},
    # "_)" keeps a number off the text in the next column.
    "score": {"num_format": "0.0_)"},
    "signed": {"num_format": "+0.0_);-0.0_);0.0_)"},
    "count": {"num_format": "0_)"},
    "exact": {"num_format": "0.0#########_)"},
    "working": {"num_format": "0.0000_)"},
}
MARGIN = 0.6  # inch
LINE = 13.5  # points: the height of a line of text
PAPER_A4 = 9
LONGEST_PART = 70  # characters of a part; the three parts share 255 with their codes
HEAD_ROWS = 4  # title, subject, limits, and an empty one


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a style; under a name where it stands in a number's place."""

    text: str
    style: str = "text"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number under a name; None leaves the cell empty. `entered` ones may be changed by a reader."""

    value: float | None
    style: str = "score"
    name: str = ""
    entered: bool = False


@dataclass(frozen=True, slots=True)
class Live:
    """A formula, with what it comes to: a number, a text, or None for an empty text."""

    formula: str
    value: float | str | None
    style: str = "score"
    name: str = ""


Cell = Words | Number | Live | str | None


@dataclass(slots=True)
class Sheet:
    """One sheet, written from the top down."""

    book: Book
    native: Any
    name: str
    widths: Sequence[float]
    row: int = HEAD_ROWS

    def header(self, names: Sequence[str], *, frozen_columns: int = 0) -> None:
        """Write the names of the columns; they stay in sight, and are repeated on every printed page."""
        for column, name in enumerate(names):
            self.native.write_string(self.row, column, neutral(name), self.book.style("header"))
        self._heighten(names)
        self.row += 1
        self.native.freeze_panes(self.row, frozen_columns)
        self.native.repeat_rows(0, self.row - 1)

    def subheader(self, *names: str) -> None:
        """Write the title of a block, with names of its columns if it has any."""
        self.row += 1
        for column, name in enumerate(names):
            self.native.write_string(self.row, column, neutral(name), self.book.style("header"))
        self._heighten(names)
        self.row += 1

    def add(self, *cells: Cell) -> None:
        """Write a row."""
        for column, cell in enumerate(cells):
            self._write(column, cell)
        texts = [cell.text if isinstance(cell, Words) else cell for cell in cells]
        self._heighten([text if isinstance(text, str) else "" for text in texts])
        self.row += 1

    def _heighten(self, texts: Sequence[str]) -> None:
        """Make the row as high as its longest text needs: not every office program does by itself."""
        needed = (math.ceil(len(text) / width) for text, width in zip(texts, self.widths, strict=False))
        lines = max(needed, default=1)
        if lines > 1:
            self.native.set_row(self.row, lines * LINE)

    def here(self, column: int) -> str:
        """A cell of the row that is written next, as formulas write it."""
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 - only jobs need it

        return xl_rowcol_to_cell(self.row, column, col_abs=True)

    def add_all(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows."""
        for cells in rows:
            self.add(*cells)

    def _write(self, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            cell = Words(cell)
        if isinstance(cell, Words):
            self.native.write_string(self.row, column, neutral(cell.text), self.book.style(cell.style))
        elif isinstance(cell, Live):
            value = "" if cell.value is None else cell.value
            style = self.book.style(cell.style)
            self.native.write_formula(self.row, column, f"={cell.formula}", style, value)
        elif isinstance(cell, Number):
            style = self.book.style(cell.style, entered=cell.entered)
            if cell.value is None:
                self.native.write_blank(self.row, column, None, style)
            else:
                self.native.write_number(self.row, column, cell.value, style)
        if isinstance(cell, Words | Live | Number) and cell.name:
            self.book.places[cell.name] = (self.name, self.row, column)


class Book:
    """A workbook under way."""

    def __init__(self, path: Path, marks: Marks, accent: str) -> None:
        import xlsxwriter  # noqa: PLC0415 - only jobs need it

        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(FONT),  # the library writes into it
        }
        self.native = xlsxwriter.Workbook(str(path), options)
        self.native.set_properties(
            {
                "title": neutral(marks.subject),
                "author": neutral(marks.firm),
                "company": neutral(marks.firm),
                "comments": neutral(" · ".join((*marks.limits, marks.versions))),
                "created": marks.moment.replace(tzinfo=None),
            }
        )
        self.marks = marks
        self.accent = accent
        self.places: dict[str, tuple[str, int, int]] = {}
        self._styles: dict[tuple[str, bool], Any] = {}

    def style(self, name: str, *, entered: bool = False) -> Any:
        """A format by its name, made once; with the ground of what a reader may change."""
        if (name, entered) not in self._styles:
            own = {"bold": True, "text_wrap": True, "bg_color": self.accent, "font_color": "#ffffff"}
            look = own if name == "header" else FORMATS[name]
            mark = INPUT if entered else {}
            self._styles[name, entered] = self.native.add_format({**FONT, **look, **mark})
        return self._styles[name, entered]

    def sheet(self, name: str, title: str, widths: Sequence[float]) -> Sheet:
        """Add a sheet with whose it is at its top, and on every page of its print."""
        native = self.native.add_worksheet(name)
        for column, width in enumerate(widths):
            native.set_column(column, column, width, self.style("text"))
        for row, (text, style) in enumerate(
            (
                (title, "title"),
                (f"{self.marks.subject} · {self.marks.firm}", "subject"),
                (self.marks.limit, "limit"),
            )
        ):
            native.write_string(row, 0, neutral(text), self.style(style))
        self._print_setup(native)
        return Sheet(self, native, name, widths)

    def _print_setup(self, native: Any) -> None:
        native.set_landscape()
        native.set_paper(PAPER_A4)
        native.set_margins(MARGIN, MARGIN, MARGIN + 0.3, MARGIN + 0.3)
        native.fit_to_pages(1, 0)
        native.set_header(f"&L{_in_header(self.marks.subject)}&R{_in_header(self.marks.limit)}")
        native.set_footer(f"&L{_in_header(self.marks.firm)}&C{_in_header(self.marks.versions)}&R&P / &N")

    def at(self, name: str) -> str:
        """Where a named number stands, as formulas write it."""
        from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell  # noqa: PLC0415 - only jobs need it

        sheet, row, column = self.places[name]
        return f"{quote_sheetname(sheet)}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def list(self, *names: str) -> str:
        """Where these stand, as a list for a function."""
        return ",".join(self.at(name) for name in names)

    def span(self, first: str, last: str) -> str:
        """The cells from one named number down to another of the same column."""
        return f"{self.at(first)}:{self.at(last).rpartition('!')[2]}"

    def close(self) -> None:
        """Write the file."""
        self.native.close()


def if_numbers(one: str, other: str, then: str) -> str:
    """A formula that is empty unless two cells hold numbers."""
    return f'IF(AND(ISNUMBER({one}),ISNUMBER({other})),{then},"")'


def _in_header(text: str) -> str:
    """A text as part of a printed header, where an ampersand would begin a code."""
    return neutral(text)[:LONGEST_PART].replace("&", "&&")


def accent_of(colour: str) -> str:
    """The ground of headers: a firm's colour, which is dark enough for white by its own rules, or ours."""
    return colour or COLOURS["brand"]
