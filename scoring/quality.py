"""Data quality: flags that ask for a second look at a response, and never delete one (method D11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.agreement import longest_runs
from scoring.cohort import TICKED_UNKNOWN, is_step
from scoring.method import BOTH, CODE_ABSENT, CODE_DONT_KNOW, Floats, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.cohort import Cohort
    from scoring.method import Method

FLAGS = ("too_fast", "straight_line", "no_variation", "many_unknown", "many_blank", "contradiction")


def quality_flags(
    cohort: Cohort,
    method: Method,
    *,
    seconds: Floats | None = None,
    shown: Sequence[Sequence[str] | None] | None = None,
) -> list[tuple[str, ...]]:
    """Flag each respondent of a cohort.

    Parameters
    ----------
    seconds
        Shape (rows,): time spent on the whole survey, NaN where unknown.
    shown
        For each row the perception items in the order they were shown; None stands for the method's.

    Returns
    -------
    list of tuple of str
        For each row its flags, in the order of `FLAGS`:

        too_fast
            Less than two seconds an item asked.
        straight_line
            A run of identical raw answers over half of the perception items or more.
        no_variation
            A standard deviation of the raw perception answers below 0.3.
        many_unknown
            "Don't know" to more than 30% of the items asked.
        many_blank
            More than 20% of the items asked are not answered.
        contradiction
            A reversed item answered 4 or 5 raw, beside nothing below 4 on all others.

    Examples
    --------
    >>> from scoring import Cohort, load_method
    >>> method = load_method("1")
    >>> answers = {item: 3 for item in method.layout.perceptions}
    >>> given = {"method_version": "1", "respondents": [{"id": "s1", "side": "sales", "answers": answers}]}
    >>> quality_flags(Cohort.from_interchange([given], method), method)
    [('straight_line', 'no_variation', 'many_blank')]
    """
    rules = method.quality
    asked = _asked(cohort, method)
    blank = (cohort.codes == CODE_ABSENT) & asked[:, : cohort.codes.shape[1]]
    blanks = blank.sum(axis=1) + (cohort.ticks == 0).sum(axis=1)
    unknown = (cohort.codes == CODE_DONT_KNOW).sum(axis=1) + ((cohort.ticks & TICKED_UNKNOWN) != 0).sum(
        axis=1
    )
    count = asked.sum(axis=1)
    time = np.full(len(count), np.nan) if seconds is None else seconds
    steps = _steps(cohort, shown, method)
    found = {
        "too_fast": time < rules.seconds_an_item * count,
        "straight_line": longest_runs(steps) >= rules.run_share * len(method.layout.perceptions),
        "no_variation": _deviations(steps) < rules.deviation,
        "many_unknown": unknown > rules.unknown_share * count,
        "many_blank": blanks > rules.blank_share * count,
        "contradiction": _contradict(_steps(cohort, None, method), method),
    }
    raised = zip(*(found[flag].tolist() for flag in FLAGS), strict=True)
    return [tuple(flag for flag, up in zip(FLAGS, row, strict=True) if up) for row in raised]


def _asked(cohort: Cohort, method: Method) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which items each respondent was asked, shape (rows, coded items and sets)."""
    kinds = [method.item(item).kind for item in method.layout.coded + method.layout.sets]
    predicts = np.array([kind in (Kind.PREDICTION, Kind.HEADLINE_PREDICTION) for kind in kinds])
    return np.asarray(~(predicts & (cohort.side == BOTH)[:, None]))


def _steps(cohort: Cohort, shown: Sequence[Sequence[str] | None] | None, method: Method) -> Floats:
    """Raw steps of the perception items, each row in its own order, NaN where there is none."""
    places = {item: place for place, item in enumerate(method.layout.coded)}
    usual = [places[item] for item in method.layout.perceptions]
    columns = np.tile(np.array(usual, dtype=np.int64), (len(cohort.codes), 1))
    for row, order in enumerate(shown or ()):
        if order is not None:
            columns[row] = [places[item] for item in order]
    codes = np.take_along_axis(cohort.codes, columns, axis=1)
    return np.where(is_step(codes), codes.astype(np.float64), np.nan)


def _deviations(steps: Floats) -> Floats:
    """Standard deviation of each row; endless where fewer than two answers are known."""
    known = ~np.isnan(steps)
    count = known.sum(axis=1)
    mean = np.where(known, steps, 0).sum(axis=1) / np.maximum(count, 1)
    squares = np.where(known, (steps - mean[:, None]) ** 2, 0).sum(axis=1)
    return np.where(count >= 2, np.sqrt(squares / np.maximum(count - 1, 1)), np.inf)


def _contradict(steps: Floats, method: Method) -> NDArray[np.bool_]:
    turned = np.array([method.item(item).reversed for item in method.layout.perceptions])
    others = steps[:, ~turned]
    high = method.quality.contradiction_step
    all_high = np.all(np.isnan(others) | (others >= high), axis=1) & ~np.all(np.isnan(others), axis=1)
    found: NDArray[np.bool_] = np.logical_and(np.any(steps[:, turned] >= high, axis=1), all_high)
    return found
