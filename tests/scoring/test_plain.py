"""Scorecards and methods as plain data, and back to the last bit."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Cohort, Method, Scorecard, ScoringError, load_method, score
from scoring.disclosure import withhold
from scoring.plain import from_plain, to_plain
from scoring.scorecard import Fact, LevelledFact, PracticeItem

METHOD = load_method("1")


def card_of(sales, marketing, step=3):
    people = [
        {
            "id": f"{side}{n}",
            "side": side,
            "level": "c_level",
            "answers": {**ANSWERS, "CUS-P1": 1 + (n + step) % 5},
        }
        for side, number in (("sales", sales), ("marketing", marketing))
        for n in range(number)
    ]
    entry = {
        "method_version": "1",
        "respondents": people,
        "outcomes": {"O1": 12.0, "O2": 96.0, "O3": 1.0, "O4": 0.9, "O5": 8.0, "O6": 88.0},
    }
    [card] = score(Cohort.from_interchange([entry], METHOD), METHOD, statistics=True)
    return card


ANSWERS = {item.id: 3 for item in METHOD.items if item.kind in {"perception", "practice", "prediction"}} | {
    "CUS-F1": ["a"], "ORG-F1": "ceo", "DAT-F1": ["pipeline"],
}  # fmt: skip


def through_json(value):
    return json.loads(json.dumps(value))


@given(sales=st.integers(0, 4), marketing=st.integers(0, 4), step=st.integers(0, 4), mode=st.sampled_from(
    ["attributed", "aggregated"]
))  # fmt: skip
def test_a_scorecard_comes_back_to_the_last_bit(sales, marketing, step, mode):
    card = withhold(card_of(sales, marketing, step), mode).card
    again = Scorecard.from_dict(through_json(card.as_dict()))
    assert again == card
    assert repr(again) == repr(card)
    assert list(again.dimensions) == list(card.dimensions)


def test_items_come_back_as_what_they_were():
    items = Scorecard.from_dict(card_of(1, 1).as_dict()).items
    assert {type(items[name]) for name in items} == {PracticeItem, Fact, LevelledFact}


def test_a_method_comes_back_with_every_number_and_the_same_columns():
    again = from_plain(Method, through_json(to_plain(METHOD)))
    assert to_plain(again) == to_plain(METHOD)
    assert again.layout.coded == METHOD.layout.coded
    assert again.item("CUS-K1").kind is METHOD.item("CUS-K1").kind


def changed(path, value):
    plain = through_json(card_of(1, 1).as_dict())
    *way, last = path.split(".")
    table = plain
    for key in way:
        table = table[key]
    if value is KeyError:
        del table[last]
    else:
        table[last] = value
    return plain


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("counts.sales", "2", "Scorecard.counts.sales: '2' is not a whole number"),
        ("counts.sales", True, "Scorecard.counts.sales: True is not a whole number"),
        ("measured.provisional", 0, "Scorecard.measured.provisional: 0 is not true or false"),
        ("gap", "12", "Scorecard.gap: '12' is not a number"),
        ("gap", KeyError, "Scorecard: gap is missing"),
        ("perceived.extra", 1, "Scorecard.perceived: extra is unknown"),
        ("dimensions", [], "Scorecard.dimensions: [] is not a table"),
        (
            "dimensions.CUS.blind_sides",
            "sales",
            "Scorecard.dimensions.CUS.blind_sides: 'sales' is not a list",
        ),
        ("perceived.ci", [1.0], "Scorecard.perceived.ci: 1 entries instead of 2"),
        ("items.CUS-K1", {"a": 1}, "Scorecard.items.CUS-K1: the keys a are those of no"),
    ],
)
def test_a_fault_is_named_with_its_place(path, value, said):
    with pytest.raises(ScoringError) as error:
        Scorecard.from_dict(changed(path, value))
    assert str(error.value).startswith(said)


def test_an_unknown_code_is_named():
    plain = to_plain(METHOD)
    plain["items"][0]["kind"] = "riddle"
    with pytest.raises(ScoringError, match=r"Method.items.0.kind: 'riddle' is no Kind"):
        from_plain(Method, plain)


def test_a_field_that_came_later_is_filled_from_its_default():
    plain = to_plain(METHOD)
    del plain["items"][0]["reversed"]
    assert from_plain(Method, plain).items[0].reversed is False
