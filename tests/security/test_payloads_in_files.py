"""Whatever somebody wrote, in every file of a wave's results: it is read there, and nothing of it runs.

Clients, firms, segments, events, periods, people, notes and plans hold texts that would run in a page, and
then texts that would run in a spreadsheet. Formats are taken from their list.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace
from itertools import cycle

import pypdf
import pytest
from defusedxml import ElementTree
from django.template.loader import render_to_string

from reports.exports.formats import FORMATS
from reports.frozen import FrozenClient
from reports.sections_list import SECTIONS
from reports.views.sections import sections
from scoring.method import Kind
from smax.csv import safe
from tests.reports.editions import METHOD, frozen_wave, plan_line, random_input, release_of, scored_wave
from tests.reports.editions import random_edition as benign
from tests.reports.media import links, made, members
from tests.security.payloads import MARKER, formulas, live, payloads

pytestmark = [pytest.mark.slow, pytest.mark.once]

EVENTS = next(item for item in METHOD.items if item.id == "CUS-F2").codes
ACTIONS = 8


def hostile(texts):
    """An edition in which every text that somebody typed is one of these, each as often as the others."""
    each = cycle(texts)
    wave = random_input(0, number=2)
    assert METHOD.item("CUS-F2").kind is Kind.SET
    assessment = replace(
        frozen_wave(
            "attributed",
            2,
            client=next(each),
            segments=[{"code": code, "text": next(each)} for code in "abcdef"],
            trigger_labels={code: next(each) for code in EVENTS[:-1]},
        ),
        client=FrozenClient(name=next(each), synthetic=True),
    )
    wave = replace(
        wave,
        assessment=assessment,
        leaders=tuple(replace(leader, name=next(each), submitted=True) for leader in wave.leaders),
        outcomes=tuple(replace(figure, period=next(each)) for figure in wave.outcomes),
    )
    edition, _wave = benign(0)
    return replace(
        edition,
        scored=scored_wave(wave),
        release=release_of(next(each)),
        notes={section: "\n\n".join(next(each) for _turn in range(6)) for section in SECTIONS},
        plan=tuple(
            plan_line(
                text=next(each),
                first_step=next(each),
                sales_owner=next(each),
                marketing_owner=next(each),
                note=next(each),
                recommendation="",
            )
            for _action in range(ACTIONS)
        ),
        agreed={"CUS-F1": list("abc")},
    )


def batches(texts):
    """So many editions that every text is in one of them."""
    size = 100
    return [hostile(texts[start : start + size]) for start in range(0, len(texts), size)]


def parts(edition, folder, codes):
    for path in made(edition, folder, codes=codes).values():
        yield from members(path.name, path.read_bytes())


def check(edition, folder, codes):
    """Look at every part of every file; give the text that can be read in them."""
    seen = []
    for name, content in parts(edition, folder, codes):
        ending = name.rpartition(".")[2].lower()
        if ending in CHECKS:
            CHECKS[ending](name, content)
            seen.append("" if ending == "pdf" else html.unescape(content.decode()))
    return " ".join(seen)


def check_xml(name, content):
    """Office parts: well formed, no formula but our own, no way out but to a site."""
    root = ElementTree.fromstring(content)
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "f" and "/worksheets/" in name:
            assert name.startswith("workbook.xlsx/"), name  # a chart's own workbook has none at all
            assert OURS.fullmatch(element.text), (name, element.text)
        if tag == "t" and ("sharedStrings" in name or "/worksheets/" in name):
            assert safe(element.text or "") == (element.text or ""), (name, element.text)
        assert tag not in {"hyperlink", "oleObject", "externalReference", "ddeLink"}, name
        for key, value in element.attrib.items():
            if key in {"action", "macro"}:
                assert not value or value.startswith("ppaction://hlinksldjump"), (name, value)


# Functions, numbers, comparisons and cells; no text but "yes", "no" and "".
OURS = re.compile(
    r"""(?:(?:IF|AND|ISNUMBER|COUNT|AVERAGE|SUM|SUMIF|MIN|MAX|EXP|LN|SQRT|ABS)|[()]"""
    r"""|(?:'?[A-Z][A-Za-z ]+'?!)?\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?|\d+(?:\.\d+)?"""
    r"""|"(?:yes|no|>=0)?"|[-+*/^,<>=])+"""
)


def check_links(name, content):
    """Relations of an office file: those that leave it lead to a site."""
    for relation in ElementTree.fromstring(content):
        if relation.get("TargetMode") == "External":
            assert "xlsx" not in name, name
            assert relation.get("Target").startswith(("http://", "https://")), relation.get("Target")


def check_page(name, content):
    assert live(content.decode()) == [], name


def check_csv(_name, content):
    for row in csv.reader(io.StringIO(content.decode(), newline="")):
        for cell in row:
            assert safe(cell) == cell or re.fullmatch(r"-\d+(\.\d+)?(e-?\d+)?", cell), cell


def check_json(_name, content):
    json.loads(content)


def check_pdf(_name, content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert {"/OpenAction", "/AA", "/AcroForm"} & set(root) == set()
    assert "/JavaScript" not in (root.get("/Names") or {})
    assert list(reader.attachments) == []
    assert [link for link in links(reader) if not link.startswith(("http://", "https://"))] == []
    kinds = {
        (annotation.get_object().get("/A") or {}).get("/S")
        for page in reader.pages
        for annotation in page.get("/Annots") or ()
    }
    assert kinds <= {None, "/URI", "/GoTo"}


CHECKS = {
    "xml": check_xml,
    "rels": check_links,
    "svg": check_page,
    "html": check_page,
    "csv": check_csv,
    "json": check_json,
    "pdf": check_pdf,
}
ALL = frozenset(FORMATS)


TEXTS = pytest.mark.parametrize("texts", [payloads(300), formulas()], ids=["pages", "formulas"])


def all_seen(texts, seen):
    """Whether nearly all of the texts stand somewhere: else it would say nothing that none of them runs."""
    marked = len(set(MARKER.findall(seen)))
    assert marked >= 290 if MARKER.search(texts[0]) else seen.count("x.example") > 20


@TEXTS
def test_nothing_runs_in_tables_and_workbooks(texts, tmp_path):
    codes = {"workbook", "tables", "interchange"}
    all_seen(texts, " ".join(check(edition, tmp_path, codes) for edition in batches(texts)))


@pytest.mark.slow
@TEXTS
def test_nothing_runs_in_any_file(texts, tmp_path):
    all_seen(texts, " ".join(check(edition, tmp_path, ALL) for edition in batches(texts)))


@TEXTS
def test_nothing_runs_in_the_sections_of_a_page(texts):
    seen = []
    for edition in batches(texts):
        found = sections(edition)
        page = render_to_string("reports/_sections.html", found)
        assert live(page) == []
        figures = [found[name]["figure"] for name in ("matrix", "dimensions") if found.get(name)]
        assert [text for text in strings(figures) if MARKER.search(text) and "<" in text] == []
        seen.append(page)
    assert len(set(MARKER.findall(" ".join(seen)))) > (20 if MARKER.search(texts[0]) else -1)


def strings(value):
    """All texts of a figure: Plotly reads some marks in them."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value
