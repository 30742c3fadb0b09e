"""What charts of several waves, of people and of cohorts say of themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.charts.matrix import matrix_chart
from reports.charts.model import Dots
from reports.charts.peers import peers_strips
from reports.charts.strip import answers_strip
from reports.charts.table import table
from reports.charts.trend import trend_chart
from reports.demo import cast
from reports.numbers import points, signed
from reports.texts import Texts
from reports.wording import spread_finding, trend_finding
from reports.wording_of_peers import peers_finding
from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED
from tests.reports.charts.samples import NAMES, peers, random_wave, scored

CATALOGUE = Catalogue.read(SHIPPED)
TEXTS = Texts(catalogue=CATALOGUE, language="en", segments=cast.SEGMENTS)


@pytest.mark.parametrize(
    ("gaps", "finding"),
    [
        pytest.param([32, 25, 18], "The gap has narrowed since Wave 1: +32 then, +18 now", id="narrower"),
        pytest.param([-5, 12], "The gap has widened since Wave 1: −5 then, +12 now", id="wider"),
        pytest.param([8, -8], "The gap is as wide as in Wave 1: +8 then, −8 now", id="as-wide"),
        pytest.param([8], "Perceived and measured alignment, wave by wave", id="one-gap"),
    ],
)
def test_what_became_of_the_gap(gaps, finding):
    assert trend_finding([(f"Wave {place}", gap) for place, gap in enumerate(gaps, 1)]) == finding


def test_a_trend_joins_the_waves_that_have_a_score():
    waves = [scored(number=1), scored((), number=2), scored(number=3)]
    chart = trend_chart(waves)
    assert [point.name for point in chart.points] == ["Wave 1", "Wave 3"]
    card = waves[0].card
    first = chart.points[0]
    assert (first.perceived, first.measured, first.gap) == (
        points(card.perceived.joint),
        points(card.measured.index),
        points(card.gap),
    )
    assert first.people == "n = 6 (3 sales, 3 marketing)"
    assert table(chart).rows[0][1] == first.people


@pytest.mark.parametrize("waves", [[], [scored()], [scored(), scored((), number=2)]])
def test_no_trend_without_two_waves_to_join(waves):
    assert trend_chart(waves) is None


def test_earlier_waves_become_the_trail_of_the_matrix():
    earlier = [random_wave(3), scored(outcomes=False, number=2)]
    chart = matrix_chart(scored(number=3), earlier)
    [stop] = chart.trail
    measured = earlier[0].card.measured
    assert (stop.name, stop.revenue, stop.pipeline) == (
        "Wave 1",
        points(measured.revenue),
        points(measured.pipeline),
    )
    assert table(chart).header == ("Score", "Wave 1", "Value", "Cut-point", "Borderline band")
    assert table(chart).rows[0][:3] == ("Revenue score", str(stop.revenue), str(chart.revenue))


RATINGS = {"CUS-P1": {"sales": {2: 1, 5: 2, "dk": 1}, "marketing": {4: 1}, "both": {3: 1}}}


def test_a_dot_is_a_person():
    chart = answers_strip(scored(ratings=RATINGS), TEXTS, "CUS")
    assert chart.rows[0].dots == (
        Dots(side="sales", value=2, people=1),
        Dots(side="sales", value=5, people=2),
        Dots(side="marketing", value=4, people=1),
        Dots(side="both", value=3, people=1),
    )
    assert [row.code for row in chart.rows] == ["CUS-P1", "CUS-P2"]
    assert chart.finding == f"Answers lie furthest apart, from 2 to 5, on “{chart.rows[0].name}”"
    assert [name for _place, name in chart.ticks] == ["1 Not at all", "2", "3", "4", "5 Completely"]
    assert table(chart).rows[0] == (chart.rows[0].name, "Sales", "0", "1", "0", "0", "2")
    assert chart.notes == ("Not drawn: 1 “don't know” or “does not apply”.",)


def test_statements_on_two_scales_say_each_what_its_ends_are_and_the_axis_says_neither():
    chart = answers_strip(scored(ratings={"COL-P2": {"sales": {4: 1}}}), TEXTS, "COL")
    ends = [row.name.rpartition(" (")[2] for row in chart.rows]
    assert ends == ["1 Not at all, 5 Completely)", "1 Never, 5 Very often)"]
    assert [name for _place, name in chart.ticks] == ["1", "2", "3", "4", "5"]
    assert (chart.rows[1].dots[0].value, chart.notes) == (4, ())  # as it was answered, not turned


def test_nobody_answered_nothing_to_draw():
    assert answers_strip(scored(), TEXTS, "CUS") is None


def test_answers_that_may_not_be_shown_say_why():
    wave = scored(range(5), mode="aggregated", ratings={"CUS-P1": {"sales": {2: 1, 5: 2}}})
    chart = answers_strip(wave, TEXTS, "CUS")
    assert [row.withheld for row in chart.rows] == ["shown from three people a side"] * 2


def test_all_on_one_step():
    assert spread_finding([("a", [3]), ("b", [4, 4])]) == "On every statement all chose the same step"


def test_a_company_among_its_peers():
    wave = scored()
    charts = {chart.code: chart for chart in peers_strips(wave, peers(wave), NAMES)}
    assert list(charts) == ["peers-headline", "peers-gap", "peers-perceived", "peers-measured"]
    chart = charts["peers-headline"]
    own = [points(value) for value in (wave.card.measured.index, wave.card.measured.operating)]
    assert [row.own for row in chart.rows][:2] == own
    assert chart.finding == f"SMAX index: {chart.rows[0].standing}"
    inside = sum(42.5 <= row.own <= 67.5 for row in charts["peers-measured"].rows)
    assert charts["peers-measured"].finding == (
        f"{inside} of 8 scores lie where the middle half of its peers lies"
    )
    assert (chart.rows[0].cohort.low, chart.rows[0].cohort.high) == (42.5, 67.5)
    assert "All companies: about 25 companies, Benchmark 2026Q4.1 of 3 November 2026" in chart.units
    told = table(chart).rows[0]
    assert told[1:5] == ("42.5", "55.0", "67.5", str(own[0]))
    assert told[5] == chart.rows[0].standing
    gap = charts["peers-gap"]
    assert gap.finding == f"Gap: perceived minus measured: {gap.rows[0].standing}"
    assert [place for place, _name in gap.ticks] == [-100, -50, 0, 50, 100]


def test_peers_beside_scores_that_are_withheld_or_missing():
    wave = scored(range(3), outcomes=False, mode="aggregated")
    charts = peers_strips(wave, peers(wave), NAMES)
    assert charts == []
    provisional = scored(outcomes=False)
    [chart, *_others] = peers_strips(provisional, peers(provisional), NAMES)
    reasons = {row.code: row.withheld for row in chart.rows}
    assert reasons == {
        **{"SMAX": "not compared: outcome figures are missing", "A": "", "P": ""},
        **{"R": "", "L": ""},
    }
    assert table(chart).rows[0][1:] == ("–", "–", "–", "–", "not compared: outcome figures are missing")
    assert peers_finding(0, 0) == "What is usual among its peers"


def test_synthetic_and_norms_are_named():
    wave = scored()
    [chart, *_others] = peers_strips(wave, peers(wave, synthetic=True), NAMES)
    assert "All companies (synthetic): about 25 invented companies" in chart.units
    norm = peers(wave, origin="norm", source="Verband", code="norm-1-all")
    [chart, *_others] = peers_strips(wave, norm, NAMES)
    assert "Norm from elsewhere, Verband: All companies: about 25 companies, Verband of 3 " in chart.units
    assert chart.notes[0].startswith("A norm from elsewhere")


def test_a_gap_is_rounded_once():
    wave = scored()
    halved = replace(wave.card, gap=12.449)
    wave.card = halved
    assert signed(trend_chart([wave, wave]).points[0].gap) == "+12"
