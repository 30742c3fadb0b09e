"""The client's own segments: the options of CUS-F1, one a line."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from surveys.catalogue import RESERVED

FEWEST, MOST = 6, 10
LONGEST = 100


class SegmentsField(forms.CharField):
    """Lines of text to [{"code": ..., "text": ...}]; the codes are slugs made from the texts."""

    default_error_messages = {
        "number": _("Enter 6 to 10 segments, one a line: there are %(number)s now."),
        "long": _("“%(text)s…” is too long: at most %(most)s characters a segment."),
        "double": _("“%(text)s” stands there twice, or two segments differ in signs only."),
        "reserved": _("“%(text)s” cannot be a segment: it is one of the questionnaire's own answers."),
    }
    widget = forms.Textarea(attrs={"rows": 8})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=(LONGEST + 2) * 2 * MOST, **kwargs)

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Read the segments, or say which line has which fault."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        texts = [line for line in lines if line]
        if not FEWEST <= len(texts) <= MOST:
            raise self._fault("number", number=len(texts))
        codes: set[str] = set()
        for text in texts:
            if len(text) > LONGEST:
                raise self._fault("long", text=text[:40], most=LONGEST)
            if code_of(text) in RESERVED:
                raise self._fault("reserved", text=text)
            if code_of(text) in codes:
                raise self._fault("double", text=text)
            codes.add(code_of(text))
        return [{"code": code_of(text), "text": text} for text in texts]

    def _fault(self, code: str, **params: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


def code_of(text: str) -> str:
    """Make a segment's code: its slug, and a digest where the slug loses letters that are not Latin ones."""
    slug = slugify(text)
    letters = (sign for sign in unicodedata.normalize("NFKD", text) if sign.isalnum())
    if slug and all(letter.isascii() for letter in letters):
        return slug
    digest = hashlib.sha256(text.casefold().encode()).hexdigest()[:10]
    return f"{slug or 'segment'}-{digest}"
