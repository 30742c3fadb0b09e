"""The first sheet of an XLSX file as rows of text.

Only four parts of the package are opened, each within a limit of size, and read as a stream of events: no
tree, no styles, no formulas, so that a small file cannot grow into a large one.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _

from surveys.imports.errors import ListFault

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_PART = 8 * 1024 * 1024
MOST_PARTS = 1000
LONGEST_CELL = 300
WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
PLACE = re.compile(r"([A-Z]{1,3})[1-9][0-9]{0,6}")
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(SAXException, UnicodeError, ValueError),
)


class _EnoughError(Exception):
    """More rows or columns than anybody asked for."""


def sheet_rows(stream: IO[bytes], *, most_rows: int, most_columns: int) -> list[tuple[int, list[str]]]:
    """The filled rows of the first sheet with their numbers, at most one more than `most_rows`.

    ListFault where the file is no sound workbook, too large inside, or wider than `most_columns`.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            return _rows(package, most_rows, most_columns)
    except DefusedXmlException as error:
        raise ListFault(_("This workbook declares entities, which no list of people needs.")) from error
    except _DAMAGES as error:
        if isinstance(error, ListFault):
            raise
        raise ListFault(_("This file is damaged or no Excel workbook (.xlsx).")) from error


def _rows(package: zipfile.ZipFile, most_rows: int, most_columns: int) -> list[tuple[int, list[str]]]:
    parts = {info.filename: info for info in package.infolist()[: MOST_PARTS + 1]}
    if len(parts) > MOST_PARTS or WORKBOOK not in parts:
        raise ListFault(_("This file is damaged or no Excel workbook (.xlsx)."))
    sheet = _first_sheet(package, parts)
    strings = _Strings()
    if STRINGS in parts:
        _read(package, parts, STRINGS, strings)
    rows = _Rows(strings.found, most_rows, most_columns)
    with contextlib.suppress(_EnoughError):
        _read(package, parts, sheet, rows)
    return rows.found


def _first_sheet(package: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> str:
    book, relations = _Elements("sheet"), _Elements("Relationship")
    _read(package, parts, WORKBOOK, book)
    _read(package, parts, RELATIONS, relations)
    targets = {each.get("Id"): each.get("Target", "") for each in relations.found}
    visible = [each for each in book.found if each.get("state", "visible") == "visible"]
    named = next((value for key, value in visible[0].items() if key.endswith(":id")), "") if visible else ""
    return posixpath.normpath(posixpath.join("/xl", targets.get(named, ""))).lstrip("/")


def _read(
    package: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo], name: str, handler: ContentHandler
) -> None:
    if name not in parts:
        raise ListFault(_("This file is damaged or no Excel workbook (.xlsx)."))
    too_large = ListFault(_("This workbook is too large inside. Copy the list of people into a new one."))
    # What the directory declares is also all that is unpacked: a part that lies fails its checksum.
    if parts[name].file_size > LARGEST_PART:
        raise too_large
    with package.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise too_large
    defusedxml.sax.parseString(content, handler, forbid_dtd=True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Elements(ContentHandler):
    """Collects the attributes of one kind of element."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.found: list[dict[str, str]] = []

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: N802 - SAX's name
        if _local(name) == self.wanted and len(self.found) < MOST_PARTS:
            self.found.append(dict(attrs.items()))


class _Text(ContentHandler):
    """Collects text between tags, as much as fits into a cell."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.room = 0

    def begin(self) -> None:
        self.text, self.room = [], LONGEST_CELL + 1

    def characters(self, content: str) -> None:
        if self.room > 0:
            self.text.append(content[: self.room])
            self.room -= len(content)

    def end(self) -> str:
        self.room = 0
        return "".join(self.text)


class _Strings(_Text):
    """The texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.parts = ""

    def startElement(self, name: str, _attrs: Mapping[str, str]) -> None:  # noqa: N802 - SAX's name
        if _local(name) == "si":
            self.parts = ""
        elif _local(name) == "t":
            self.begin()

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        if _local(name) == "t":
            self.parts = (self.parts + self.end())[: LONGEST_CELL + 1]
        elif _local(name) == "si":
            self.found.append(self.parts)


class _Rows(_Text):
    """The cells of a sheet."""

    def __init__(self, strings: list[str], most_rows: int, most_columns: int) -> None:
        super().__init__()
        self.strings = strings
        self.most_rows, self.most_columns = most_rows, most_columns
        self.found: list[tuple[int, list[str]]] = []
        self.number, self.cells = 0, {}  # type: ignore[var-annotated]
        self.column, self.kind, self.value = 0, "n", ""

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: N802 - SAX's name
        tag = _local(name)
        if tag == "row":
            self.number, self.cells, self.column = int(attrs.get("r", self.number + 1)), {}, 0
        elif tag == "c":
            place = PLACE.fullmatch(attrs.get("r", ""))
            self.column = _column(place[1]) if place else self.column + 1
            self.kind, self.value = attrs.get("t", "n"), ""
        elif tag in ("v", "t"):
            self.begin()

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        tag = _local(name)
        if tag in ("v", "t"):
            self.value = (self.value + self.end())[: LONGEST_CELL + 1]
        elif tag == "c" and self.value:
            shared = self.kind == "s"
            text = self.strings[int(self.value)] if shared and self._known() else "" if shared else self.value
            if text.strip():
                self._keep(text)
        elif tag == "row" and self.cells:
            width = max(self.cells)
            self.found.append((self.number, [self.cells.get(place, "") for place in range(1, width + 1)]))
            if len(self.found) > self.most_rows:
                raise _EnoughError

    def _known(self) -> bool:
        return self.value.isascii() and self.value.isdigit() and int(self.value) < len(self.strings)

    def _keep(self, text: str) -> None:
        if self.column > self.most_columns:
            raise ListFault(
                _("Row %(row)s has more than %(most)s columns.")
                % {"row": self.number, "most": self.most_columns}
            )
        self.cells[self.column] = text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
