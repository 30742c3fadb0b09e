"""Logos: nothing that runs, fetches or tells where it came from survives."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from smax.accounts.branding.logos import ATTRIBUTES, HARMFUL, SHAPES, read_logo

XML = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 30"'
SHAPE = '<rect id="kept" width="90" height="30" fill="#0b6f86"/>'
INSIDE = [
    "<script>alert(1)</script>",
    '<script href="https://evil.example/x.js"/>',
    '<script xlink:href="data:text/javascript,alert(1)"/>',
    "<SCRIPT>alert(1)</SCRIPT>",
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    '<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
    '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="https://evil.example"/>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><b>x</b></body></foreignObject>',
    '<foreignobject width="9" height="9"><p>x</p></foreignobject>',
    '<image href="https://evil.example/x.png"/>',
    '<image xlink:href="file:///etc/passwd"/>',
    '<image href="//evil.example/x"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<feImage href="https://evil.example/x"/>',
    '<filter id="f"><feImage xlink:href="https://evil.example/x"/></filter>',
    '<use href="https://evil.example/x.svg#a"/>',
    '<use xlink:href="data:image/svg+xml,x#a"/>',
    '<use href=" javascript:alert(1)"/>',
    '<a href="javascript:alert(1)"><text>x</text></a>',
    '<a xlink:href="https://evil.example"><rect/></a>',
    '<a href="&#106;avascript:alert(1)"><rect/></a>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<a><animate attributeName="href" values="javascript:alert(1)"/></a>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    '<animateTransform onbegin="alert(1)"/>',
    '<animateMotion path="M0 0" onend="alert(1)"/>',
    '<handler type="application/ecmascript">alert(1)</handler>',
    '<listener event="click" handler="#x"/>',
    '<iframe src="https://evil.example"/>',
    '<embed src="https://evil.example"/>',
    '<object data="https://evil.example"/>',
    '<audio src="https://evil.example"/>',
    '<video><source src="x" onerror="alert(1)"/></video>',
    '<link rel="stylesheet" href="https://evil.example/x.css"/>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example"/>',
    '<base href="https://evil.example/"/>',
    "<style>@import url(https://evil.example/x.css);</style>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>rect{fill:url(https://evil.example/#a)}</style>",
    "<style>rect{background:url('//evil.example')}</style>",
    "<style>rect{fill:u\\72l(https://evil.example)}</style>",
    "<style>rect{behavior:url(x.htc)}</style>",
    "<style>rect{width:expression(alert(1))}</style>",
    "<style>@font-face{font-family:x;src:url(https://evil.example/f)}</style>",
    "<style><![CDATA[</style><script>alert(1)</script>]]></style>",
    '<rect style="fill:url(https://evil.example#a)"/>',
    '<rect style="background:url(data:text/html,x)"/>',
    '<rect fill="url(https://evil.example/#a)"/>',
    '<rect mask="url(//evil.example#a)"/>',
    '<rect clip-path="url( https://evil.example#a )"/>',
    '<rect filter="url(https://evil.example#a)"/>',
    '<rect cursor="url(https://evil.example),auto"/>',
    '<rect onclick="alert(1)"/>',
    '<rect ONLOAD="alert(1)"/>',
    '<rect xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="click"/>',
    '<rect xml:base="https://evil.example/"/>',
    '<text><textPath href="https://evil.example#p">x</textPath></text>',
    '<text font-family="x" onfocus="alert(1)" tabindex="0">x</text>',
    "<switch><foreignObject><script>alert(1)</script></foreignObject></switch>",
    "<metadata><script>alert(1)</script></metadata>",
    "<desc><script>alert(1)</script></desc>",
    "<title><script>alert(1)</script></title>",
    '<defs><pattern id="p"><image href="https://evil.example/x"/></pattern></defs>',
    "<!-- --><script>alert(1)</script><!-- -->",
    "<?xml-stylesheet href='https://evil.example/x.css'?>",
]


def drawn(content):
    return read_logo(content.encode() if isinstance(content, str) else content)


def assert_harmless(logo):
    text = logo.content.decode()
    assert {name.rpartition(":")[2] for name in re.findall(r"<([\w:]+)", text)} <= SHAPES
    names = re.findall(r"\s([\w:-]+)=", text)
    assert {name for name in names if name not in {"xmlns", "href"}} <= ATTRIBUTES
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', text))
    bare = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    for word in (
        "evil",
        "script",
        "javascript",
        "data:",
        "http",
        "file:",
        "alert",
        "@import",
        "onclick",
        "\\",
    ):
        assert word not in bare.lower()


@pytest.mark.parametrize("payload", INSIDE)
def test_nothing_that_runs_or_fetches_survives(payload):
    logo = drawn(f"{XML}>{payload}{SHAPE}</svg>")
    assert_harmless(logo)
    assert 'id="kept"' in logo.content.decode()


def test_there_are_sixty_payloads_and_more():
    assert len(INSIDE) >= 60


@pytest.mark.parametrize("attribute", ['onload="alert(1)"', 'xml:base="https://evil.example"', 'onerror="x"'])
def test_the_root_is_cleaned_too(attribute):
    assert_harmless(drawn(f"{XML} {attribute}>{SHAPE}</svg>"))


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
REFUSED = {
    "entities": f'<!DOCTYPE svg [<!ENTITY a0 "x">{BOMB}]>{XML}><text>&a9;</text></svg>',
    "external-entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{XML}><text>&x;</text></svg>',
    "html": "<!doctype html><html><body><svg/></body></html>",
    "not-closed": f"{XML}><g>",
    "other-namespace": '<svg xmlns="https://evil.example" viewBox="0 0 1 1"/>',
    "no-size": '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>',
    "endless-size": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e9 99999999"/>',
    "utf-16": f'<?xml version="1.0" encoding="utf-16"?>{XML}/>'.encode("utf-16"),
    "too-large": f"{XML}>{'<g/>' * 60_000}</svg>",
    "nothing": "",
    "text": "just words",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_drawing_is_refused(name):
    with pytest.raises(ValidationError):
        drawn(REFUSED[name])


def test_a_drawing_keeps_its_shapes_and_its_proportions():
    inside = '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
    logo = drawn(f'{XML}>{inside}<path d="M0 0L9 9" fill="url(#g)"/><use xlink:href="#g"/></svg>')
    text = logo.content.decode()
    assert (logo.kind, logo.width, logo.height) == ("svg", 90, 30)
    for part in ('d="M0 0L9 9"', 'fill="url(#g)"', 'href="#g"', 'stop-color="#fff"'):
        assert part in text
    assert ('width="90"' in text, 'height="30"' in text) == (True, True)
    again = drawn(logo.content)
    assert drawn(again.content) == again


def picture(kind="PNG", size=(900, 300), **options):
    written = io.BytesIO()
    Image.new("RGB", size, "#0b6f86").save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_written_anew_and_reduced(kind):
    logo = read_logo(picture(kind))
    assert (logo.kind, logo.width, logo.height) == ("png", 720, 240)
    with Image.open(io.BytesIO(logo.content)) as again:
        assert (again.format, again.size, again.info) == ("PNG", (720, 240), {})


def test_what_hides_in_a_picture_does_not_go_on():
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    logo = read_logo(picture("JPEG", exif=exif) + b"<script>alert(1)</script>")
    assert b"SECRET PLACE" not in logo.content
    assert b"script" not in logo.content


def chunk(kind, data):
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def bomb(width, height):
    """A PNG that says it is very large."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(picture("GIF"), id="gif"),
        pytest.param(picture("BMP"), id="bmp"),
        pytest.param(picture("TIFF"), id="tiff"),
        pytest.param(picture()[:200], id="cut"),
        pytest.param(bomb(50_000, 50_000), id="bomb"),
        pytest.param(bomb(5000, 4000), id="many-pixels"),
        pytest.param(b"%PDF-1.7", id="pdf"),
        pytest.param(b"\0" * 100, id="zeros"),
        pytest.param(picture() + b"\0" * 2_100_000, id="too-large"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(content):
    with pytest.raises(ValidationError):
        read_logo(content)


@pytest.mark.parametrize("text", ["url(http://x)", "u\\72l(x)", "@import", "URL ( //x)", "</style", "data:x"])
def test_harm_is_recognised(text):
    assert HARMFUL.search(text)


@pytest.mark.parametrize("text", ["url(#a)", "url( '#a')", "fill:#fff;stroke:none", ".st0{fill:#0b6f86}"])
def test_what_drawings_need_is_let_through(text):
    assert HARMFUL.search(text) is None
