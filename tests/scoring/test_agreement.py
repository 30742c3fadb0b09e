"""Agreement and reliability: published values, hand checks, and independent software on random data."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import Cohort, score
from scoring.agreement import (
    a_wg,
    average_deviation,
    kappa_of_table,
    krippendorff_alpha,
    longest_runs,
    r_wg,
    r_wg_j,
    r_wg_j_star,
    weighted_kappa,
)
from scoring.reliability import cronbach_alpha, intraclass, intraclass_of_groups, omega_total, spearman_brown
from tests.scoring.build import METHOD, answers, assessment, worked_example, worked_method

NAN = float("nan")
# Raw answers of the worked example on the 1-5 scale, reversed items turned: S1, S2, M1, M2.
WORKED = np.array([[5, 4, 4, 4], [4, 4, 4, 5], [5, 5, 3, 3], [4, 5, 2, 3]], dtype=float)
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)
STARS = "* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4"
CODERS = np.array([[NAN if mark == "*" else float(mark) for mark in line.split()] for line in STARS])
KAPPA = np.array([[0.44, 0.05, 0.01], [0.07, 0.20, 0.03], [0.09, 0.05, 0.06]]) * 200


def test_worked_example():
    assert r_wg(WORKED).round(4).tolist() == [0.8333, 0.8333, 0.5417, 0.5417]
    assert round(r_wg_j(WORKED), 4) == 0.8980
    assert r_wg_j_star(WORKED) == 0.6875
    assert average_deviation(WORKED).mean() == 0.625
    assert a_wg(WORKED).round(4).tolist()[2:] == [0.6508, 0.6]
    assert np.isnan(a_wg(WORKED)[:2]).all()
    assert round(krippendorff_alpha(WORKED), 4) == 0.2
    assert round(krippendorff_alpha(WORKED, "interval"), 5) == 0.21875
    sides = np.stack((WORKED[:2].mean(axis=0), WORKED[2:].mean(axis=0)), axis=1)
    assert round(intraclass(sides).absolute, 3) == 0.0


@pytest.mark.parametrize(("steps", "expected"), [([3] * 5, 1.0), ([1, 5], 0.0), ([1, 1, 5, 5], 0.0)])
def test_r_wg_by_hand(steps, expected):
    assert r_wg(np.array(steps, dtype=float)[:, None]).tolist() == [expected]


def test_a_wg_needs_four():
    assert np.isnan(a_wg(np.array([[3.0], [3.0], [3.0]]))).all()
    assert a_wg(np.array([[3.0], [3.0], [3.0], [3.0]])).tolist() == [1.0]


def test_intraclass_is_shrout_and_fleiss():
    found = intraclass(SHROUT_FLEISS)
    values = (
        found.one_way,
        found.absolute,
        found.consistency,
        found.one_way_k,
        found.absolute_k,
        found.consistency_k,
    )
    assert [round(value, 4) for value in values] == [0.1657, 0.2898, 0.7148, 0.4428, 0.6201, 0.9093]


@pytest.mark.parametrize(
    ("scale", "expected"), [("nominal", 0.691), ("interval", 0.811), ("ordinal", 0.8067)]
)
def test_krippendorff_published(scale, expected):
    assert krippendorff_alpha(CODERS, scale) == pytest.approx(expected, abs=5e-4)


def test_cohen_published():
    apart = np.abs(np.arange(3)[:, None] - np.arange(3))
    assert round(kappa_of_table(KAPPA, (apart > 0).astype(float)), 3) == 0.492
    assert round(kappa_of_table(KAPPA, np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])), 3) == 0.348
    assert round(kappa_of_table(KAPPA, apart), 4) == 0.4737
    assert round(kappa_of_table(KAPPA, apart**2), 4) == 0.4545


def test_longest_run_published():
    assert longest_runs(np.array([[4, 4, 4, 3, 3, 3, 3, 3, 4, 4]], dtype=float)).tolist() == [5]
    assert longest_runs(np.array([[NAN, NAN, NAN, NAN], [3, NAN, 3, 3.0]])).tolist() == [0, 2]


def random_ratings(seed, shape=(7, 12), missing=0.2):
    rng = np.random.default_rng(seed)
    steps = np.clip(np.round(rng.normal(3, 0.6, shape[1]) + rng.normal(0, 0.9, shape)), 1, 5)
    return np.where(rng.random(shape) < missing, NAN, steps)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
def test_krippendorff_against_the_package(scale, seed):
    krippendorff = pytest.importorskip("krippendorff")
    ratings = random_ratings(seed)
    expected = krippendorff.alpha(reliability_data=ratings, level_of_measurement=scale)
    assert krippendorff_alpha(ratings, scale) == pytest.approx(expected)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:The inplace keyword")
@pytest.mark.parametrize("seed", range(3))
def test_reliability_against_pingouin(seed):
    pingouin = pytest.importorskip("pingouin")
    pandas = pytest.importorskip("pandas")
    table = random_ratings(seed, (30, 5), missing=0)
    assert cronbach_alpha(table) == pytest.approx(pingouin.cronbach_alpha(pandas.DataFrame(table))[0])
    long = pandas.DataFrame(
        [(t, r, table[t, r]) for t in range(30) for r in range(5)], columns=["target", "rater", "score"]
    )
    icc = pingouin.intraclass_corr(long, targets="target", raters="rater", ratings="score")
    expected = dict(zip(icc["Type"], icc["ICC"], strict=True))
    found = intraclass(table)
    assert found.one_way == pytest.approx(expected["ICC(1,1)"])
    assert found.absolute == pytest.approx(expected["ICC(A,1)"])
    assert found.consistency == pytest.approx(expected["ICC(C,1)"])
    assert found.one_way_k == pytest.approx(expected["ICC(1,k)"])
    assert found.absolute_k == pytest.approx(expected["ICC(A,k)"])
    assert found.consistency_k == pytest.approx(expected["ICC(C,k)"])


def test_alpha_of_the_published_data_set():
    pingouin = pytest.importorskip("pingouin")
    data = pingouin.read_dataset("cronbach_alpha").pivot(index="Subj", columns="Items", values="Scores")
    assert round(cronbach_alpha(data.to_numpy(dtype=float)), 3) == pytest.approx(0.592, abs=2e-3)


@pytest.mark.parametrize("seed", range(3))
def test_weighted_kappa_against_statsmodels(seed):
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    first, second = random_ratings(seed, (2, 40), missing=0)
    table = np.zeros((5, 5))
    np.add.at(table, (first.astype(int) - 1, second.astype(int) - 1), 1)
    expected = inter_rater.cohens_kappa(table, wt="quadratic").kappa
    assert weighted_kappa(first, second) == pytest.approx(expected)
    apart = (np.arange(5)[:, None] - np.arange(5)) ** 2
    assert kappa_of_table(table, apart) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(3))
def test_omega_against_statsmodels(seed):
    factor = pytest.importorskip("statsmodels.multivariate.factor")
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(400, 1)) * rng.uniform(0.5, 1, 6) + rng.normal(size=(400, 6))
    fitted = factor.Factor(table, n_factor=1, method="pa").fit(maxiter=500, tol=1e-12)
    loadings = fitted.loadings[:, 0]
    explained = loadings.sum() ** 2
    expected = explained / (explained + (1 - loadings**2).sum())
    assert omega_total(table) == pytest.approx(expected, abs=2e-3)


def test_intraclass_of_groups_is_the_one_way_analysis():
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(20), rng.integers(2, 6, 20))
    values = rng.normal(size=20)[groups] + rng.normal(size=len(groups))
    f = stats.f_oneway(*(values[groups == group] for group in range(20))).statistic
    single, of_mean = intraclass_of_groups(values, groups)
    size = len(groups) / 20
    assert of_mean == pytest.approx(1 - 1 / f)
    assert single == pytest.approx((f - 1) / (f + size - 1))


def test_too_little_data_is_missing():
    assert np.isnan(krippendorff_alpha(np.array([[3.0, NAN], [NAN, 3.0]])))
    assert np.isnan(krippendorff_alpha(np.array([[3.0], [3.0]])))
    assert np.isnan(weighted_kappa(np.array([NAN]), np.array([3.0])))
    assert np.isnan(weighted_kappa(np.array([3.0, 3.0]), np.array([3.0, 3.0])))
    assert np.isnan(intraclass(np.array([[3.0, NAN], [3.0, 3.0]])).absolute)
    assert np.isnan(intraclass_of_groups(np.array([1.0, 2.0]), np.array([0, 1]))).all()
    assert np.isnan(cronbach_alpha(np.array([[1.0, 2.0]])))
    assert np.isnan(omega_total(np.ones((5, 3))))


def test_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="'ratio' is not one of nominal, ordinal, interval"):
        krippendorff_alpha(CODERS, "ratio")


def test_spearman_brown():
    assert spearman_brown(0.6) == pytest.approx(0.75)


def test_card_shows_what_its_size_carries():
    def agreement(given, method=METHOD):
        return score(Cohort.from_interchange([given], method), method, statistics=True)[0].agreement

    pair = agreement(worked_example(), worked_method())
    assert (pair.sales.n, pair.sales.widest, pair.sales.average_deviation, pair.sales.r_wg_j) == (
        2,
        0.5,
        None,
        None,
    )
    assert round(pair.alpha, 4) == 0.2
    three = agreement(assessment([answers()] * 3, [answers(step=5)] * 4))
    assert (three.sales.average_deviation, three.sales.r_wg_j, three.sales.a_wg) == (0.0, 1.0, None)
    assert (three.marketing.a_wg, three.difference) == (None, 50.0)  # all at 5: too near the end of the scale
    assert agreement(assessment([answers()] * 4, [answers()])).sales.a_wg == 1.0
    nobody = agreement(assessment([], []))
    assert (nobody.alpha, nobody.icc, nobody.sales.n) == (None, None, 0)
