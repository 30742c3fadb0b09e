"""The workbook behind a chart on a slide: every text written as text, every number as a number.

python-pptx writes this workbook itself, but lets a name that begins with "=" become a formula and one that
looks like an address a link. So its workbook is replaced by one of the same layout.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.chart import Chart as SlideChart

    from reports.charts.pptx.parts import Points, Series

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_categories(chart: SlideChart, categories: Sequence[str], series: Sequence[Series]) -> None:
    """Categories in the first column, and a column a series; a missing number is an empty cell."""
    cells: list[tuple[int, int, str | float]] = [(row, 0, name) for row, name in enumerate(categories, 1)]
    for column, each in enumerate(series, 1):
        cells.append((0, column, each.name))
        cells += [(row, column, value) for row, value in enumerate(each.values, 1) if value is not None]
    _replace(chart, cells)


def write_points(chart: SlideChart, series: Sequence[Points]) -> None:
    """A table of two columns a series, one under the other with a line between them."""
    cells: list[tuple[int, int, str | float]] = []
    top = 0
    for each in series:
        cells.append((top, 1, each.name))
        for row, (x, y) in enumerate(each.places, top + 1):
            cells += [(row, 0, x), (row, 1, y)]
        top += len(each.places) + 2
    _replace(chart, cells)


def _replace(chart: SlideChart, cells: list[tuple[int, int, str | float]]) -> None:
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        for row, column, value in cells:
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)
    chart.part.chart_workbook.update_from_xlsx_blob(file.getvalue())
