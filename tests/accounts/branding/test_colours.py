"""A firm's colour: readable on every ground, light and dark, and never in the way of the sides' colours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smax.accounts.branding.colours import (
    DARK_GROUNDS,
    INK,
    LEAST,
    LIGHT_GROUNDS,
    TooFaintError,
    contrast,
    css_of,
    palettes,
)
from tests.test_contrast import DARK, LIGHT
from tests.test_contrast import contrast as measured

SCHEMES = {"light": (LIGHT, LIGHT_GROUNDS), "dark": (DARK, DARK_GROUNDS)}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_grounds_are_those_of_the_style_sheets(scheme):
    sheet, grounds = SCHEMES[scheme]
    assert grounds == {name: sheet[name] for name in grounds}
    assert INK[scheme] == sheet["ink"]


@given(st.integers(0, 2**24 - 1))
def test_whatever_is_taken_can_be_read_everywhere(number):
    colour = f"#{number:06x}"
    reached = min(contrast(colour, ground) for ground in LIGHT_GROUNDS.values())
    if reached < LEAST:
        with pytest.raises(TooFaintError) as error:
            palettes(colour)
        assert error.value.ratio == reached
        return
    found = palettes(colour)
    assert found["light"].brand == colour
    for scheme, (_sheet, grounds) in SCHEMES.items():
        palette = found[scheme]
        assert min(measured(palette.brand, ground) for ground in (*grounds.values(), palette.wash)) >= LEAST
        assert measured(palette.ink, palette.brand) >= LEAST
        assert measured(INK[scheme], palette.wash) >= LEAST


@pytest.mark.parametrize(("colour", "ratio"), [("#ffcc00", 1.3), ("#ffffff", 1.0), ("#808080", 3.4)])
def test_a_faint_colour_is_refused_with_what_it_reaches(colour, ratio):
    with pytest.raises(TooFaintError) as error:
        palettes(colour)
    assert round(error.value.ratio, 1) == ratio


@given(st.integers(0, 2**24 - 1))
def test_a_brand_sets_three_properties_and_no_other(number):
    try:
        text = css_of(f"#{number:06x}")
    except TooFaintError:
        return
    assert set(re.findall(r"(--[\w-]+):", text)) == {"--brand", "--brand-ink", "--brand-wash"}
    assert re.sub(r"--brand(-ink|-wash)?: #[0-9a-f]{6};", "", text).split() == [
        *(":root", "{", "}", "@media", "screen", "and", "(prefers-color-scheme:", "dark)"),
        *("{", ":root", "{", "}", "}"),
    ]
