"""How wide a text runs, without a browser: the advance widths of Arial, which is wider than our own font."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Thousandths of the font's size by character.
WIDTHS = {
    letter: width
    for width, letters in {
        191: "'",
        222: "ijl’‘",
        278: " !,./:;I[\\]ft|·",
        333: "()-`r{}“”„",
        355: '"',
        389: "*",
        500: "Jcksvxyz",
        556: "#$0123456789?L_abdeghnopqu–«»",
        584: "+<=>~^×−",
        611: "FTZß",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "—…",
        1015: "@",
    }.items()
    for letter in letters
}
BOLD = 1.08


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How much room a line needs at most.

    >>> round(width_of("Sales 62", 10), 1)
    38.9
    """
    units = sum(_units(letter) for letter in text)
    return units * size / 1000 * (BOLD if bold else 1.0)


def _units(letter: str) -> int:
    if letter in WIDTHS:
        return WIDTHS[letter]
    plain = unicodedata.normalize("NFD", letter)[0]  # é is as wide as e
    return WIDTHS.get(plain, 1000)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word too long for a line is broken itself."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        pieces = _pieces(word, size, room, bold=bold)
        lines = [*(lines if lines[-1] else lines[:-1]), *pieces]
    return lines


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
