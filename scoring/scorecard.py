"""The result: one typed scorecard an assessment, with the keys of the interchange form (method G).

Numbers are 0-100 and unrounded; None is missing. A gap is perceived minus measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoring.plain import from_plain, to_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counting respondents by side."""

    sales: int
    marketing: int
    both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Perceived:
    """P: what the leaders believe. `ci` is the 95% interval of `joint`."""

    sales: float | None
    marketing: float | None
    both: float | None
    joint: float | None
    believe_aligned: float | None
    ci: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A, R, L, O and the index; `provisional` where the index is A alone."""

    operating: float | None
    imbalance: float | None
    revenue: float | None
    pipeline: float | None
    outcomes: float | None
    index: float | None
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Place on the matrix of revenue and pipeline."""

    zone: str
    borderline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturity:
    """Maturity level and the two it is the lower of; every gate with its state."""

    level: str
    index_level: str
    gate_level: str
    gates: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionScore:
    """Perceived and measured alignment of one dimension. `class_` is written as "class".

    `n` is how many have a perceived score in it, `n_predictions` how many predicted the other side's.
    """

    perceived_sales: float | None
    perceived_marketing: float | None
    perceived_both: float | None
    perceived: float | None
    practice: float | None
    concordance: float | None
    measured: float | None
    level: str | None
    gap: float | None
    class_: str | None
    class_uncertain: bool
    blind_sides: tuple[str, ...]
    split_sides: tuple[str, ...]
    predicted_by_sales: float | None
    predicted_by_marketing: float | None
    understanding_sales: float | None
    understanding_marketing: float | None
    awareness: str | None
    n_sales: int
    n_marketing: int
    n_both: int
    n_predictions_sales: int
    n_predictions_marketing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeItem:
    """A practice: the side means, their joint score, what it rests on, and how many gave a step."""

    sales: float | None
    marketing: float | None
    joint: float | None
    uncorroborated: bool
    unknown_to_both: bool
    documented: bool
    n_sales: int
    n_marketing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact without a level: how far the sides state the same; `n` includes "don't know"."""

    concordance: float | None
    unknown_to_both: bool
    n_sales: int
    n_marketing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelledFact:
    """A fact with a level; `sales` and `marketing` are the sides' own levels where they have one.

    `n` includes "don't know".
    """

    level: float | None
    concordance: float | None
    unknown_to_both: bool
    sales: float | None
    marketing: float | None
    documented: bool
    n_sales: int
    n_marketing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Perception:
    """A perception item: side means (reversed items already turned) and the mean of the two."""

    sales: float | None
    marketing: float | None
    both: float | None
    joint: float | None
    n_sales: int
    n_marketing: int
    n_both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerticalGap:
    """P of a side's top less P of its others; the smaller of the two groups of each side."""

    sales: float | None
    marketing: float | None
    n_sales: int
    n_marketing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A clause that made a rule apply: the fact, its limit, what was found, and what each side said."""

    of: str
    below: float | None
    at_least: float | None
    now: float | None
    sales: float | None
    marketing: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStep:
    """A score to reach, and where it stands."""

    of: str
    now: float | None
    to: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One recommended step.

    `lift` is in index points; `priority` is None for the pinned step. `first_step` is "reconcile" where
    the dimension is disputed, else the id of the rule. `due_days` runs from the day it is agreed.
    """

    id: str
    lift: float
    opens_gate: bool
    priority: float | None
    dimension: str | None
    effort: int
    owner: str
    sources: tuple[str, ...]
    first_step: str
    due_days: int
    triggers: tuple[Trigger, ...]
    targets: tuple[TargetStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A 95% interval and the standard error behind it."""

    low: float
    high: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionIntervals:
    """Intervals of one dimension."""

    measured: Spread | None
    gap: Spread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Intervals of an assessment: P by Student's t, the others by resampling its respondents."""

    perceived: Spread | None
    index: Spread | None
    gap: Spread | None
    dimensions: dict[str, DimensionIntervals]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The index under other weights and exponents: the 5th, 50th and 95th percentile of the draws.

    `same_level` is the share of draws (0-1) whose index lies on the same level; `arithmetic` the index
    with arithmetic means; `without` the index without each dimension in turn.
    """

    low: float
    middle: float
    high: float
    same_level: float
    arithmetic: float
    without: dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAgreement:
    """Agreement among the respondents of one side, over the perception items on the 1-5 scale.

    `widest` is the mean over the items of highest less lowest answer. The others are None where the
    side is too small; never show `r_wg_j` without the rest, as it rises with the number of items alone.
    """

    n: int
    widest: float | None
    average_deviation: float | None
    r_wg_j: float | None
    r_wg_j_skewed: float | None
    r_star: float | None
    a_wg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement within and between the sides: descriptive, over few items.

    `icc` is the absolute agreement of the sides' dimension scores, `difference` their mean distance in
    points, `kappa` the weighted kappa of the item medians, `alpha` Krippendorff's over all respondents.
    """

    sales: SideAgreement
    marketing: SideAgreement
    icc: float | None
    difference: float | None
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Everything scored of one assessment.

    `basis` says how much the numbers can carry (method D11): "none" and "one_sided" (nobody, or one
    side alone), "two_people" (one a side), "few" (fewer than three on a side) or "groups".
    `sensitivity` and `agreement` are filled where statistics were asked for.
    """

    method_version: str
    basis: str
    counts: Counts
    perceived: Perceived
    measured: Measured
    gap: float | None
    gap_to_practice: float | None
    matrix: Matrix | None
    maturity: Maturity | None
    dimensions: dict[str, DimensionScore]
    items: dict[str, PracticeItem | Fact | LevelledFact]
    perceptions: dict[str, Perception]
    outcomes: dict[str, float | None]
    shared_kpis: tuple[str, ...]
    patterns: tuple[str, ...]
    vertical_gap: VerticalGap
    view_from_above: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    intervals: Intervals | None
    sensitivity: Sensitivity | None
    agreement: Agreement | None

    def as_dict(self) -> dict[str, Any]:
        """Give the scorecard as the interchange form: dictionaries, lists, numbers, text, None."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @classmethod
    def from_dict(cls, plain: object) -> Scorecard:
        """Build the scorecard that `as_dict` gave, to the last bit; ScoringError names the first fault."""
        return from_plain(cls, plain)
