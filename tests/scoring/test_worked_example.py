"""The worked example of the method, every number it prints."""

from __future__ import annotations

import pytest

from scoring import Cohort
from scoring.scores import cohort_scores
from scoring.tally import answer_scores, respondent_dimensions
from tests.scoring.build import card, worked_example, worked_method

METHOD = worked_method()
COHORT = Cohort.from_interchange([worked_example()], METHOD)
SCORES = cohort_scores(COHORT, METHOD)
CARD = card(worked_example(), METHOD)
CUS, DAT = CARD.dimensions["CUS"], CARD.dimensions["DAT"]


def printed(value, digits=4):
    return round(value, digits)


def test_weights_are_renormalised():
    assert [printed(weight) for weight in METHOD.weights] == [0.5714, 0.4286]


def test_scores_by_respondent():
    by_id = dict(
        zip(COHORT.ids, respondent_dimensions(answer_scores(COHORT, METHOD), METHOD).tolist(), strict=True)
    )
    assert by_id == {"S1": [87.5, 75.0], "S2": [75.0, 87.5], "M1": [100.0, 50.0], "M2": [87.5, 37.5]}


def test_perceived_by_dimension():
    assert (CUS.perceived_sales, CUS.perceived_marketing, CUS.perceived) == (81.25, 93.75, 87.5)
    assert (DAT.perceived_sales, DAT.perceived_marketing, DAT.perceived) == (81.25, 43.75, 62.5)


@pytest.mark.parametrize(
    ("item", "sales", "marketing", "joint"),
    [
        ("CUS-K1", 12.5, 37.5, 18.75),
        ("CUS-K2", 37.5, 75.0, 46.875),
        ("DAT-K1", 37.5, 37.5, 37.5),
        ("DAT-K2", 25.0, 25.0, 25.0),
    ],
)
def test_practices(item, sales, marketing, joint):
    found = CARD.items[item]
    assert (found.sales, found.marketing, found.joint) == (sales, marketing, joint)


def test_fact_level_and_shared_kpis():
    assert CARD.shared_kpis == ("pipeline", "retention")
    assert CARD.items["DAT-F1"].level == 50.0


def test_practice_by_dimension():
    assert (CUS.practice, DAT.practice) == (32.8125, 37.5)


def test_concordance_by_pair():
    unit = SCORES.tally.unit
    by_set = dict(zip(METHOD.layout.sets, (SCORES.tally.likeness[0] / unit * 100).tolist(), strict=True))
    assert printed(by_set["CUS-F1"], 3) == printed(100 + 100 / 3 + 100 / 3 + 0, 3)
    assert printed(by_set["DAT-F1"], 3) == printed(50 + 25 + 25 + 100 / 3, 3)


def test_concordance_by_dimension():
    assert (printed(CUS.concordance), printed(DAT.concordance)) == (41.6667, 33.3333)


def test_measured_by_dimension():
    assert (printed(CUS.measured), printed(DAT.measured)) == (36.3542, 35.8333)


def test_gaps_and_classes():
    assert (printed(CUS.gap), CUS.class_, CUS.blind_sides) == (51.1458, "blind_spot", ("sales", "marketing"))
    assert (printed(DAT.gap), DAT.class_, DAT.blind_sides) == (26.6667, "disputed", ("sales",))
    assert printed(DAT.perceived_sales - DAT.measured, 1) == 45.4
    assert printed(DAT.perceived_marketing - DAT.measured, 1) == 7.9


def test_operating_score():
    assert printed(CARD.measured.operating) == 36.1300
    assert printed(CARD.measured.operating + CARD.measured.imbalance) == 36.1310
    assert printed(CARD.measured.imbalance) == 0.0009


def test_outcomes():
    scores = {item: printed(score) for item, score in CARD.outcomes.items()}
    assert scores == {"O1": 64.0, "O2": 65.6667, "O3": 55.0, "O4": 62.5, "O5": 56.0, "O6": 62.0}
    assert printed(CARD.measured.revenue) == 61.5556
    assert printed(CARD.measured.pipeline) == 60.1667
    assert printed(CARD.measured.outcomes) == 60.8571
    assert (CARD.matrix.zone, CARD.matrix.borderline) == ("in_sync", True)


def test_composites():
    assert printed(CARD.measured.index) == 44.5088
    assert (printed(CARD.perceived.sales, 2), printed(CARD.perceived.marketing)) == (81.25, 72.3214)
    assert printed(CARD.perceived.joint) == 76.7857
    assert printed(CARD.gap) == 32.2769
    assert printed(CARD.gap_to_practice) == 40.6557


def test_maturity():
    assert (CARD.maturity.level, CARD.maturity.index_level) == ("ambiguous", "collaborative")
    foundation = [CARD.maturity.gates[gate] for gate in ("GC1", "GC2", "GC3", "GC4")]
    assert foundation == ["not_evidenced", "failed", "not_evidenced", "not_evidenced"]
