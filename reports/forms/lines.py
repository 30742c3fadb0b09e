"""Text of several lines, counted as the person who types it counts."""

from __future__ import annotations

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Keeps line ends as one character: browsers send two, and count one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Read the text before its length is checked."""
        return str(super().to_python(str(value or "").replace("\r\n", "\n")))


class SentenceField(forms.CharField):
    """Text that may wrap in the form, and is one line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Collapse spaces and line ends before the length is checked."""
        return str(super().to_python(" ".join(str(value or "").split())))
