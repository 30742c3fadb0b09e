"""What is withheld, by size of group and by promise."""

from __future__ import annotations

import json
import random

import pytest

from scoring import ScoringError
from scoring.disclosure import Reason, leaving, withhold
from tests.scoring.build import answers, assessment, card, random_assessment


def shown(sales, marketing, mode, **rest):
    given = assessment([answers() for _ in range(sales)], [answers(step=4) for _ in range(marketing)], **rest)
    return withhold(card(given), mode)


def leaves(value, path=""):
    """Every plain value with its path."""
    if isinstance(value, dict):
        return {
            key: leaf for name, each in value.items() for key, leaf in leaves(each, f"{path}.{name}").items()
        }
    if isinstance(value, list):
        return {
            key: leaf for n, each in enumerate(value) for key, leaf in leaves(each, f"{path}.{n}").items()
        }
    return {path[1:]: value}


def test_attributed_pair_shows_joint_scores_but_no_interval():
    found = shown(1, 1, "attributed")
    assert found.card.measured.index is not None
    assert (found.reason("measured.index"), found.reason("perceived.ci")) == (
        None,
        Reason.TOO_FEW_FOR_STATISTICS,
    )
    assert found.as_dict()["intervals"] == {"withheld": "too_few_for_statistics"}


def test_attributed_side_alone_is_one_sided():
    found = shown(2, 0, "attributed")
    assert found.card.perceived.sales == 50.0
    assert found.reason("perceived.joint") is Reason.ONE_SIDED
    assert found.reason("maturity.level") is Reason.ONE_SIDED
    assert found.as_dict()["dimensions"]["CUS"]["gap"] == {"withheld": "one_sided"}


def test_groups_of_three_withhold_nothing_of_the_joint_scores():
    found = shown(3, 3, "aggregated")
    assert (found.withheld, found.card.intervals is not None) == ({}, True)


@pytest.mark.parametrize("sizes", [(1, 1), (2, 3), (9, 2), (3, 0), (0, 0)])
def test_aggregated_small_side_shows_participation_alone(sizes):
    found = shown(*sizes, "aggregated").as_dict()
    kept = {key for key, value in found.items() if value != {"withheld": "too_few_to_show"}}
    assert kept == {"method_version", "basis", "counts"}
    assert found["counts"] == {"sales": sizes[0], "marketing": sizes[1], "both": 0}


def test_aggregated_hides_what_few_of_a_large_side_answered():
    quiet = {"CUS_K1": None, "CUS_P1": None, "CUS_P2": None, "CUS_X": None, "CUS_F1": None}
    given = assessment([answers(**quiet), answers(**quiet), answers(step=1)], [answers() for _ in range(3)])
    found = withhold(card(given), "aggregated").as_dict()
    secret = {"withheld": "too_few_to_show"}
    item, dimension = found["items"]["CUS-K1"], found["dimensions"]["CUS"]
    assert (item["sales"], item["marketing"], item["joint"]) == (secret, 50.0, secret)
    assert found["items"]["CUS-F1"]["concordance"] == secret
    assert found["perceptions"]["CUS-P1"]["sales"] == secret
    assert {key for key, value in dimension.items() if value == secret} == {
        "perceived_sales", "perceived", "gap", "class", "class_uncertain", "blind_sides", "split_sides",
        "predicted_by_sales", "understanding_sales", "understanding_marketing", "awareness",
    }  # fmt: skip
    evidence = [
        each
        for recommendation in found["recommendations"]
        for each in recommendation["triggers"] + recommendation["targets"]
        if each["of"].startswith(("CUS-K1", "CUS-F1"))
    ]
    assert evidence
    assert {json.dumps(each["now"]) for each in evidence} == {json.dumps(secret)}


def test_aggregated_hides_few_people_responsible_for_both():
    found = shown(3, 3, "aggregated", both=[answers(step=5)])
    assert found.reason("perceived.both") is Reason.TOO_FEW_TO_SHOW
    assert {each.both for each in found.card.perceptions.values()} == {None}
    assert {each.perceived_both for each in found.card.dimensions.values()} == {None}


@pytest.mark.parametrize(
    ("top", "others", "export", "kept"),
    [(2, 3, False, False), (3, 3, False, True), (3, 4, True, False), (5, 5, True, True)],
)
def test_vertical_gap_needs_both_groups(top, others, export, kept):
    given = assessment(
        [answers(step=5) for _ in range(top)] + [answers() for _ in range(others)],
        [answers() for _ in range(3)],
    )
    for number, person in enumerate(given["respondents"]):
        person["level"] = "c_level" if number < top else "director"
    shown = withhold(card(given), "attributed")
    found = (leaving(shown) if export else shown).card
    assert (found.vertical_gap.sales, found.view_from_above) == ((50.0, ("sales",)) if kept else (None, ()))


def test_every_shown_number_of_an_aggregated_card_comes_from_three_or_nobody():
    rng = random.Random(5)
    for _ in range(15):
        found = withhold(card(random_assessment(rng, most=5, fewest=3)), "aggregated").as_dict()
        for part in (*found["items"].values(), *found["perceptions"].values()):
            for side in ("sales", "marketing"):
                if isinstance(part.get(side), float):
                    assert part[f"n_{side}"] >= 3


@pytest.mark.parametrize("mode", ["attributed", "aggregated"])
def test_only_hides(mode):
    rng = random.Random(8)
    for _ in range(15):
        whole = card(random_assessment(rng, most=4))
        before, after = leaves(whole.as_dict()), leaves(withhold(whole, mode).as_dict())
        changed = {
            path for path in after if not path.endswith(".withheld") and after[path] != before.get(path)
        }
        assert changed == set()


def test_unknown_mode_is_refused():
    with pytest.raises(ScoringError, match="mode: 'open' is not one of attributed, aggregated"):
        shown(1, 1, "open")
