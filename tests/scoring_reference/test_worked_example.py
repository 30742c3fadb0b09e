"""The worked example of the method (D14): two and two respondents, CUS and DAT only."""

from __future__ import annotations

import pytest

from tests.scoring_reference import score_reference
from tests.scoring_reference.scores import overall, welch

COLUMNS = ("CUS-P1", "CUS-P2", "CUS-K1", "CUS-K2", "CUS-F1", "DAT-P1", "DAT-P2", "DAT-K1", "DAT-K2", "DAT-F1")
ROWS = {
    "s1": (5, 4, 2, 3, ["a", "b"], 4, 2, 3, 2, ["bookings", "pipeline", "retention"]),
    "s2": (4, 4, 1, 2, ["a", "c"], 4, 1, 2, 2, ["bookings", "pipeline"]),
    "m1": (5, 5, 3, 4, ["a", "b"], 3, 3, 3, 3, ["pipeline", "qualified_leads", "retention"]),
    "m2": (4, 5, 2, 4, ["b", "d"], 2, 3, 2, 1, ["qualified_leads", "pipeline"]),
}
EXAMPLE = {
    "method_version": "1",
    "profile": {},
    "respondents": [
        {
            "id": name,
            "side": "sales" if name[0] == "s" else "marketing",
            "level": "c_level",
            "answers": dict(zip(COLUMNS, row, strict=True)),
        }
        for name, row in ROWS.items()
    ],
    "outcomes": {"O1": 12, "O2": 96, "O3": 1, "O4": 3.6 * 0.25, "O5": 8, "O6": 88},
}


def near(value: float) -> object:
    """As printed: four decimals."""
    return pytest.approx(value, abs=6e-5)


@pytest.fixture(scope="module")
def result() -> dict:
    return score_reference(EXAMPLE, min_dimensions=2)


def test_dimensions(result: dict) -> None:
    cus, dat = result["dimensions"]["CUS"], result["dimensions"]["DAT"]
    assert (cus["perceived_sales"], cus["perceived_marketing"], cus["perceived"]) == (81.25, 93.75, 87.5)
    assert (dat["perceived_sales"], dat["perceived_marketing"], dat["perceived"]) == (81.25, 43.75, 62.5)
    assert (cus["practice"], dat["practice"]) == (32.8125, 37.5)
    assert (cus["concordance"], dat["concordance"]) == (near(41.6667), near(33.3333))
    assert (cus["measured"], dat["measured"]) == (near(36.3542), near(35.8333))
    assert (cus["gap"], dat["gap"]) == (near(51.1458), near(26.6667))
    assert (cus["class"], dat["class"]) == ("blind_spot", "disputed")
    assert (cus["blind_sides"], dat["blind_sides"]) == (["sales", "marketing"], ["sales"])


def test_items(result: dict) -> None:
    items = result["items"]
    assert [items["CUS-K1"][key] for key in ("sales", "marketing", "joint")] == [12.5, 37.5, 18.75]
    assert [items["CUS-K2"][key] for key in ("sales", "marketing", "joint")] == [37.5, 75, 46.875]
    assert (items["DAT-K1"]["joint"], items["DAT-K2"]["joint"]) == (37.5, 25)
    assert (result["shared_kpis"], items["DAT-F1"]["level"]) == (["pipeline", "retention"], 50)


def test_company(result: dict) -> None:
    perceived, measured = result["perceived"], result["measured"]
    assert (measured["operating"], measured["imbalance"]) == (near(36.1300), near(0.0009))
    assert (measured["revenue"], measured["pipeline"]) == (near(61.5556), near(60.1667))
    assert (measured["outcomes"], measured["index"]) == (near(60.8571), near(44.5088))
    assert result["matrix"] == {"zone": "in_sync", "borderline": True}
    assert (perceived["sales"], perceived["marketing"]) == (near(81.25), near(72.3214))
    assert (perceived["joint"], result["gap"], perceived["ci"]) == (near(76.7857), near(32.2769), None)
    assert perceived["joint"] - measured["operating"] == near(40.6557)


def test_maturity(result: dict) -> None:
    maturity = result["maturity"]
    assert (maturity["level"], maturity["index_level"]) == ("ambiguous", "collaborative")
    assert [maturity["gates"][gate] for gate in ("GC1", "GC2", "GC3", "GC4")] == [
        "not_evidenced",
        "failed",
        "not_evidenced",
        "not_evidenced",
    ]


def test_lambda() -> None:
    results = [score_reference(EXAMPLE, min_dimensions=2, lambda_=share) for share in (0, 0.5, 1)]
    assert [round(result["measured"]["index"], 2) for result in results] == [46.40, 44.51, 42.45]


def test_recommendations(result: dict) -> None:
    # The example prints CUS and DAT; REC-ORG-1 fires too, as GC1 is not evidenced and so not passed.
    listed = [
        (rec["id"], rec["lift"], rec["priority"])
        for rec in result["recommendations"]
        if rec["id"] != "REC-ORG-1"
    ]
    assert listed == [
        ("REC-00", 0, None),
        ("REC-CUS-1", near(6.2161), near(8.2161)),
        ("REC-CUS-4", near(5.0327), near(7.0327)),
        ("REC-DAT-2", near(2.9081), near(4.9081)),
        ("REC-DAT-1", near(2.9081), near(2.4540)),
    ]


def test_interval_that_is_withheld_for_two_a_side() -> None:
    own = [overall(person["answers"], 2) for person in EXAMPLE["respondents"]]
    assert own == [near(82.1429), near(80.3571), near(78.5714), near(66.0714)]
    error, freedom, quantile = welch(own[:2], own[2:])
    assert (error, freedom, quantile) == (near(3.1567), near(1.0408), near(11.5876))
    joint = sum(own) / 4
    assert [round(joint - quantile * error, 1), round(joint + quantile * error, 1)] == [40.2, 113.4]
