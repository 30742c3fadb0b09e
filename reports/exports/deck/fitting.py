"""How large a text may be written so that it stays in its box: no office program does it before an edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.charts.svg.measure import width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = 1.2  # of the size; what a line of Arial takes
SERIF = 1.17  # how much wider than Arial the titles' font can run, the one that stands in for it included
EMU = 12700  # English metric units in a point
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """A box in points."""

    width: float
    height: float

    @classmethod
    def of(cls, shape: object) -> Box:
        """The box of a shape or placeholder."""
        return cls(shape.width / EMU, shape.height / EMU)  # type: ignore[attr-defined]


def lines_of(text: str, size: float, room: float, *, bold: bool = False, wider: float = 1.0) -> int:
    """How many lines a text takes, its own line ends included."""
    return sum(
        len(wrapped(part, size, room / wider, bold=bold)) if part.strip() else 1 for part in text.split("\n")
    )


def height_of(
    texts: Sequence[str],
    size: float,
    room: float,
    *,
    bold: bool = False,
    wider: float = 1.0,
    between: float = 0,
) -> float:
    """How high paragraphs stand, with `between` points before each but the first."""
    count = sum(lines_of(text, size, room, bold=bold, wider=wider) for text in texts)
    return count * size * LINE + between * max(len(texts) - 1, 0)


def largest(
    texts: Sequence[str],
    box: Box,
    sizes: Sequence[float],
    *,
    bold: bool = False,
    wider: float = 1.0,
    between: float = 0,
) -> float | None:
    """The first of the sizes at which the paragraphs fit; None where none does."""
    for size in sizes:
        if height_of(texts, size, box.width, bold=bold, wider=wider, between=between) <= box.height:
            return size
    return None


def shortened(text: str, box: Box, size: float, *, wider: float = 1.0) -> str:
    """Cut a text at a word so that it fits with an ellipsis; the whole of it belongs in the notes."""
    room = max(int(box.height / (size * LINE)), 1)
    lines = wrapped(text, size, box.width / wider)
    if len(lines) <= room:
        return text
    kept = " ".join(lines[:room])
    last = lines[room - 1]
    while last and width_of(last + ELLIPSIS, size) * wider > box.width:
        last, kept = last[:-1], kept[:-1]
    return kept.rstrip(" ,.;:") + ELLIPSIS
