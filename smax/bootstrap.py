"""Bootstrap's sheet less the rules that no page of ours can use: a ninth of it is left.

A browser reads a whole sheet before it shows anything. A selector stays if all classes it asks for are named
here; elements without a class keep all that Bootstrap gives them. To use another of Bootstrap's classes, name
it here: tests look through templates, code, pages and those of crispy-bootstrap5 for names that are missing.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BUTTONS = ("btn", "btn-primary", "btn-secondary", "btn-danger", "btn-link")
FIELDS = (
    *("form-label", "form-text", "form-control", "form-select", "is-invalid", "invalid-feedback"),
    *("form-check", "form-check-inline", "form-check-input", "form-check-label"),
)
# What crispy-bootstrap5 writes besides: the frame of a field, a file's field, the faults of a whole form.
FRAMES = ("mb-3", "fs-6", "row", "col-form-label", "pt-0")
FILES = (
    *("input-group", "input-group-text", "align-self-center", "d-flex", "flex-grow-1", "h-auto"),
    *("mb-0", "mb-2", "text-break"),
)
FAULTS = ("alert", "alert-danger", "alert-heading", "m-0")
WORDS = ("small", "visually-hidden", "d-block", "figure")
USED = frozenset({*BUTTONS, *FIELDS, *FRAMES, *FILES, *FAULTS, *WORDS})

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
# Whoever lacks the class fits, and so does a page without Bootstrap's own dark theme.
LACKING = re.compile(r":not\([^)]*\)")
OWN_DARK = "[data-bs-theme=dark]"


@cache
def trimmed(css: str) -> str:
    """Bootstrap's minified sheet with the selectors that may fit something, and its licence."""
    licence = css[: css.index("*/") + 2]
    return licence + "".join(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def classes(selector: str) -> set[str]:
    """The classes that an element must have, or stand beside, to fit a selector."""
    return set(CLASS.findall(LACKING.sub("", selector)))


def _kept(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            fitting = [each for each in _selectors(rule.prelude) if _may_fit(each)]
            if fitting:
                yield f"{','.join(fitting)}{{{tinycss2.serialize(rule.content)}}}"
        # Its animations are those of parts that no page has; its character set stands first already.
        elif rule.at_keyword == "media":
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(_kept(inside)):
                yield f"@media{tinycss2.serialize(rule.prelude)}{{{kept}}}"


def _selectors(prelude: list[Any]) -> Iterator[str]:
    commas = [place for place, part in enumerate(prelude) if part == ","]
    for start, end in pairwise([-1, *commas, len(prelude)]):
        yield tinycss2.serialize(prelude[start + 1 : end]).strip()


def _may_fit(selector: str) -> bool:
    return classes(selector) <= USED and OWN_DARK not in selector
