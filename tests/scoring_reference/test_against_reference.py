"""The project's scoring against the reference, on made-up assessments that reach for the edges."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from scoring import Cohort, load_method, score
from tests.scoring_reference import score_reference
from tests.scoring_reference.compare import differences
from tests.scoring_reference.generate import assessments
from tests.scoring_reference.uncertainty import uncertain_classes

METHOD = load_method("1")


def scored(chunk: list[dict]) -> list[dict]:
    """One vectorised pass, and what it says once it has been JSON."""
    cards = score(Cohort.from_interchange(chunk, METHOD), METHOD)
    return [json.loads(json.dumps(card.as_dict(), allow_nan=False)) for card in cards]


def unlike(seed: int, count: int, at_once: int) -> list[str]:
    """Every difference; whether a class is uncertain has a test of its own."""
    made, found, number = assessments(seed, count), [], 0
    while chunk := list(islice(made, at_once)):
        for assessment, actual in zip(chunk, scored(chunk), strict=True):
            lines = differences(score_reference(assessment), actual)
            found += [f"seed {seed}, assessment {number}{line}" for line in lines]
            number += 1
    return found


def test_sixty() -> None:
    assert unlike(1, 60, 60) == []


@pytest.mark.slow
def test_three_hundred() -> None:
    assert unlike(1, 300, 60) == []


def test_one_by_one() -> None:
    assert unlike(2, 20, 1) == []


@pytest.mark.slow
def test_five_thousand() -> None:
    assert unlike(3, 5000, 500) == []


@pytest.mark.slow
def test_uncertain_classes() -> None:
    made = [made for made in assessments(5, 200) if large(made)][:10]
    expected = [uncertain_classes(assessment) for assessment in made]
    results = [scored([assessment])[0] for assessment in made]
    actual = [{d for d, of in r["dimensions"].items() if of["class_uncertain"]} for r in results]
    assert any(expected)
    assert actual == expected


def large(assessment: dict) -> bool:
    """At least three a side, so that intervals exist."""
    sides = [person["side"] for person in assessment["respondents"]]
    return sides.count("sales") >= 3 and sides.count("marketing") >= 3


def test_a_difference_is_found() -> None:
    expected = {"a": [1.0, None, "x", True], "b": {"c": 2}}
    assert differences(expected, {"a": [1.0 + 1e-10, None, "x", True], "b": {"c": 2, "more": 1}}) == []
    assert differences(expected, {"a": [1.0 + 1e-8, 0, "y", 1], "b": {}}) == [
        ".a[0]: 1.0 expected, 1.00000001 found",
        ".a[1]: None expected, 0 found",
        ".a[2]: 'x' expected, 'y' found",
        ".a[3]: True expected, 1 found",
        ".b.c: missing",
    ]
