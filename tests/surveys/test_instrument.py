"""The shipped instrument against the method's own list (method C)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from surveys.catalogue import Catalogue

SHIPPED = Path(__file__).parents[2] / "surveys" / "instruments" / "smax.v1.json"
CATALOGUE = Catalogue.read(SHIPPED)
DIMENSIONS = ["CUS", "STR", "CAP", "ORG", "CAD", "DAT", "FLW", "COL"]
ASKED_OF_ALL = [
    "G0",
    *["CUS-P1", "CUS-P2", "CUS-K1", "CUS-K2", "CUS-F1", "CUS-F2"],
    *["STR-P1", "STR-P2", "STR-K1", "STR-F1"],
    *["CAP-P1", "CAP-P2", "CAP-K1", "CAP-F1", "CAP-F2"],
    *["ORG-P1", "ORG-P2", "ORG-K1", "ORG-K2", "ORG-F1"],
    *["CAD-P1", "CAD-P2", "CAD-K1", "CAD-K2", "CAD-F1"],
    *["DAT-P1", "DAT-P2", "DAT-K1", "DAT-K2", "DAT-K3", "DAT-F1"],
    *["FLW-P1", "FLW-P2", "FLW-K1", "FLW-K2", "FLW-F1"],
    *["COL-P1", "COL-P2", "COL-K1", "COL-K2", "COL-K3"],
]
PREDICTED = ["CUS-X", "STR-X", "CAP-X", "ORG-X", "CAD-X", "DAT-X", "FLW-X", "COL-X", "G1"]
OUTCOMES = ["O1", "O2", "O3", "O4", "O5", "O6"]
FACES = ["CUS-K1", "STR-P2", "CAP-P1", "CAD-P2", "DAT-K3", "FLW-P1", "COL-P2", "COL-K1"]


def ids(items):
    return [item.id for item in items]


def test_the_heading():
    assert (CATALOGUE.instrument, CATALOGUE.version, CATALOGUE.method_version) == ("smax", "1", "1")
    assert CATALOGUE.languages == ("en", "de", "fr", "es")
    assert [dimension.code for dimension in CATALOGUE.dimensions] == DIMENSIONS


def test_the_57_items_in_their_order():
    assert ids(CATALOGUE.items) == ASKED_OF_ALL + PREDICTED + OUTCOMES
    assert len(CATALOGUE.items) == 57
    assert ids(CATALOGUE.outcome_items) == OUTCOMES


@pytest.mark.parametrize(
    ("side", "asked", "number"),
    [
        ("sales", ASKED_OF_ALL + PREDICTED, 51),
        ("marketing", ASKED_OF_ALL + PREDICTED, 51),
        ("both", ASKED_OF_ALL, 42),
    ],
)
def test_the_items_of_a_side(side, asked, number):
    assert ids(CATALOGUE.items_for(side)) == asked
    assert len(asked) == number


def test_the_number_of_items_by_kind():
    assert Counter(item.kind for item in CATALOGUE.items) == {"P": 17, "K": 16, "F": 9, "X": 9, "O": 6}


def test_the_forms_of_the_facts():
    assert {item.id: (item.form, item.max_choices) for item in CATALOGUE.items if item.kind == "F"} == {
        "CUS-F1": ("set", 2),
        "CUS-F2": ("set", 3),
        "STR-F1": ("nominal", None),
        "CAP-F1": ("ordinal", None),
        "CAP-F2": ("set", 3),
        "ORG-F1": ("nominal", None),
        "CAD-F1": ("ordinal", None),
        "DAT-F1": ("set", 5),
        "FLW-F1": ("ordinal", None),
    }


@pytest.mark.parametrize(
    ("item_id", "codes"),
    [
        (
            "CUS-F2",
            "regulation growth new_executive cost_pressure failed_tool"
            " competitor expansion contract_end other",
        ),
        ("STR-F1", "new_customers expansion churn new_market margin"),
        (
            "CAP-F2",
            "segmentation personas content campaigns buyer_journey contact_data"
            " coverage territories methodology process enablement training",
        ),
        ("ORG-F1", "nobody by_stage marketing_head sales_head cro ceo"),
        (
            "DAT-F1",
            "bookings ltv retention renewals satisfaction"
            " qualified_leads sales_leads marketing_leads pipeline opportunities"
            " win_rate velocity cycle_length acquisition_cost margin none",
        ),
    ],
)
def test_the_codes_of_the_method(item_id, codes):
    assert [code for code, _ in CATALOGUE.item(item_id).options("en")] == codes.split()


def test_segments_and_triggers_are_the_owners():
    assert ids(item for item in CATALOGUE.items if item.from_segments) == ["CUS-F1"]
    assert ids(item for item in CATALOGUE.items if item.owner_labels) == ["CUS-F2"]


def test_only_the_reversed_items_use_the_frequency_scale():
    assert ids(item for item in CATALOGUE.items if item.scale == "frequency") == ["DAT-P2", "COL-P2"]
    assert Counter(item.scale for item in CATALOGUE.items if item.form == "scale") == {
        "extent": 24,
        "frequency": 2,
    }


def test_ladders_and_ordinal_facts_have_five_steps():
    stepped = [item for item in CATALOGUE.items if item.form in ("ladder", "ordinal")]
    assert len(stepped) == 19
    assert {
        item.id for item in stepped if [code for code, _ in item.options("en")] != [1, 2, 3, 4, 5]
    } == set()


@pytest.mark.parametrize("item_id", FACES)
def test_an_item_with_two_faces_has_three_wordings(item_id):
    item = CATALOGUE.item(item_id)
    assert len({item.wording(side, "en") for side in ("sales", "marketing", "both")}) == 3


@pytest.mark.parametrize("item_id", PREDICTED)
def test_a_prediction_names_the_leaders_of_the_other_team(item_id):
    item = CATALOGUE.item(item_id)
    assert "the marketing leaders" in item.wording("sales", "en")
    assert item.wording("sales", "en").replace("the marketing leaders", "the sales leaders") == item.wording(
        "marketing", "en"
    )


def test_a_prediction_names_its_dimension():
    names = {dimension.code: dimension.name("en").lower() for dimension in CATALOGUE.dimensions}
    missing = [
        code for code in names if names[code] not in CATALOGUE.item(f"{code}-X").wording("sales", "en")
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("item_id", "unit", "limits"),
    [
        ("O1", "%", (-100, 1000)),
        ("O2", "%", (0, 500)),
        ("O3", "percentage points", (-100, 100)),
        ("O4", "ratio", (0, 20)),
        ("O5", "%", (-100, 1000)),
        ("O6", "%", (0, 100)),
    ],
)
def test_the_limits_of_the_outcomes(item_id, unit, limits):
    item = CATALOGUE.item(item_id)
    assert (item.unit("en"), (item.minimum, item.maximum)) == (unit, limits)
    assert item.help("en")


@pytest.mark.parametrize(
    ("item_id", "term"),
    [
        ("CUS-K2", "A persona is"),
        ("CUS-K2", "steps buyers take"),
        ("CUS-F1", "A segment is"),
        ("CUS-F2", "trigger events"),
        ("STR-K1", "Churn:"),
        ("FLW-K1", "Service levels:"),
        ("O4", "Qualified pipeline:"),
        ("O5", "Qualified pipeline:"),
    ],
)
def test_a_term_is_explained_where_it_is_used(item_id, term):
    assert term in CATALOGUE.item(item_id).help("en")


def test_texts_fit_a_phone():
    asked = [item for item in CATALOGUE.items if item.kind != "O"]
    wordings = {
        (item.id, side): item.wording(side, "en") for side in ("sales", "marketing") for item in asked
    }
    assert {place: len(text) for place, text in wordings.items() if len(text) > 140} == {}
    assert {item.id: len(item.help("en")) for item in asked if len(item.help("en")) > 260} == {}
    answers = {(item.id, code): text for item in asked for code, text in item.options("en")}
    assert {place: len(text) for place, text in answers.items() if len(text) > 125} == {}


def test_every_question_ends_as_one():
    # "Choose up to two." may follow the question.
    asked = [item for item in CATALOGUE.items if item.kind != "O"]
    assert ids(item for item in asked if item.wording("sales", "en").count("?") != 1) == []
    assert ids(item for item in asked if not item.wording("sales", "en").endswith(("?", "."))) == []


def test_the_file_holds_no_scores():
    keys = set()

    def walk(part):
        if isinstance(part, dict):
            keys.update(part)
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            walk(inner)

    walk(json.loads(SHIPPED.read_text(encoding="utf-8")))
    assert keys & {"score", "scores", "weight", "weights", "reverse", "level", "gate"} == set()
