"""Native tables on slides: quiet lines, rows as high as their text, and further slides for what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from reports.cells import neutral, printable
from reports.charts.pptx.parts import element, rgb
from reports.charts.svg.measure import width_of
from reports.exports.deck.fitting import EMU, Box, height_of
from reports.exports.deck.pages import held

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reports.exports.deck.pages import Page

SIZES = (16, 15, 14, 13, 12, 11)
ACROSS, UPRIGHT = 7.0, 3.5  # points of air beside and above a cell's text
WIDER = 1.02  # than we measure, as some programs set text
WORD = 14  # letters: a longer text in a column of numbers is read from the left
NUMBER = r"[+\-−]?\d+(?:[.,]\d+)?"
NUMBERS = re.compile(rf"{NUMBER}(?: → {NUMBER})?(?: \({NUMBER}\))?")  # also "+46 → +14 (−32)"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no fills and no grid: the lines are ours


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, and whether it holds numbers.

    `role` colours the heading.
    """

    title: str
    share: float
    number: bool = False
    role: str = "ink-soft"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs from its column: bold, in a role's colour, or larger by some points."""

    text: str
    bold: bool = False
    role: str = "ink"
    larger: float = 0.0


def fill_table(page: Page, place: int, columns: Sequence[Column], rows: Sequence[Any]) -> int:
    """Fill a table's placeholder; gives how many of the rows it holds, one at least."""
    shape = page.places.pop(place)
    box = Box.of(shape)
    size, many, heights = _fitting(box, columns, rows)
    left, top, width = shape.left, shape.top, shape.width
    shape._element.getparent().remove(shape._element)
    frame = page.slide.shapes.add_table(
        many + 1, len(columns), left, top, width, Emu(int(sum(heights) * EMU))
    )
    held(frame, "tbl", place)
    native = frame.table
    frame._element.find(f".//{{{MAIN}}}tableStyleId").text = NO_STYLE
    native.horz_banding = False
    native.first_col = True
    for column, room in zip(native.columns, _widths(width, columns), strict=True):
        column.width = Emu(room)
    lines = [[Cell(each.title, bold=True, role=each.role) for each in columns], *map(_cells, rows[:many])]
    for row, height, cells in zip(native.rows, heights, lines, strict=True):
        row.height = Emu(int(height * EMU))
        for cell, column, text in zip(row.cells, columns, cells, strict=True):
            _write(cell, column, text, size, head=cells is lines[0])
    _named(frame, page, columns)
    return many


def paged(
    make: Callable[[str], Page], place: int, columns: Sequence[Column], rows: Sequence[Any], *, most: int = 4
) -> list[Page]:
    """Spread rows over slides; `make` gives a slide whose title ends in what it is handed.

    What `most` slides do not hold is left to the notes of the last one.
    """
    pages, left = [], list(rows)
    while left and len(pages) < most:
        page = make(" " + _("(continued)") if pages else "")
        done = fill_table(page, place, columns, left)
        left = left[done:]
        pages.append(page)
    for row in left:
        pages[-1].say(" | ".join(cell.text for cell in _cells(row)))
    return pages


def _cells(row: Sequence[str | Cell]) -> list[Cell]:
    return [each if isinstance(each, Cell) else Cell(each) for each in row]


def _widths(width: int, columns: Sequence[Column]) -> list[int]:
    total = sum(column.share for column in columns)
    return [int(width * column.share / total) for column in columns]


def _fitting(
    box: Box, columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]]
) -> tuple[float, int, list[float]]:
    """The size at which all rows fit, or the smallest with as many as do; with the rows' heights."""
    rooms = [room / EMU - 2 * ACROSS for room in _widths(int(box.width * EMU), columns)]
    for size in SIZES:
        heights = _heights(size, rooms, columns, rows)
        if sum(heights) <= box.height and not _breaks_a_word(size, rooms, columns, rows):
            return size, len(rows), heights
    size = SIZES[-1]
    heights, many = _heights(size, rooms, columns, rows), 1
    while many < len(rows) and sum(heights[: many + 2]) <= box.height:
        many += 1
    return size, many, heights[: many + 1]


def _breaks_a_word(
    size: float, rooms: Sequence[float], columns: Sequence[Column], rows: Sequence[Any]
) -> bool:
    """Whether a word is wider than its column."""
    lines = [[Cell(each.title, bold=True, larger=-1) for each in columns], *map(_cells, rows)]
    return any(
        width_of(word, size + cell.larger, bold=cell.bold) * WIDER > room
        for cells in lines
        for cell, room in zip(cells, rooms, strict=True)
        for word in cell.text.split()
    )


def _heights(
    size: float, rooms: Sequence[float], columns: Sequence[Column], rows: Sequence[Any]
) -> list[float]:
    head = max(
        height_of([each.title], size - 1, room, bold=True) for each, room in zip(columns, rooms, strict=True)
    )
    return [
        head + 2 * UPRIGHT,
        *(
            2 * UPRIGHT
            + max(
                height_of([_safe(cell.text)], size + cell.larger, room, bold=cell.bold, wider=WIDER)
                for cell, room in zip(_cells(row), rooms, strict=True)
            )
            for row in rows
        ),
    ]


def _safe(text: str) -> str:
    """Text that may be copied into a spreadsheet; numbers stay numbers. Line ends stay as well."""
    lines = printable(text).split("\n")
    return "\n".join(line if NUMBERS.fullmatch(line) else neutral(line) for line in lines)


def _write(cell: Any, column: Column, text: Cell, size: float, *, head: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(ACROSS)
    cell.margin_top = cell.margin_bottom = Pt(UPRIGHT)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.TOP
    cell.text_frame.text = _safe(text.text)
    right = column.number and (head or len(text.text) <= WORD)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size = Pt(size - 1 if head else size + text.larger)
            run.font.bold = text.bold
            run.font.color.rgb = rgb(text.role)
    properties = cell._tc.get_or_add_tcPr()
    width, role = ("12700", "rule-strong") if head else ("6350", "rule")
    fill = f'<a:solidFill><a:srgbClr val="{rgb(role)}"/></a:solidFill>'
    properties.append(element(f'<a:lnB xmlns:a="{MAIN}" w="{width}">{fill}</a:lnB>'))


def _named(frame: Any, page: Page, columns: Sequence[Column]) -> None:
    """Say what the table holds, for those who do not see it."""
    about = frame._element.nvGraphicFramePr.cNvPr
    about.set("title", page.slide.shapes.title.text_frame.text)
    about.set("descr", printable(", ".join(each.title for each in columns if each.title)))
