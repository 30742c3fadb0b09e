"""Where a company stands among others: thresholds, its own company left out, and nothing finer than that."""

from __future__ import annotations

import re

import numpy as np
import pytest

from reports.benchmarks.standing import PATHS, Benchmark, peers_of, standing_in
from reports.wording_of_peers import peers_name, peers_source, standing_words
from tests.reports.benchmarks.cohorts import cohort, measures_of


def scores_of(count, seed=1):
    return np.random.default_rng(seed).uniform(20, 80, count)


def placed(scores, score, own=None, **options):
    return standing_in({**measures_of(scores)["P"]}, score, own, **{"signed": False, **options})


def without_histogram(scores):
    return {part: each for part, each in measures_of(scores)["P"].items() if part != "histogram"}


@pytest.mark.parametrize(
    ("others", "shown", "percentile"),
    [(9, False, False), (10, True, False), (19, True, False), (20, True, True)],
)
def test_thresholds_hold_for_the_others(others, shown, percentile):
    scores = scores_of(others + 1)
    found = placed(scores, float(scores[0]), own=float(scores[0]))
    assert (found is not None, bool(found and found.percentile is not None)) == (shown, percentile)
    # Beside a cohort that it has no part in, as many of them count.
    if others >= 10:
        found = placed(scores_of(others), 50.0)
        assert (found is not None, found.percentile is not None) == (shown, percentile)


@pytest.mark.parametrize("seed", range(20))
def test_a_percentile_counts_the_others_alone(seed):
    scores = scores_of(40, seed)
    own = float(scores[seed])
    others = np.delete(scores, seed)
    exact = 100 * ((others < own).sum() + 0.5 * (others == own).sum()) / len(others)
    found = placed(scores, own, own=round(own / 2.5) * 2.5)
    # Half a bar of three to five companies, and half a step of 5 percent.
    assert abs(found.percentile - exact) <= 100 * 2.5 / 39 + 2.5 + 1e-9
    assert found.percentile % 5 == 0
    assert found.n == 40


def test_own_score_leaves_its_bar_and_no_other():
    scores = [10.0] * 10 + [90.0] * 11
    measure = {
        "n": 20,
        "quartiles": [10, 50, 90],
        "histogram": {"edges": [-100, 50, 100], "below": [0, 10, 21]},
    }
    assert len(scores) == 21
    with_own = standing_in(measure, 90.0, None, signed=False)
    without = standing_in(measure, 90.0, 90.0, signed=False)
    assert with_own.bars == ((0.0, 50, 50), (50, 100, 50))
    assert (with_own.percentile, without.percentile) == (75, 75)
    assert without.n == 20
    nine = {**measure, "histogram": {"edges": [-100, 50, 100], "below": [0, 3, 13]}}
    assert standing_in(nine, 10.0, 10.0, signed=False).bars == ((0.0, 100, 100),)  # two others are no bar


def test_the_score_of_today_finds_the_bar_that_a_rounded_one_may_miss():
    measure = {
        "n": 40,
        "quartiles": [40, 50, 60],
        "histogram": {"edges": [-100, 52.5, 100], "below": [0, 20, 40]},
    }
    assert standing_in(measure, 51.4, 52.5, signed=False).bars == ((0.0, 52.5, 50), (52.5, 100, 50))
    [below, above] = standing_in(measure, 51.4, 52.5, signed=False).bars
    assert (below[2], above[2]) == (50, 50)


@pytest.mark.parametrize(
    ("score", "quarter"),
    [(10, 1), (44.4, 1), (45, 2), (54.4, 2), (55, 3), (65.4, 3), (65.5, 4), (99, 4), (None, None)],
)
def test_the_quarter_is_that_of_the_drawing(score, quarter):
    measure = {"n": 15, "quartiles": [45.0, 55.0, 65.0]}
    assert standing_in(measure, score, None, signed=False).quarter == quarter


def test_a_norm_without_a_histogram_gives_a_quarter_alone():
    found = standing_in(without_histogram(scores_of(40)), 50.0, None, signed=False)
    assert (found.n, found.percentile, found.bars) == (40, None, ())
    assert re.fullmatch(r"in the .* quarter.* of about 40 companies", standing_words(found))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("count", [11, 25, 300])
def test_nothing_finer_than_promised_leaves(seed, count):
    scores = scores_of(count, seed)
    found = placed(scores, float(scores[3]), own=float(scores[3]))
    assert found.n % 5 == 0
    assert all(value % 2.5 == 0 for value in found.quartiles)
    assert all(share % 5 == 0 for _low, _high, share in found.bars)
    assert found.percentile is None or found.percentile % 5 == 0
    counted = np.histogram(np.delete(scores, 3), [edge for bar in found.bars for edge in bar[:1]] + [100])[0]
    assert (counted >= 2).all()
    assert found.bars[0][0] == 0.0
    assert [bar[1] for bar in found.bars[:-1]] == [bar[0] for bar in found.bars[1:]]


def test_what_is_withheld_has_no_standing():
    scores = dict.fromkeys(PATHS, 50.0)
    del scores["M_CUS"]
    found = peers_of(cohort(scores_of(30)), scores, {})
    assert set(PATHS) - set(found.standings) == {"M_CUS"}
    assert (found.n, found.code) == (30, "cohort-all")


def test_own_company_counts_in_no_measure_that_it_has():
    scores = dict.fromkeys(PATHS, 50.0)
    own = {**dict.fromkeys(PATHS, 50.0), "P_COL": None}
    found = peers_of(cohort(scores_of(20)), scores, own)
    assert found.standings["P"].percentile is None
    assert found.standings["P_COL"].percentile is not None


def test_words_and_text_and_back():
    found = peers_of(cohort(scores_of(30), synthetic=True), dict.fromkeys(PATHS, 79.0), {})
    benchmark = Benchmark(released=True, peers=(found,))
    assert Benchmark.from_dict(benchmark.as_dict()) == benchmark
    assert peers_name(found) == "All companies (synthetic)"
    assert re.fullmatch(r"about 30 invented companies, Benchmark 2026Q4.1 of .*", peers_source(found))
    assert re.fullmatch(r"higher than .* of about 30 companies", standing_words(found.standings["P"]))
