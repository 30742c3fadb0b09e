"""What is told of the questionnaire: rounded, and nothing of a few."""

from __future__ import annotations

import numpy as np
import pytest

from reports.quality.answers import BLANK, NOT_APPLICABLE, NOT_ASKED, UNKNOWN
from reports.quality.figures import LISTS, quality_of
from scoring.reliability import cronbach_alpha, intraclass_of_groups, omega_total
from tests.reports.quality.pools import ITEMS, answers


def told(given, draws=20):
    """The figures, with the parts of each list by code."""
    found = quality_of(given, "1", draws=draws)
    return found | {name: {each.pop("code"): each for each in found[name]} for name in LISTS}


def test_reliability_of_all_and_by_dimension():
    given = answers()
    found = told(given)
    assert (found["companies"], found["respondents"], found["enough"]) == (30, 120, True)
    assert found["statements"]["n"] == 120
    assert found["statements"]["alpha"][0] == round(cronbach_alpha(given.statements), 2)
    assert found["statements"]["omega"][0] == round(omega_total(given.statements), 2)
    first, second = given.statements[:, :2].T
    correlation = np.corrcoef(first, second)[0, 1]
    single, mean = intraclass_of_groups(given.dimensions[:, 0], given.group)
    assert list(found["dimensions"]) == ["CUS", "STR", "CAP", "ORG", "CAD", "DAT", "FLW", "COL"]
    customer = found["dimensions"]["CUS"]
    assert customer["spearman_brown"][0] == round(2 * correlation / (1 + correlation), 2)
    assert (customer["icc1"], customer["icc2"]) == (round(single, 2), round(mean, 2))


def test_reliability_needs_a_hundred_leaders():
    few = answers(33, 3)
    found = told(few)
    assert (found["enough"], found["statements"]) == (True, {"n": 100, "alpha": None, "omega": None})
    assert found["dimensions"]["CUS"]["spearman_brown"] is None
    assert told(answers(34, 3))["statements"]["alpha"] is not None
    # Who lacks an answer is not among the hundred.
    given = answers(34, 3)
    given.statements[:3, 15] = np.nan
    assert told(given)["statements"]["alpha"] is None
    assert told(given)["dimensions"]["COL"]["spearman_brown"] is None
    assert told(given)["dimensions"]["CUS"]["spearman_brown"] is not None


def test_a_hundred_leaders_of_nine_companies_are_too_few():
    given = answers(20, 12)
    given.statements[given.company >= 9, 0] = np.nan
    found = told(given)
    assert found["statements"]["alpha"] is None
    assert found["dimensions"]["CUS"]["icc1"] is None
    assert found["dimensions"]["STR"]["spearman_brown"] is not None


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(answers(9, 20), id="nine-companies"),
        pytest.param(answers(20, 10, firms=3), id="a-firm-with-over-a-quarter"),
        pytest.param(answers(0, 3), id="nobody"),
    ],
)
def test_nothing_is_told_of_too_few(given):
    found = told(given)
    assert (found["enough"], found["statements"], found["items"], found["screens"], found["languages"]) == (
        *(False, None, {}, {}, {}),
    )


def test_rates_are_of_those_asked_and_to_five_percent():
    given = answers(40, 5)
    given.statuses[:14, 0] = UNKNOWN  # 7 of 100
    given.statuses[14:24, 0] = NOT_APPLICABLE  # 5 of 100
    given.statuses[24:26, 0] = BLANK  # two leaders
    given.statuses[:3, 1] = BLANK  # three, but 1.5 percent
    given.statuses[:4, 2] = UNKNOWN  # of 160 who were asked: 2.5 percent
    found = told(given)["items"]
    assert found["CUS-P1"] == {"n": 200, "enough": True, "missing": None, "unknown": 5, "not_applicable": 5}
    assert found["CUS-K1"]["missing"] is None
    assert (found["G1"]["n"], found["G1"]["unknown"]) == (160, 5)
    assert list(found) == list(ITEMS)


def test_a_share_tells_neither_of_two_nor_of_all_but_two():
    given = answers(15, 2)
    given.statuses[:2, 0] = UNKNOWN
    given.statuses[:28, 1] = UNKNOWN
    found = told(given)["items"]
    assert (found["CUS-P1"]["unknown"], found["CUS-K1"]["unknown"]) == (None, None)


def test_a_question_that_nine_companies_were_asked_is_not_told():
    given = answers()
    given.statuses[given.company >= 9, 2] = NOT_ASKED
    assert told(given)["items"]["G1"] == {
        **{"n": 25, "enough": False, "missing": None, "unknown": None, "not_applicable": None}
    }


def test_time_by_screen_in_steps_of_five_seconds():
    given = answers()
    given.seconds[:, 0] = np.arange(120) + 30
    found = told(given)["screens"]
    assert found["cus"] == {"n": 120, "quartiles": [60, 90, 120], "each": 18}
    assert found["str"] == {"n": 0, "quartiles": None, "each": None}
    given.seconds[given.company >= 9, 0] = np.nan
    assert told(given)["screens"]["cus"]["quartiles"] is None
    given.seconds[:, 0] = 60.0
    assert told(given)["screens"]["cus"]["quartiles"] is None


def test_languages_are_told_where_that_gives_nobody_away():
    found = told(answers(60, 5, firms=7, languages=("en", "de", "fr")))
    assert {code: each["companies"] for code, each in found["languages"].items()} == dict.fromkeys(
        ("de", "en", "fr"), 20
    )
    assert found["languages"]["de"]["n"] == 100
    assert found["languages"]["de"]["alpha"] is not None
    # Six companies of a second language: the first would tell what they are like.
    few = answers(30, 5)
    few.languages[:] = np.where(np.arange(30) < 6, "de", "en")
    found = told(few)
    assert (found["languages"], found["languages_offered"], found["enough"]) == ({}, 2, True)


def test_a_language_of_few_leaders_tells_rates_and_no_reliability():
    found = told(answers(60, 2, firms=7, languages=("en", "de", "fr")))["languages"]["fr"]
    assert (found["n"], found["alpha"], found["omega"], found["missing"]) == (40, None, None, None)


def test_no_figure_of_the_companies_stands_unrounded():
    def numbers(value):
        if isinstance(value, dict):
            return [each for part in value.values() for each in numbers(part)]
        if isinstance(value, list):
            return [each for part in value for each in numbers(part)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    given = answers(37, 7, languages=("en", "de"))
    given.statuses[:40, :] = UNKNOWN
    assert all(abs(each * 100 - round(each * 100)) < 1e-9 for each in numbers(told(given)))
