"""The languages an instrument declares: none with a hole is let in, none passes for reviewed that is not."""

from __future__ import annotations

import pytest

from surveys.catalogue import Catalogue, CatalogueError
from surveys.catalogue.faults import faults_of

SIGNED = {"by": "Ana Ruiz", "on": "2026-03-31"}
HUGE = 10**5000


@pytest.mark.parametrize(
    ("languages", "faults"),
    [
        pytest.param([], ("languages: must be a list with at least one language code",), id="none"),
        pytest.param(["en", "en"], ("languages: “en” stands twice",), id="doubled"),
        pytest.param(["en", 7], ("languages: “7” is not a language code",), id="number"),
    ],
)
def test_a_fault_of_the_list_of_languages(definition, languages, faults):
    assert faults_of({**definition, "languages": languages}) == faults


def test_a_declared_language_is_missed_in_every_text(definition):
    definition["languages"].append("it")
    definition["reviews"]["it"] = None
    faults = faults_of(definition)
    assert all(fault.endswith("has no text in it") for fault in faults)
    assert len(faults) == number_of_texts(definition)


def number_of_texts(part):
    if isinstance(part, dict):
        return 1 if part.keys() == {"en"} else sum(number_of_texts(value) for value in part.values())
    return sum(number_of_texts(value) for value in part) if isinstance(part, list) else 0


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize(
    ("way", "place"),
    [
        pytest.param(("scales", "extent", 3), "scale extent: step 4", id="scale"),
        pytest.param(("apart", "dk"), "apart: dk", id="apart"),
        pytest.param(("dimensions", 7, "summary"), "dimension COL: summary", id="dimension"),
        pytest.param(("predictions", "name"), "predictions: name", id="predictions"),
        pytest.param(
            ("items", "CUS-K1", "wording", "both"), "CUS-K1: wording for both", id="wording-of-a-side"
        ),
        pytest.param(("items", "CUS-K1", "help"), "CUS-K1: help", id="help"),
        pytest.param(("items", "CUS-K1", "steps", 2), "CUS-K1: step 3", id="step"),
        pytest.param(("items", "ORG-F1", "options", 5, "text"), "ORG-F1: option 6", id="option"),
        pytest.param(("items", "O3", "unit"), "O3: unit", id="unit"),
    ],
)
def test_a_hole_is_named_by_item_place_and_language(shipped, way, place, language):
    texts = shipped
    for step in way:
        texts = next(item for item in texts if item["id"] == step) if step in HOLED else texts[step]
    del texts[language]
    with pytest.raises(CatalogueError) as caught:
        Catalogue.from_dict(shipped)
    assert caught.value.faults == (f"{place} has no text in {language}",)


HOLED = {"CUS-K1", "ORG-F1", "O3"}


def test_an_empty_translation_is_a_hole_too(shipped):
    shipped["items"][0]["wording"]["all"]["de"] = "\u00a0"
    assert faults_of(shipped) == ("G0: wording for all in de is empty",)


def test_two_steps_translated_alike_are_named(shipped):
    shipped["scales"]["extent"][3]["fr"] = shipped["scales"]["extent"][2]["fr"]
    assert faults_of(shipped) == ("scale extent: two answers read “Dans une mesure modérée” in fr",)


@pytest.mark.parametrize("review", ["original", SIGNED, None])
def test_what_a_review_may_be(shipped, review):
    shipped["reviews"] = {"en": "original", "de": None, "fr": SIGNED, "es": review}
    if review == "original":
        shipped["reviews"]["en"] = None
    assert faults_of(shipped) == ()


@pytest.mark.parametrize(
    ("reviews", "faults"),
    [
        pytest.param([], ("reviews: must be an object by language",), id="list"),
        pytest.param(
            {},
            ("reviews: en is missing", "reviews: 0 languages are the original, 1 is needed"),
            id="no-language",
        ),
        pytest.param(
            {"en": "original", "it": None}, ("reviews: unknown language “it”",), id="undeclared-language"
        ),
        pytest.param(
            {"en": SIGNED}, ("reviews: 0 languages are the original, 1 is needed",), id="no-original"
        ),
    ],
)
def test_a_fault_of_the_reviews_as_a_whole(definition, reviews, faults):
    assert faults_of({**definition, "reviews": reviews}) == faults


def test_a_translation_does_not_pass_for_the_original(shipped):
    shipped["reviews"]["de"] = "original"
    assert faults_of(shipped) == ("reviews: 2 languages are the original, 1 is needed",)


@pytest.mark.parametrize(
    ("review", "fault"),
    [
        (True, 'must be null, "original", or an object with by and on'),
        ("yes", 'must be null, "original", or an object with by and on'),
        ({}, 'must be null, "original", or an object with by and on'),
        ({"by": "Ana Ruiz"}, 'must be null, "original", or an object with by and on'),
        ({**SIGNED, "note": ""}, 'must be null, "original", or an object with by and on'),
        ({**SIGNED, "by": " "}, "by is empty"),
        ({**SIGNED, "by": None}, "by must be a text"),
        ({**SIGNED, "on": "31.3.2026"}, "on “31.3.2026” must be a date such as 2026-01-31"),
        ({**SIGNED, "on": "2026-02-30"}, "on “2026-02-30” must be a date such as 2026-01-31"),
        ({**SIGNED, "on": "20260331"}, "on “20260331” must be a date such as 2026-01-31"),
        ({**SIGNED, "on": HUGE}, "on “a very large number” must be a date such as 2026-01-31"),
    ],
)
def test_a_fault_of_one_review_names_the_language(shipped, review, fault):
    shipped["reviews"]["de"] = review
    assert faults_of(shipped) == (f"reviews: de {fault}",)
