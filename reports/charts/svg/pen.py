"""A pen that writes SVG: shapes and texts by the role of their colour, every text escaped.

On a page colours are classes that the style sheet fills, so that a chart follows dark mode; a chart that
leaves the page carries its colours as attributes. Style attributes there are none: the page's policy refuses
them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from html import escape
from typing import TYPE_CHECKING

from reports.cells import printable
from reports.charts.colours import COLOURS
from reports.charts.svg.measure import width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = tuple[float, float]

BODY_FONT = "'Source Sans 3', 'Segoe UI', Arial, sans-serif"
HEAD_FONT = "'Source Serif 4', Georgia, 'Times New Roman', serif"
LINE = 1.25  # of the size, from one line to the next
MIDDLE = 0.35  # of the size, from the middle of a line down to its baseline


class Paint(Enum):
    """Whether colours are the page's or the chart's own."""

    CLASSES = "classes"
    ATTRIBUTES = "attributes"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any room."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Box) -> bool:
        """Whether nothing of it lies outside the other."""
        sides = other.left <= self.left and self.right <= other.right
        return sides and other.top <= self.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a text is set."""

    size: float = 15
    role: str = "ink"
    anchor: str = "start"
    bold: bool = False
    head: bool = False

    def ending(self, anchor: str) -> Words:
        """The same, from another anchor."""
        return Words(size=self.size, role=self.role, anchor=anchor, bold=self.bold, head=self.head)

    def box(self, lines: list[str], place: Place) -> Box:
        """The room that lines take up whose first baseline begins at a place."""
        width = max((width_of(line, self.size, bold=self.bold) for line in lines), default=0.0)
        left = place[0] - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        top = place[1] - 0.8 * self.size
        return Box(left, top, left + width, top + (len(lines) - 1) * self.size * LINE + 1.05 * self.size)


@dataclass(slots=True)
class Pen:
    """Collects what is drawn."""

    paint: Paint
    parts: list[str] = field(default_factory=list)

    def text(self, place: Place, text: str, words: Words) -> None:
        """One line; `place` is where its baseline begins, or its middle or end, as the anchor says."""
        if not text:
            return
        font = self._own(f' font-family="{HEAD_FONT}"') if words.head else ""
        weight = ' font-weight="600"' if words.bold or words.head else ""
        anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
        head = "t-head " if words.head and self.paint is Paint.CLASSES else ""
        colour = self._colours(fill=words.role, extra=head)
        at = f'x="{short(place[0])}" y="{short(place[1])}" font-size="{short(words.size)}"'
        self.parts.append(f"<text {at}{anchor}{weight}{font}{colour}>{clean(text)}</text>")

    def lines(self, place: Place, lines: Iterable[str], words: Words) -> float:
        """Lines under each other; gives the baseline after the last."""
        x, y = place
        for line in lines:
            self.text((x, y), line, words)
            y += words.size * LINE
        return y

    def paragraph(self, place: Place, text: str, room: float, words: Words) -> float:
        """A text broken to fit; gives the baseline after its last line."""
        return self.lines(place, wrapped(text, words.size, room, bold=words.bold), words)

    def rectangle(self, low: Place, high: Place, role: str, *, line: str | None = None) -> None:
        """A rectangle between two corners."""
        left, right = sorted((low[0], high[0]))
        top, bottom = sorted((low[1], high[1]))
        size = f'width="{short(right - left)}" height="{short(bottom - top)}"'
        colour = self._colours(fill=role, stroke=line)
        self.parts.append(f'<rect x="{short(left)}" y="{short(top)}" {size}{colour}/>')

    def area(self, code: str, low: Place, high: Place) -> None:
        """Name the ground of a row, for the page's script; a drawing of its own has no script."""
        if self.paint is Paint.CLASSES:
            (left, top), (right, bottom) = low, high
            size = f'width="{short(right - left)}" height="{short(bottom - top)}"'
            place = f'x="{short(left)}" y="{short(top)}"'
            self.parts.append(f'<rect {place} {size} class="f-none" data-of="{clean(code)}"/>')

    def line(
        self, start: Place, end: Place, role: str, *, width: float = 1, dashes: str | None = None
    ) -> None:
        """A straight line."""
        self.path(f"M{pair(start)}L{pair(end)}", stroke=role, width=width, dashes=dashes)

    def comb(self, places: Iterable[float], start: float, end: float) -> None:
        """Quiet upright lines, side by side."""
        self.path("".join(f"M{short(x)} {short(start)}V{short(end)}" for x in places), stroke="rule")

    def path(
        self,
        way: str,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 1,
        dashes: str | None = None,
    ) -> None:
        """Any shape."""
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        wide = f' stroke-width="{short(width)}"' if stroke and width != 1 else ""
        self.parts.append(f'<path d="{way}"{self._colours(fill=fill, stroke=stroke)}{wide}{dash}/>')

    def circle(self, place: Place, radius: float, role: str, *, line: str | None = None) -> None:
        """A disc, or a ring where the role is that of its line."""
        at = f'cx="{short(place[0])}" cy="{short(place[1])}" r="{short(radius)}"'
        wide = ' stroke-width="1.5"' if line else ""
        self.parts.append(f"<circle {at}{self._colours(fill=role, stroke=line)}{wide}/>")

    def marker(self, side: str, place: Place, size: float) -> None:
        """The shape of a side: circle, square, diamond or ring; `size` is half of its width."""
        x, y = place
        if side == "sales":
            self.circle(place, size, "sales", line="sheet")
        elif side in ("both", "perceived"):
            self.circle(place, size - 1, "sheet", line="both")
        elif side == "marketing":
            half = size * 0.9
            way = f"M{pair((x - half, y - half))}h{short(2 * half)}v{short(2 * half)}h{short(-2 * half)}z"
            self.path(way, fill="marketing", stroke="sheet", width=1.5)
        else:
            far = size * 1.25
            corners = ((x, y - far), (x + far, y), (x, y + far), (x - far, y))
            self.path(
                "M" + "L".join(pair(corner) for corner in corners) + "z",
                fill="measured",
                stroke="sheet",
                width=1.5,
            )

    def hollow(self, side: str, place: Place, size: float) -> None:
        """The outline of what was believed, or measured, elsewhere: a ring or a diamond."""
        x, y = place
        if side == "perceived":
            self.circle(place, size, "sheet", line="both")
            return
        far = size * 1.25
        corners = ((x, y - far), (x + far, y), (x, y + far), (x - far, y))
        way = "M" + "L".join(pair(corner) for corner in corners) + "z"
        self.path(way, fill="sheet", stroke="measured", width=1.5)

    def _own(self, attribute: str) -> str:
        return attribute if self.paint is Paint.ATTRIBUTES else ""

    def _colours(self, *, fill: str | None = None, stroke: str | None = None, extra: str = "") -> str:
        if self.paint is Paint.ATTRIBUTES:
            shown = f' fill="{COLOURS[fill]}"' if fill else ' fill="none"'
            return shown + (f' stroke="{COLOURS[stroke]}"' if stroke else "")
        names = [f"f-{fill}" if fill else "f-none", *([f"s-{stroke}"] if stroke else [])]
        return f' class="{extra}{" ".join(names)}"'


def short(number: float) -> str:
    """A number as it stands in an attribute.

    >>> short(12.04), short(7.0), short(-0.04)
    ('12', '7', '0')
    """
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def pair(place: Place) -> str:
    """A place in a path."""
    return f"{short(place[0])} {short(place[1])}"


def clean(text: str) -> str:
    """Text for between tags and in attributes."""
    return escape(printable(text))
