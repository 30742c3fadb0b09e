from __future__ import annotations

import dataclasses

import pytest

SEGMENTS = [("a", "Banks, head of risk"), ("b", "Insurers, head of claims")]
TRIGGERS = (
    "regulation",
    "growth",
    "new_executive",
    "cost_pressure",
    "failed_tool",
    "competitor",
    "expansion",
    "contract_end",
    "other",
)


def test_steps_are_numbers_from_one_with_the_words_of_the_scale(catalogue):
    assert catalogue.item("CUS-P1").options("en") == (
        (1, "Not at all"),
        (2, "Slightly"),
        (3, "Moderately"),
        (4, "Largely"),
        (5, "Completely"),
    )
    assert catalogue.item("DAT-P2").options("en") == (
        (1, "Never"),
        (2, "Rarely"),
        (3, "Sometimes"),
        (4, "Often"),
        (5, "Very often"),
    )


def test_segments_are_the_options_of_cus_f1(catalogue):
    item = catalogue.item("CUS-F1")
    assert item.options("en", segments=SEGMENTS) == tuple(SEGMENTS)
    assert item.options("en") == ()


def test_the_owner_rewords_and_hides_triggers(catalogue):
    labels = {"growth": "Series B or later", "other": None, "competitor": ""}
    options = catalogue.item("CUS-F2").options("en", trigger_labels=labels)
    assert [code for code, _ in options] == [code for code in TRIGGERS if code not in ("other", "competitor")]
    assert dict(options)["growth"] == "Series B or later"
    assert dict(options)["regulation"] == "A new law or regulation"


def test_trigger_labels_leave_other_items_alone(catalogue):
    item = catalogue.item("STR-F1")
    assert item.options("en", trigger_labels={"expansion": "Grow"}) == item.options("en")


@pytest.mark.parametrize(
    ("item_id", "apart"),
    [
        ("G0", (("dk", "Don't know"), ("na", "Does not apply to us"))),
        ("CUS-P1", (("dk", "Don't know"), ("na", "Does not apply to us"))),
        ("CUS-X", (("dk", "Don't know"), ("na", "Does not apply to us"))),
        ("CUS-K1", (("dk", "Don't know"),)),
        ("CUS-F1", (("dk", "Don't know"),)),
        ("O1", ()),
    ],
)
def test_what_stands_apart_from_the_answers(catalogue, item_id, apart):
    item = catalogue.item(item_id)
    assert item.apart("en") == apart
    assert (item.allows_dk, item.allows_na) == ("dk" in dict(apart), "na" in dict(apart))


@pytest.mark.parametrize(
    ("item_id", "sides"),
    [
        ("CUS-P1", ["sales", "marketing", "both"]),
        ("CUS-K1", ["sales", "marketing", "both"]),
        ("CUS-X", ["sales", "marketing"]),
        ("G1", ["sales", "marketing"]),
        ("O1", []),
    ],
)
def test_who_is_asked(catalogue, item_id, sides):
    item = catalogue.item(item_id)
    assert [side for side in ("sales", "marketing", "both") if item.asked_of(side)] == sides


def test_a_side_that_is_not_asked_has_no_wording(catalogue):
    with pytest.raises(ValueError, match="G1 is not asked of both"):
        catalogue.item("G1").wording("both", "en")


def test_an_unknown_side_is_an_error(catalogue):
    with pytest.raises(ValueError, match="unknown side 'service': sales, marketing or both"):
        catalogue.item("CUS-P1").wording("service", "en")


def test_help_and_unit_are_empty_where_there_are_none(catalogue):
    assert (catalogue.item("G0").help("en"), catalogue.item("G0").unit("en")) == ("", "")
    assert catalogue.item("O3").unit("en") == "percentage points"


def test_items_do_not_change(catalogue):
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalogue.item("G0").kind = "K"
    with pytest.raises(TypeError):
        catalogue.item("G0").wordings["all"]["en"] = "?"
