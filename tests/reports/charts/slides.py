"""Charts on slides, saved and opened again: what their XML caches, and what their workbooks hold."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import openpyxl  # noqa: TID253 - a test reads what was written
from pptx import Presentation  # noqa: TID253 - as above
from pptx.util import Inches  # noqa: TID253 - as above

from reports.charts.pptx import add_chart
from reports.charts.pptx.parts import NAMESPACE, Place

C = f"{{{NAMESPACE}}}"
BOX = Place(Inches(0.5), Inches(1.5), Inches(9), Inches(5))


@dataclass(frozen=True)
class Kept:
    """One series as the file keeps it: twice, in the chart's XML and in the cells that the XML points to."""

    name: tuple[str, str]
    categories: tuple[list, list]
    values: tuple[list, list]


def saved(*charts):
    """A presentation with a slide for each chart, as bytes."""
    deck = Presentation()
    for chart in charts:
        add_chart(deck.slides.add_slide(deck.slide_layouts[6]), chart, BOX)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def opened(deck):
    """The native charts of a saved presentation, one a slide."""
    slides = Presentation(io.BytesIO(deck)).slides
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def workbooks(deck):
    """The workbooks behind the charts, as zip files."""
    return [zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) for chart in opened(deck)]


def kept(native):
    """Every series of a chart, as its XML and as its workbook tell it."""
    sheet = openpyxl.load_workbook(io.BytesIO(native.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    return [
        Kept(
            name=_both(series, "tx", sheet),
            categories=_lists(series, "cat", "xVal", sheet),
            values=_lists(series, "val", "yVal", sheet),
        )
        for series in native._chartSpace.iter(f"{C}ser")
    ]


def _both(series, tag, sheet):
    part = series.find(f"{C}{tag}")
    return part.find(f".//{C}v").text, sheet[_corner(part)].value


def _corner(part):
    return part.find(f".//{C}f").text.partition("!")[2].replace("$", "")


def _lists(series, tag, other, sheet):
    part = series.find(f"{C}{tag}")
    part = series.find(f"{C}{other}") if part is None else part
    cached = {int(point.get("idx")): point.find(f"{C}v").text for point in part.iter(f"{C}pt")}
    count = int(part.find(f".//{C}ptCount").get("val"))
    reference = part.find(f".//{C}f").text
    first, last = re.findall(r"\$?([A-Z]+\$?\d+)", reference.partition("!")[2])[:2]
    cells = sheet[f"{first}:{last}".replace("$", "")]
    return [cached.get(place) for place in range(count)], [cell.value for [cell] in cells]
