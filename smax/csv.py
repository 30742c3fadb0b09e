"""The one writer of CSV files: streamed, and safe to open in a spreadsheet.

A spreadsheet runs text that begins like a formula. Such text gets a leading apostrophe, in headers too;
numbers are written as numbers, so that a negative one stays one.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | float | None

# Full-width forms too: some spreadsheets read them as their ASCII sisters.
FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")

# What some readers drop before they look at the first character: spaces, and marks of no width.
SKIPPED = "".join(
    map(chr, (9, 10, 11, 12, 13, 32, 0xA0, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060, 0xFEFF))
)


def safe(cell: Cell) -> Cell:
    """Give the cell as it may stand in the file; text that a spreadsheet would run begins with an apostrophe.

    >>> safe("=1+1"), safe(" @sum"), safe(-5.5), safe("Acme")
    ("'=1+1", "' @sum", -5.5, 'Acme')
    """
    if not isinstance(cell, str):
        return cell
    starts = cell[:1] in FORMULA_STARTS or cell.lstrip(SKIPPED)[:1] in FORMULA_STARTS
    return f"'{cell}" if cell and starts else cell


class _Line:
    """What `csv.writer` writes to: hands back each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Write a header and rows, a line at a time. Text is quoted, numbers are not, None is an empty cell."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield writer.writerow([safe(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Stream a CSV file under a file name.

    The rows are made while the file is sent, after the request's middleware is done: their generator opens
    the scope of the rows it reads by itself.
    """
    response = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
