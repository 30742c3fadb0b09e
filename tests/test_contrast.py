"""WCAG 2.2 contrast of every pair of colours that the style sheets put on each other, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "static" / "css"
GROUNDS = ("paper", "sheet", "wash")
TEXT = {
    "ink": (*GROUNDS, "band", "brand-wash", "sales-wash", "marketing-wash", "caution-wash", "error-wash"),
    "ink-soft": (*GROUNDS, "sales-wash", "marketing-wash"),
    "brand": (*GROUNDS, "brand-wash"),
    "brand-ink": ("brand",),
    "paper": ("ink",),
    "sales": (*GROUNDS, "sales-wash"),
    "marketing": (*GROUNDS, "marketing-wash"),
    "both": GROUNDS,
    "error": (*GROUNDS, "error-wash"),
    "caution": ("caution-wash",),
}
SHAPES = {
    "rule-strong": GROUNDS,
    "focus": GROUNDS,
    "measured": (*GROUNDS, "band"),
    "sales": ("band",),
    "marketing": ("band",),
}


def colours(name: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / name).read_text(encoding="utf-8")))


LIGHT = colours("tokens.css")
DARK = LIGHT | colours("dark.css")
MODES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3.0)], ids=["text", "shapes"])
def test_every_pair_reaches_its_contrast(mode: str, pairs: dict[str, tuple[str, ...]], least: float) -> None:
    palette = MODES[mode]
    short = {
        (front, ground): round(contrast(palette[front], palette[ground]), 2)
        for front, grounds in pairs.items()
        for ground in grounds
        if contrast(palette[front], palette[ground]) < least
    }
    assert short == {}


def test_dark_replaces_every_colour_that_light_names() -> None:
    assert set(colours("dark.css")) == set(LIGHT)


def test_the_sides_keep_their_colours() -> None:
    assert (LIGHT["sales"], LIGHT["marketing"]) == ("#c2410c", "#1d4ed8")


def test_contrast_is_the_standards() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
