"""Answers of many assessments as arrays: the one input that the formulas see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scoring.errors import ScoringError, shown
from scoring.method import (
    CODE_ABSENT,
    CODE_DONT_KNOW,
    CODE_NOT_APPLICABLE,
    SIDES,
    Floats,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.method import Method

Codes = NDArray[np.int8]
Ticks = NDArray[np.int64]
Numbers = NDArray[np.int64]

TICKED = 1 << 62  # set on every answer to a set item, so that no tick at all is an answer too
TICKED_UNKNOWN = 1 << 61  # the answer is "don't know"
MAX_CODES = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cohort:
    """Assessments as arrays; one assessment is a cohort of one.

    Rows are respondents, ordered by assessment, side and id. The respondents of assessment `a` are
    the rows `starts[a]:starts[a + 1]`.

    Parameters
    ----------
    codes
        Shape (rows, items with one answer each), in the order of `method.layout.coded`: the step 1-5,
        the place of a nominal code in the item's list (from 1), or one of the three `CODE_` constants.
    ticks
        Shape (rows, set items), in the order of `method.layout.sets`: a bit for each code of the item
        (of the assessment's own list where the item has none) under `TICKED`; 0 where not answered.
    assessment
        Shape (rows,), ascending, from 0.
    side, seniority
        Shape (rows,): position in `SIDES`, in `method.seniority.codes` (or CODE_ABSENT).
    documents
        Shape (assessments, ladders): the step a document shows, in the order of
        `method.layout.ladders`, or CODE_ABSENT.
    figures
        Shape (assessments, outcomes): outcome figures in their own units, NaN where absent.
    sponsor
        Shape (assessments,): position in the profile's sponsor codes, or CODE_ABSENT.
    ids
        Respondents' ids by row; () where rows came without.
    """

    codes: Codes
    ticks: Ticks
    assessment: Numbers
    side: Codes
    seniority: Codes
    documents: Codes
    figures: Floats
    sponsor: Codes
    ids: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Number of assessments."""
        return len(self.figures)

    @property
    def starts(self) -> Numbers:
        """First row of each assessment, and the number of rows as the last entry."""
        return np.searchsorted(self.assessment, np.arange(len(self) + 1)).astype(np.int64)

    def part(self, first: int, last: int) -> Cohort:
        """Give the assessments `first` to `last` (exclusive) as a cohort of their own."""
        low, high = np.searchsorted(self.assessment, (first, last))
        return Cohort(
            codes=self.codes[low:high],
            ticks=self.ticks[low:high],
            assessment=self.assessment[low:high] - first,
            side=self.side[low:high],
            seniority=self.seniority[low:high],
            documents=self.documents[first:last],
            figures=self.figures[first:last],
            sponsor=self.sponsor[first:last],
            ids=self.ids[low:high],
        )

    @classmethod
    def from_interchange(cls, assessments: Sequence[Any], method: Method) -> Cohort:
        """Read assessments in the interchange form of method G.

        Parameters
        ----------
        assessments
            Dictionaries as `json.loads` gives them.
        method
            The method whose items and codes the answers must use.

        Raises
        ------
        ScoringError
            Naming assessment, respondent, item and value of the first fault.

        Examples
        --------
        >>> from scoring import load_method
        >>> person = {"id": "s1", "side": "sales", "level": "c_level", "answers": {"CUS-P1": 9}}
        >>> given = {"method_version": "1", "respondents": [person]}
        >>> Cohort.from_interchange([given], load_method("1"))
        Traceback (most recent call last):
        ...
        scoring.errors.ScoringError: respondent 's1', item CUS-P1: 9 is not a step from 1 to 5
        """
        from scoring.interchange import read_assessments  # noqa: PLC0415 - the reader builds cohorts

        return read_assessments(assessments, method)

    @classmethod
    def from_arrays(
        cls,
        method: Method,
        *,
        codes: Codes,
        ticks: Ticks,
        assessment: Numbers,
        side: Codes,
        figures: Floats,
        **optional: Any,
    ) -> Cohort:
        """Make a cohort of arrays as they come from a store, in any row order.

        `optional` may hold `seniority`, `documents`, `sponsor` and `ids`; the parameters are those of
        the class.

        Raises
        ------
        ScoringError
            A code, side, tick or assessment number out of range, or a figure that is infinite.
        """
        rows, count = len(codes), len(figures)
        ids = np.array(optional.get("ids", ()), dtype=object)
        keys = (side, assessment) if not len(ids) else (np.argsort(np.argsort(ids)), side, assessment)
        order = np.lexsort(keys)
        cohort = cls(
            codes=codes[order],
            ticks=ticks[order],
            assessment=assessment[order].astype(np.int64),
            side=side[order],
            seniority=optional.get("seniority", np.full(rows, CODE_ABSENT, dtype=np.int8))[order],
            documents=optional.get(
                "documents", np.full((count, len(method.layout.ladders)), CODE_ABSENT, dtype=np.int8)
            ),
            figures=figures,
            sponsor=optional.get("sponsor", np.full(count, CODE_ABSENT, dtype=np.int8)),
            ids=tuple(ids[order]) if len(ids) else (),
        )
        _check_ranges(cohort, method)
        return cohort


def _check_ranges(cohort: Cohort, method: Method) -> None:
    layout = method.layout
    for column, item_id in enumerate(layout.coded):
        item = method.item(item_id)
        top = len(item.codes) if item.kind is Kind.NOMINAL else len(method.step_scores)
        answers = cohort.codes[:, column]
        wrong = ((answers < 1) | (answers > top)) & (answers < CODE_NOT_APPLICABLE)
        _refuse(wrong, answers, item_id)
    for column, item_id in enumerate(layout.sets):
        ticks = cohort.ticks[:, column]
        _refuse((ticks != 0) & (ticks & TICKED == 0), ticks, item_id)
    _refuse((cohort.side < 0) | (cohort.side >= len(SIDES)), cohort.side, "side")
    _refuse((cohort.assessment < 0) | (cohort.assessment >= len(cohort)), cohort.assessment, "assessment")
    _refuse(np.isinf(cohort.figures).any(axis=1), cohort.figures, "outcomes", row="assessment")


def _refuse(wrong: Any, values: NDArray[Any], what: str, row: str = "row") -> None:
    if wrong.any():
        number = int(wrong.argmax())
        raise ScoringError(f"{row} {number}, {what}", f"{shown(values[number].tolist())} is not allowed")


def is_step(codes: Codes) -> NDArray[np.bool_]:
    """Tell which codes are a step or a nominal code."""
    return np.asarray(codes < CODE_NOT_APPLICABLE)


def is_unknown(codes: Codes) -> NDArray[np.bool_]:
    """Tell which codes say "don't know"; on practices and facts "does not apply" says the same."""
    return np.asarray((codes == CODE_DONT_KNOW) | (codes == CODE_NOT_APPLICABLE))
