"""The tiny language of letters: {name}, {link} and a few more, filled in once and never looked at again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from smax.mail.outbox import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELD = re.compile(r"\{([^{}]*)\}")
LINK = "link"
LONGEST_SUBJECT = 150


def unknown_fields(text: str, known: Iterable[str]) -> list[str]:
    """Placeholders in the text that its occasion does not have, as they are written."""
    return sorted({found for found in FIELD.findall(text) if found not in set(known)})


def fill(text: str, values: dict[str, str]) -> str:
    """Put the values in. A value that looks like a placeholder stays as it is: each place is filled once."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def subject_line(text: str, values: dict[str, str]) -> str:
    """A subject in one line, whatever the values hold."""
    return one_line(fill(text, values))[:LONGEST_SUBJECT]


def as_html(text: str, values: dict[str, str], *, button: str) -> SafeString:
    """The text as paragraphs, escaped. A link that stands alone becomes a button with the given words."""
    return mark_safe(  # noqa: S308 - every part is escaped by format_html
        "\n".join(_paragraph(part, values, button) for part in re.split(r"\n\s*\n", text.strip()))
    )


def _paragraph(text: str, values: dict[str, str], button: str) -> SafeString:
    if text.strip() == "{link}" and LINK in values:
        return format_html('<p class="letter-button"><a href="{}">{}</a></p>', values[LINK], button)
    lines = format_html_join(mark_safe("<br>"), "{}", ((_line(line, values),) for line in text.splitlines()))
    return format_html("<p>{}</p>", lines)


def _line(text: str, values: dict[str, str]) -> SafeString:
    parts, end = [], 0
    for found in FIELD.finditer(text):
        parts += [format_html("{}", text[end : found.start()]), _value(found[1], found[0], values)]
        end = found.end()
    parts.append(format_html("{}", text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped by format_html


def _value(name: str, written: str, values: dict[str, str]) -> SafeString:
    if name == LINK and LINK in values:
        return format_html('<a href="{0}">{0}</a>', values[LINK])
    return format_html("{}", values.get(name, written))
