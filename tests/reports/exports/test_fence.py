"""The fence around the renderer: nothing that a page says makes it fetch, read, embed or stay for ever."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.exports.pdf import child, renderer
from reports.exports.pdf.renderer import CHILD, LIMITS, NotRenderedError, render
from reports.pango import missing
from tests.reports.exports.listening import listening
from tests.reports.exports.payloads import payloads

pytestmark = [pytest.mark.skipif(bool(missing()), reason="no Pango on this machine"), pytest.mark.slow]
SECRET = "the-content-of-a-local-file"
PAGE = "<!DOCTYPE html><html lang='en'><head><title>t</title></head><body><h1>Title</h1>{}</body></html>"
NESTED = "<div style='display:flex'>" * 28 + "x"


@pytest.fixture
def local(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def everything_in(pdf):
    """All that a file holds: the words on its pages, and every stream of every object, unpacked."""
    reader = PdfReader(BytesIO(pdf))
    parts = [page.extract_text() for page in reader.pages]
    for number in range(1, reader.trailer["/Size"]):
        found = reader.get_object(number)
        if hasattr(found, "get_data"):
            parts.append(found.get_data().decode("latin-1"))
    return "\n".join(parts)


def embedded(pdf):
    reader = PdfReader(BytesIO(pdf))
    annotations = [str(note.get_object()) for page in reader.pages for note in page.get("/Annots", [])]
    return list(reader.attachments), [note for note in annotations if "FileAttachment" in note]


def test_no_payload_fetches_reads_or_embeds(local):
    with listening() as (web, asked):
        found = payloads(web, local.as_uri())
        assert len(found) >= 60
        pdf = render(PAGE.format("".join(found)), {})
    assert asked == []
    assert embedded(pdf) == ([], [])
    assert SECRET not in everything_in(pdf)
    assert "attached-secret" not in everything_in(pdf)


def test_the_same_payloads_get_out_where_there_is_no_fence(local):
    """Without it the test above would say nothing."""
    from weasyprint import HTML

    with listening() as (web, asked):
        pdf = HTML(string=PAGE.format("".join(payloads(web, local.as_uri())))).write_pdf()
    assert len(set(asked)) >= 20
    assert embedded(pdf)[0]
    assert "attached-secret" in everything_in(pdf)


@pytest.mark.parametrize(
    "address",
    [
        *("http://x.example/", "https://x.example/", "ftp://x.example/", "file:///etc/passwd", "data:,x"),
        *("bundle:", "bundle:other.css", "bundle:../report.css", "bundle:/report.css", "Bundle:report.css"),
        *("report.css", "", "bundle:report.css?x", "bundle:report.css#x", "bundle://report.css"),
    ],
)
def test_the_fetcher_knows_what_came_along_and_nothing_else(address):
    fetch = child.fetcher({"report.css": b"p{}"})
    assert fetch("bundle:report.css").read() == b"p{}"
    with pytest.raises(child.RefusedError):
        fetch(address)


TRIES = {
    "connect": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "look a name up": "import socket; socket.getaddrinfo('x.example', 80)",
    "start": "import subprocess; subprocess.run(['true'])",
    "start by the shell": "import os; os.system('true')",
    "fork": "import os; os.fork()",
    "read": "open('/etc/passwd')",
    "read by number": "import os; os.open('/etc/passwd', os.O_RDONLY)",
    "read above its folder": "open('../../../../../../etc/passwd')",
    "write elsewhere": "open(__import__('sys').prefix + '/written', 'w')",
    "fetch": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
}


@pytest.mark.parametrize("attempt", TRIES.values(), ids=TRIES)
def test_the_interpreter_itself_refuses(attempt, tmp_path):
    script = f"""
import runpy
fence = runpy.run_path({str(CHILD)!r})
import socket, subprocess, urllib.request
fence["refuse_the_rest"]()
open(__import__("tempfile").gettempdir() + "/own", "w").close()
try:
    {attempt}
except fence["RefusedError"]:
    print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={"TMPDIR": str(tmp_path)},
        cwd=tmp_path,
    )
    assert (done.stdout, done.stderr) == ("refused\n", "")


def test_the_process_has_nothing_of_the_server(monkeypatch):
    monkeypatch.setenv("SMAX_SECRET_KEY", "x" * 60)
    monkeypatch.setenv("DATABASE_URL", "postgresql://x")
    assert set(renderer._environment("/tmp/x")) <= {"HOME", "TMPDIR", "TEMP", "LANG", *renderer.PASSED_ON}
    names = [
        name
        for node in ast.walk(ast.parse(CHILD.read_text(encoding="utf-8")))
        for name in (
            [node.module]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    ]
    roots = {name.partition(".")[0] for name in names if name}
    assert roots - sys.stdlib_module_names == {"weasyprint"}


def test_a_page_that_takes_too_long_is_stopped_by_the_processor():
    with pytest.raises(NotRenderedError, match="took too long"):
        render(PAGE.format(NESTED), {}, limits=replace(LIMITS, processor=3, seconds=60))


def test_a_page_that_takes_too_long_is_stopped_by_the_clock():
    with pytest.raises(NotRenderedError, match="took too long"):
        render(PAGE.format(NESTED), {}, limits=replace(LIMITS, seconds=2))


def test_a_page_that_takes_too_much_memory_is_stopped():
    page = PAGE.format("<p>" + "<i>word</i> " * 150_000)
    with pytest.raises(NotRenderedError, match="too much memory"):
        render(page, {}, limits=replace(LIMITS, memory=256 * renderer.MEGABYTE))


def test_what_is_no_page_is_a_plain_sentence_too(monkeypatch):
    broken = subprocess.run(
        [sys.executable, "-I", str(CHILD)], input=b"no order", capture_output=True, check=False
    )
    assert (broken.returncode, broken.stdout) == (1, b"")
    monkeypatch.setattr(json, "dumps", lambda _order: "no order")
    with pytest.raises(NotRenderedError, match="could not be turned into a PDF file"):
        render(PAGE.format(""), {})
