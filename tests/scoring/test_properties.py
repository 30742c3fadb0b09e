"""What must hold of every assessment."""

from __future__ import annotations

import copy
import dataclasses
import random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring import Cohort
from scoring.method import SIDES, Kind
from scoring.scores import cohort_scores
from tests.scoring.build import METHOD, answers, assessment, card, random_assessment
from tests.scoring.test_scores import many

SEEDS = st.integers(0, 2**32)
LADDERS = METHOD.layout.ladders


def of(seed, **shape):
    return random_assessment(random.Random(seed), **(shape or {"most": 2, "fewest": 1}))


def not_lower(after, before):
    return before is None or (after is not None and after >= before - 1e-9)


@settings(max_examples=60)
@given(SEEDS, st.sampled_from(LADDERS), st.integers(0, 10))
def test_raising_a_practice_never_lowers_what_is_measured(seed, item, who):
    before = of(seed)
    after = copy.deepcopy(before)
    people = [p for p in after["respondents"] if isinstance(p["answers"].get(item), int)]
    assume(people)
    person = people[who % len(people)]
    person["answers"][item] = min(5, person["answers"][item] + 1)
    was, now = card(before), card(after)
    assert not_lower(now.measured.index, was.measured.index)
    assert not_lower(now.dimensions[item[:3]].measured, was.dimensions[item[:3]].measured)


@settings(max_examples=40)
@given(SEEDS)
def test_sides_can_be_swapped(seed):
    given_ = of(seed)
    other = {"sales": "marketing", "marketing": "sales", "both": "both"}
    swapped = {
        **given_,
        "respondents": [{**person, "side": other[person["side"]]} for person in given_["respondents"]],
    }
    one, two = card(given_), card(swapped)
    assert two.perceived.joint == one.perceived.joint
    assert (two.measured, two.maturity, two.matrix) == (one.measured, one.maturity, one.matrix)
    assert [each.class_ for each in two.dimensions.values()] == [
        each.class_ for each in one.dimensions.values()
    ]
    assert [each.awareness for each in two.dimensions.values()] == [
        each.awareness for each in one.dimensions.values()
    ]
    assert two.patterns == one.patterns
    assert [(each.id, each.lift, each.priority) for each in two.recommendations] == [
        (each.id, each.lift, each.priority) for each in one.recommendations
    ]


WORTHLESS = {"dk", "na", "nobody"}


def is_empty(answer):
    return answer in ([], ["none"])


@settings(max_examples=60)
@given(SEEDS)
def test_equal_answers_are_wholly_concordant(seed):
    rng = random.Random(seed)
    person = next(
        p for p in iter(lambda: of(rng.getrandbits(32), most=2, fewest=2)["respondents"][0], None) if p
    )
    found = card(assessment([person["answers"]], [person["answers"]])).items
    for item in METHOD.layout.facts:
        answer = person["answers"].get(item)
        if answer is None:
            expected = None
        elif is_empty(answer) or (isinstance(answer, str) and answer in WORTHLESS):
            expected = 0.0
        else:
            expected = 100.0
        assert found[item].concordance == expected, (item, answer)


@settings(max_examples=60)
@given(SEEDS, st.sampled_from(LADDERS), st.sampled_from(["dk", None]))
def test_an_agreed_practice_left_out_by_one_side_never_pays(seed, item, instead):
    before = of(seed, most=1, fewest=1)
    people = {p["side"]: p for p in before["respondents"]}
    step = random.Random(seed).randint(1, 5)
    for side in SIDES[:2]:
        people[side]["answers"][item] = step
    before["documents"].pop(item, None)
    after = copy.deepcopy(before)
    leaver = next(p for p in after["respondents"] if p["side"] == "sales")
    if instead is None:
        del leaver["answers"][item]
    else:
        leaver["answers"][item] = instead
    was, now = card(before), card(after)
    assert not_lower(was.measured.index, now.measured.index)


@settings(max_examples=40)
@given(SEEDS, st.sampled_from(METHOD.layout.practices))
def test_both_sides_not_knowing_never_pays(seed, item):
    before = of(seed, most=1, fewest=1)
    before["documents"].pop(item, None)
    after = copy.deepcopy(before)
    people = [p for p in after["respondents"] if p["side"] != "both"]
    assume(all(item in p["answers"] for p in people))
    for person in people:
        person["answers"][item] = "dk"
    assert not_lower(card(before).measured.index, card(after).measured.index)


@settings(max_examples=40)
@given(SEEDS)
def test_people_responsible_for_both_change_no_joint_number(seed):
    given_ = of(seed)
    alone = {**given_, "respondents": [p for p in given_["respondents"] if p["side"] != "both"]}
    with_them, without = card(given_), card(alone)
    for name in ("measured", "gap", "maturity", "items", "patterns", "recommendations", "vertical_gap"):
        assert getattr(with_them, name) == getattr(without, name), name
    assert with_them.perceived.joint == without.perceived.joint


BEST = {"O1": 40, "O2": 110, "O3": 10, "O4": 2, "O5": 40, "O6": 100}
MARKERS = {
    "STR-K1": 1,
    "ORG-K1": 1,
    "ORG-K2": 1,
    "COL-K1": 1,
    "CUS-K1": 1,
    "ORG-F1": "cro",
    "DAT-F1": ["none"],
}


@settings(max_examples=40)
@given(st.sets(st.sampled_from(sorted(MARKERS))))
def test_fewer_markers_than_needed_cap_the_level_whatever_the_index(missing):
    person = answers(step=5)
    person.update({item: MARKERS[item] for item in missing})
    found = card(assessment([person], [person], outcomes=BEST))
    expected = "aligned" if len(missing) <= 2 else "collaborative"
    assert found.maturity.gate_level == expected
    if found.maturity.index_level == "aligned":
        assert found.maturity.level == expected


def test_markers_without_the_foundation_carry_no_level():
    person = answers(step=5, FLW_K1=1, CAD_F1=1)
    found = card(assessment([person], [person], outcomes=BEST)).maturity
    assert [gate for gate, state in found.gates.items() if state != "passed"] == ["GC3", "GC4"]
    assert (found.gate_level, found.index_level, found.level) == ("ambiguous", "aligned", "ambiguous")


def test_provisional_index_is_capped_even_where_no_gate_asks_for_outcomes():
    best = answers(step=5)
    groups = tuple(group for group in METHOD.gate_groups if group.id != "results")
    found = card(
        assessment([best], [best], outcomes={}), dataclasses.replace(METHOD, gate_groups=groups)
    ).maturity
    assert (found.gate_level, found.index_level, found.level) == ("aligned", "aligned", "collaborative")


@pytest.mark.parametrize("figures", [{"O1": -10, "O2": 70, "O3": -10}, {"O4": 0.4, "O5": -20, "O6": 70}])
def test_failed_outcomes_cap_the_level_whatever_the_index(figures):
    best = answers(step=5)
    lenient = dataclasses.replace(METHOD, index=dataclasses.replace(METHOD.index, outcome_share=0.0))
    found = card(assessment([best], [best], outcomes={**BEST, **figures}), lenient)
    assert (found.measured.index, found.maturity.gates["GA8"]) == (pytest.approx(100), "failed")
    assert (found.maturity.index_level, found.maturity.level) == ("aligned", "collaborative")


def test_best_answers_give_everything():
    best = answers(step=5)
    found = card(assessment([best] * 3, [best] * 3, outcomes=BEST))
    assert found.perceived.joint == pytest.approx(100)
    assert found.measured.index == pytest.approx(100)
    assert set(found.maturity.gates.values()) == {"passed"}
    assert {item: each.kind for item, each in METHOD.by_id.items() if each.reversed} == {
        "DAT-P2": Kind.PERCEPTION,
        "COL-P2": Kind.PERCEPTION,
    }


def arrays(scores, row):
    """Every number of one assessment, bit by bit."""
    parts = {
        "tally": scores.tally.totals, "likeness": scores.tally.likeness, "sides": scores.perceived.sides,
        "joint": scores.perceived.joint, "practice": scores.practice.joint, "facts": scores.concordance,
        "dimensions": scores.measured.dimensions, "operating": scores.measured.operating,
        "arithmetic": scores.measured.arithmetic, "index": scores.measured.index, "gap": scores.gaps.gap,
        "classes": scores.gaps.classes, "gates": scores.maturity.gates, "level": scores.maturity.level,
        "outcomes": scores.evidence.outcomes.outcomes, "patterns": scores.patterns,
    }  # fmt: skip
    return {name: np.ascontiguousarray(part[row]).tobytes() for name, part in parts.items()}


@pytest.mark.slow
def test_one_alone_scores_exactly_as_among_ten_thousand():
    few = many(40, seed=21, most=3)
    cohort = Cohort.from_interchange(few * 250, METHOD)
    together = cohort_scores(cohort, METHOD)
    assert len(cohort) == 10_000
    for number, each in enumerate(few):
        alone = arrays(cohort_scores(Cohort.from_interchange([each], METHOD), METHOD), 0)
        for row in (number, number + 40 * 101, number + 40 * 249):
            assert arrays(together, row) == alone
