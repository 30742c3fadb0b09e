"""The rules on missing, unknown and one-sided answers, one by one."""

from __future__ import annotations

import pytest

from tests.scoring.build import answers, assessment, card


def scored(sales, marketing, **rest):
    return card(assessment(sales, marketing, **rest))


@pytest.mark.parametrize(
    ("sales", "marketing", "joint", "uncorroborated", "unknown"),
    [
        pytest.param(["dk"], ["dk"], 0.0, False, True, id="neither-knows-is-worth-nothing"),
        pytest.param(["na"], ["dk"], 0.0, False, True, id="does-not-apply-is-dont-know"),
        pytest.param(["dk"], [None], None, False, False, id="dont-know-and-silence-is-missing"),
        pytest.param([None], [None], None, False, False, id="silence-is-missing-and-not-uncorroborated"),
        pytest.param([5], ["dk"], 50.0, True, False, id="one-side-counts-half"),
        pytest.param([5, "dk"], ["dk"], 50.0, True, True, id="somebody-on-each-side-does-not-know"),
        pytest.param([5, "dk"], [1, "dk"], 25.0, False, True, id="steps-beside-dont-knows"),
        pytest.param([5], [1], 25.0, False, False, id="contradicted"),
    ],
)
def test_practice_of_two_sides(sales, marketing, joint, uncorroborated, unknown):
    found = scored(
        [answers(DAT_K1=each) for each in sales], [answers(DAT_K1=each) for each in marketing]
    ).items["DAT-K1"]
    assert (found.joint, found.uncorroborated, found.unknown_to_both) == (joint, uncorroborated, unknown)


@pytest.mark.parametrize(("sales", "marketing"), [(5, 1), ("dk", "dk"), (None, None), (5, None)], ids=str)
def test_document_replaces_both_answers_and_clears_the_flags(sales, marketing):
    found = scored([answers(DAT_K1=sales)], [answers(DAT_K1=marketing)], documents={"DAT-K1": 4}).items[
        "DAT-K1"
    ]
    assert (found.joint, found.uncorroborated, found.unknown_to_both) == (75.0, False, False)


def test_document_for_a_ladder_fact_leaves_its_concordance_alone():
    found = scored([answers(FLW_F1="dk")], [answers(FLW_F1="dk")], documents={"FLW-F1": 5}).items["FLW-F1"]
    assert (found.level, found.concordance, found.unknown_to_both) == (100.0, 0.0, True)


@pytest.mark.parametrize(
    ("sales", "marketing", "concordance"),
    [
        pytest.param(["margin"], ["margin"], 100.0, id="same"),
        pytest.param(["margin"], ["churn"], 0.0, id="different"),
        pytest.param(["dk"], ["dk"], 0.0, id="dont-knows-are-not-alike"),
        pytest.param(["margin", "dk"], ["margin"], 50.0, id="dont-know-is-an-answer"),
        pytest.param(["margin", None], ["margin"], 100.0, id="blank-pairs-are-dropped"),
        pytest.param([None], ["margin"], None, id="no-pair"),
    ],
)
def test_nominal_concordance(sales, marketing, concordance):
    found = scored([answers(STR_F1=each) for each in sales], [answers(STR_F1=each) for each in marketing])
    assert found.items["STR-F1"].concordance == concordance


@pytest.mark.parametrize(
    ("sales", "marketing", "level", "concordance"),
    [
        pytest.param("nobody", "nobody", 0.0, 0.0, id="agreeing-on-nobody-is-worth-nothing"),
        pytest.param("ceo", "ceo", 100.0, 100.0, id="ceo"),
        pytest.param("ceo", "by_stage", 62.5, 0.0, id="plain-mean-without-corroboration"),
        pytest.param("ceo", "dk", 50.0, 0.0, id="one-side-counts-half"),
        pytest.param("dk", "dk", 0.0, 0.0, id="unknown-to-both"),
        pytest.param("ceo", None, 50.0, None, id="one-side-silent"),
        pytest.param(None, None, None, None, id="silence"),
    ],
)
def test_owner_of_the_customer(sales, marketing, level, concordance):
    found = scored([answers(ORG_F1=sales)], [answers(ORG_F1=marketing)]).items["ORG-F1"]
    assert (found.level, found.concordance) == (level, concordance)


@pytest.mark.parametrize(
    ("sales", "marketing", "level", "concordance", "shared"),
    [
        pytest.param([["none"]], [["none"]], 0.0, 0.0, (), id="none-is-an-empty-set"),
        pytest.param([[]], [[]], 0.0, 0.0, (), id="two-empty-sets-are-not-alike"),
        pytest.param(["dk"], ["dk"], 0.0, 0.0, (), id="dont-knows"),
        pytest.param([None], [["ltv"]], None, None, (), id="a-side-without-an-answer"),
        pytest.param(
            [["ltv", "bookings"]], [["ltv", "bookings"]], 100.0, 100.0, ("bookings", "ltv"), id="two"
        ),
        pytest.param([["ltv"], ["none"]], [["ltv"]], 50.0, 50.0, ("ltv",), id="half-of-a-side-is-enough"),
        pytest.param([["ltv"], "dk", "dk"], [["ltv"]], 0.0, 100 / 3, (), id="a-third-is-not"),
        pytest.param(
            [["velocity", "pipeline"]], [["pipeline"]], 0.0, 50.0, ("pipeline",), id="pipeline-alone"
        ),
    ],
)
def test_shared_kpis(sales, marketing, level, concordance, shared):
    found = scored([answers(DAT_F1=each) for each in sales], [answers(DAT_F1=each) for each in marketing])
    fact = found.items["DAT-F1"]
    assert (fact.level, fact.concordance, found.shared_kpis) == (level, concordance, shared)


@pytest.mark.parametrize(
    ("sales", "marketing", "concordance"), [(1, 5, 0.0), (2, 4, 50.0), (3, 3, 100.0), ("dk", "dk", 0.0)]
)
def test_ordinal_concordance_is_shown_but_not_part_of_the_measured_score(sales, marketing, concordance):
    found = scored([answers(CAD_F1=sales)], [answers(CAD_F1=marketing)])
    assert found.items["CAD-F1"].concordance == concordance
    assert found.dimensions["CAD"].concordance is None
    assert found.dimensions["CAD"].measured == found.dimensions["CAD"].practice


@pytest.mark.parametrize(
    ("sales", "marketing", "concordance"),
    [
        (["a", "b"], ["b", "c"], 100 / 3),
        (["none"], ["none"], 0.0),
        (["none"], ["a"], 0.0),
        (["A"], ["a"], 0.0),
    ],
)
def test_own_segments(sales, marketing, concordance):
    found = scored([answers(CUS_F1=sales)], [answers(CUS_F1=marketing)])
    assert found.items["CUS-F1"].concordance == concordance


def test_dimension_without_answered_facts_is_its_practice():
    blank = answers(step=2, CUS_F1=None, CUS_F2=None)
    found = scored([blank], [blank]).dimensions["CUS"]
    assert (found.concordance, found.measured) == (None, 25.0)


def test_empty_side_leaves_its_own_numbers_and_no_joint_one():
    found = scored([answers(step=4)], [])
    assert found.basis == "one_sided"
    assert (found.perceived.sales, found.perceived.marketing, found.perceived.joint) == (75.0, None, None)
    assert (found.items["CUS-K1"].joint, found.items["CUS-K1"].uncorroborated) == (37.5, True)
    assert {each.measured for each in found.dimensions.values()} == {None}
    assert (found.measured.operating, found.measured.index, found.gap, found.maturity) == (None,) * 4
    assert (found.patterns, found.recommendations) == ((), ())
    assert found.matrix.zone == "in_sync"


def test_nobody():
    found = scored([], [], outcomes={})
    assert (found.basis, found.perceived.believe_aligned, found.matrix) == ("none", None, None)


def test_people_responsible_for_both_change_no_joint_number():
    pair = [answers(step=4)], [answers(step=2)]
    alone, more = scored(*pair), scored(*pair, both=[answers(step=1), answers(step=5)])
    assert (more.perceived.both, more.counts.both, alone.perceived.both) == (50.0, 2, None)
    assert (alone.perceived.believe_aligned, more.perceived.believe_aligned) == (50.0, 50.0)
    assert (more.measured, more.gap, more.maturity, more.items) == (
        alone.measured,
        alone.gap,
        alone.maturity,
        alone.items,
    )


def test_composite_needs_six_dimensions():
    three = {f"{code}_P{n}": None for code in ("CUS", "STR", "CAP") for n in (1, 2)}
    two = {key: value for key, value in three.items() if not key.startswith("CUS")}
    assert scored([answers(step=4, **three)], [answers()]).perceived.sales is None
    assert scored([answers(step=4, **two)], [answers()]).perceived.sales == 75.0


def test_missing_outcomes_make_the_index_provisional_and_cap_the_level():
    best = answers(step=5)
    found = scored([best], [best], outcomes={"O1": 40, "O2": 110, "O4": 2.0})
    assert found.measured.provisional is True
    assert found.measured.index == found.measured.operating
    assert (found.matrix, found.maturity.gates["GA8"]) == (None, "not_evidenced")
    assert (found.maturity.index_level, found.maturity.level) == ("aligned", "collaborative")


@pytest.mark.parametrize(
    ("outcomes", "zone", "borderline", "gate"),
    [
        ({"O1": 10, "O2": 95, "O3": 2, "O4": 0.88, "O5": 10, "O6": 87.5}, "in_sync", True, "passed"),
        ({"O1": 40, "O2": 110, "O4": 0.8, "O6": 85}, "running_on_stock", False, "failed"),
        ({"O1": 10, "O3": 2, "O4": 0.84, "O5": 7.5}, "running_on_stock", True, "passed"),
        ({"O1": 0, "O3": 0, "O4": 1.3, "O5": 40}, "leaking", False, "failed"),
        ({"O1": 0, "O3": 0, "O4": 0.4, "O5": 0}, "out_of_sync", False, "failed"),
    ],
)
def test_matrix_and_its_gate(outcomes, zone, borderline, gate):
    found = scored([answers()], [answers()], outcomes=outcomes)
    assert (found.matrix.zone, found.matrix.borderline) == (zone, borderline)
    assert found.maturity.gates["GA8"] == gate


@pytest.mark.parametrize(
    ("sales", "marketing", "first", "fifth"),
    [
        (["ceo"], ["ceo"], "passed", "passed"),
        (["by_stage"], ["by_stage"], "passed", "failed"),
        (["nobody"], ["nobody"], "failed", "failed"),
        (["ceo", "dk"], ["ceo", "cro"], "passed", "passed"),
        (["ceo", "dk", "dk"], ["ceo"], "failed", "failed"),
        (["dk"], ["ceo"], "not_evidenced", "not_evidenced"),
        ([None], ["ceo"], "not_evidenced", "not_evidenced"),
    ],
)
def test_gates_on_the_owner_of_the_customer(sales, marketing, first, fifth):
    found = scored([answers(ORG_F1=each) for each in sales], [answers(ORG_F1=each) for each in marketing])
    assert (found.maturity.gates["GC1"], found.maturity.gates["GA5"]) == (first, fifth)


@pytest.mark.parametrize(
    ("sales", "marketing", "class_"),
    [
        pytest.param([4, 4], [3, 3], "blind_spot", id="25-points-apart-in-small-groups"),
        pytest.param([4, 4, 4], [3, 3, 3], "disputed", id="25-points-apart-in-groups-of-three"),
        pytest.param([5, 5], [3, 3], "disputed", id="50-points-apart"),
        pytest.param([1, 1, 1], [1, 1, 1], "shared_weakness", id="low-and-low"),
    ],
)
def test_class_by_distance_and_size(sales, marketing, class_):
    def people(steps):
        return [answers(step=1, COL_P1=step, COL_P2=6 - step) for step in steps]

    assert scored(people(sales), people(marketing)).dimensions["COL"].class_ == class_


def test_split_side_needs_two_and_the_sample_deviation():
    apart = [answers(COL_P1=1, COL_P2=5), answers(COL_P1=5, COL_P2=1)]
    assert scored(apart, [answers()]).dimensions["COL"].split_sides == ("sales",)
    assert scored([answers()], [answers()]).dimensions["COL"].split_sides == ()


@pytest.mark.parametrize(
    ("predicted", "sales", "marketing", "state"),
    [
        (4, 3, 3, "shared_view"),
        (5, 3, 3, "imagined_disagreement"),
        (3, 5, 1, "hidden_disagreement"),
    ],
)
def test_awareness(predicted, sales, marketing, state):
    def person(step):
        return answers(COL_P1=step, COL_P2=6 - step, COL_X=predicted)

    assert scored([person(sales)], [person(marketing)]).dimensions["COL"].awareness == state


def test_known_disagreement():
    sales = answers(COL_P1=5, COL_P2=1, COL_X=1)
    marketing = answers(COL_P1=1, COL_P2=5, COL_X=5)
    found = scored([sales], [marketing]).dimensions["COL"]
    assert (found.understanding_sales, found.awareness) == (100.0, "known_disagreement")


def test_vertical_gap_needs_two_in_each_group():
    given = assessment([answers(step=5), answers(step=5), answers(step=3), answers(step=3)], [answers()])
    for person, level in zip(
        given["respondents"], ["c_level", "c_level", "director", "other", None], strict=True
    ):
        person["level"] = level
    found = card(given)
    assert (found.vertical_gap.sales, found.vertical_gap.marketing) == (50.0, None)
    assert found.view_from_above == ("sales",)
    given["respondents"][3]["level"] = None
    assert card(given).vertical_gap.sales is None
