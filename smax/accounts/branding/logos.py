"""Logos: pictures written anew, drawings reduced to shapes.

Nothing of an upload is served as it came. A drawing passes a sanitiser and then a list of what a drawing may
hold; what is not on the list is dropped, and what cannot be read is refused.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from py_svg_hush import filter_svg

PICTURES = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 2 * 1024 * 1024
MOST_DRAWING_BYTES = 200 * 1024
MOST_PIXELS = 16_000_000
SHOWN = (720, 240)  # what a logo is reduced to: three times what a page shows, for fine screens
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_SHAPES = """
svg g path rect circle ellipse line polyline polygon text tspan defs linearGradient radialGradient stop
clipPath mask pattern symbol use title desc style
"""
_ATTRIBUTES = """
id class style transform d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points viewBox
preserveAspectRatio fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin
stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity color display visibility
clip-path clip-rule mask offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod
patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits dx dy rotate
text-anchor font-family font-size font-weight font-style letter-spacing dominant-baseline version
"""
SHAPES, ATTRIBUTES = frozenset(_SHAPES.split()), frozenset(_ATTRIBUTES.split())
# In a value or a style sheet: anything that fetches, imports, escapes or runs.
HARMFUL = re.compile(
    r"url\s*\((?!\s*['\"]?#)|//|@|\\|expression|javascript:|data:|/\*|<|behavior|binding", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as it is stored and served; its kind is "png" or "svg"."""

    kind: str
    content: bytes
    width: int
    height: int


def read_logo(content: bytes) -> Logo:
    """Make a logo of what was uploaded; ValidationError says what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 2 MB."))
    return _drawing(content) if _looks_drawn(content) else _picture(content)


def _looks_drawn(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _picture(content: bytes) -> Logo:
    unreadable = ValidationError(_("This is no PNG, JPEG, WebP or SVG that can be read."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=PICTURES)
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The picture has more than 16 million pixels."))
            plain = picture.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise unreadable from error
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises over broken files
        raise unreadable from error
    plain.thumbnail(SHOWN)
    written = io.BytesIO()
    # A new image: nothing that came along, such as where a photograph was taken, goes on.
    clean = Image.new("RGBA", plain.size)
    clean.paste(plain)
    clean.save(written, "PNG", optimize=True)
    return Logo("png", written.getvalue(), *clean.size)


def _drawing(content: bytes) -> Logo:
    if len(content) > MOST_DRAWING_BYTES:
        raise ValidationError(_("The drawing is larger than 200 KB."))
    unreadable = ValidationError(_("This drawing cannot be read as SVG."))
    try:
        text = content.decode("utf-8-sig")
        if "<!entity" in text.lower():
            raise unreadable
        root = fromstring(filter_svg(text.encode()), forbid_dtd=True)
    except (UnicodeDecodeError, ValueError, ParseError, DefusedXmlException) as error:
        raise unreadable from error
    if root.tag != f"{{{SVG}}}svg":
        raise unreadable
    width, height = _size(root)
    register_namespace("", SVG)
    clean = _shapes(root)
    clean.set("width", str(width))
    clean.set("height", str(height))
    written: bytes = tostring(clean, encoding="utf-8")
    return Logo("svg", written, width, height)


def _shapes(element: Element) -> Element:
    """A copy with what a drawing may hold, and nothing else."""
    copy = Element(element.tag, _attributes(element))
    copy.text = element.text
    for child in element:
        name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
        if name not in SHAPES or (name == "style" and (len(child) or HARMFUL.search(child.text or ""))):
            continue
        kept = _shapes(child)
        kept.tail = child.tail
        copy.append(kept)
    return copy


def _attributes(element: Element) -> dict[str, str]:
    kept = {}
    for name, value in element.attrib.items():
        if name in {"href", f"{{{XLINK}}}href"}:
            if value.startswith("#"):
                kept["href"] = value
        elif name in ATTRIBUTES and not HARMFUL.search(value):
            kept[name] = value
    return kept


def _size(root: Element) -> tuple[int, int]:
    """Width and height by the viewBox, or by the attributes; a drawing without either has no shape."""
    box = re.findall(r"-?[\d.]+", root.get("viewBox", ""))
    given = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    found = [re.match(r"[\d.]+", part) for part in given]
    try:
        width, height = (float(match[0]) for match in found if match)
    except ValueError as error:
        raise ValidationError(_("The drawing says nothing of its size: it needs a viewBox.")) from error
    if not (0 < width < 30_000 and 0 < height < 30_000):
        raise ValidationError(_("The drawing says nothing of its size: it needs a viewBox."))
    return max(1, round(width)), max(1, round(height))
