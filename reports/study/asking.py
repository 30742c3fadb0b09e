"""The six tests, as they were written down before any data was seen (docs/study.md).

statsmodels and scipy do the statistics. They are slow to load, so a web request never comes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.study.findings import SLOPE_STEP, Estimate, Finding, estimate, finding

if TYPE_CHECKING:
    from reports.study.companies import Companies, Members, Scores

VERSION = "1"
ALPHA = 0.05
ENOUGH = 60  # companies
ENOUGH_A_SIDE = 20  # companies of each of two groups
ENOUGH_A_GROUP = 10  # companies of an industry or a size

LEAST_GAP = 15.0  # points
LEAST_DIFFERENCE = 10.0  # points, between leaders and laggards
LEAST_OUTCOME = 5.0  # points of O
MARGIN = 7.5  # points
LEAST_SLOPES_APART = 2.0  # points of O for 10 points of A

NAMED = ("CAD-K1", "COL-K3", "COL-K2", "DAT-F1", "CUS-K1")  # practices of leaders, by the original study
LEAST_NAMED = 3
STACK = ("DAT-K1", "CAP-F1")
ONE_BOSS, TWO_BOSSES = ("cro", "other_shared"), ("separate",)
SEGMENTS = ("industry", "employees")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """One line a group: p of the test that all slopes are equal, how far they lie apart, and each.

    A group is its code, its slope with the two ends of the interval, and how many companies it has.
    """

    p: float
    apart: float
    groups: list[tuple[str, tuple[float, float, float], int]]


def study(companies: Companies) -> tuple[Finding, ...]:
    """Ask all six."""
    return (
        belief(companies),
        practices(companies),
        measures(companies),
        stack(companies),
        one_boss(companies),
        impact(companies),
    )


def belief(companies: Companies) -> Finding:
    """Ask whether leaders believe their teams more aligned than evidence supports."""
    from scipy.stats import ttest_rel

    perceived, index = companies.scores["perceived"], companies.scores["smax"]
    known = ~np.isnan(perceived) & ~np.isnan(index)
    n = int(known.sum())
    if n < ENOUGH or np.ptp((perceived - index)[known]) == 0:
        return finding("belief", (), n=n, supported=False, enough=False)
    test = ttest_rel(perceived[known], index[known])
    value, interval = float(np.mean((perceived - index)[known])), test.confidence_interval(1 - ALPHA)
    holds = interval.low > 0 and value >= LEAST_GAP
    told = estimate("gap", (value, interval.low, interval.high), n=n, p=test.pvalue, holds=holds)
    return finding("belief", [told], n=n, supported=holds)


def practices(companies: Companies) -> Finding:
    """Ask what leaders do that laggards do not."""
    from statsmodels.stats.multitest import multipletests  # noqa: PLC0415

    n = int((companies.leaders | companies.laggards).sum())
    compared = {
        item: result
        for item, scores in companies.items.items()
        if (result := _welch(scores, companies.leaders, companies.laggards)) is not None
    }
    if not compared.keys() >= set(NAMED):
        return finding("practices", (), n=n, supported=False, enough=False)
    corrected = multipletests([p for *_, p, _n in compared.values()], alpha=ALPHA, method="holm")[1]
    told = [
        estimate(item, (value, low, high), n=count, p=p, holds=p < ALPHA and value >= LEAST_DIFFERENCE)
        for (item, (value, low, high, _p, count)), p in zip(compared.items(), corrected, strict=True)
    ]
    found = sum(bool(one.holds) for one in told if one.code in NAMED)
    return finding("practices", told, n=n, supported=found >= LEAST_NAMED)


def measures(companies: Companies) -> Finding:
    """Ask whether companies that share a customer measure do better."""
    shared = companies.items["DAT-F1"]
    n = int((~np.isnan(shared) & ~np.isnan(companies.outcomes)).sum())
    result = _welch(companies.outcomes, shared >= 50, shared < 50)
    if result is None:
        return finding("measures", (), n=n, supported=False, enough=False)
    value, low, high, p, count = result
    holds = low > 0 and value >= LEAST_OUTCOME
    told = estimate("outcomes", (value, low, high), n=count, p=p, holds=holds)
    return finding("measures", [told], n=n, supported=holds)


def stack(companies: Companies) -> Finding:
    """Ask whether outcomes rise with shared technology and data, and with messages that are used."""
    from statsmodels.regression.linear_model import OLS  # noqa: PLC0415
    from statsmodels.tools import add_constant  # noqa: PLC0415

    practice = np.mean([companies.items[item] for item in STACK], axis=0)
    known = ~np.isnan(practice) & ~np.isnan(companies.outcomes)
    n = int(known.sum())
    if n < ENOUGH or np.ptp(practice[known]) == 0:
        return finding("stack", (), n=n, supported=False, enough=False)
    fit = OLS(companies.outcomes[known], add_constant(practice[known] / 50)).fit(cov_type="HC3", use_t=True)
    value, (low, high) = fit.params[1], fit.conf_int(ALPHA)[1]
    holds = low > 0 and value >= LEAST_OUTCOME
    told = estimate("outcomes", (value, low, high), n=n, p=fit.pvalues[1], holds=holds)
    return finding("stack", [told], n=n, supported=holds)


def one_boss(companies: Companies) -> Finding:
    """Ask whether it is the same if both heads report to one executive."""
    structure = companies.codes["reporting_structure"]
    one, two = np.isin(structure, ONE_BOSS), np.isin(structure, TWO_BOSSES)
    n = int((one | two).sum())
    scores = {"operating": companies.scores["operating"], "outcomes": companies.outcomes}
    told = [_equivalent(code, values, one, two) for code, values in scores.items()]
    whole = [one for one in told if one is not None]
    if len(whole) < len(told):
        return finding("one_boss", (), n=n, supported=False, enough=False)
    return finding("one_boss", whole, n=n, supported=all(one.holds for one in whole))


def _welch(
    scores: Scores, one: Members, two: Members, *, alpha: float = ALPHA
) -> tuple[float, float, float, float, int] | None:
    """Difference of two groups' means, its interval, p and how many there are; None where too few."""
    from scipy.stats import ttest_ind

    known = ~np.isnan(scores)
    first, second = scores[one & known], scores[two & known]
    n = len(first) + len(second)
    if min(len(first), len(second)) < ENOUGH_A_SIDE or n < ENOUGH or np.ptp(first) + np.ptp(second) == 0:
        return None
    test = ttest_ind(first, second, equal_var=False)
    interval = test.confidence_interval(1 - alpha)
    return float(first.mean() - second.mean()), interval.low, interval.high, float(test.pvalue), n


def _equivalent(code: str, scores: Scores, one: Members, two: Members) -> Estimate | None:
    """Test whether two groups differ by less than the margin; None where no result could show it."""
    from statsmodels.stats.weightstats import ttost_ind  # noqa: PLC0415

    result = _welch(scores, one, two, alpha=2 * ALPHA)
    if result is None:
        return None
    value, low, high, _p, n = result
    if (high - low) / 2 >= MARGIN:
        return None
    known = ~np.isnan(scores)
    p, _lower, _upper = ttost_ind(scores[one & known], scores[two & known], -MARGIN, MARGIN, usevar="unequal")
    return estimate(code, (value, low, high), n=n, p=p, holds=p < ALPHA)


def impact(companies: Companies) -> Finding:
    """Ask whether the same alignment goes with other outcomes by industry and by size."""
    from statsmodels.stats.multitest import multipletests  # noqa: PLC0415

    asked = [found for name in SEGMENTS if (found := _slopes(companies, name)) is not None]
    n = int((~np.isnan(companies.scores["operating"]) & ~np.isnan(companies.outcomes)).sum())
    if not asked:
        return finding("impact", (), n=n, supported=False, enough=False)
    corrected = multipletests([one.p for one in asked], alpha=ALPHA, method="holm")[1]
    told, supported = [], False
    for one, p in zip(asked, corrected, strict=True):
        holds = bool(p < ALPHA and one.apart >= LEAST_SLOPES_APART)
        supported |= holds
        told += [
            estimate(code, slope, n=count, p=p, holds=holds, step=SLOPE_STEP)
            for code, slope, count in one.groups
        ]
    return finding("impact", told, n=n, supported=supported)


def _slopes(companies: Companies, name: str) -> Slopes | None:
    """Fit one line a group, of outcomes over operating alignment; only published cohorts take part."""
    from statsmodels.regression.linear_model import OLS  # noqa: PLC0415

    operating, outcomes, codes = companies.scores["operating"], companies.outcomes, companies.codes[name]
    known = ~np.isnan(operating) & ~np.isnan(outcomes)
    groups = [
        code
        for code in np.unique(codes).tolist()
        if f"{name}:{code}" in companies.published
        and (codes == code)[known].sum() >= ENOUGH_A_GROUP
        and np.ptp(operating[known & (codes == code)]) > 0
    ]
    inside = known & np.isin(codes, groups)
    if len(groups) < 2 or inside.sum() < ENOUGH:
        return None
    members = codes[inside, None] == np.array(groups)
    design = np.hstack([members, members * operating[inside, None] / 10])
    fit = OLS(outcomes[inside], design).fit(cov_type="HC3", use_t=True)
    count = len(groups)
    equal = np.hstack([np.zeros((count - 1, count)), np.ones((count - 1, 1)), -np.eye(count - 1)])
    slopes, intervals = fit.params[count:], fit.conf_int(ALPHA)[count:]
    return Slopes(
        p=float(fit.f_test(equal).pvalue),
        apart=float(np.ptp(slopes)),
        groups=[
            (f"{name}:{code}", (slope, low, high), int(size))
            for code, slope, (low, high), size in zip(
                groups, slopes, intervals, members.sum(axis=0), strict=True
            )
        ],
    )
