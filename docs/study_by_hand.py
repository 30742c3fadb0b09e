"""The study's numbers once more, with plain pandas, scipy and statsmodels and without SMAX (see study.md).

    python manage.py run_study --rows rows.csv --cohorts cohorts.csv
    python docs/study_by_hand.py rows.csv cohorts.csv

Every estimate is printed before rounding, then as the page shows it.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

PROFILE = (
    "industry",
    "employees",
    "region",
    "revenue_band",
    "business_model",
    "reporting_structure",
    "level",
)


def shown(value: float, step: float = 2.5) -> float:
    """Round to a multiple of a step, a half away from zero."""
    whole = np.floor(abs(round(value / step, 9)) + 0.5) * step
    return float(np.copysign(whole, value)) if whole else 0.0


def band(p: float) -> float:
    """The least of the bands that p lies below."""
    return next((edge for edge in (0.001, 0.01, 0.05) if p < edge), 1.0)


def line(code: str, value: float, low: float, high: float, p: float, n: int, step: float = 2.5) -> dict:
    """One estimate as the page shows it, and what it is before."""
    return {
        "code": code, "n": int(shown(n, 5)), "value": shown(value, step), "low": shown(low, step),
        "high": shown(high, step), "p": band(p), "exact": (value, low, high, p),
    }  # fmt: skip


def two_groups(first: pd.Series, second: pd.Series, alpha: float = 0.05) -> tuple[float, float, float, float]:
    """Welch: the difference, its interval, and p."""
    compared = CompareMeans(DescrStatsW(first), DescrStatsW(second))
    _t, p, _df = compared.ttest_ind(usevar="unequal")
    return (first.mean() - second.mean(), *compared.tconfint_diff(alpha, usevar="unequal"), p)


def main(rows: str, cohorts: str) -> dict[str, list[dict]]:
    """All six findings, as lists of estimates."""
    data = pd.read_csv(rows, dtype=dict.fromkeys(PROFILE, str), keep_default_na=False, na_values=[""])
    published = set(pd.read_csv(cohorts)["cohort"])
    data["O"] = np.sqrt(data["revenue"].clip(lower=10) * data["pipeline"].clip(lower=10))
    found: dict[str, list[dict]] = {}

    # 1. Belief
    gap = DescrStatsW((data["perceived"] - data["smax"]).dropna())
    found["belief"] = [line("gap", gap.mean, *gap.tconfint_mean(0.05), gap.ttest_mean(0)[1], int(gap.nobs))]

    # 2. Practices
    well = (data["revenue"] >= 60).astype(int) + (data["pipeline"] >= 60).astype(int)
    items = [name for name in data.columns if name.startswith("c(") or name[3:4] == "-"]
    results = []
    for item in items:
        leaders, laggards = data.loc[well == 2, item].dropna(), data.loc[well == 0, item].dropna()
        if min(len(leaders), len(laggards)) >= 20 and len(leaders) + len(laggards) >= 60:
            results.append((item, two_groups(leaders, laggards), len(leaders) + len(laggards)))
    corrected = multipletests([result[3] for _item, result, _n in results], method="holm")[1]
    found["practices"] = [
        line(item, *result[:3], p, n) for (item, result, n), p in zip(results, corrected, strict=True)
    ]

    # 3. Measures
    known = data.dropna(subset=["DAT-F1", "O"])
    sharing, others = known.loc[known["DAT-F1"] >= 50, "O"], known.loc[known["DAT-F1"] < 50, "O"]
    found["measures"] = [line("outcomes", *two_groups(sharing, others), len(known))]

    # 4. Technology and data
    data["stack"] = (data["DAT-K1"] + data["CAP-F1"]) / 2 / 50
    fit = smf.ols("O ~ stack", data).fit(cov_type="HC3", use_t=True)
    interval = fit.conf_int().loc["stack"]
    found["stack"] = [line("outcomes", fit.params["stack"], *interval, fit.pvalues["stack"], int(fit.nobs))]

    # 5. One boss: two one-sided Welch tests, written out
    one = data[data["reporting_structure"].isin(["cro", "other_shared"])]
    two = data[data["reporting_structure"] == "separate"]
    found["one_boss"] = []
    for code, column in (("operating", "operating"), ("outcomes", "O")):
        first, second = one[column].dropna(), two[column].dropna()
        above = stats.ttest_ind(first + 7.5, second, equal_var=False, alternative="greater").pvalue
        below = stats.ttest_ind(first - 7.5, second, equal_var=False, alternative="less").pvalue
        value, low, high, _p = two_groups(first, second, alpha=0.10)
        found["one_boss"].append(line(code, value, low, high, max(above, below), len(first) + len(second)))

    # 6. Impact: a line a group; only published cohorts take part
    data["A"] = data["operating"] / 10
    fits = {}
    for name in ("industry", "employees"):
        inside = data[[f"{name}:{code}" in published for code in data[name]]].dropna(subset=["A", "O"])
        kinds = inside[name].unique()
        if len(kinds) < 2 or len(inside) < 60:
            continue
        fit = smf.ols(f"O ~ 0 + C({name}) + C({name}):A", inside).fit(cov_type="HC3", use_t=True)
        slopes = [column for column in fit.params.index if column.endswith(":A")]
        equal = ", ".join(f"{slopes[0]} = {other}" for other in slopes[1:])
        fits[name] = (fit, slopes, float(fit.f_test(equal).pvalue), inside[name].value_counts())
    corrected = (
        multipletests([p for _fit, _slopes, p, _sizes in fits.values()], method="holm")[1] if fits else []
    )
    found["impact"] = []
    for (name, (fit, slopes, _p, sizes)), p in zip(fits.items(), corrected, strict=True):
        for slope in slopes:
            code = slope.split("[")[1].split("]")[0]
            interval = fit.conf_int().loc[slope]
            found["impact"].append(
                line(f"{name}:{code}", fit.params[slope], *interval, p, int(sizes[code]), step=1.0)
            )
    return found


if __name__ == "__main__":
    for finding, lines in main(*sys.argv[1:3]).items():
        print(finding)
        print(pd.DataFrame(lines).to_string(index=False))
