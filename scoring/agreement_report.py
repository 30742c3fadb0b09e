"""Agreement of one assessment: which figures its size carries, and what they are (method D10)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scoring.agreement import (
    SKEWED_NULL,
    a_wg,
    average_deviation,
    krippendorff_alpha,
    r_wg_j,
    r_wg_j_star,
    weighted_kappa,
)
from scoring.method import MARKETING, SALES, Floats
from scoring.reliability import intraclass
from scoring.scorecard import Agreement, SideAgreement
from scoring.tally import answer_scores, respondent_dimensions

if TYPE_CHECKING:
    from scoring.cohort import Cohort
    from scoring.method import Method


def agreement_of(one: Cohort, method: Method) -> Agreement:
    """Agreement within and between the sides of one assessment.

    Parameters
    ----------
    one
        A cohort of one assessment.
    """
    scores = answer_scores(one, method)
    # Reversed items are turned already; the figures are defined on the 1-5 scale.
    steps = scores[:, method.layout.perception_columns] / 25 + 1
    sides = [steps[one.side == side] for side in (SALES, MARKETING)]
    perceived = respondent_dimensions(scores, method)
    rated = np.stack([_nan_mean(perceived[one.side == side]) for side in (SALES, MARKETING)])
    everyone = np.concatenate(sides)
    return Agreement(
        sales=_within(sides[SALES], method),
        marketing=_within(sides[MARKETING], method),
        icc=_known(intraclass(rated.T).absolute),
        difference=_known(float(_nan_mean(np.abs(rated[SALES] - rated[MARKETING])[:, None])[0])),
        kappa=_known(weighted_kappa(_medians(sides[SALES]), _medians(sides[MARKETING]))),
        alpha=_known(krippendorff_alpha(everyone)) if len(everyone) else None,
    )


def _within(steps: Floats, method: Method) -> SideAgreement:
    """Figures of one side: a range from two, deviation and r_wg from three, a_wg from four."""
    n, least = len(steps), method.uncertainty.min_side
    return SideAgreement(
        n=n,
        widest=_average(_range(steps)) if n >= 2 else None,
        average_deviation=_average(average_deviation(steps)) if n >= least else None,
        r_wg_j=_known(r_wg_j(steps)) if n >= least else None,
        r_wg_j_skewed=_known(r_wg_j(steps, SKEWED_NULL)) if n >= least else None,
        r_star=_known(r_wg_j_star(steps)) if n >= least else None,
        a_wg=_average(a_wg(steps)) if n >= least + 1 else None,
    )


def _range(steps: Floats) -> Floats:
    there = (~np.isnan(steps)).sum(axis=0) >= 2
    high = np.where(np.isnan(steps), -np.inf, steps).max(axis=0)
    low = np.where(np.isnan(steps), np.inf, steps).min(axis=0)
    return np.where(there, np.where(there, high, 0) - np.where(there, low, 0), np.nan)


def _medians(steps: Floats) -> Floats:
    """Median of each item without the missing answers; NaN where all are missing."""
    columns = [column[~np.isnan(column)] for column in steps.T]
    return np.array([np.median(column) if len(column) else np.nan for column in columns])


def _nan_mean(values: Floats) -> Floats:
    count = (~np.isnan(values)).sum(axis=0)
    total = np.where(np.isnan(values), 0.0, values).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _average(values: Floats) -> float | None:
    return _known(float(_nan_mean(values[:, None])[0]))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
