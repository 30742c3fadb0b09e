"""The firm's logo on the cover, and small on every slide through the master.

A drawing is given as such, which PowerPoint shows from 2016 on; older programs show the picture that stands
in for it, and that one is clear.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.shapes.picture import CT_Picture
from pptx.util import Inches

from reports.cells import printable
from reports.charts.pptx.parts import element

if TYPE_CHECKING:
    from pptx.presentation import Presentation

    from smax.accounts.branding.models import Brand

COVER = (9.9, 0.75, 2.8, 0.9)  # left, top, width, height in inches
FOOTER = (9.6, 7.05, 1.9, 0.28)
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
DRAWN_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def add_logo(deck: Presentation, brand: Brand, firm: str) -> None:
    """Put the logo on the first slide, and on the master where it is decoration."""
    _place(deck.slides[0], brand, COVER, alt=firm)
    _place(deck.slide_masters[0], brand, FOOTER, alt="")


def _place(sheet: Any, brand: Brand, box: tuple[float, ...], *, alt: str) -> None:
    drawing = brand.logo_kind == brand.LogoKind.SVG
    picture = _clear() if drawing else bytes(brand.logo)
    _part, relation = sheet.part.get_or_add_image_part(io.BytesIO(picture))
    tree = sheet.shapes._spTree
    number = max(int(each.get("id")) for each in tree.xpath(".//p:cNvPr")) + 1
    shape = CT_Picture.new_pic(number, "Logo", printable(alt), relation, *_within(brand, box))
    if drawing:
        shape.blipFill.find(f"{{{MAIN}}}blip").append(_drawn(sheet, bytes(brand.logo)))
    tree.append(shape)


def _within(brand: Brand, box: tuple[float, ...]) -> tuple[int, int, int, int]:
    """The logo as large as the box takes, at its right end."""
    left, top, width, height = (Inches(each) for each in box)
    scale = min(width / brand.logo_width, height / brand.logo_height)
    across, upright = int(brand.logo_width * scale), int(brand.logo_height * scale)
    return left + width - across, top + (height - upright) // 2, across, upright


def _clear() -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (1, 1)).save(file, "PNG")
    return file.getvalue()


def _drawn(sheet: Any, content: bytes) -> Any:
    """The extension of a picture that names its drawing."""
    package = sheet.part.package
    name = PackURI("/ppt/media/logo.svg")
    part = next((each for each in package.iter_parts() if each.partname == name), None)
    part = part or Part(name, "image/svg+xml", package, content)
    relation = sheet.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    return element(
        f'<a:extLst xmlns:a="{MAIN}" xmlns:r="{RELATIONS}"><a:ext uri="{DRAWN_URI}">'
        f'<asvg:svgBlip xmlns:asvg="{DRAWN}" r:embed="{relation}"/></a:ext></a:extLst>'
    )
