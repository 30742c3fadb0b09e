"""What is left of Bootstrap's sheet: all that may fit something in our pages, in its order."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import crispy_bootstrap5
import pytest

from smax.bootstrap import USED, classes, trimmed
from smax.sheets import BOOTSTRAP

ROOT = Path(__file__).parents[1]
CSS = (ROOT / "static" / BOOTSTRAP).read_text("utf-8")
NAMES = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", CSS, flags=re.DOTALL)))
WORD = re.compile(r"(?<![\w-])[A-Za-z][\w-]*")
APPS = ("smax", "surveys", "reports")
# What our code says besides, never as a class of an element.
WORDS = {
    *("active", "card", "col", "lead", "mark", "placeholder", "progress", "ratio", "rounded"),
    *("show", "showing", "table", "visible"),
}
# A file that is read by itself, and styles its own table.
BY_ITSELF = {"chart_file.html": {"table"}}
LAID_OUT = ("field.html", "errors.html", "uni_form.html", "display_form.html", "whole_uni_form.html")
INCLUDE = re.compile(r"{% include ['\"]bootstrap5/([^'\"]+)")


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("p{a:b}h1,.h1{a:b}", "p{a:b}h1{a:b}"),
        (".carousel{a:b}.btn{a:b}.btn.active,.btn:active{c:d}", ".btn{a:b}.btn:active{c:d}"),
        (":not(.btn-check)+.btn:active{a:b}", ":not(.btn-check)+.btn:active{a:b}"),
        (".carousel .btn{a:b}.form-check .form-check-input{a:b}", ".form-check .form-check-input{a:b}"),
        ("[data-bs-theme=dark]{a:b}:root,[data-bs-theme=light]{a:b}", ":root,[data-bs-theme=light]{a:b}"),
        ("@media (a:1px){.btn{a:b}.tab{a:b}}@media print{.tab{a:b}}", "@media (a:1px){.btn{a:b}}"),
        (".btn{a:url(\"data:x,{}.y,\")}@keyframes k{0%{a:b}}", ".btn{a:url(\"data:x,{}.y,\")}"),
    ],
)  # fmt: skip
def test_selectors_stay_that_may_fit(css, left):
    assert trimmed(f"/*! Licence */{css}") == f"/*! Licence */{left}"


def test_the_licence_stays_and_most_else_goes():
    left = trimmed(CSS)
    assert left.startswith(CSS[: CSS.index("*/") + 2])
    assert "Licensed under MIT" in left
    assert len(left) < len(CSS) / 8


def test_every_name_is_one_of_bootstraps():
    assert USED <= NAMES
    assert classes(".btn-check:checked+.btn:not(.active)") == {"btn-check", "btn"}


def test_templates_write_no_other_class():
    said = {path: _written(path.read_text("utf-8")) for path in _files("html")}
    assert len(said) > 250
    assert {path.name: found - USED for path, found in said.items() if found - USED} == BY_ITSELF


def test_crispy_writes_no_other_class():
    """What its templates for fields and forms say, with all that they include."""
    folder = Path(crispy_bootstrap5.__file__).parent / "templates" / "bootstrap5"
    reached, waiting = {}, list(LAID_OUT)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached[name] = (folder / name).read_text("utf-8")
            waiting += INCLUDE.findall(reached[name])
    assert {"layout/field_file.html", "layout/radio_checkbox_select.html"} <= reached.keys()
    # Names of elements and attributes too, of which two are Bootstrap's words.
    assert _names(" ".join(reached.values())) - USED == {"disabled", "h4"}


@pytest.mark.parametrize("ending", ["py", "js"])
def test_code_writes_no_other_class(ending):
    texts = [_literals(path.read_text("utf-8"), ending) for path in _files(ending)]
    assert len(texts) > 5
    assert _names(" ".join(texts)) - USED - WORDS == set()


def _files(ending):
    folders = [*(ROOT / app for app in APPS), ROOT / "templates", ROOT / "static" / "js"]
    return [path for folder in folders for path in folder.rglob(f"*.{ending}")]


def _names(text):
    return {word for word in WORD.findall(text) if word in NAMES}


def _written(html):
    """Bootstrap's names in attributes of elements, and in texts that tags are given."""
    attributes = re.findall(r"""\sclass=(?:"((?:{[{%].*?[%}]}|[^"{])*)"|'([^']*)')""", html)
    plain = [re.sub(r"{[{%].*?[%}]}", " ", "".join(each)) for each in attributes]
    given = re.findall(r"{%\s*(?:include|crispy_field)[^%]*\bclass\b[^%]*%}", html)
    return _names(" ".join([*plain, *given]))


def _literals(code, ending):
    if ending == "js":
        return " ".join(re.findall(r"""["'`][^"'`\n]*["'`]""", code))
    tree = ast.parse(code)
    described = (ast.Module, ast.ClassDef, ast.FunctionDef)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return " ".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    )
