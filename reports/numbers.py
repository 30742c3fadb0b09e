"""How numbers are rounded and written: whole numbers on screens, one decimal in files.

Decimals are written with the mark of the reader's language; what a machine reads again is written elsewhere.

A half goes away from zero, in both places and whatever the sign, so that 62.5 reads 63 beside 37.5 read 38.
Python's own `round` would send the two halves to the even neighbour, which readers take for a mistake.
"""

from __future__ import annotations

import math

from django.utils.formats import get_format
from django.utils.translation import gettext as _

MINUS = "−"
NOISE = 9  # decimals; sums of halves can miss their exact value by less


def rounded(value: float, digits: int = 0) -> float:
    """Round half away from zero; never gives -0.0.

    >>> rounded(62.5), rounded(-12.5), rounded(44.95, 1), rounded(-0.04, 1)
    (63.0, -13.0, 45.0, 0.0)
    """
    scaled = round(abs(value), NOISE) * 10**digits
    whole = math.floor(round(scaled, NOISE) + 0.5) / 10**digits
    return math.copysign(whole, value) if whole else 0.0


def nearest(value: float, step: float) -> float:
    """Round to a multiple of `step`, a half away from zero.

    >>> nearest(43.6, 2.5), nearest(12.0, 5)
    (42.5, 10.0)
    """
    return rounded(value / step) * step + 0.0


def one_decimal(value: float | None) -> float | None:
    """What a file shows of a score; None stays None."""
    return None if value is None else rounded(value, 1)


def points(value: float | None) -> int | None:
    """What a chart draws and writes of a score: whole points, rounded once; None stays None."""
    return None if value is None else int(rounded(value))


def whole(value: float | None) -> str:
    """What a screen shows of a score: "77", or a dash where there is none."""
    if value is None:
        return "–"
    number = int(rounded(value))
    return f"{MINUS}{-number}" if number < 0 else str(number)


def signed(value: float | None) -> str:
    """A gap with its sign: "+32", "−5", "0"."""
    if value is None:
        return "–"
    text = whole(value)
    return f"+{text}" if value > 0 and text != "0" else text


def measured(value: float) -> str:
    """A figure in its own unit, as precise as entered, with one decimal at least: "14.0", "0.85", "−3.0"."""
    return local(f"{value:.1f}" if rounded(value, 1) == value else f"{value:.10g}")


def tenths(value: float) -> str:
    """With one decimal: "62.5", "60.0"; halves as everywhere."""
    return local(f"{rounded(value, 1):.1f}")


def signed_tenths(value: float) -> str:
    """With its sign and one decimal: "+12.5", "−5.0", "0.0"."""
    text = tenths(value)
    return f"+{text}" if rounded(value, 1) > 0 else text


def local(number: str) -> str:
    """A number that Python wrote, with the minus and the decimal mark that a reader expects."""
    text = number.replace(".", get_format("DECIMAL_SEPARATOR"))
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text


def counted(number: int, of: int) -> str:
    """A count with what it is a part of: "2 of 3"."""
    return _("%(number)s of %(of)s") % {"number": number, "of": of}
