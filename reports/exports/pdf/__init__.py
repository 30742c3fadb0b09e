"""The report as a PDF file: tagged, with contents and page numbers, in the brand of the firm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from reports.exports.pdf.content import content_of
from reports.exports.pdf.renderer import lacking, render
from smax.accounts.branding.colours import css_of

if TYPE_CHECKING:
    from reports.edition import Edition
    from smax.accounts.branding.models import Brand

__all__ = ["lacking", "make"]

STYLES = Path(__file__).with_name("report.css")
FONTS = (
    "source-sans-3/source-sans-3-latin-wght-normal.woff2",
    "source-sans-3/source-sans-3-latin-ext-wght-normal.woff2",
    "source-serif-4/source-serif-4-latin-600-normal.woff2",
    "source-serif-4/source-serif-4-latin-ext-600-normal.woff2",
)


def make(edition: Edition, brand: Brand | None, path: Path) -> None:
    """Write the report of a wave; NotRenderedError where it takes too much."""
    path.write_bytes(render(*page_of(edition, brand)))


def page_of(edition: Edition, brand: Brand | None) -> tuple[str, dict[str, bytes]]:
    """Give the report as one page of HTML, and the files that it names."""
    firm = (edition.release or edition.scored.wave.assessment).firm
    logo = f"logo.{brand.logo_kind}" if brand and brand.logo_kind else ""
    colours = css_of(brand.colour) if brand and brand.colour else ""
    files = {"report.css": STYLES.read_bytes(), "brand.css": colours.encode()}
    files |= {Path(name).name: _font(name) for name in FONTS}
    if brand and logo:
        files[logo] = bytes(brand.logo)
    html = render_to_string(
        "reports/pdf/report.html",
        {**content_of(edition), "firm": firm.display_name or firm.name, "logo": logo},
    )
    return html, files


def _font(name: str) -> bytes:
    found = finders.find(f"vendor/fonts/{name}")
    if not isinstance(found, str):
        message = f"the font {name} is not among the static files"
        raise FileNotFoundError(message)
    return Path(found).read_bytes()
