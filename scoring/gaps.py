"""Gaps between belief and evidence, their classes and flags (method D8).

A gap is perceived minus measured; a difference between sides is sales minus marketing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.method import MARKETING, SALES, SIDES, Bools, Floats
from scoring.perceived import both_sides, weighted_mean
from scoring.tally import ratio, side_totals

if TYPE_CHECKING:
    from scoring.cohort import Cohort
    from scoring.method import Method

CLASSES = ("disputed", "blind_spot", "hidden_strength", "shared_strength", "shared_weakness")
DISPUTED, BLIND_SPOT, HIDDEN_STRENGTH, SHARED_STRENGTH, SHARED_WEAKNESS = range(len(CLASSES))
NO_CLASS = len(CLASSES)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GapScores:
    """Gaps of n assessments by dimension.

    Parameters
    ----------
    gap
        Shape (n, dimensions): perceived minus measured, NaN where one is missing.
    disputed
        Shape (n, dimensions): the sides lie apart by the limit for their size.
    classes
        Shape (n, dimensions): position in `CLASSES`, or `NO_CLASS`.
    blind, split
        Shape (n, 2, dimensions): a side believes more than is measured; its respondents lie apart.
    """

    gap: Floats
    disputed: Bools
    classes: NDArray[np.int8]
    blind: Bools
    split: Bools


def gap_scores(
    perceived: Floats, measured: Floats, deviation: Floats, respondents: Floats, method: Method
) -> GapScores:
    """Classify each dimension; the first class that fits counts.

    Parameters
    ----------
    perceived
        Shape (n, 3, dimensions): sides' perceived scores.
    measured
        Shape (n, dimensions).
    deviation
        Shape (n, 3, dimensions): standard deviation of a side's respondents, NaN below two.
    respondents
        Shape (n, 3): counting respondents of each side.
    """
    rules, near = method.gap, method.tolerance
    gap = both_sides(perceived) - measured
    small = np.minimum(respondents[:, SALES], respondents[:, MARKETING]) < rules.small_side
    limit = np.where(small, rules.disputed_small, rules.disputed)[:, None]
    disputed = np.abs(perceived[:, SALES] - perceived[:, MARKETING]) >= limit - near
    classes = np.select(
        [
            disputed,
            np.isnan(gap),
            gap >= rules.blind_spot - near,
            gap <= rules.hidden_strength + near,
            measured >= rules.strength - near,
        ],
        [DISPUTED, NO_CLASS, BLIND_SPOT, HIDDEN_STRENGTH, SHARED_STRENGTH],
        SHARED_WEAKNESS,
    )
    sides = slice(SALES, MARKETING + 1)
    return GapScores(
        gap=gap,
        disputed=disputed,
        classes=classes.astype(np.int8),
        blind=perceived[:, sides] - measured[:, None] >= rules.blind_spot - near,
        split=deviation[:, sides] >= rules.split - near,
    )


def deviation(total: Floats, square: Floats, count: Floats) -> Floats:
    """Sample standard deviation from sums; NaN below two values.

    The sums are exact, so that equal values give 0 and no order of them matters.
    """
    spread = np.maximum(count * square - total * total, 0.0)
    return np.asarray(np.sqrt(ratio(spread, count * np.maximum(count - 1, 0.0))))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VerticalScores:
    """Vertical gaps of n assessments.

    Parameters
    ----------
    gap
        Shape (n, 2): P of a side's top less P of its others, NaN where a group is too small.
    smaller
        Shape (n, 2): respondents in the smaller of the two groups.
    """

    gap: Floats
    smaller: Floats


def vertical_gaps(cohort: Cohort, perceived: Floats, method: Method) -> VerticalScores:
    """How far the top of each side believes more than the others of that side.

    Each of the two groups is scored as a side is (method D2).

    Parameters
    ----------
    perceived
        Shape (rows, dimensions): respondents' perceived scores.
    """
    codes = method.seniority.codes
    groups, sizes = [], []
    present = ~np.isnan(perceived)
    for names in (method.seniority.top, method.seniority.others):
        member = np.isin(cohort.seniority, [codes.index(name) for name in names])
        here = present & member[:, None]
        columns = np.concatenate((np.where(here, perceived, 0.0), here, member[:, None]), axis=1)
        totals = side_totals(columns, cohort)[:, : MARKETING + 1]
        width = perceived.shape[1]
        means = ratio(totals[..., :width], totals[..., width : 2 * width])
        sizes.append(totals[..., -1])
        enough = sizes[-1] >= method.gap.vertical_group
        overall = weighted_mean(means, method.weights, method.composite.min_dimensions)
        groups.append(np.where(enough, overall, np.nan))
    return VerticalScores(gap=np.asarray(groups[0] - groups[1]), smaller=np.minimum(sizes[0], sizes[1]))


def side_names(flags: Bools) -> tuple[str, ...]:
    """Names of the sides that a flag (shape (2,)) is raised for."""
    return tuple(side for side, raised in zip(SIDES, flags, strict=False) if raised)
