from __future__ import annotations

import numpy as np
import pytest

from reports.benchmarks.figures import Histogram, figures_of, histogram_of, measure_of, shares_of


def percentile_of(values, score):
    """What scipy says, which takes long to be loaded."""
    from scipy.stats import percentileofscore

    return percentileofscore(values, score, kind="mean")


def random_scores(rng):
    """Scores with ties and gaps, spread widely or narrowly."""
    count = int(rng.integers(21, 200))
    scores = np.clip(rng.normal(rng.uniform(-20, 80), rng.uniform(1, 30), count), -100, 100)
    return np.round(scores, int(rng.integers(0, 3)))


def test_quartiles_and_n_are_rounded():
    measure = measure_of(np.arange(40.0, 53.0))
    # 40 to 52: quartiles 43, 46 and 49.
    assert (measure.n, measure.quartiles) == (15, (42.5, 45.0, 50.0))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(np.arange(9.0), id="nine"),
        pytest.param(np.full(30, 55.0), id="all-the-same"),
        pytest.param(np.empty(0), id="none"),
    ],
)
def test_a_measure_of_too_few_or_without_spread_is_withheld(values):
    assert measure_of(values) is None


def test_companies_without_a_measure_do_not_count_in_it():
    scores = {"P": np.arange(20.0), "R": np.where(np.arange(20) < 9, np.arange(20.0), np.nan)}
    figures = figures_of(scores, np.zeros(20, dtype=np.int8))
    assert (figures.n, list(figures.measures), figures.measures["P"].n) == (20, ["P"], 20)


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        pytest.param((10, 10, 10), (35, 35, 35), id="all-shown"),
        pytest.param((18, 10, 2), (60, None, None), id="two-and-what-would-tell-them"),
        pytest.param((26, 2, 2), (85, None, None), id="two-together-are-enough"),
        pytest.param((28, 2, 0), (None, None, None), id="two-small-ones"),
        pytest.param((12, 3, 0), (80, None, None), id="nobody-is-too-few"),
        pytest.param((12, 0, 0), (None, None, None), id="everybody"),
        pytest.param((3, 4, 3), (30, 40, 30), id="three-are-enough"),
    ],
)
def test_shares(counts, shares):
    assert tuple(shares_of(counts).values()) == shares


def test_bars_hold_three_companies_and_lie_on_the_grid():
    rng = np.random.default_rng(2)
    for _turn in range(200):
        values = random_scores(rng)
        histogram = histogram_of(values)
        assert np.diff(histogram.below).min() >= 3
        assert (histogram.edges[0], histogram.edges[-1]) == (-100.0, 100.0)
        assert (histogram.below[0], histogram.below[-1]) == (0, len(values))
        for edge, below in zip(histogram.edges[1:-1], histogram.below[1:-1], strict=True):
            assert (edge % 2.5, below) == (0, int((values < edge).sum()))


def test_a_percentile_is_scipys_to_five_percent_and_half_a_bar():
    rng = np.random.default_rng(3)
    for _turn in range(300):
        values = random_scores(rng)
        histogram = histogram_of(values)
        score = float(rng.choice(values)) if rng.random() < 0.5 else float(rng.uniform(-100, 100))
        wanted = percentile_of(values, score)
        found = histogram.percentile(score)
        bar = int(np.searchsorted(histogram.edges[1:-1], score, side="right"))
        half = 50 * (histogram.below[bar + 1] - histogram.below[bar]) / len(values)
        assert found % 5 == 0
        assert abs(found - wanted) <= 2.5 + half + 1e-9


def test_the_own_company_is_left_out():
    rng = np.random.default_rng(4)
    for _turn in range(300):
        values = random_scores(rng)
        place = int(rng.integers(len(values)))
        own, others = float(values[place]), np.delete(values, place)
        score = own if rng.random() < 0.5 else float(rng.uniform(-100, 100))
        histogram = histogram_of(values)
        bars, edges = np.diff(histogram.below), histogram.edges
        bars[np.searchsorted(edges[1:-1], own, side="right")] -= 1
        below = (0, *np.cumsum(bars).tolist())
        found = histogram.percentile(score, without=own)
        assert found == Histogram(edges=edges, below=below).percentile(score)
        if len(others) >= 20:
            wanted = percentile_of(others, score)
            bar = bars[np.searchsorted(edges[1:-1], score, side="right")]
            assert abs(found - wanted) <= 2.5 + 50 * bar / len(others) + 1e-9


def test_twenty_others_make_a_percentile():
    histogram = histogram_of(np.arange(20.0))
    assert histogram.percentile(10.0) == 55
    assert histogram.percentile(10.0, without=3.0) is None
    assert histogram_of(np.arange(21.0)).percentile(10.0, without=3.0) == 50
    assert histogram_of(np.arange(19.0)).percentile(10.0) is None


def test_the_lowest_and_the_highest_score_have_a_place():
    histogram = histogram_of(np.array([-100.0] * 10 + [0.0] * 10 + [100.0] * 10))
    assert [histogram.percentile(score) for score in (-100.0, 0.0, 100.0)] == [15, 50, 85]


def test_a_histogram_is_published_with_rounded_counts_that_rise():
    rng = np.random.default_rng(6)
    for _turn in range(200):
        histogram = histogram_of(random_scores(rng))
        published = histogram.published()
        exact = dict(zip(histogram.edges, histogram.below, strict=True))
        assert (published.edges[0], published.edges[-1]) == (-100.0, 100.0)
        assert np.diff(published.below).min() >= 5
        for edge, below in zip(published.edges, published.below, strict=True):
            assert below % 5 == 0
            assert abs(below - exact[edge]) <= 2
