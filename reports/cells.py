"""Text as it may stand in a drawing, and in the workbook behind a chart on a slide."""

from __future__ import annotations

from smax.csv import safe


def printable(text: str) -> str:
    r"""Leave out what XML has no way to write: control characters and halves of pairs.

    >>> printable("a\x08b\ud800c")
    'abc'
    """
    return "".join(letter for letter in text if _writable(ord(letter)))


def neutral(text: str) -> str:
    r"""Give a text in one line that no spreadsheet runs.

    >>> neutral("=1+1"), neutral("\x01=1+1"), neutral("Acme\nPumps")
    ("'=1+1", "'=1+1", 'Acme Pumps')
    """
    return str(safe(" ".join(printable(text).split())))


def _writable(number: int) -> bool:
    if number < 0x20:
        return number in (0x09, 0x0A, 0x0D)
    return not (0xD800 <= number <= 0xDFFF or number in (0xFFFE, 0xFFFF))
