"""Golden values of agreement and reliability, each under the name of its source.

The large ones are of two data sets that come with R's package multilevel. What stands in tests/data are
their sufficient statistics; the tests build inputs that have exactly these statistics.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scoring.agreement import average_deviation, r_wg, r_wg_j_star
from scoring.change import reliable_change_index
from scoring.norms import percentile_rank
from scoring.reliability import cronbach_alpha, intraclass, intraclass_of_groups, omega_total
from tests.scoring.test_agreement import SHROUT_FLEISS

DATA = Path(__file__).parents[1] / "data"
BHR2000 = json.loads((DATA / "golden_bhr2000.json").read_text())
BH1996 = json.loads((DATA / "golden_bh1996.json").read_text())
STEPS = np.arange(1.0, 6.0)


def expanded(counts):
    """Ratings of one group, shape (raters, items), from how many chose each step of each item."""
    return np.stack([np.repeat(STEPS, each) for each in counts], axis=1)


def table_with(means, covariance, n):
    """A table of n rows with exactly these means and this covariance; its values are of no meaning."""
    noise = np.random.default_rng(0).normal(size=(n, len(means)))
    independent, _ = np.linalg.qr(noise - noise.mean(axis=0))
    return means + independent * np.sqrt(n - 1) @ np.linalg.cholesky(covariance).T


def values_with(n, mean, squares):
    """Values with exactly this mean and sum of squared deviations from it."""
    even = np.linspace(-1, 1, n)
    return mean + even * np.sqrt(squares / (even**2).sum())


@pytest.fixture(scope="module")
def religion():
    return [expanded([counts]) for counts in BHR2000["religion"]]


@pytest.fixture(scope="module")
def leadership():
    """The eleven leadership items, columns 2-12, by group."""
    return [expanded(counts) for counts in BHR2000["leadership"]]


@pytest.fixture(scope="module")
def pool(leadership):
    """A table with the means and the covariance of columns 2-12 over all 5400 people."""
    people = np.concatenate(leadership)
    lower = np.zeros((11, 11))
    lower[np.tril_indices(11)] = [product for row in BHR2000["products"] for product in row]
    products = lower + np.tril(lower, -1).T
    n, means = len(people), people.mean(axis=0)
    assert (people**2).sum(axis=0).tolist() == np.diag(products).tolist()  # both say the same of each item
    return table_with(means, (products - n * np.outer(means, means)) / (n - 1), n)


def test_sizes_of_the_data_sets(religion, leadership, pool):
    assert [len(group) for group in religion] == [len(group) for group in leadership]
    assert [len(group) for group in religion[:4]] == [59, 45, 83, 26]
    assert (len(religion), pool.shape) == (99, (5400, 11))
    assert (len(BH1996["wellbeing"]), sum(n for n, _, _ in BH1996["wellbeing"])) == (99, 7382)


@pytest.mark.parametrize(("items", "expected"), [(10, 0.8798), (11, 0.8913)])
def test_alpha_of_bhr2000(pool, items, expected):
    """R multilevel, columns 2-11 and 2-12."""
    assert round(cronbach_alpha(pool[:, :items]), 4) == expected


def test_omega_of_bhr2000(pool):
    """Columns 2-12 under statsmodels' Factor: .8928 by principal axes, as here, .8921 by likelihood."""
    found = omega_total(pool)
    assert round(found, 4) == 0.8928
    assert found == pytest.approx(0.8921, abs=0.002)


def test_intraclass_of_bh1996():
    """Bliese, Multilevel Modeling in R: well-being by group."""
    values = [values_with(*group) for group in BH1996["wellbeing"]]
    groups = np.repeat(np.arange(99), [len(group) for group in values])
    single, of_mean = intraclass_of_groups(np.concatenate(values), groups)
    assert (round(single, 4), round(of_mean, 4)) == (0.0434, 0.7717)


def test_r_wg_of_bhr2000(religion):
    """Bliese, Multilevel Modeling in R: one item, RELIG, null variance 2, groups 1-4 and the mean of 99."""
    found = [float(r_wg(group, 2.0)[0]) for group in religion]
    assert [round(each, 5) for each in found[:4]] == [0.11046, 0.26364, 0.21819, 0.31923]
    assert round(float(np.mean(found)), 5) == 0.18642


def test_lindells_r_wg_of_bhr2000(leadership):
    """R multilevel, rwg.j.lindell of columns 2-12: the mean of 99 groups."""
    found = [r_wg_j_star(group, 2.0) for group in leadership]
    assert round(float(np.mean(found)), 4) == 0.4289


def test_average_deviation_of_bhr2000(leadership):
    """R multilevel, ad.m of columns 2-12: groups 1-5 and the mean of 99."""
    found = [float(average_deviation(group).mean()) for group in leadership]
    assert [round(each, 4) for each in found[:5]] == [0.8481, 0.8261, 0.8810, 0.8228, 0.8341]
    assert round(float(np.mean(found)), 4) == 0.8691


def test_alpha_of_pingouins_data_set():
    """Fifteen people, ten items; pingouin holds it against R's psych."""
    pingouin = pytest.importorskip("pingouin")
    data = pingouin.read_dataset("cronbach_alpha").pivot(index="Subj", columns="Items", values="Scores")
    table = data.to_numpy(dtype=float)
    assert (table.shape, round(cronbach_alpha(table), 4)) == ((15, 10), 0.5917)


def test_f_of_shrout_and_fleiss():
    """Shrout & Fleiss (1979): F 1.79 of the one-way and 11.03 of the two-way analysis; ICC(k) is 1 - 1/F."""
    found = intraclass(SHROUT_FLEISS)
    ratios = [1 / (1 - found.one_way_k), 1 / (1 - found.consistency_k)]
    assert [round(ratio, 2) for ratio in ratios] == [1.79, 11.03]


def test_percentile_of_scipys_documentation():
    """scipy.stats.percentileofscore, kind mean: 3 among 1, 2, 3, 3, 4."""
    assert percentile_rank(3.0, np.array([1.0, 2, 3, 3, 4])) == 60.0


def test_reliable_change_of_jacobson_and_truax():
    """Arithmetic of the formula of Jacobson & Truax (1991), with the errors of a change and of a score."""
    index = reliable_change_index(47.5, 32.5, 7.5, 0.88)
    of_change = (32.5 - 47.5) / index
    found = [round(index, 2), round(of_change, 3), round(of_change / np.sqrt(2), 3)]
    assert found == [-4.08, 3.674, 2.598]
