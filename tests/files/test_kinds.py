"""What a file is, told by its content."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from smax.files.kinds import kind_of
from smax.files.purposes import checked_kind


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def archive(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in names:
            parts.writestr(name, content)
    return out.getvalue()


def office(part: str, *more: str) -> bytes:
    return archive("[Content_Types].xml", part, *more)


TOLD = [
    (picture("PNG"), "a.html", "png"),
    (picture("JPEG"), "a.svg", "jpeg"),
    (picture("WEBP"), "a", "webp"),
    (b"%PDF-1.7\n%...", "a.png", "pdf"),
    (office("xl/workbook.xml"), "a.zip", "xlsx"),
    (office("word/document.xml"), "a.exe", "docx"),
    (office("ppt/presentation.xml"), "a.docx", "pptx"),
    (archive("anything.txt"), "a.xlsx", "zip"),
    (b"a,b\n1,2\n", "a.CSV", "csv"),
    (b"a;b\nM\xfcnchen;2\n", "a.csv", "csv"),
    (b'{"a": 1}', "a.json", "json"),
    ("Plan für 2027".encode(), "plan.html", "txt"),
    ("﻿mark".encode(), "plan.txt", "txt"),
]
REFUSED = {
    "html": (b"<!DOCTYPE html><script>alert(1)</script>", "a.txt"),
    "html-after-white-space": (b"  \n\t<html>", "a.csv"),
    "html-after-a-mark": ("﻿<html>".encode(), "a.txt"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.png"),
    "gif": (b"GIF89a" + b"\x00" * 40, "a.gif"),
    "program": (b"MZ\x90\x00\x03", "a.txt"),
    "windows-text-without-its-name": (b"M\xfcnchen", "a.dat"),
    "white-space": (b" \n ", "a.txt"),
    "nothing": (b"", "a.txt"),
    "nul": (b"a\x00b", "a.txt"),
    "damaged-picture": (picture("PNG")[:40], "a.png"),
    "damaged-zip": (office("xl/workbook.xml")[:60], "a.xlsx"),
    "macros": (office("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx"),
    "too-many-pixels": (picture("PNG", (5000, 5000)), "a.png"),
    "too-many-parts": (office("xl/workbook.xml", *(str(n) for n in range(5001))), "a.xlsx"),
    "bomb": (archive("[Content_Types].xml", "xl/workbook.xml", content=b"0" * 101 * 1024 * 1024), "a.xlsx"),
}


@pytest.mark.parametrize(("content", "name", "kind"), TOLD, ids=[f"{name}-{kind}" for _c, name, kind in TOLD])
def test_the_content_says_what_it_is(content, name, kind):
    stream = io.BytesIO(content)
    assert kind_of(stream, name) == kind
    assert stream.tell() == 0


@pytest.mark.parametrize(("content", "name"), REFUSED.values(), ids=REFUSED)
def test_what_is_none_of_them_is_refused(content, name):
    with pytest.raises(ValidationError):
        kind_of(io.BytesIO(content), name)


def test_a_locked_file_is_refused():
    content = bytearray(archive("[Content_Types].xml", "xl/workbook.xml"))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ValidationError, match="password"):
        kind_of(io.BytesIO(bytes(content)), "a.xlsx")


@pytest.mark.parametrize(
    ("purpose", "content", "name", "words"),
    [
        (
            "logo",
            b"%PDF-1.7",
            "a.png",
            "type .pdf. is not taken here. Taken are: png, jpg, webp.",
        ),
        ("evidence", archive("x"), "a.zip", "A file of this type .zip. is not taken here"),
        ("evidence", b"", "a.txt", "The file is empty."),
        ("logo", picture("PNG") + b"0" * 2 * 1024 * 1024, "a.png", "too large: at most 2 MB"),
    ],
)
def test_a_purpose_takes_what_it_says(purpose, content, name, words):
    with pytest.raises(ValidationError, match=words):
        checked_kind(io.BytesIO(content), size=len(content), name=name, purpose=purpose)
