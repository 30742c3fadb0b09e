"""What a file is, told by its content: neither its name nor what a browser says of it counts."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

LARGEST_PICTURE = 20_000_000  # pixels
MOST_PARTS = 5_000
LARGEST_PART = 200 * 1024 * 1024
_OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
# What Pillow raises for pictures that are none, or that would unpack to far too much.
_DAMAGES = (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError)
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file: its content type, the ending that a name gets, and whether a browser may show it."""

    content_type: str
    ending: str
    inline: bool = False


_WORD = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "png": Kind("image/png", "png", inline=True),
    "jpeg": Kind("image/jpeg", "jpg", inline=True),
    "webp": Kind("image/webp", "webp", inline=True),
    "pdf": Kind("application/pdf", "pdf"),
    "xlsx": Kind(f"{_WORD}.spreadsheetml.sheet", "xlsx"),
    "docx": Kind(f"{_WORD}.wordprocessingml.document", "docx"),
    "pptx": Kind(f"{_WORD}.presentationml.presentation", "pptx"),
    "zip": Kind("application/zip", "zip"),
    "json": Kind("application/json", "json"),
    "csv": Kind("text/csv", "csv"),
    "txt": Kind("text/plain", "txt"),
}


def kind_of(stream: IO[bytes], name: str = "") -> str:
    """Tell the kind of the content, a key of KINDS; ValidationError where it is none of them.

    The name decides only between kinds of plain text (csv, json, txt), which look alike.
    """
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(stream)
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4], head[8:12]) == (
        b"RIFF",
        b"WEBP",
    ):
        return _picture(stream)
    return _text(stream, name)


def _picture(stream: IO[bytes]) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=["PNG", "JPEG", "WEBP"]) as picture:
                found, size = str(picture.format).lower(), picture.size
                if size[0] * size[1] > LARGEST_PICTURE:
                    raise ValidationError(_("The picture has too many pixels: at most 20 million."))
                picture.verify()
    except _DAMAGES:
        raise ValidationError(_("The picture is damaged.")) from None
    finally:
        stream.seek(0)
    return found


def _zipped(stream: IO[bytes]) -> str:
    """Look at a zip's directory only: nothing is unpacked."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise ValidationError(_("The file is damaged: its parts cannot be listed.")) from None
    finally:
        stream.seek(0)
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_PART:
        raise ValidationError(_("The file unpacks to far more than it should hold."))
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(_("The file is locked with a password."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("The file holds macros. Save it without them."))
    office = [kind for part, kind in _OFFICE.items() if part in names and "[Content_Types].xml" in names]
    return office[0] if office else "zip"


def _text(stream: IO[bytes], name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    text = _decoded(stream.read(), windows=ending in {"csv", "txt"})
    stream.seek(0)
    # Text that begins as markup does would be a page or a drawing to some program.
    if text is None or _UNPRINTED.search(text) or text.lstrip()[:1] in {"", "<"}:
        raise ValidationError(_("This type of file cannot be kept, whatever its name ends in."))
    return ending if ending in {"csv", "json"} else "txt"


def _decoded(content: bytes, *, windows: bool) -> str | None:
    """Read UTF-8, or what spreadsheets on Windows write instead where the name says it is such text."""
    for encoding in ("utf-8-sig", "cp1252") if windows else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
