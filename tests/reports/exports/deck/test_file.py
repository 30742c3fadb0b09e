"""The file itself: what PowerPoint would repair, what would run, and what it costs."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from posixpath import dirname, join, normpath
from types import SimpleNamespace

import pytest
from defusedxml import ElementTree
from PIL import Image

from reports.exports.deck.template import FOLDER
from reports.written import PlanLine
from tests.reports.charts.test_pptx import PAYLOADS
from tests.reports.exports.deck.decks import deck_of, edition_of, opened, parts, rows_of, slide_named
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"><rect width="30" height="10"/></svg>'


def png():
    file = io.BytesIO()
    Image.new("RGB", (300, 100), "teal").save(file, "PNG")
    return file.getvalue()


def brand(kind="png"):
    kinds = SimpleNamespace(SVG="svg")
    content = png() if kind == "png" else SVG
    return SimpleNamespace(
        colour="#7a1f5c", logo=content, logo_kind=kind, logo_width=300, logo_height=100, LogoKind=kinds
    )


@pytest.fixture
def edition():
    return edition_of(answered_wave(3, 3, 1, closed=True))


def faults(deck):
    """What is missing, double or unreadable in a package."""
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        names = package.namelist()
    content = parts(deck)
    found = [name for name in names if names.count(name) > 1]
    types = ElementTree.fromstring(content["[Content_Types].xml"])
    told = {each.get("PartName") for each in types if each.get("PartName")}
    endings = {each.get("Extension") for each in types if each.get("Extension")}
    for name in names:
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content[name])
        if f"/{name}" not in told and name.rpartition(".")[2] not in endings:
            found.append(f"{name} has no type")
        if name.startswith("ppt/") and name.endswith(".xml"):
            found += unresolved(name, content)
    return found + [f"{each} is not there" for each in told if each[1:] not in names]


def unresolved(name, content):
    """Relations that a part uses and does not have, or whose target is missing; ids of shapes used twice."""
    relations = content.get(join(dirname(name), "_rels", f"{name.rpartition('/')[2]}.rels"), b"<a/>")
    known = {each.get("Id"): each for each in ElementTree.fromstring(relations)}
    targets = [
        normpath(join(dirname(name), each.get("Target"))).lstrip("/")
        for each in known.values()
        if each.get("TargetMode") != "External"
    ]
    text = content[name].decode()
    used = re.findall(r'\br:(?:id|embed|link)="([^"]+)"', text)
    shapes = re.findall(r'<p:cNvPr id="(\d+)"', text)
    return [
        *(f"{name}: {each}" for each in used if each not in known),
        *(f"{name}: no {each}" for each in targets if each not in content),
        *(f"{name}: shape {each} twice" for each in set(shapes) if shapes.count(each) > 1),
    ]


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_nothing_in_the_file_needs_repair(edition, tmp_path, kind):
    deck = deck_of(edition, tmp_path, brand=brand(kind))
    assert faults(deck) == []
    for slide in opened(deck):
        places = [shape.placeholder_format.idx for shape in slide.placeholders]
        assert len(places) == len(set(places))


def test_the_template_holds_no_more_than_its_parts():
    assert {path.name.rpartition(".")[2] for path in FOLDER.rglob("*") if path.is_file()} == {"xml", "rels"}


def test_the_firms_colour_and_logo_are_around_the_charts_and_never_in_them(edition, tmp_path):
    deck = deck_of(edition, tmp_path, brand=brand())
    content = parts(deck)
    theme = content["ppt/theme/theme1.xml"].decode()
    assert '<a:accent1><a:srgbClr val="7A1F5C"/>' in theme
    for role, colour in (("accent2", "C2410C"), ("accent3", "1D4ED8")):
        assert f'<a:{role}><a:srgbClr val="{colour}"/>' in theme
    charts = [text for name, text in content.items() if name.startswith("ppt/charts/chart")]
    assert [text for text in charts if b"7A1F5C" in text] == []
    logo = [shape for shape in opened(deck)[0].shapes if shape.name == "Logo"]
    assert [shape._element.nvPicPr.cNvPr.get("descr") for shape in logo] == ["Ours"]


def test_two_hundred_texts_neither_run_nor_break_the_file(edition, tmp_path):
    wave = edition.scored.wave.assessment
    many = tuple(plan_line(text) for text in PAYLOADS)
    hostile = replace(edition, notes={"headline": "\n\n".join(PAYLOADS)}, plan=many)
    wave.client.name = PAYLOADS[0] + "\x08"
    deck = deck_of(hostile, tmp_path)
    assert faults(deck) == []
    content = parts(deck)
    books = [text.decode() for name, text in content.items() if "/xl/worksheets/sheet" in name]
    assert len(books) > 4
    assert [text for text in books if re.search(r"<f[ >]|hyperlink", text)] == []
    links = [name for name, text in content.items() if name.endswith(".rels") and b"External" in text]
    assert links == []
    plan = slide_named(opened(deck), "^The joint plan: 200 actions, with an owner on each side$")
    assert [row[0] for row in rows_of(plan)[1:] if row[0].lstrip()[:1] in "=+-@"] == []


def plan_line(text):
    return PlanLine(
        wave=1,
        recommendation="",
        text=text,
        first_step="",
        dimension="",
        item="",
        value=None,
        target=None,
        method_version="1",
        since=1,
        sales_owner=text,
        marketing_owner="",
        due_on=date(2026, 12, 1),
        status="open",
        note=text,
        carried=False,
    )


@pytest.mark.slow
@pytest.mark.once
def test_a_deck_takes_little_time(edition, tmp_path):
    deck_of(edition, tmp_path)  # loads python-pptx
    before = time.process_time()
    deck_of(edition, tmp_path)
    assert time.process_time() - before < 1.5
