"""The client's own segments, one a line."""

from __future__ import annotations

import pytest
from django import forms

from surveys.catalogue import RESERVED
from surveys.forms.segments import SegmentsField, code_of


def segments(value):
    return SegmentsField().clean(value)


def test_one_segment_a_line():
    assert segments("  Regional   hospitals\r\n\nB\nC & D\n\tE\nF\nG ") == [
        {"code": "regional-hospitals", "text": "Regional hospitals"},
        {"code": "b", "text": "B"},
        {"code": "c-d", "text": "C & D"},
        {"code": "e", "text": "E"},
        {"code": "f", "text": "F"},
        {"code": "g", "text": "G"},
    ]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("", "This field is required."),
        ("a\nb\nc\nd\ne", "Enter 6 to 10 segments, one a line: there are 5 now."),
        ("\n".join("abcdefghijk"), "Enter 6 to 10 segments, one a line: there are 11 now."),
        ("a\nb\nc\nd\ne\nA!", "“A!” stands there twice, or two segments differ in signs only."),
        ("a\nb\nc\nd\ne\n病院\n病院", "“病院” stands there twice, or two segments differ in signs only."),
        ("a\nb\nc\nd\ne\nNone", "“None” cannot be a segment: it is one of the questionnaire's own answers."),
        ("a\nb\nc\nd\ne\n" + "x" * 101, "“" + "x" * 40 + "…” is too long: at most 100 characters a segment."),
        ("x" * 3000, "Ensure this value has at most 2040 characters (it has 3000)."),
    ],
)
def test_segments_that_cannot_be(value, fault):
    with pytest.raises(forms.ValidationError) as refused:
        segments(value)
    assert refused.value.messages == [fault]


def test_letters_that_are_not_latin_keep_segments_apart():
    codes = [code_of(text) for text in ("病院", "薬局", "病院 A", "薬局 A", "Straße", "Strasse", "Öl", "Ol")]
    assert len(set(codes)) == 7
    assert (codes[0].startswith("segment-"), codes[2].startswith("a-"), codes[6], codes[7]) == (
        True,
        True,
        "ol",
        "ol",
    )


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_words_with_a_meaning_of_their_own_are_no_segments(word):
    with pytest.raises(forms.ValidationError):
        segments(f"a\nb\nc\nd\ne\n{word}")
