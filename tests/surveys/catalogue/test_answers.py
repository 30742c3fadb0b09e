from __future__ import annotations

import pytest

from surveys.catalogue import REASONS, AnswerError

SEGMENTS = [(code, f"Segment {code}") for code in ("a", "b", "c", "d", "e", "mid-market")]
DEEP = []
for _ in range(5000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("item_id", "raw", "stored"),
    [
        pytest.param("CUS-P1", 5, 5, id="step"),
        pytest.param("CUS-P1", "3", 3, id="step-as-text"),
        pytest.param("CUS-P1", "dk", "dk", id="dont-know"),
        pytest.param("CUS-P1", "na", "na", id="does-not-apply"),
        pytest.param("CUS-X", "na", "na", id="prediction-does-not-apply"),
        pytest.param("G0", 1, 1, id="headline"),
        pytest.param("CUS-K1", "dk", "dk", id="practice-dont-know"),
        pytest.param("CAD-F1", "4", 4, id="ordinal"),
        pytest.param("ORG-F1", "ceo", "ceo", id="nominal"),
        pytest.param("ORG-F1", "dk", "dk", id="nominal-dont-know"),
        pytest.param("CUS-F1", ["b", "a"], ["a", "b"], id="set-in-the-order-of-the-options"),
        pytest.param("CUS-F1", ["mid-market"], ["mid-market"], id="one-segment"),
        pytest.param("CUS-F2", ("growth",), ["growth"], id="tuple"),
        pytest.param("DAT-F1", ["none"], ["none"], id="none-alone"),
        pytest.param("DAT-F1", ["dk"], "dk", id="dont-know-ticked"),
        pytest.param("DAT-F1", "dk", "dk", id="dont-know-for-a-set"),
        pytest.param(
            "DAT-F1",
            ["margin", "win_rate", "ltv", "retention", "bookings"],
            ["bookings", "ltv", "retention", "win_rate", "margin"],
            id="as-many-as-allowed",
        ),
        pytest.param("CUS-P1", None, None, id="null"),
        pytest.param("CUS-P1", "", None, id="empty-text"),
        pytest.param("ORG-F1", "", None, id="nominal-empty-text"),
        pytest.param("CUS-F1", [], None, id="empty-list"),
    ],
)
def test_what_is_stored(catalogue, item_id, raw, stored):
    answer = catalogue.item(item_id).check(raw, SEGMENTS)
    assert (answer, type(answer)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("item_id", "raw", "code"),
    [
        pytest.param("CUS-P1", 9, "unknown_step", id="nine"),
        pytest.param("CUS-P1", "9", "unknown_step", id="nine-as-text"),
        pytest.param("CUS-P1", 0, "unknown_step", id="zero"),
        pytest.param("CUS-P1", -1, "unknown_step", id="minus-one"),
        pytest.param("CUS-P1", "3.0", "unknown_step", id="fraction-as-text"),
        pytest.param("CUS-P1", " 3", "unknown_step", id="space"),
        pytest.param("CUS-P1", "+3", "unknown_step", id="plus"),
        pytest.param("CUS-P1", "03", "unknown_step", id="leading-zero"),
        pytest.param("CUS-P1", "３", "unknown_step", id="full-width-digit"),
        pytest.param("CUS-P1", "٣", "unknown_step", id="arabic-digit"),
        pytest.param("CUS-P1", "³", "unknown_step", id="superscript"),
        pytest.param("CUS-P1", "DK", "unknown_step", id="capital-code"),
        pytest.param("CUS-P1", "3\0", "unknown_step", id="nul"),
        pytest.param("CUS-P1", "\ud800", "unknown_step", id="lone-surrogate"),
        pytest.param("CUS-P1", "9" * 1_000_000, "unknown_step", id="huge-text"),
        pytest.param("CUS-P1", 10**5000, "unknown_step", id="huge-number"),
        pytest.param("CUS-P1", True, "wrong_type", id="boolean"),
        pytest.param("CUS-P1", 3.5, "wrong_type", id="fraction"),
        pytest.param("CUS-P1", 3.0, "wrong_type", id="whole-float"),
        pytest.param("CUS-P1", float("nan"), "wrong_type", id="nan"),
        pytest.param("CUS-P1", [3], "wrong_type", id="list-for-a-step"),
        pytest.param("CUS-P1", {"step": 3}, "wrong_type", id="object"),
        pytest.param("CUS-P1", b"3", "wrong_type", id="bytes"),
        pytest.param("CUS-K1", "na", "not_offered", id="practice-does-not-apply"),
        pytest.param("ORG-F1", "na", "not_offered", id="fact-does-not-apply"),
        pytest.param("CUS-F1", "na", "not_offered", id="set-does-not-apply"),
        pytest.param("ORG-F1", "cmo", "unknown_code", id="unknown-code"),
        pytest.param("ORG-F1", "CEO", "unknown_code", id="code-in-capitals"),
        pytest.param("ORG-F1", "ceo\0", "unknown_code", id="code-with-nul"),
        pytest.param("ORG-F1", 1, "wrong_type", id="number-for-a-code"),
        pytest.param("ORG-F1", ["ceo"], "wrong_type", id="list-for-a-code"),
        pytest.param("CUS-F1", "a", "wrong_type", id="code-for-a-set"),
        pytest.param("CUS-F1", {"a": 1}, "wrong_type", id="object-for-a-set"),
        pytest.param("CUS-F1", ["a", "z"], "unknown_code", id="segment-of-another-company"),
        pytest.param("CUS-F1", ["a", "na"], "unknown_code", id="na-in-a-set"),
        pytest.param("CUS-F1", ["a", ["b"]], "wrong_type", id="list-in-a-set"),
        pytest.param("CUS-F1", ["a", {}], "wrong_type", id="object-in-a-set"),
        pytest.param("CUS-F1", [1], "wrong_type", id="number-in-a-set"),
        pytest.param("CUS-F1", [""], "unknown_code", id="empty-code"),
        pytest.param("CUS-F1", ["a", "\ud800"], "unknown_code", id="surrogate-in-a-set"),
        pytest.param("CUS-F1", ["a", "a"], "double", id="double"),
        pytest.param("CUS-F1", ["a", "b", "c"], "too_many", id="three-segments"),
        pytest.param("CUS-F1", ["a"] * 1_000_000, "too_many", id="huge-list"),
        pytest.param("CUS-F1", DEEP, "wrong_type", id="deep-list"),
        pytest.param("CUS-F1", ["a", "dk"], "not_alone", id="dont-know-beside-others"),
        pytest.param("CUS-F1", ["dk", "dk"], "double", id="dont-know-twice"),
        pytest.param("DAT-F1", ["none", "margin"], "not_alone", id="none-beside-others"),
        pytest.param("DAT-F1", ["none", "dk"], "not_alone", id="none-beside-dont-know"),
        pytest.param("O1", 12, "not_asked", id="outcome"),
        pytest.param("O1", None, "not_asked", id="no-outcome"),
    ],
)
def test_what_is_refused(catalogue, item_id, raw, code):
    with pytest.raises(AnswerError) as caught:
        catalogue.item(item_id).check(raw, SEGMENTS)
    error = caught.value
    assert (error.item_id, error.code) == (item_id, code)
    assert error.reason == REASONS[code] % error.params
    assert str(error) == f"{item_id}: “{error.value}” was refused. {error.reason}"
    assert len(error.value) <= 60
    assert error.value.isprintable()
    str(error).encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (9, "CUS-F1: “9” was refused. The answer has the wrong form."),
        (["a", "z"], "CUS-F1: “z” was refused. The answer must be one of the options offered."),
        (["a", "b", "c"], "CUS-F1: “a, b, c” was refused. Choose at most 2."),
        (["a", "dk"], "CUS-F1: “a, dk” was refused. “dk” cannot be combined with another answer."),
        (["a", "a"], "CUS-F1: “a, a” was refused. Each option can be chosen only once."),
        (["x" * 99], f"CUS-F1: “{'x' * 59}…” was refused. The answer must be one of the options offered."),
        (
            ["\0\u202e\n"],
            "CUS-F1: “\ufffd\ufffd\ufffd” was refused. The answer must be one of the options offered.",
        ),
        ([{}], "CUS-F1: “a value of type dict” was refused. The answer has the wrong form."),
        pytest.param(
            [10**5000],
            "CUS-F1: “a very large number” was refused. The answer has the wrong form.",
            id="huge-number",
        ),
    ],
)
def test_the_sentence_names_item_value_and_reason(catalogue, raw, sentence):
    with pytest.raises(AnswerError) as caught:
        catalogue.item("CUS-F1").check(raw, SEGMENTS)
    assert str(caught.value) == sentence


def test_without_segments_no_segment_is_known(catalogue):
    with pytest.raises(AnswerError) as caught:
        catalogue.item("CUS-F1").check(["a"])
    assert caught.value.code == "unknown_code"


@pytest.mark.parametrize(
    ("item_id", "value"),
    [("O1", -100), ("O1", 1000), ("O1", 12.5), ("O3", -3), ("O4", 0), ("O4", 20.0), ("O6", 100), ("O6", 0)],
)
def test_a_figure_within_its_limits_is_a_float(catalogue, item_id, value):
    figure = catalogue.item(item_id).check_figure(value)
    assert (figure, type(figure)) == (value, float)


@pytest.mark.parametrize(
    ("item_id", "value", "code"),
    [
        ("O1", -100.1, "out_of_range"),
        ("O1", 1001, "out_of_range"),
        ("O2", -1, "out_of_range"),
        ("O4", 20.1, "out_of_range"),
        ("O6", 100.5, "out_of_range"),
        ("O1", float("nan"), "out_of_range"),
        ("O1", float("inf"), "out_of_range"),
        ("O1", float("-inf"), "out_of_range"),
        pytest.param("O1", 10**5000, "out_of_range", id="huge-number"),
        ("O1", "12", "wrong_type"),
        ("O1", True, "wrong_type"),
        ("O1", None, "wrong_type"),
        ("CUS-P1", 3, "wrong_type"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(catalogue, item_id, value, code):
    with pytest.raises(AnswerError) as caught:
        catalogue.item(item_id).check_figure(value)
    assert (caught.value.item_id, caught.value.code) == (item_id, code)


def test_the_limits_of_a_figure_are_named(catalogue):
    with pytest.raises(AnswerError) as caught:
        catalogue.item("O6").check_figure(104.0)
    assert str(caught.value) == "O6: “104.0” was refused. The figure must be between 0 and 100."
    assert caught.value.params == {"minimum": 0, "maximum": 100}
