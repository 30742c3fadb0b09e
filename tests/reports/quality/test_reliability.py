"""Reliability with intervals, held against formulas written down apart and against other software."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import f as f_distribution  # noqa: TID253
from scipy.stats import pearsonr  # noqa: TID253

from reports.quality.reliability import of_two, with_interval


def answers(respondents, statements, *, companies=None, within=0.0, seed=3):
    """Respondents with one common factor; of a company they share a part of it."""
    random = np.random.default_rng(seed)
    company = np.arange(respondents) if companies is None else np.arange(respondents) % companies
    shared = random.normal(size=company.max() + 1)[company]
    factor = np.sqrt(within) * shared + np.sqrt(1 - within) * random.normal(size=respondents)
    return 0.7 * factor[:, None] + random.normal(size=(respondents, statements)) * 0.7, company


def feldt(alpha, n, items):
    """The interval of alpha by Feldt (1965), for independent respondents."""
    high, low = f_distribution.ppf([0.025, 0.975], n - 1, (n - 1) * (items - 1))
    return 1 - (1 - alpha) * low, 1 - (1 - alpha) * high


def test_alpha_by_its_covariance_formula():
    table, company = answers(150, 6)
    covariance = np.cov(table, rowvar=False)
    value, low, high = with_interval("alpha", table, company, draws=50)
    assert value == pytest.approx(6 / 5 * (1 - np.trace(covariance) / covariance.sum()))
    assert low < value < high


@pytest.mark.parametrize(("n", "items"), [(120, 4), (400, 16)])
def test_with_one_leader_a_company_the_interval_is_that_of_feldt(n, items):
    table, company = answers(n, items)
    value, low, high = with_interval("alpha", table, company)
    assert (low, high) == pytest.approx(feldt(value, n, items), abs=0.02)


def test_omega_of_a_known_factor():
    # Loadings of 0.7 and uniquenesses of 0.49 on a scale of 0.98: omega = (6*0.7)^2 / ((6*0.7)^2 + 6*0.49).
    table, company = answers(20_000, 6)
    value, low, high = with_interval("omega", table, company, draws=20)
    assert value == pytest.approx(17.64 / (17.64 + 2.94), abs=0.005)
    assert high - low < 0.01


def test_two_statements_by_the_correlation_of_scipy():
    table, company = answers(130, 2)
    correlation = pearsonr(table[:, 0], table[:, 1]).statistic
    expected = 2 * correlation / (1 + correlation)
    assert with_interval("spearman_brown", table, company, draws=20)[0] == pytest.approx(expected)
    standard = (table - table.mean(axis=0)) / table.std(axis=0, ddof=1)
    assert with_interval("alpha", standard, company, draws=20)[0] == pytest.approx(expected)


def test_leaders_of_one_company_are_no_independent_sample():
    alike, company = answers(400, 6, companies=25, within=0.9)
    _value, low, high = with_interval("alpha", alike, company)
    _value, narrow_low, narrow_high = with_interval("alpha", alike, np.arange(400))
    assert high - low > 1.5 * (narrow_high - narrow_low)


def test_whole_companies_are_drawn():
    table, company = answers(60, 4, companies=12, within=0.5)
    table[7, 1] = np.nan
    shuffled = np.random.default_rng(1).permutation(60)
    found = with_interval("alpha", table, company, draws=40)
    whole = [number for number in range(60) if number != 7]
    by_company = {each: [row for row in whole if company[row] == each] for each in range(12)}
    random = np.random.default_rng(20240503)
    drawn = []
    for _draw in range(40):
        rows = [row for each in random.integers(0, 12, 12) for row in by_company[int(each)]]
        covariance = np.cov(table[rows], rowvar=False)
        drawn.append(4 / 3 * (1 - np.trace(covariance) / covariance.sum()))
    assert found[1:] == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])))
    assert with_interval("alpha", table[shuffled], company[shuffled], draws=40) == pytest.approx(found)


def test_what_the_answers_do_not_carry_is_none():
    same = np.ones((200, 3))
    assert [with_interval(name, same, np.arange(200), draws=5) for name in ("alpha", "omega")] == [None, None]
    assert with_interval("spearman_brown", same[:, :2], np.arange(200), draws=5) is None
    assert np.isnan(of_two(np.array([[1.0, 2.0], [2.0, 3.0]])))
    assert with_interval("alpha", np.full((5, 3), np.nan), np.arange(5), draws=5) is None
