"""A firm's colour on our grounds, light and dark, with the contrast that WCAG 2.2 asks for.

A brand sets three custom properties and no other: `--brand`, `--brand-ink` on it, and `--brand-wash`, a tint
of it. The colours of sales, marketing and measured mean something, so no brand reaches them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# The grounds of static/css/tokens.css and dark.css, and the text on them; a test holds them together.
LIGHT_GROUNDS = {"paper": "#faf8f3", "sheet": "#ffffff", "wash": "#f3efe6"}
DARK_GROUNDS = {"paper": "#121418", "sheet": "#1a1d23", "wash": "#23272f"}
INK = {"light": "#15181e", "dark": "#eeebe3"}
LEAST = 4.5
COMFORT = 5.5  # what the dark shade is lightened to: it is ours to choose
WHITE, BLACK = "#ffffff", "#0c1013"
TINTS = {"light": 0.14, "dark": 0.22}


@dataclass(frozen=True, slots=True)
class Palette:
    """The three properties of one scheme."""

    brand: str
    ink: str
    wash: str


class TooFaintError(ValueError):
    """A colour that nobody could read as text. `ratio` is what it reaches on our grounds."""

    def __init__(self, colour: str, ratio: float) -> None:
        super().__init__(f"{colour} reaches {ratio:.1f}:1")
        self.ratio = ratio


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21.

    >>> round(contrast("#767676", "#ffffff"), 2)
    4.54
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def palettes(colour: str) -> dict[str, Palette]:
    """The properties for light and dark screens; TooFaintError where the colour is no text on light ones.

    On dark screens the colour is lightened until it can be read.
    """
    reached = _worst(colour, LIGHT_GROUNDS.values())
    if reached < LEAST:
        raise TooFaintError(colour, reached)
    dark = next(
        shade
        for shade in (_mixed(WHITE, colour, step / 50) for step in range(51))
        if _worst(shade, DARK_GROUNDS.values()) >= COMFORT
    )
    return {
        "light": Palette(colour, WHITE, _wash(colour, LIGHT_GROUNDS["sheet"], "light")),
        "dark": Palette(dark, BLACK, _wash(dark, DARK_GROUNDS["sheet"], "dark")),
    }


def css_of(colour: str) -> str:
    """The style sheet of a colour: custom properties alone."""
    found = palettes(colour)
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {_rule(found['dark'])} }}"
    return f"{_rule(found['light'])}\n{dark}\n"


def _rule(palette: Palette) -> str:
    return f":root {{ --brand: {palette.brand}; --brand-ink: {palette.ink}; --brand-wash: {palette.wash}; }}"


def _wash(colour: str, ground: str, scheme: str) -> str:
    """A tint on which both the colour and the page's text can be read."""
    steps = range(int(TINTS[scheme] * 100), -1, -1)
    tints = (_mixed(colour, ground, step / 100) for step in steps)
    return next(tint for tint in tints if min(contrast(colour, tint), contrast(INK[scheme], tint)) >= LEAST)


def _worst(colour: str, grounds: Iterable[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
