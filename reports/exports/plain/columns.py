"""The codebook: every number of a scorecard by its path, with meaning, unit, range and where it is explained.

The list follows from the method alone: files of all waves of one method version have the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from scoring.method import SIDES, Kind
from scoring.scorecard import DimensionScore, Fact, LevelledFact, Perception, PracticeItem, SideAgreement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring import Method

# Sections of docs/method.md.
ASKED, PERCEIVED, MEASURED = "What is asked", "Perceived: P", "Measured: the dimensions, A, and the index"
MATURITY, GAP, SURE = "Maturity", "Gap, classes, patterns", "How sure"
WITHHELD, ADVICE = "What is withheld", "Recommendations"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a value is counted in, and between which values it lies; "" is open."""

    name: str
    low: float | str = ""
    high: float | str = ""


POINTS, DIFFERENCE = Unit("points", 0, 100), Unit("points of difference", -100, 100)
PERCENT, SHARE, PEOPLE = Unit("percent", 0, 100), Unit("share", 0, 1), Unit("people", 0)
COEFFICIENT, STEPS = Unit("coefficient", "", 1), Unit("steps of the answer scale", 0, 4)
CODE, CODES, FLAG = Unit("code"), Unit("codes, separated by semicolons"), Unit("yes or no")
PRIORITY, OWN = Unit("points a unit of effort", 0), Unit("its own unit")


@dataclass(frozen=True, slots=True)
class Column:
    """One value: its path, what it means, its unit, and the section of the method that explains it."""

    path: str
    meaning: str
    unit: Unit
    section: str

    @property
    def side(self) -> str:
        """The side that the value is of; "joint" of both, "" where sides have no part in it."""
        parts = set(self.path.replace(".", "_").split("_"))
        found = [side for side in SIDES if side in parts]
        if len(found) == 1:
            return found[0]
        return "joint" if self.path.startswith(_JOINT) or self.path.endswith(_JOINT_ENDS) else ""


_JOINT = ("gap", "measured.operating", "measured.index", "measured.imbalance", "maturity.", "intervals.")
_JOINT_ENDS = (".joint", ".perceived", ".measured", ".practice", ".concordance", ".level", ".gap", ".class")


def columns(method: Method, names: Mapping[str, str]) -> tuple[Column, ...]:
    """All columns of a method; `names` has the words for dimensions, items and outcomes by their codes."""
    return (
        *_overall(),
        *(each for dimension in method.dimensions for each in _dimension(dimension.code, names)),
        *_items(method, names),
        *_outcomes(method, names),
        *_gates(method),
        *_advice(method),
        *_certainty(method, names),
    )


def _overall() -> Iterator[Column]:
    yield Column("basis", "How much the numbers can carry: by how many answered", CODE, WITHHELD)
    for side in SIDES:
        yield Column(f"counts.{side}", f"Responses that count: {side}", PEOPLE, WITHHELD)
    for side in SIDES:
        yield Column(f"perceived.{side}", f"Perceived alignment: {side}", POINTS, PERCEIVED)
    yield Column("perceived.joint", "Perceived alignment P, the mean of the two sides", POINTS, PERCEIVED)
    yield Column(
        "perceived.believe_aligned", "Leaders who call the teams aligned, of all", PERCENT, PERCEIVED
    )
    for name, meaning, unit in (
        ("operating", "Operating score A", POINTS),
        ("imbalance", "Arithmetic less geometric mean of the dimensions", DIFFERENCE),
        ("revenue", "Revenue R", POINTS),
        ("pipeline", "Pipeline L", POINTS),
        ("outcomes", "Outcomes O", POINTS),
        ("index", "SMAX index", POINTS),
        ("provisional", "The index is A alone, as outcomes are missing", FLAG),
    ):
        yield Column(f"measured.{name}", meaning, unit, MEASURED)
    yield Column("gap", "Gap: P less the index", DIFFERENCE, GAP)
    yield Column("gap_to_practice", "P less A", DIFFERENCE, GAP)
    yield Column("matrix.zone", "Zone of the matrix of revenue and pipeline", CODE, MEASURED)
    yield Column("matrix.borderline", "A pillar lies in the band about the cut", FLAG, MEASURED)
    yield Column("shared_kpis", "KPIs that both sides are measured on", CODES, MEASURED)


_DIMENSION = {
    "perceived": ("Perceived, the mean of the two sides", POINTS, PERCEIVED),
    "practice": ("Practice: mean of joint scores and levels", POINTS, MEASURED),
    "concordance": ("Concordance: mean of its facts", POINTS, MEASURED),
    "measured": ("Measured: practice and concordance", POINTS, MEASURED),
    "level": ("Level by the measured score", CODE, MATURITY),
    "gap": ("Gap: perceived less measured", DIFFERENCE, GAP),
    "class": ("Class", CODE, GAP),
    "class_uncertain": ("The gap's interval includes 0", FLAG, GAP),
    "blind_sides": ("Sides that overrate it", CODES, GAP),
    "split_sides": ("Sides that disagree within", CODES, GAP),
    "awareness": ("Whether the sides know of each other's rating", CODE, GAP),
}


def _dimension(code: str, names: Mapping[str, str]) -> Iterator[Column]:
    called = names.get(code, code)
    for each in fields(DimensionScore):
        name = each.name.rstrip("_")
        side = name.rpartition("_")[2]
        if name in _DIMENSION:
            meaning, unit, section = _DIMENSION[name]
        elif name.startswith("n_predictions"):
            meaning, unit, section = f"People of {side} who predicted the other side", PEOPLE, WITHHELD
        elif name.startswith("n_"):
            meaning, unit, section = f"People of {side} with a perceived score in it", PEOPLE, WITHHELD
        elif name.startswith("perceived"):
            meaning, unit, section = f"Perceived: {side}", POINTS, PERCEIVED
        elif name.startswith("predicted"):
            meaning, unit, section = f"What {side} expects the other side to say", POINTS, GAP
        else:
            meaning, unit, section = f"How well {side} knows the other side's rating", POINTS, GAP
        yield Column(f"dimensions.{code}.{name}", f"{called}: {meaning}", unit, section)


_ITEM = {
    "sales": ("mean of sales", POINTS),
    "marketing": ("mean of marketing", POINTS),
    "both": ("mean of people responsible for both functions", POINTS),
    "joint": ("joint score", POINTS),
    "level": ("joint level", POINTS),
    "concordance": ("concordance of the two sides", POINTS),
    "uncorroborated": ("one side alone has spoken", FLAG),
    "unknown_to_both": ("somebody on each side does not know", FLAG),
    "documented": ("a document replaced both answers", FLAG),
    "n_sales": ("people of sales who answered", PEOPLE),
    "n_marketing": ("people of marketing who answered", PEOPLE),
    "n_both": ("people responsible for both functions who answered", PEOPLE),
}


def _items(method: Method, names: Mapping[str, str]) -> Iterator[Column]:
    layout = method.layout
    kinds = {
        **dict.fromkeys(layout.perceptions, Perception),
        **dict.fromkeys(layout.practices, PracticeItem),
        **dict.fromkeys(layout.facts, Fact),
        **dict.fromkeys(set(layout.facts) & set(layout.practices), LevelledFact),
    }
    for item in method.items:
        kind = kinds.get(item.id)
        for each in fields(kind) if kind else ():
            meaning, unit = _ITEM[each.name]
            part = "perceptions" if item.kind is Kind.PERCEPTION else "items"
            section = PERCEIVED if part == "perceptions" else MEASURED
            path = f"{part}.{item.id}.{each.name}"
            yield Column(path, f"{names.get(item.id, item.id)}: {meaning}", unit, section)


def _outcomes(method: Method, names: Mapping[str, str]) -> Iterator[Column]:
    for curve in method.outcomes:
        called = names.get(curve.item, curve.item)
        yield Column(f"figures.{curve.item}", f"{called}, as entered", OWN, ASKED)
        yield Column(f"outcomes.{curve.item}", f"{called}: score", POINTS, MEASURED)


def _gates(method: Method) -> Iterator[Column]:
    for name, meaning in (
        ("level", "Maturity level"),
        ("index_level", "Level by the index"),
        ("gate_level", "Level by the gates"),
    ):
        yield Column(f"maturity.{name}", meaning, CODE, MATURITY)
    for gate in method.gates:
        yield Column(f"maturity.gates.{gate.id}", f"Gate {gate.id}: state", CODE, MATURITY)
    for pattern in method.patterns:
        yield Column(f"patterns.{pattern.id}", f"Pattern {pattern.id} holds", FLAG, GAP)


def _advice(method: Method) -> Iterator[Column]:
    for rule in method.rules:
        path = f"recommendations.{rule.id}"
        yield Column(f"{path}.lift", f"{rule.id}: what it would lift the index by", DIFFERENCE, ADVICE)
        yield Column(f"{path}.priority", f"{rule.id}: priority", PRIORITY, ADVICE)
        yield Column(f"{path}.opens_gate", f"{rule.id}: raises the level that gates carry", FLAG, ADVICE)


_AGREEMENT = {
    "n": ("respondents", PEOPLE),
    "widest": ("mean range of answers", STEPS),
    "average_deviation": ("average deviation", STEPS),
    "r_wg_j": ("r_wg(j), even null", COEFFICIENT),
    "r_wg_j_skewed": ("r_wg(j), skewed null", COEFFICIENT),
    "r_star": ("r*_wg(j)", COEFFICIENT),
    "a_wg": ("a_wg", COEFFICIENT),
}


def _certainty(method: Method, names: Mapping[str, str]) -> Iterator[Column]:
    for side in SIDES[:2]:
        yield Column(f"vertical_gap.{side}", f"P of the top less P of the others: {side}", DIFFERENCE, GAP)
        yield Column(f"vertical_gap.n_{side}", f"The smaller of the two groups: {side}", PEOPLE, GAP)
    yield Column("view_from_above", "Sides whose top sees more alignment than the others", CODES, GAP)
    parts = [("perceived", "P"), ("index", "index"), ("gap", "gap")]
    for dimension in method.dimensions:
        called = names.get(dimension.code, dimension.code)
        parts += [
            (f"dimensions.{dimension.code}.{part}", f"{called}, {part}") for part in ("measured", "gap")
        ]
    for path, meaning in parts:
        unit = DIFFERENCE if path.endswith("gap") else POINTS
        for end, word in (("low", "lower end"), ("high", "upper end")):
            yield Column(f"intervals.{path}.{end}", f"95% interval of {meaning}: {word}", unit, SURE)
        yield Column(f"intervals.{path}.error", f"Standard error of {meaning}", Unit("points", 0), SURE)
    for name, meaning in (("low", "5th percentile"), ("middle", "median"), ("high", "95th percentile")):
        yield Column(f"sensitivity.{name}", f"Index under other weights: {meaning}", POINTS, SURE)
    yield Column("sensitivity.same_level", "Draws whose index lies on the same level", SHARE, SURE)
    yield Column("sensitivity.arithmetic", "Index with arithmetic means", POINTS, SURE)
    for dimension in method.dimensions:
        path = f"sensitivity.without.{dimension.code}"
        yield Column(path, f"Index without {names.get(dimension.code, dimension.code)}", POINTS, SURE)
    yield from _agreement()


def _agreement() -> Iterator[Column]:
    for name, meaning, unit in (
        ("icc", "ICC(A,1) of the sides' dimensions", COEFFICIENT),
        ("difference", "Mean distance of the sides' dimensions", POINTS),
        ("kappa", "Weighted kappa of the sides' medians", COEFFICIENT),
        ("alpha", "Krippendorff's alpha over all respondents", COEFFICIENT),
    ):
        yield Column(f"agreement.{name}", f"Agreement between the sides: {meaning}", unit, SURE)
    for side in SIDES[:2]:
        for each in fields(SideAgreement):
            meaning, unit = _AGREEMENT[each.name]
            yield Column(f"agreement.{side}.{each.name}", f"Agreement within {side}: {meaning}", unit, SURE)
