"""Decks of waves, made and opened again: titles, texts, tables, charts and notes as a reader finds them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.utils import translation
from pptx import Presentation  # noqa: TID253 - a test reads what was written

from reports.edition import Edition, live_edition
from reports.exports.deck import make
from reports.inputs import all_waves
from smax.accounts.tenancy import every_firm


def edition_of(wave: Any) -> Edition:
    with every_firm("a test reads"):
        return live_edition(all_waves().get(pk=wave.pk))


def deck_of(edition: Edition, folder: Any, *, language: str = "en", brand: Any = None) -> bytes:
    """Write a deck as the job does."""
    path = folder / "deck.pptx"
    with translation.override(language):
        make(edition, brand, path)
    return path.read_bytes()


def opened(deck: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(deck)).slides)


def titles(slides: list[Any]) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides]


def slide_named(slides: list[Any], pattern: str) -> Any:
    [found] = [slide for slide in slides if re.search(pattern, slide.shapes.title.text_frame.text)]
    return found


def rows_of(slide: Any) -> list[list[str]]:
    """The rows of a slide's native table, its heading first."""
    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


def chart_of(slide: Any) -> Any:
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    return chart


def notes_of(slide: Any) -> str:
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def texts_of(slide: Any) -> str:
    """Everything on a slide that is read: text, tables and the text of charts."""
    shown = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    shown += [
        cell.text_frame.text
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    shown += [
        "".join(part.text or "" for part in shape.chart._chartSpace.iter() if part.tag.endswith(("}v", "}t")))
        for shape in slide.shapes
        if shape.has_chart
    ]
    return "\n".join(shown)


def parts(deck: bytes) -> dict[str, bytes]:
    """Every part of the file, those of embedded workbooks included."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        for name in package.namelist():
            content = package.read(name)
            found[name] = content
            if name.endswith(".xlsx"):
                found |= {f"{name}/{inner}": each for inner, each in parts(content).items()}
    return found
