"""The Markdown of notes: what it knows, and that nothing else gets through."""

from __future__ import annotations

import re
import time

import pytest

from reports.markdown import Block, Run, blocks, plain, render
from tests.security.payloads import live, payloads

TAG = re.compile(r"</?(?:p|br|em|strong|ul|ol|li)>|<ol start=\"\d+\">|</a>")
LINK = re.compile(r'<a href="https?://[^"<>]*" rel="noopener noreferrer nofollow">')
REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("One\n\nTwo", "<p>One</p>\n<p>Two</p>\n", id="paragraphs"),
        pytest.param("One\nTwo", "<p>One<br>\nTwo</p>\n", id="a-line-end-is-one"),
        pytest.param("*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n", id="emphasis"),
        pytest.param("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n", id="bullets"),
        pytest.param("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n', id="numbers"),
        pytest.param(
            "[a](https://x.example/?q=1&r=2)",
            f'<p><a href="https://x.example/?q=1&amp;r=2" {REL}>a</a></p>\n',
            id="link",
        ),
        pytest.param(
            "[a](http://x.example 't')", f'<p><a href="http://x.example" {REL}>a</a></p>\n', id="no-title"
        ),
        pytest.param("[a](mailto:x@x.example)", "<p>[a](mailto:x@x.example)</p>\n", id="no-mail"),
        pytest.param("[a](/clients/)", "<p>[a](/clients/)</p>\n", id="nothing-of-ours"),
        pytest.param("[a](//x.example)", "<p>[a](//x.example)</p>\n", id="no-other-scheme"),
        pytest.param("# a", "<p># a</p>\n", id="no-heading"),
        pytest.param("a\n---", "<p>a<br>\n---</p>\n", id="no-underlined-heading"),
        pytest.param("`a`", "<p>`a`</p>\n", id="no-code"),
        pytest.param("    a", "<p>a</p>\n", id="no-indented-code"),
        pytest.param("<b>a</b> & c", "<p>&lt;b&gt;a&lt;/b&gt; &amp; c</p>\n", id="no-html"),
        pytest.param(
            "![a](https://x.example/a.png)",
            f'<p>!<a href="https://x.example/a.png" {REL}>a</a></p>\n',
            id="no-picture",
        ),
        pytest.param("x < 3 and y > 4", "<p>x &lt; 3 and y &gt; 4</p>\n", id="signs"),
    ],
)
def test_what_it_knows(text, html):
    assert render(text) == html


@pytest.mark.parametrize("text", payloads(400))
def test_nothing_live_gets_through(text):
    html = render(text)
    assert live(html) == []
    left = TAG.sub("", LINK.sub("", html))
    assert "<" not in left


def test_a_second_fence_stands_behind_the_first(monkeypatch):
    """Should the reader of Markdown ever let HTML through, the list of tags does not."""
    monkeypatch.setattr("reports.markdown.READER.render", lambda text: text)
    through = [text for text in payloads(400) if "<" in text]
    assert [text for text in through if live(render(text))] == []
    assert len([text for text in through if live(text)]) > 100


@pytest.mark.parametrize(
    "text",
    [
        "*" * 5000,
        "[" * 5000,
        "[a](" * 1250,
        "- " * 2500,
        "**a " * 1250,
        "_a*" * 1600,
        "<" * 5000,
        "1. " * 1600,
    ],
    ids=lambda text: text[:4],
)
def test_the_longest_note_takes_no_time(text):
    before = time.process_time()
    render(text)
    plain(text)
    assert time.process_time() - before < 1


def test_as_text():
    note = (
        "See *this* [study](https://x.example) and <https://y.example>\n\n"
        "1. **one**\n   - two\n\n     three\n2. four"
    )
    assert plain(note).splitlines() == [
        "See this study (https://x.example) and https://y.example",
        "1. one",
        "  • two",
        "  three",
        "2. four",
    ]
    assert plain("a [b **c**](https://x.example)") == "a b c (https://x.example)"
    assert plain("") == ""


def test_as_blocks():
    assert blocks("a **b**\n\n- [c](https://x.example)") == (
        Block(runs=(Run("a "), Run("b", strong=True))),
        Block(runs=(Run("c", href="https://x.example"),), depth=1, marker="• "),
    )
