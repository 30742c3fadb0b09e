"""Text as it may stand in a drawing, and in the workbook behind a chart on a slide."""

from __future__ import annotations

import re

from smax.csv import safe

# By XML 1.0: control characters but tab and line ends, halves of pairs, and two that are no characters.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Leave out what XML has no way to write: control characters and halves of pairs.

    >>> printable("a\x08b\ud800c")
    'abc'
    """
    return UNWRITABLE.sub("", text)


def neutral(text: str) -> str:
    r"""Give a text in one line that no spreadsheet runs.

    >>> neutral("=1+1"), neutral("\x01=1+1"), neutral("Acme\nPumps")
    ("'=1+1", "'=1+1", 'Acme Pumps')
    """
    return str(safe(" ".join(printable(text).split())))
