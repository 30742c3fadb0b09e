"""Agreement in words, and which figures stand behind them at which size (method D10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.tables.agreement import agreement_findings, decimals
from tests.reports.tables.test_tables import CATALOGUE, leader, scored

FEW = "Two leaders answered; on average their answers lie %s steps apart."


def findings(*places):
    return {
        each.code: each
        for each in agreement_findings(scored(*(leader(place) for place in places), full=True))
    }


def names(finding):
    return [figure.name.split(",")[0] for figure in finding.statistics]


@pytest.mark.parametrize(
    ("places", "sales", "between"),
    [
        pytest.param((0,), [], None, id="one-sided"),
        pytest.param((0, 3), [], [], id="pair"),
        pytest.param((0, 1, 3), [], [], id="two-and-one"),
        pytest.param(
            (0, 1, 3, 4),
            [],
            ["ICC(A", "Kappa", "Krippendorff's alpha"],
            id="two-a-side",
        ),
        pytest.param(
            tuple(range(6)),
            ["AD_M", "r_wg(j)", "r_wg(j)", "r*_wg(j)"],
            ["ICC(A", "Kappa", "Krippendorff's alpha"],
            id="three-a-side",
        ),
    ],
)
def test_each_size_carries_its_own_figures(places, sales, between):
    found = findings(*places)
    assert names(found["sales"]) == sales
    assert (names(found["between"]) if "between" in found else None) == between


def test_a_side_of_one_or_two_is_told_in_words():
    assert findings(0, 3)["sales"].words == "One leader answered: there is nobody to agree with."
    wave = scored(leader(0), leader(1), leader(3), full=True)
    widest = wave.card.agreement.sales.widest
    assert findings(0, 1, 3)["sales"].words == FEW % decimals(widest, 1)


def test_who_rated_nothing_is_not_said_to_be_two():
    silent = {item.id: "dk" for item in CATALOGUE.items if item.kind in ("P", "X")}
    wave = scored(*(leader(place, **silent) for place in range(6)), full=True)
    assert [found.words for found in agreement_findings(wave)] == [
        *["No statement was rated."] * 2,
        "No dimension was rated by both sides.",
    ]


def test_figures_are_those_of_the_scorecard_and_r_wg_never_stands_alone():
    wave = scored(*(leader(place) for place in range(6)), full=True)
    own, found = wave.card.agreement.sales, findings(*range(6))
    values = {figure.name: figure.value for figure in found["sales"].statistics}
    assert values["AD_M, average deviation in steps"] == decimals(own.average_deviation)
    assert values["r_wg(j), against answers at random"] == decimals(own.r_wg_j)
    assert values["r*_wg(j), whatever the number of questions"] == decimals(own.r_star)
    assert found["sales"].words == (
        f"Much of one mind: answers lie {decimals(own.average_deviation, 1)} steps from the side's mean on "
        "average."
    )
    between = {figure.name: (figure.value, figure.reading) for figure in found["between"].statistics}
    assert between["Krippendorff's alpha, ordinal, over everybody"][0] == decimals(wave.card.agreement.alpha)


@pytest.mark.parametrize(
    ("icc", "seen"),
    [
        (0.599, "They do not see the same strengths and weaknesses."),
        (0.6, "They see the strengths and weaknesses somewhat alike."),
        (0.7, "They see the same strengths and weaknesses."),
    ],
)
def test_what_the_two_sides_see_is_said_in_bands(icc, seen):
    wave = scored(*(leader(place) for place in range(6)), full=True)
    agreement = replace(wave.card.agreement, icc=icc, difference=12.4)
    disclosed = replace(wave.disclosed, card=replace(wave.card, agreement=agreement))
    between = agreement_findings(replace(wave, disclosed=disclosed))[-1]
    assert between.words == (
        f"Over the dimensions the two sides' ratings lie 12 points apart on average. {seen}"
    )


def test_without_statistics_nothing_is_said():
    wave = scored(leader(0), leader(3), full=True)
    disclosed = replace(wave.disclosed, card=replace(wave.card, agreement=None))
    assert agreement_findings(replace(wave, disclosed=disclosed)) == []


@pytest.mark.parametrize(("value", "text"), [(0.625, "0.63"), (-0.1, "−0.10"), (-0.001, "0.00")])
def test_figures_have_two_decimals(value, text):
    assert decimals(value) == text
