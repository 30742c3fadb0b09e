"""One table as a file: CSV, CSV for Excel, sheets of a workbook, Parquet. One block is in memory."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from reports.exports.benchmark.tables import Column
from smax.csv import lines, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reports.exports.benchmark.tables import Table
    from reports.models import BenchmarkSnapshot
    from smax.csv import Cell

CODEBOOK = (
    Column("table", str, ""),
    Column("column", str, ""),
    Column("holds", str, ""),
    Column("meaning", str, ""),
)
BLOCK = 1000  # lines of a Parquet file that are in memory


class NoParquetError(Exception):
    """What Parquet is written with is not installed."""


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], path: Path, *, excel: bool) -> int:
    """Write CSV, "for Excel" with the mark that makes it read umlauts; returns how many rows."""
    count = 0

    def counted() -> Iterable[Sequence[Cell]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as file:
        file.writelines(lines([column.name for column in columns], counted()))
    return count


def write_workbook(tables: Sequence[Table], snapshot: BenchmarkSnapshot, path: Path) -> None:
    """Write a workbook with a sheet a table, and what the columns mean on the last."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and only an export needs it

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [column.name for column in table.columns], bold)
            for place, row in enumerate(table.lines(snapshot), 1):
                sheet.write_row(place, 0, [safe(cell) for cell in row])
        sheet = book.add_worksheet("codebook")
        sheet.write_row(0, 0, [column.name for column in CODEBOOK], bold)
        for place, row in enumerate(codebook({table.name: table.columns for table in tables}), 1):
            sheet.write_row(place, 0, row)


def write_parquet(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], path: Path) -> None:
    """Write Parquet; NoParquetError where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: PLC0415 - an optional extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        message = "Parquet needs pyarrow, which is not installed on this server: pip install pyarrow"
        raise NoParquetError(message) from error
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    schema = pyarrow.schema([(column.name, kinds[column.holds]) for column in columns])
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        rest = iter(rows)
        while block := list(itertools.islice(rest, BLOCK)):
            cells = zip(*block, strict=True)
            arrays = [pyarrow.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))


def codebook(columns: Mapping[str, Sequence[Column]]) -> list[tuple[str, str, str, str]]:
    """One row a column, by table."""
    words = {str: "text", int: "whole number", float: "number"}
    return [
        (table, column.name, words[column.holds], column.meaning)
        for table, own in columns.items()
        for column in own
    ]
