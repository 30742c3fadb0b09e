"""Whatever bytes are sent: a list, or one reason why it is none."""

from __future__ import annotations

import contextlib
import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.imports.checking import checked
from surveys.imports.errors import ListFault
from surveys.imports.reading import rows_of_file, rows_of_text
from surveys.imports.templates import workbook
from tests.surveys.imports.bombs import cell, package, sheet

SOUND = workbook()
TOKENS = st.sampled_from(
    [
        "name",
        "email",
        "side",
        "seniority",
        ";",
        ",",
        "\t",
        "\n",
        "\r",
        '"',
        "@",
        "a@b.example",
        "sales",
        "=1",
        " ",
    ]
)
PARTS = (
    '<row>|</row>|<row r="2">|<c>|</c>|<c t="s" r="A1">|<c t="inlineStr">|<is>|</is>|<t>|</t>|<v>|</v>|7|x|'
    "&amp;|&lt;|<!--|-->|<![CDATA[|]]>|<?xml?>|\ufeff"
)
TAGS = st.sampled_from(PARTS.split("|"))


def tried(act):
    """Run it; ListFault is the only fault that may come out. What was read can be checked."""
    with contextlib.suppress(ListFault):
        checked(act(), taken=frozenset())


def of(content):
    return lambda: rows_of_file(io.BytesIO(content), len(content))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(content):
    tried(of(content))


@settings(deadline=None)
@given(st.lists(TOKENS, max_size=60).map("".join))
def test_any_text(text):
    tried(lambda: rows_of_text(text))
    tried(of(text.encode()))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_some_bytes_changed(changes):
    content = bytearray(SOUND)
    for place, byte in changes:
        content[place] = byte
    tried(of(bytes(content)))


@settings(deadline=None)
@given(st.lists(TAGS, max_size=40).map("".join), st.lists(TAGS, max_size=10).map("".join))
def test_a_package_with_any_sheet_and_texts(body, strings):
    tried(of(package(sheet(body), strings=f"<sst>{strings}</sst>")))
    tried(of(package(body)))


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=80), st.text(max_size=80))
def test_a_package_with_any_directory(book, relations):
    with contextlib.suppress(UnicodeEncodeError, zipfile.BadZipFile):
        tried(of(package(sheet(cell("x")), book=book, relations=relations)))
