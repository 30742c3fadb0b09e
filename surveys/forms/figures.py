"""A number that a person types."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What float() takes beyond this nobody means who types a figure: nan, inf, 1e400, 1_000, Arabic digits.
_FIGURE = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,4})?")
_MINUS_SIGNS = str.maketrans("\u2212\u2013", "--")
SHOWN = 30


class FigureField(forms.Field):
    """A figure such as -7.5. A text field: browsers send nothing for a number field that they cannot read."""

    default_error_messages = {
        "figure": _(
            "“%(value)s” cannot be read as a number. Write digits only, such as 7.5 or -12, "
            "with at most four decimals."
        ),
        "comma": _("“%(value)s” holds a comma. Write 7.5 for seven and a half, and 1000 for a thousand."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )

    def to_python(self, value: Any) -> float | None:
        """Read the figure; None where the field is empty."""
        text = str(value or "").strip()
        if not text:
            return None
        figure = text.translate(_MINUS_SIGNS)
        if not _FIGURE.fullmatch(figure):
            code = "comma" if _FIGURE.fullmatch(figure.replace(",", "")) else "figure"
            raise ValidationError(self.error_messages[code], code=code, params={"value": text[:SHOWN]})
        return float(figure) + 0.0  # no -0.0

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number without losing or adding digits."""
        return repr(value).removesuffix(".0") if isinstance(value, float) else value
