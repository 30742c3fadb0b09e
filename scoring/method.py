"""The method as data: what a loaded method file says, and the column layout that follows from it.

Compared by identity (`eq=False`): a method is loaded once, and formulas keep what follows from it by method.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Columns = NDArray[np.intp]

SIDES = ("sales", "marketing", "both")
SALES, MARKETING, BOTH = range(3)
DONT_KNOW = "dk"
NOT_APPLICABLE = "na"
CODE_ABSENT, CODE_DONT_KNOW, CODE_NOT_APPLICABLE = 127, 126, 125


class Kind(StrEnum):
    """What an item asks for; its value is the word used in the method file."""

    HEADLINE = "headline"
    HEADLINE_PREDICTION = "headline_prediction"
    PERCEPTION = "perception"
    PRACTICE = "practice"
    PREDICTION = "prediction"
    SET = "set"
    NOMINAL = "nominal"
    ORDINAL = "ordinal"


LADDERS = (Kind.PRACTICE, Kind.ORDINAL)
FACTS = (Kind.SET, Kind.NOMINAL, Kind.ORDINAL)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """One item: how it is answered, and what its answers are worth."""

    id: str
    kind: Kind
    dimension: str | None = None
    reversed: bool = False
    codes: tuple[str, ...] = ()
    levels: tuple[float, ...] = ()
    worthless: tuple[str, ...] = ()
    at_most: int = 0
    empty: str | None = None
    customer: tuple[str, ...] = ()
    customer_enough: int = 0
    shared_by: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dimension:
    """A dimension and its weight; the weights of a method sum to 1."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """Score of an outcome figure: linear between the points, flat outside."""

    item: str
    pillar: str
    figures: tuple[float, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clause:
    """One test of one fact; `below` or `at_least`, within the method's tolerance."""

    of: str
    below: float | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gate:
    """A marker of maturity: a fact that reaches a number, or a code named by enough on each side."""

    id: str
    group: str
    at_least: float
    of: str | None = None
    named: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GateGroup:
    """How many gates of a group a maturity level needs."""

    id: str
    level: str
    needs: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pattern:
    """A pattern holds when every line does; a line holds when one of its clauses does."""

    id: str
    lines: tuple[tuple[Clause, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target:
    """A score to reach: a joint practice, a level, a concordance, or a gate passed (1)."""

    of: str
    to: float
    even_if_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A recommendation: when it applies, what it moves, who owns it; without a dimension it is pinned."""

    id: str
    dimension: str | None
    effort: int
    owner: str
    sources: tuple[str, ...]
    when: tuple[Clause, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecommendationRules:
    """How rules are ranked and how many are shown (method E)."""

    show: int
    per_dimension: int
    gate_bonus: float
    class_bonus: float
    bonus_classes: tuple[str, ...]
    due_days: tuple[int, ...]
    owners: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Composite:
    """How dimensions are put together (D2, D4)."""

    min_dimensions: int
    answered_share: float
    floor: float
    believes_from: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuredRules:
    """How two sides' answers become a measured dimension (D3)."""

    corroboration: float
    one_sided: float
    concordance_share: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IndexRules:
    """How practice and outcomes become the index (D5, D6)."""

    outcome_share: float
    min_figures: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatrixRules:
    """Cut and borderline band of the matrix (D6)."""

    cut: float
    band_low: float
    band_high: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GapRules:
    """Thresholds of the classes and flags (D8)."""

    disputed: float
    disputed_small: float
    small_side: int
    blind_spot: float
    hidden_strength: float
    strength: float
    split: float
    vertical: float
    vertical_group: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AwarenessRules:
    """Threshold of knowing the other side's rating (D8b)."""

    knows: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UncertaintyRules:
    """Intervals and reliable change (D9, D12)."""

    confidence: float
    min_side: int
    draws: int
    seed: int
    borrow_from: int
    reliable: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SensitivityRules:
    """What a sensitivity analysis varies, and how far (D13)."""

    draws: int
    seed: int
    concentration: float
    lambda_low: float
    lambda_high: float
    fact_low: float
    fact_high: float
    outcome_low: float
    outcome_high: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QualityRules:
    """From where a response is flagged (D11)."""

    seconds_an_item: float
    run_share: float
    deviation: float
    unknown_share: float
    blank_share: float
    contradiction_step: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DisclosureRules:
    """Smallest groups whose numbers are shown (D11)."""

    min_group: int
    min_group_export: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seniority:
    """The respondents' levels: the top of a function, and the others."""

    top: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, top first."""
        return self.top + self.others


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Which column of which array an item has; derived from a method, in its order.

    `coded` names the columns of one answer code each, `sets` those of ticks; the other tuples are
    positions in `coded`, `sets` or in each other as their comments say.
    """

    coded: tuple[str, ...]
    sets: tuple[str, ...]
    ladders: tuple[str, ...]  # practices and ordinal facts: what a document can replace
    practices: tuple[str, ...]  # what practice is the mean of: ladders, then levels of other facts
    facts: tuple[str, ...]  # what has a concordance
    perceptions: tuple[str, ...]
    ladder_columns: Columns  # of `coded`
    perception_columns: Columns  # of `coded`
    unknown_columns: Columns  # of `coded`: ladders and nominal facts
    practice_dimensions: Columns  # dimension of each of `practices`
    composite_facts: Columns  # positions in `facts` that C is the mean of
    composite_dimensions: Columns  # dimension of each of those
    dimension_perceptions: tuple[tuple[int, ...], ...]  # per dimension, of `coded`
    prediction_columns: Columns  # per dimension, of `coded`; -1 without one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Method:
    """One version of the method, checked when loaded (see `scoring.load_method`).

    A changed method for an experiment is made with `dataclasses.replace`; items of a dimension that
    is not among `dimensions` are then left out of every formula.
    """

    version: str
    tolerance: float
    step_scores: tuple[float, ...]
    dimensions: tuple[Dimension, ...]
    composite: Composite
    measured: MeasuredRules
    index: IndexRules
    matrix: MatrixRules
    levels: tuple[tuple[str, float], ...]
    gap: GapRules
    awareness: AwarenessRules
    uncertainty: UncertaintyRules
    sensitivity: SensitivityRules
    quality: QualityRules
    disclosure: DisclosureRules
    seniority: Seniority
    profile: tuple[tuple[str, tuple[str, ...]], ...]
    items: tuple[Item, ...]
    outcomes: tuple[Curve, ...]
    gates: tuple[Gate, ...]
    gate_groups: tuple[GateGroup, ...]
    patterns: tuple[Pattern, ...]
    recommendations: RecommendationRules
    rules: tuple[Rule, ...]
    layout: Layout = field(init=False, repr=False, compare=False)
    by_id: dict[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the column layout."""
        object.__setattr__(self, "by_id", {item.id: item for item in self.items})
        object.__setattr__(self, "layout", _layout(self))

    def item(self, item_id: str) -> Item:
        """Give the item of that id; KeyError for an unknown one."""
        return self.by_id[item_id]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the dimensions, in their order."""
        return tuple(dimension.code for dimension in self.dimensions)

    @property
    def weights(self) -> Floats:
        """Weights of the dimensions, shape (dimensions,)."""
        return np.array([dimension.weight for dimension in self.dimensions])


def _columns(numbers: Iterable[int]) -> Columns:
    return np.array(tuple(numbers), dtype=np.intp)


def _layout(method: Method) -> Layout:
    place = {dimension.code: number for number, dimension in enumerate(method.dimensions)}
    items = [item for item in method.items if item.dimension is None or item.dimension in place]
    coded = [item for item in items if item.kind is not Kind.SET]
    column = {item.id: number for number, item in enumerate(coded)}
    ladders = [item for item in items if item.kind in LADDERS]
    levelled = [item for item in items if item.levels or item.customer]
    facts = [item for item in items if item.kind in FACTS]
    composite = [number for number, item in enumerate(facts) if item.kind is not Kind.ORDINAL]
    perceptions = [item for item in items if item.kind is Kind.PERCEPTION]
    predictions = {item.dimension: column[item.id] for item in items if item.kind is Kind.PREDICTION}
    return Layout(
        coded=tuple(column),
        sets=tuple(item.id for item in items if item.kind is Kind.SET),
        ladders=tuple(item.id for item in ladders),
        practices=tuple(item.id for item in ladders + levelled),
        facts=tuple(item.id for item in facts),
        perceptions=tuple(item.id for item in perceptions),
        ladder_columns=_columns(column[item.id] for item in ladders),
        perception_columns=_columns(column[item.id] for item in perceptions),
        unknown_columns=_columns(
            column[item.id] for item in coded if item.kind in LADDERS or item.kind is Kind.NOMINAL
        ),
        practice_dimensions=_columns(place[str(item.dimension)] for item in ladders + levelled),
        composite_facts=_columns(composite),
        composite_dimensions=_columns(place[str(facts[number].dimension)] for number in composite),
        dimension_perceptions=tuple(
            tuple(column[item.id] for item in perceptions if item.dimension == code) for code in place
        ),
        prediction_columns=_columns(predictions.get(code, -1) for code in place),
    )
