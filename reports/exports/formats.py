"""The formats in which a wave's results leave the server: one line each.

A format is one function that writes one file from an `Edition`; everything it says comes from there. Before
it is called, the report's language and the client's time zone are in force. A new format adds its line here,
and its kind of file to the purpose "export" in smax/files/purposes.py if it is not taken yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from reports.exports import deck, interactive, pdf, workbook
from reports.exports.plain import interchange, tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.utils.functional import Promise

    from reports.edition import Edition
    from smax.accounts.branding.models import Brand

    Make = Callable[[Edition, Brand | None, Path], None]


def nothing_lacking() -> str:
    """Say that a format can be made on every machine."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way of writing a wave's results into a file.

    Parameters
    ----------
    code
        Names the format in addresses and in the names of files: `acme_wave_2026-11_<code>_en.pdf`.
    title, text
        What it is called where it is chosen, and what it is good for in one sentence.
    ending
        Of the file's name; its content must be of that kind (smax/files/kinds.py).
    make
        Writes the file: `make(edition, brand, path)`. RefusedError where it cannot be made, with the reason.
    lacking
        What this machine lacks to make it, in a sentence; empty where nothing is missing.
    """

    code: str
    title: str | Promise
    text: str | Promise
    ending: str
    make: Make
    lacking: Callable[[], str] = nothing_lacking


FORMATS: dict[str, Format] = {
    each.code: each
    for each in (
        # the order in which they are offered
        Format(
            code="report",
            title=gettext_lazy("Report (PDF)"),
            text=gettext_lazy("To read and to send: every section with charts, contents and page numbers."),
            ending="pdf",
            make=pdf.make,
            lacking=pdf.lacking,
        ),
        Format(
            code="deck",
            title=gettext_lazy("Slides (PPTX)"),
            text=gettext_lazy("For a meeting: findings, native charts and tables to edit, speaker notes."),
            ending="pptx",
            make=deck.make,
        ),
        Format(
            code="charts",
            title=gettext_lazy("Charts (SVG, HTML)"),
            text=gettext_lazy("Every chart as a drawing and as a page to explore offline, in one archive."),
            ending="zip",
            make=interactive.make,
        ),
        Format(
            code="workbook",
            title=gettext_lazy("Workbook (XLSX)"),
            text=gettext_lazy("Every score with live formulas, so that a sceptic can check and try."),
            ending="xlsx",
            make=workbook.make,
        ),
        Format(
            code="tables",
            title=gettext_lazy("Tables (CSV)"),
            text=gettext_lazy("Every value in a long and a wide table, with a codebook, in one archive."),
            ending="zip",
            make=tables.make,
        ),
        Format(
            code="interchange",
            title=gettext_lazy("Data (JSON)"),
            text=gettext_lazy("For other programs, and for scoring again from the command line."),
            ending="json",
            make=interchange.make,
        ),
    )
}
