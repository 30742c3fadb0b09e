"""What if: the door that recommendations and questions share."""

from __future__ import annotations

import pytest

from scoring import Cohort, MethodError
from scoring.maturity import GATE_STATES
from scoring.method import Target
from scoring.method_checks import LEVELS
from scoring.scores import cohort_scores
from scoring.what_if import reached, what_if
from tests.scoring.build import METHOD, answers, assessment, card


def ask(given, *cases):
    return what_if(cohort_scores(Cohort.from_interchange([given], METHOD), METHOD), cases, METHOD)


def reach(**targets):
    return [Target(of=name.replace("__", ".").replace("_", "-"), to=to) for name, to in targets.items()]


POOR = assessment([answers(step=2)], [answers(step=2)])


def test_reaching_practices_is_having_them():
    better = answers(step=2, CUS_K1=4, FLW_K1=4)
    found = ask(POOR, reach(CUS_K1__joint=75, FLW_K1__joint=75))
    expected = card(assessment([better], [better]))
    assert found.index[0, 0] == expected.measured.index
    assert found.lift[0, 0] == expected.measured.index - card(POOR).measured.index
    assert found.dimensions[0, 0, 0] == expected.dimensions["CUS"].measured
    gates = dict(zip((gate.id for gate in METHOD.gates), found.maturity.gates[0, 0], strict=True))
    assert GATE_STATES[gates["GC3"]] == "passed"
    assert LEVELS[found.maturity.level[0, 0]] == expected.maturity.level


def test_cases_do_not_touch_each_other():
    found = ask(POOR, [], reach(COL_K1__joint=100), [])
    assert found.lift[0, 0] == found.lift[0, 2] == 0.0
    assert found.lift[0, 1] > 0


def test_target_never_lowers():
    good = assessment([answers(step=5)], [answers(step=5)])
    assert ask(good, reach(CUS_K1__joint=25)).lift[0, 0] == 0.0


def test_missing_score_is_set_only_when_asked():
    silent = answers(step=2, CUS_K1=None)
    given = assessment([silent], [silent])
    kept = Target(of="CUS-K1.joint", to=75)
    forced = Target(of="CUS-K1.joint", to=75, even_if_missing=True)
    found = ask(given, [kept], [forced])
    assert found.lift[0, 0] == 0.0
    assert found.lift[0, 1] > 0


def test_gates_can_open_the_level():
    found = ask(POOR, reach(CUS_K2__joint=50, FLW_K1__joint=50, CAD_F1__level=50))
    assert found.opens_gate[0, 0] == 1.0
    assert LEVELS[found.maturity.gate_level[0, 0]] == "collaborative"


@pytest.mark.parametrize(
    ("of", "to", "message"),
    [
        ("CUS-P1.joint", 75, "'CUS-P1.joint' is not a score that a target can set"),
        ("O1.score", 75, "'O1.score' is not a score"),
        ("gate.GC2", 1, "'gate.GC2' is not a score"),
        ("CUS-K1.level", 75, "'CUS-K1.level' is not a score"),
        ("CUS-K1.joint", 101, "101 is not in 0-100"),
        ("CUS-K1.joint", float("nan"), "nan is not in 0-100"),
        ("gate.GC1", 2, "2 is not in 0-1"),
    ],
)
def test_impossible_target_is_refused(of, to, message):
    with pytest.raises(MethodError, match=message):
        ask(POOR, [Target(of=of, to=to)])


def test_one_case_as_numbers_and_codes():
    better = answers(step=2, CUS_K1=4, FLW_K1=4)
    found = reached(ask(POOR, reach(CUS_K1__joint=75, FLW_K1__joint=75)), 0, 0, METHOD)
    expected = card(assessment([better], [better]))
    assert (found.index, found.lift) == (
        expected.measured.index,
        expected.measured.index - card(POOR).measured.index,
    )
    assert found.dimensions == {code: each.measured for code, each in expected.dimensions.items()}
    levels = expected.maturity
    assert (found.level, found.index_level, found.gate_level) == (
        levels.level,
        levels.index_level,
        levels.gate_level,
    )
    assert found.gates == levels.gates


def test_a_case_without_an_index_has_no_level():
    found = reached(ask(assessment([answers()], []), reach(CUS_K1__joint=75)), 0, 0, METHOD)
    assert (found.index, found.lift, found.level, found.index_level) == (None, None, None, None)
    assert set(found.dimensions.values()) == {None}
