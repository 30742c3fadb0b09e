"""The little Markdown that notes are written in: paragraphs, emphasis, lists, and links to other sites.

Two fences: the reader of Markdown knows no HTML, no pictures and no other scheme than http(s), and what it
writes goes through a list of allowed tags. Everything else stands as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

RULES = ("autolink", "emphasis", "entity", "escape", "link", "list", "newline")
SCHEMES = ("http://", "https://")
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a"}
BULLET, INDENT = "• ", "  "


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 20}).enable(list(RULES))
    reader.validateLink = lambda address: address.lower().startswith(SCHEMES)
    return reader


READER = _reader()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `href` is "" where it is no link. A line break is a run of its own."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or one entry of a list: `depth` from 1 on, `marker` as "• " or "2. "."""

    runs: tuple[Run, ...]
    depth: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        """The text alone; a link with its address, where that is not what it is called by."""
        links = groupby(self.runs, key=lambda run: run.href)
        return "".join(_with_address("".join(run.text for run in runs), href) for href, runs in links)


def render(text: str) -> SafeString:
    r"""Give a note as HTML that holds nothing but paragraphs, emphasis, lists and links.

    >>> render("**Two** things <b>here</b>")
    '<p><strong>Two</strong> things &lt;b&gt;here&lt;/b&gt;</p>\n'
    """
    clean = nh3.clean(
        READER.render(text),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},  # "*": the library would allow titles
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 - through both fences


def plain(text: str) -> str:
    r"""Give a note as text without marks, for spreadsheets and speaker notes.

    >>> print(plain("See [the study](https://x.example)\n\n- **one**\n- two"))
    See the study (https://x.example)
    • one
    • two
    """
    return "\n".join(
        f"{INDENT * max(block.depth - 1, 0)}{block.marker}{block.text}" for block in blocks(text)
    )


def blocks(text: str) -> tuple[Block, ...]:
    """Give a note as paragraphs and entries of lists, for slides."""
    return tuple(_blocks(READER.parse(text)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Walk through the lists; `numbers` has one entry for each that is open, None for bullets."""
    numbers: list[int | None] = []
    marker = ""
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            ordered = token.type == "ordered_list_open"
            numbers.append(int(token.attrGet("start") or 1) if ordered else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            marker = BULLET if number is None else f"{number}. "
            numbers[-1] = None if number is None else number + 1
        elif token.type == "inline":
            yield Block(runs=tuple(_runs(token.children or ())), depth=len(numbers), marker=marker)
            marker = ""


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    strong = emphasis = 0
    href = ""
    for token in tokens:
        if token.tag == "strong":
            strong += token.nesting
        elif token.tag == "em":
            emphasis += token.nesting
        elif token.tag == "a":
            href = str(token.attrGet("href") or "") if token.nesting == 1 else ""
        elif token.type in {"softbreak", "hardbreak"}:
            yield Run("\n")
        elif token.content:
            yield Run(token.content, strong=bool(strong), emphasis=bool(emphasis), href=href)


def _with_address(text: str, href: str) -> str:
    known = not href or text in {href, href.partition("://")[2]}
    return text if known else f"{text} ({href})"
