from __future__ import annotations

import pytest

from surveys.catalogue import Catalogue, CatalogueError
from surveys.catalogue.faults import faults_of

NUL, HALF, YES = "\0", "\ud800", True


def entry(definition, item_id):
    return next(item for item in definition["items"] if item["id"] == item_id)


def put(item_id, *path):
    """Give a change that sets the last of the path but one, within an item, to the last."""
    *way, key, value = path

    def change(definition):
        target = entry(definition, item_id)
        for step in way:
            target = target[step]
        target[key] = value

    return change


def drop(item_id, *path):
    *way, key = path

    def change(definition):
        target = entry(definition, item_id)
        for step in way:
            target = target[step]
        del target[key]

    return change


def remove(item_id):
    return lambda definition: definition["items"].remove(entry(definition, item_id))


def test_the_shipped_file_has_no_fault(shipped):
    assert faults_of(shipped) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(
            drop("CUS-K1", "steps", 4), "CUS-K1: ladder has 4 steps, 5 are needed", id="short-ladder"
        ),
        pytest.param(
            drop("CAD-F1", "steps", 0), "CAD-F1: ordinal has 4 steps, 5 are needed", id="short-ordinal"
        ),
        pytest.param(put("CUS-K1", "steps", "x"), "CUS-K1: the steps must be a list", id="steps-text"),
        pytest.param(
            put("COL-K3", "steps", 1, {"en": "None"}),
            "COL-K3: two answers read “None” in en",
            id="same-steps",
        ),
        pytest.param(
            drop("CUS-K1", "wording", "both"), "CUS-K1: wording for both is missing", id="no-wording-for-both"
        ),
        pytest.param(
            drop("CUS-X", "wording", "sales"),
            "CUS-X: wording for sales is missing",
            id="no-wording-for-sales",
        ),
        pytest.param(
            put("CUS-X", "wording", "both", {"en": "How?"}),
            "CUS-X: wording for “both” has no place here, only sales, marketing",
            id="prediction-for-both",
        ),
        pytest.param(
            put("CUS-P1", "wording", "sales", {"en": "How?"}),
            "CUS-P1: wording for “sales” has no place here, only all",
            id="all-and-a-side",
        ),
        pytest.param(
            put("CUS-P1", "wording", "How?"), "CUS-P1: wording must be an object by side", id="wording-text"
        ),
        pytest.param(
            put("CUS-P1", "wording", "all", "How?"),
            "CUS-P1: wording for all must be texts by language",
            id="wording-without-language",
        ),
        pytest.param(
            put("STR-P1", "kind", "Z"), "STR-P1: unknown kind “Z”, known are P, K, F, X, O", id="kind"
        ),
        pytest.param(
            put("STR-P1", "kind", ["P"]), "STR-P1: unknown kind “P”, known are P, K, F, X, O", id="kind-list"
        ),
        pytest.param(
            put("STR-F1", "form", "ladder"),
            "STR-F1: unknown form “ladder”, known for F are ordinal, nominal, set",
            id="form",
        ),
        pytest.param(put("STR-P1", "scale", "likert"), "STR-P1: unknown scale “likert”", id="scale"),
        pytest.param(put("STR-P1", "scale", ["extent"]), "STR-P1: unknown scale “extent”", id="scale-list"),
        pytest.param(drop("STR-P1", "scale"), "STR-P1: scale is missing", id="no-scale"),
        pytest.param(put("STR-P1", "weight", 0.5), "STR-P1: unknown key “weight”", id="weight"),
        pytest.param(put("STR-K1", "scale", "extent"), "STR-K1: unknown key “scale”", id="scale-on-a-ladder"),
        pytest.param(
            put("STR-P1", "wording", "all", "en", "  "), "STR-P1: wording for all in en is empty", id="empty"
        ),
        pytest.param(
            put("STR-P1", "wording", "all", "en", 7),
            "STR-P1: wording for all in en must be a text",
            id="number",
        ),
        pytest.param(
            put("STR-P1", "help", "en", "a" * 1001),
            "STR-P1: help in en has 1001 characters, 1000 are allowed",
            id="long",
        ),
        pytest.param(
            put("CUS-K1", "steps", 2, "en", f"Twice{NUL}"),
            "CUS-K1: step 3 in en holds a control character or half a character",
            id="nul",
        ),
        pytest.param(
            put("STR-F1", "options", 1, "text", "en", f"More{HALF}"),
            "STR-F1: option 2 in en holds a control character or half a character",
            id="lone-surrogate",
        ),
        pytest.param(
            put("STR-P1", "wording", "all", {}),
            "STR-P1: wording for all has no text in en",
            id="language-hole",
        ),
        pytest.param(
            put("STR-P1", "help", "fr", "Où ?"),
            "STR-P1: help has a text in the unknown language “fr”",
            id="undeclared-language",
        ),
        pytest.param(
            put("CUS-X", "dimension", "ZZZ"), "CUS-X: unknown dimension “ZZZ”", id="prediction-of-nothing"
        ),
        pytest.param(
            put("CUS-P1", "dimension", "STR"),
            "CUS-P1: the id does not fit kind P in dimension STR",
            id="other-dimension",
        ),
        pytest.param(drop("CUS-P1", "dimension"), "CUS-P1: dimension is missing", id="no-dimension"),
        pytest.param(
            put("G0", "dimension", "CUS"), "G0: unknown key “dimension”", id="headline-in-a-dimension"
        ),
        pytest.param(put("O1", "min", 1000), "O1: min 1000 must be below max 1000", id="min-is-max"),
        pytest.param(put("O1", "min", "-100"), "O1: min “-100” must be a number", id="min-text"),
        pytest.param(put("O1", "max", float("nan")), "O1: max “nan” must be a number", id="max-nan"),
        pytest.param(
            put("O1", "max", 10**5000), "O1: max “a very large number” must be a number", id="max-huge"
        ),
        pytest.param(put("O1", "max", YES), "O1: max “True” must be a number", id="max-boolean"),
        pytest.param(drop("O1", "unit"), "O1: unit is missing", id="no-unit"),
        pytest.param(
            put("CUS-F2", "max_choices", 10),
            "CUS-F2: max_choices is 10, but there are 9 options",
            id="max-over",
        ),
        pytest.param(
            put("CUS-F1", "max_choices", 7),
            "CUS-F1: max_choices is 7, but there are 6 options",
            id="max-over-the-fewest-segments",
        ),
        pytest.param(
            put("CUS-F2", "max_choices", YES),
            "CUS-F2: max_choices “True” must be a whole number from 1",
            id="max-boolean-choices",
        ),
        pytest.param(
            put("CUS-F2", "owner_labels", "yes"),
            "CUS-F2: owner_labels must be true or false",
            id="owner-labels",
        ),
        pytest.param(
            put("STR-F1", "options", 0, "code", "New customers"),
            "STR-F1: option 1 has the code “New customers”, which is not a free slug",
            id="code-no-slug",
        ),
        pytest.param(
            put("STR-F1", "options", 0, "code", "dk"),
            "STR-F1: option 1 has the code “dk”, which is not a free slug",
            id="code-reserved",
        ),
        pytest.param(
            put("STR-F1", "options", 1, "code", "churn"),
            "STR-F1: option code “churn” stands twice",
            id="code-doubled",
        ),
        pytest.param(
            put("STR-F1", "options", 1, "score", 25), "STR-F1: option 2: unknown key “score”", id="score"
        ),
        pytest.param(
            put("STR-F1", "options", 1, "churn"),
            "STR-F1: option 2 must be an object with code and text",
            id="option-text",
        ),
        pytest.param(
            put("STR-F1", "options", "segments"),
            "STR-F1: options must be a list of 2 or more",
            id="segments-for-nominal",
        ),
        pytest.param(
            put("CUS-F1", "options", "own"),
            'CUS-F1: options must be a list of 2 or more or "segments"',
            id="no-options",
        ),
        pytest.param(remove("CUS-X"), "CUS-X: the item is missing", id="no-prediction"),
        pytest.param(remove("G0"), "G0: the item is missing", id="no-headline"),
        pytest.param(remove("G1"), "G1: the item is missing", id="no-closing"),
        pytest.param(
            lambda definition: definition["items"].insert(1, entry(definition, "G0")),
            "G0: the id stands twice",
            id="doubled-id",
        ),
        pytest.param(
            lambda definition: definition["items"].insert(1, definition["items"].pop(2)),
            "CUS-P1: out of order",
            id="order",
        ),
        pytest.param(
            lambda definition: definition["items"].append({"kind": "P"}),
            "item 58: must be an object with an id",
            id="no-id",
        ),
    ],
)
def test_a_fault_is_reported_with_its_item(definition, change, fault):
    change(definition)
    assert faults_of(definition) == (fault,)


@pytest.mark.parametrize(
    ("key", "value", "faults"),
    [
        pytest.param("title", "SMAX", ("instrument: unknown key “title”",), id="unknown-key"),
        pytest.param("instrument", "", ("instrument: the name “” is not a slug",), id="name"),
        pytest.param(
            "version", 1, ('instrument: version “1” must be a text such as "1" or "1.2"',), id="version"
        ),
        pytest.param(
            "method_version",
            "one",
            ('instrument: method_version “one” must be a text such as "1" or "1.2"',),
            id="method-version",
        ),
        pytest.param(
            "apart",
            {"dk": {"en": "Don't know"}, "no": {"en": "No"}},
            ("apart: na is missing", "apart: unknown key “no”"),
            id="apart",
        ),
        pytest.param(
            "predictions", [], ("predictions: must be an object with name and summary",), id="screen"
        ),
        pytest.param("dimensions", {}, ("dimensions: must be a list",), id="dimensions"),
        pytest.param("items", {}, ("items: must be a list",), id="items"),
    ],
)
def test_a_fault_outside_the_items_names_its_place(definition, key, value, faults):
    assert faults_of({**definition, key: value}) == faults


def test_a_prediction_has_no_wording_for_all(definition):
    entry(definition, "CUS-X")["wording"] = {"all": {"en": "How did the others rate it?"}}
    assert faults_of(definition) == (
        "CUS-X: wording for sales is missing",
        "CUS-X: wording for marketing is missing",
        "CUS-X: wording for “all” has no place here, only sales, marketing",
    )


def test_a_missing_dimension_is_named(definition):
    definition["dimensions"].pop(0)
    assert faults_of(definition) == ("dimension CUS: is missing",)


def test_an_unknown_dimension_is_named(definition):
    definition["dimensions"][7]["code"] = "XXX"
    assert faults_of(definition) == (
        "dimension 8: the code “XXX” is none of CUS, STR, CAP, ORG, CAD, DAT, FLW, COL",
        "dimension COL: is missing",
    )


def test_the_order_of_dimensions_is_fixed(definition):
    definition["dimensions"].reverse()
    assert faults_of(definition) == ("dimensions: the order must be CUS, STR, CAP, ORG, CAD, DAT, FLW, COL",)


def test_a_dimension_without_items_is_named(definition):
    definition["items"] = [
        item for item in definition["items"] if not item["id"].startswith(("COL-P", "COL-K"))
    ]
    assert faults_of(definition) == ("dimension COL: has no items",)


def test_a_scale_of_four_steps_is_named(definition):
    definition["scales"]["extent"].pop()
    assert faults_of(definition) == ("scale extent: scale has 4 steps, 5 are needed",)


def test_all_faults_are_collected_in_the_order_of_the_file(definition):
    entry(definition, "O4")["min"] = 20
    entry(definition, "CUS-K1")["steps"].pop()
    del entry(definition, "COL-P2")["wording"]["marketing"]
    with pytest.raises(CatalogueError) as caught:
        Catalogue.from_dict(definition)
    assert caught.value.faults == (
        "CUS-K1: ladder has 4 steps, 5 are needed",
        "COL-P2: wording for marketing is missing",
        "O4: min 20 must be below max 20",
    )
    assert str(caught.value) == "\n".join(caught.value.faults)


@pytest.mark.parametrize("data", [None, [], "smax", 3, True])
def test_what_is_no_object_is_no_instrument(data):
    with pytest.raises(CatalogueError, match="instrument: must be an object"):
        Catalogue.from_dict(data)


def test_an_empty_object_misses_every_key():
    assert faults_of({}) == tuple(
        f"instrument: {key} is missing"
        for key in (
            "apart",
            "dimensions",
            "instrument",
            "items",
            "languages",
            "method_version",
            "predictions",
            "reviews",
            "scales",
            "version",
        )
    )
