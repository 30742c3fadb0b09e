"""The shipped instrument and the method speak of the same items and codes."""

from __future__ import annotations

from scoring import load_method
from surveys import enums
from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED

CATALOGUE = Catalogue.read(SHIPPED)
METHOD = load_method(CATALOGUE.method_version)
# Where an answer means an empty set, the method lists it apart from the codes.
EMPTY = {"DAT-F1": {"none"}}


def test_the_same_items_are_asked_and_scored():
    assert {item.id for item in CATALOGUE.items if item.kind != "O"} == {item.id for item in METHOD.items}
    assert [item.id for item in CATALOGUE.outcome_items] == [curve.item for curve in METHOD.outcomes]


def test_the_same_dimensions_in_the_same_order():
    assert [dimension.code for dimension in CATALOGUE.dimensions] == [
        dimension.code for dimension in METHOD.dimensions
    ]


def test_every_item_has_the_same_codes_and_limits():
    asked = {
        item.id: (
            sorted({str(code) for code, _text in item.options("en")} - EMPTY.get(item.id, set())),
            item.max_choices,
        )
        for item in CATALOGUE.items
        if item.form in {"nominal", "set"} and not item.from_segments
    }
    scored = {item.id: (sorted(item.codes), item.at_most or None) for item in METHOD.items if item.codes}
    assert asked == scored


def test_a_frequency_scale_is_what_the_method_reverses():
    asked = {item.id for item in CATALOGUE.items if item.scale == "frequency"}
    assert asked == {item.id for item in METHOD.items if item.reversed}


def test_the_profile_has_the_same_codes():
    ours = {
        "industry": enums.Industry,
        "revenue_band": enums.RevenueBand,
        "employees": enums.Employees,
        "region": enums.Region,
        "business_model": enums.BusinessModel,
        "abm_use": enums.AbmUse,
        "team_location": enums.TeamLocation,
        "headwinds": enums.Headwind,
        "sponsor": enums.Sponsor,
        "reporting_structure": enums.ReportingStructure,
    }
    assert {field: tuple(choices.values) for field, choices in ours.items()} == dict(METHOD.profile)
    assert tuple(enums.Seniority.values) == METHOD.seniority.codes
