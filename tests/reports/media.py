"""Files of a wave's results, made by every format there is, and everything that can be read in them."""

from __future__ import annotations

import html
import io
import re
import zipfile

import pypdf
import pypdfium2

from reports.exports.formats import FORMATS
from reports.exports.interactive.charts import charts_of

PACKED = ("xlsx", "pptx", "zip")
PRINTABLE = ("xml", "rels", "csv", "txt", "json", "svg", "html", "css")


def made(edition, folder, *, codes=None):
    """A file in every format, or in these, by the format's code; none of charts where none may be shown."""
    files = {}
    for code, each in FORMATS.items():
        if code in (codes or FORMATS) and (code != "charts" or charts_of(edition)):
            files[code] = folder / f"{code}.{each.ending}"
            each.make(edition, None, files[code])
    return files


def texts(path):
    """The readable parts of a file by name; PDF as text, its description and its links."""
    found = {}
    for name, content in members(path.name, path.read_bytes()):
        ending = name.rpartition(".")[2].lower()
        if ending == "pdf":
            found[name] = pdf_text(content)
        elif ending in PRINTABLE:
            found[name] = html.unescape(content.decode())
    return found


def members(name, content):
    """The parts of a file with their names, those of files within files, too: the workbooks of charts."""
    if name.rpartition(".")[2].lower() not in PACKED:
        yield name, content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for inner in archive.namelist():
            yield from ((f"{name}/{part}", found) for part, found in members(inner, archive.read(inner)))


def pdf_text(content):
    """All text of a PDF, with what it says of itself and the targets of its links."""
    paper = pypdfium2.PdfDocument(content)
    try:
        pages = [_text(page) for page in paper]
    finally:
        paper.close()
    reader = pypdf.PdfReader(io.BytesIO(content))
    about = [str(value) for value in (reader.metadata or {}).values()]
    return "\n".join([*pages, *about, *links(reader), *attachments(reader)])


def _text(page):
    """The text of a page; a hyphen at the end of a line is the reader's sign for one, and no letter."""
    words = page.get_textpage()
    try:
        return words.get_text_bounded().replace("\ufffe", "")
    finally:
        words.close()
        page.close()


def links(reader):
    """Addresses outside the document that a click would open."""
    found = []
    for page in reader.pages:
        for annotation in page.get("/Annots") or ():
            action = annotation.get_object().get("/A") or {}
            if "/URI" in action:
                found.append(str(action["/URI"]))
    return found


def attachments(reader):
    return list(reader.attachments)


def words(xml):
    """The text of an XML part without its tags."""
    return re.sub(r"<[^>]*>", " ", xml)
