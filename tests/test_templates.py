"""Every template compiles, and none carries what the Content-Security-Policy would refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

FOLDER = Path(__file__).parent.parent / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
REFUSED = {
    # A block of data is no script: the policy lets it stand, and the browser runs nothing of it.
    "inline script": r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))",
    "inline style sheet": r"<style\b",
    "style attribute": r"<[^>]*\sstyle\s*=",
    "event attribute": r"<[^>]*\son[a-z]+\s*=",
    "javascript address": r"javascript:",
    "file of another server": r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert get_template(name).template.name == name


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_policy_refuses_nothing_of_it(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    found = [fault for fault, pattern in REFUSED.items() if re.search(pattern, text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_two_landmarks_of_it_have_one_name(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    named = re.findall(r'<(?:section|nav|aside|div|form)\b[^>]*\saria-labelledby="([^"{]+)"', text)
    assert sorted(named) == sorted(set(named))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>1</script>", "inline script"),
        ("<style>a{}</style>", "inline style sheet"),
        ('<p class="a" style="color:red">', "style attribute"),
        ('<a href="#" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "javascript address"),
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', "file of another server"),
        ('<script src="//cdn.example/a.js"></script>', "file of another server"),
    ],
)
def test_the_patterns_see_what_they_are_for(text, fault):
    assert [name for name, pattern in REFUSED.items() if re.search(pattern, text)] == [fault]
