from __future__ import annotations

import pytest
from django.utils import translation

from reports.numbers import local, measured, nearest, one_decimal, rounded, signed, tenths, whole


@pytest.mark.parametrize(
    ("value", "expected"),
    [(62.5, "63"), (37.5, "38"), (-12.5, "−13"), (62.49999, "62"), (0.0, "0"), (-0.4, "0"), (None, "–")],
)
def test_a_screen_shows_whole_numbers_and_a_half_goes_away_from_zero(value, expected):
    assert whole(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(32.3, "+32"), (-4.6, "−5"), (0.2, "0"), (-0.2, "0"), (None, "–")]
)
def test_a_gap_shows_its_sign_unless_it_rounds_to_nothing(value, expected):
    assert signed(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(44.5088, 44.5), (81.25, 81.3), (-81.25, -81.3), (None, None), (2.675, 2.7)]
)
def test_a_file_shows_one_decimal(value, expected):
    assert one_decimal(value) == expected


def test_a_sum_that_misses_its_half_by_noise_is_still_a_half():
    assert rounded(0.1 + 0.2 + 62.2 - 1e-12) == 63.0


def test_nothing_is_ever_minus_zero():
    assert str(rounded(-0.04, 1)) == "0.0"
    assert str(nearest(-1.0, 2.5)) == "0.0"


@pytest.mark.parametrize(
    ("value", "step", "expected"), [(43.6, 2.5, 42.5), (43.75, 2.5, 45.0), (24, 5, 25.0), (-6.3, 2.5, -7.5)]
)
def test_published_figures_go_to_the_nearest_step(value, step, expected):
    assert nearest(value, step) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(14.0, "14.0"), (0.85, "0.85"), (-3.0, "−3.0"), (1000.0, "1000.0")]
)
def test_an_outcome_is_as_precise_as_it_was_entered(value, expected):
    assert measured(value) == expected


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_decimals_are_written_with_the_readers_mark(language):
    with translation.override(language):
        assert (measured(0.85), measured(-1000.0), tenths(62.25)) == ("0,85", "−1000,0", "62,3")
        assert local("-0.5") == "−0,5"
