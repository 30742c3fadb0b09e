"""Tables as sheets of a workbook and as Parquet. One block is in memory."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.benchmarks.tables import CODEBOOK, codebook
from smax.csv import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reports.benchmarks.tables import Column, Table
    from reports.models import BenchmarkSnapshot
    from smax.csv import Cell

BLOCK = 1000  # lines of a Parquet file that are in memory


class NoParquetError(Exception):
    """What Parquet is written with is not installed."""


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
        message = _("Parquet needs pyarrow, which is not installed on this server: pip install pyarrow")
        raise NoParquetError(message) from error
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    schema = pyarrow.schema([(column.name, kinds[column.holds]) for column in columns])
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        rest = iter(rows)
        while block := list(itertools.islice(rest, BLOCK)):
            cells = zip(*block, strict=True)
            arrays = [pyarrow.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
