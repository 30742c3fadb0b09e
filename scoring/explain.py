"""The working, shown: which answers, which step and which weight a number rests on.

``explain`` gives a tree of steps as data, ``as_text`` the same as indented text.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scoring.cohort import Cohort
from scoring.disclosure import Disclosed, Mode
from scoring.errors import ScoringError, shown
from scoring.method import SIDES, Item, Kind
from scoring.score import score

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.method import Method
    from scoring.scorecard import DimensionScore, Scorecard

Value = float | str | None
TWO = SIDES[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a derivation.

    Parameters
    ----------
    of
        What it is, such as "CUS.measured" or "answer of s1".
    value
        Its value; None where missing or withheld.
    how
        The rule that makes it of its parts, with the numbers of the method.
    weight
        Its weight in the step above, where that is a weighted mean.
    parts
        What it is made of.
    """

    of: str
    value: Value
    how: str
    weight: float | None = None
    parts: tuple[Step, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the tree as dictionaries and lists."""
        return asdict(self)


def explain(
    assessment: Mapping[str, Any], method: Method, of: str, *, disclosed: Disclosed | None = None
) -> Step:
    """Derive one number of an assessment.

    Parameters
    ----------
    assessment
        In the interchange form.
    of
        What to derive: "measured.index", "measured.operating", "measured.outcomes",
        "measured.revenue", "measured.pipeline", "perceived.joint", "perceived.sales", "gap",
        "CUS.measured" and the other keys of a dimension, "CUS-K1.joint", "CUS-F1.concordance",
        "CAP-F1.level", "CUS-P1.joint", "O1.score".
    disclosed
        What may be shown. Without it everything is; with it withheld numbers stay so, and single
        answers are given in attributed mode alone.

    Raises
    ------
    ScoringError
        An assessment that cannot be scored, or a name that is none of its numbers.

    Examples
    --------
    >>> from scoring import load_method
    >>> answers = {"sales": {"CUS-K1": 4}, "marketing": {"CUS-K1": 2}}
    >>> people = [{"id": side, "side": side, "answers": given} for side, given in answers.items()]
    >>> step = explain({"method_version": "1", "respondents": people}, load_method("1"), "CUS-K1.joint")
    >>> step.value, [part.value for part in step.parts]
    (37.5, [75.0, 25.0])
    """
    card = score(Cohort.from_interchange([assessment], method), method)[0]
    return _Explainer(assessment, card, method, disclosed).step(of)


def as_text(step: Step, depth: int = 0) -> str:
    """Write a derivation as indented text, one step a line."""
    weight = "" if step.weight is None else f"  (weight {step.weight:g})"
    value = f"{step.value:.4f}" if isinstance(step.value, float) else str(step.value or "-")
    line = f"{'  ' * depth}{step.of} = {value}{weight}{f'   {step.how}' if step.how else ''}"
    return "\n".join([line, *(as_text(part, depth + 1) for part in step.parts)])


class _Explainer:
    def __init__(
        self, given: Mapping[str, Any], card: Scorecard, method: Method, disclosed: Disclosed | None
    ) -> None:
        self.given = given
        self.card = card
        self.method = method
        self.disclosed = disclosed
        self.weights = {each.code: each.weight for each in method.dimensions}

    def step(self, of: str, weight: float | None = None) -> Step:
        name, _, what = of.partition(".")
        path, derive = self.found(name, what)
        reason = self.disclosed.reason(path) if self.disclosed else None
        if reason is not None:
            return Step(of=of, value=None, how=f"withheld: {reason}", weight=weight)
        value, how, parts = derive()
        return Step(of=of, value=value, how=how, weight=weight, parts=tuple(parts))

    def found(self, name: str, what: str) -> tuple[str, Callable[[], tuple[Value, str, list[Step]]]]:
        """Path in the scorecard and derivation of a number."""
        item = self.method.by_id.get(name)
        if item is not None:
            if what in ("joint", "level", "concordance", *TWO) and hasattr(self.card.items.get(name), what):
                return f"items.{name}.{what}", lambda: self.item(item, what)
            if what in ("joint", *SIDES) and name in self.card.perceptions:
                return f"perceptions.{name}.{what}", lambda: self.perception(item, what)
        known: list[tuple[bool, str, Callable[[], tuple[Value, str, list[Step]]]]] = [
            (name == "gap" and not what, "gap", self.gap),
            (name == "measured" and what in _MEASURED, f"measured.{what}", lambda: self.measured(what)),
            (
                name == "perceived" and what in ("joint", *SIDES),
                f"perceived.{what}",
                lambda: self.perceived(what),
            ),
            (
                name in self.card.dimensions and what in _DIMENSION,
                f"dimensions.{name}.{what}",
                lambda: self.dimension(name, what),
            ),
            (name in self.card.outcomes and what == "score", f"outcomes.{name}", lambda: self.outcome(name)),
        ]
        for fits, path, derive in known:
            if fits:
                return path, derive
        of = f"{name}.{what}" if what else name
        raise ScoringError("explain", f"{shown(of)} is not a number of the scorecard")

    def gap(self) -> tuple[Value, str, list[Step]]:
        parts = [self.step("perceived.joint"), self.step("measured.index")]
        return self.card.gap, "perceived minus measured", parts

    def measured(self, what: str) -> tuple[Value, str, list[Step]]:
        measured, index = self.card.measured, self.method.index
        value: Value = getattr(measured, what)
        if what == "index":
            if measured.provisional:
                return (
                    value,
                    "A alone, as outcomes are missing: provisional",
                    [self.step("measured.operating")],
                )
            how = f"A^{1 - index.outcome_share:g} x O^{index.outcome_share:g}"
            return value, how, [self.step("measured.operating"), self.step("measured.outcomes")]
        floor = self.method.composite.floor
        if what == "operating":
            how = f"weighted geometric mean of max(measured, {floor:g}) over the dimensions present"
            return value, how, self.dimensions("measured")
        if what == "outcomes":
            how = f"square root of max(R, {floor:g}) x max(L, {floor:g})"
            return value, how, [self.step("measured.revenue"), self.step("measured.pipeline")]
        figures = [each.item for each in self.method.outcomes if each.pillar == what]
        how = f"mean of the figures present, at least {index.min_figures}"
        return value, how, [self.step(f"{figure}.score") for figure in figures]

    def dimensions(self, what: str) -> list[Step]:
        """A number of every dimension that has it, with the dimension's weight."""
        present = [code for code, each in self.card.dimensions.items() if getattr(each, what) is not None]
        return [self.step(f"{code}.{what}", self.weights[code]) for code in present]

    def perceived(self, what: str) -> tuple[Value, str, list[Step]]:
        value: Value = getattr(self.card.perceived, what)
        if what == "joint":
            return value, "mean of the two sides", [self.step(f"perceived.{side}") for side in TWO]
        needed = self.method.composite.min_dimensions
        how = f"weighted mean of the dimensions present, at least {needed}"
        return value, how, self.dimensions(f"perceived_{what}")

    def dimension(self, code: str, what: str) -> tuple[Value, str, list[Step]]:
        dimension = self.card.dimensions[code]
        value: Value = getattr(dimension, what)
        if what == "gap":
            return (
                value,
                "perceived minus measured",
                [self.step(f"{code}.{x}") for x in ("perceived", "measured")],
            )
        if what == "measured":
            return value, *self.measured_dimension(code, dimension)
        if what == "perceived":
            parts = [self.step(f"{code}.perceived_{side}") for side in TWO]
            return value, "mean of the two sides", parts
        if what == "practice":
            return (
                value,
                "mean of the practices and levels present",
                [
                    self.step(f"{item}.{'joint' if 'joint' in fields else 'level'}")
                    for item, fields in self.items_of(code)
                    if {"joint", "level"} & fields
                ],
            )
        if what == "concordance":
            return (
                value,
                "mean of the concordances of sets and nominal facts",
                [
                    self.step(f"{item}.concordance")
                    for item, fields in self.items_of(code)
                    if "concordance" in fields and self.method.item(item).kind is not Kind.ORDINAL
                ],
            )
        side = what.removeprefix("perceived_")
        return value, "mean over the side's respondents of their own mean", self.respondents(side, code)

    def items_of(self, code: str) -> list[tuple[str, set[str]]]:
        """Practices and facts of a dimension, each with the names of its fields that hold a value."""
        return [
            (item, {name for name in each.__slots__ if getattr(each, name) is not None})
            for item, each in self.card.items.items()
            if self.method.item(item).dimension == code
        ]

    def measured_dimension(self, code: str, dimension: DimensionScore) -> tuple[str, list[Step]]:
        if dimension.concordance is None:
            return "practice alone, as the dimension has no fact with an answer", [
                self.step(f"{code}.practice")
            ]
        share = self.method.measured.concordance_share
        parts = [self.step(f"{code}.practice", 1 - share), self.step(f"{code}.concordance", share)]
        return f"{1 - share:g} x practice + {share:g} x concordance", parts

    def respondents(self, side: str, code: str) -> list[Step]:
        items = [
            item for item in self.method.items if item.kind is Kind.PERCEPTION and item.dimension == code
        ]
        if self.hides_answers():
            return []
        steps = []
        for person in self.people(side):
            given = [item for item in items if item.id in person["answers"]]
            if given:
                parts = tuple(self.answer(person, item) for item in given)
                points = [part.value for part in parts if isinstance(part.value, float)]
                own = sum(points) / len(points) if points else None
                steps.append(Step(of=f"{person['id']} in {code}", value=own, how="mean", parts=parts))
        return steps

    def item(self, item: Item, what: str) -> tuple[Value, str, list[Step]]:
        entry: Any = self.card.items[item.id]
        value: Value = getattr(entry, what)
        rules = self.method.measured
        if what in TWO:
            return value, "mean of the side's answers", self.answers(item, what)
        if what == "concordance":
            parts = [step for side in TWO for step in self.answers(item, side)]
            return value, "mean similarity over all sales-marketing pairs of answers", parts
        if item.customer:
            kpis = ", ".join(self.card.shared_kpis) or "none"
            how = f"100 x min(1, customer KPIs shared / {item.customer_enough}); shared: {kpis}"
            return value, how, [step for side in TWO for step in self.answers(item, side)]
        if entry.documented:
            step = self.given["documents"][item.id]
            return value, f"a document shows step {step}: it replaces both answers", []
        parts = [self.step(f"{item.id}.{side}") for side in TWO]
        if None in (entry.sales, entry.marketing):
            if entry.sales is None and entry.marketing is None:
                how = "both sides say they do not know: 0" if value is not None else "no answer"
            else:
                how = f"one side alone: {rules.one_sided:g} x its mean"
        elif item.levels:
            how = "mean of the two sides"
        else:
            part = rules.corroboration
            how = f"{part:g} x the lower side + {1 - part:g} x the mean of both"
        return value, how, parts

    def perception(self, item: Item, what: str) -> tuple[Value, str, list[Step]]:
        value: Value = getattr(self.card.perceptions[item.id], what)
        if what == "joint":
            return value, "mean of the two sides", [self.step(f"{item.id}.{side}") for side in TWO]
        return value, "mean of the side's answers", self.answers(item, what)

    def outcome(self, name: str) -> tuple[Value, str, list[Step]]:
        figure = self.given.get("outcomes", {}).get(name)
        curve = next(each for each in self.method.outcomes if each.item == name)
        points = ", ".join(f"{x:g}: {y:g}" for x, y in zip(curve.figures, curve.scores, strict=True))
        parts = [] if figure is None else [Step(of=f"figure {name}", value=float(figure), how="as entered")]
        return self.card.outcomes[name], f"linear between the points {points}", parts

    def people(self, side: str) -> list[dict[str, Any]]:
        people = [person for person in self.given["respondents"] if person["side"] == side]
        return sorted(people, key=lambda person: str(person["id"]))

    def hides_answers(self) -> bool:
        """Single answers may be shown under the attributed promise alone."""
        return self.disclosed is not None and self.disclosed.mode is not Mode.ATTRIBUTED

    def answers(self, item: Item, side: str) -> list[Step]:
        if self.hides_answers():
            return []
        return [self.answer(person, item) for person in self.people(side) if item.id in person["answers"]]

    def answer(self, person: dict[str, Any], item: Item) -> Step:
        """One answer: its points where it has some, else the answer itself."""
        given = person["answers"][item.id]
        said = ", ".join(given) or "none" if isinstance(given, list) else str(given)
        of = f"{item.id} of {person['id']}"
        if item.levels and given in item.codes:
            return Step(of=of, value=item.levels[item.codes.index(given)], how=f"answered {said}")
        if isinstance(given, int):
            scores = self.method.step_scores[::-1] if item.reversed else self.method.step_scores
            turned = ", reversed" if item.reversed else ""
            return Step(of=of, value=scores[given - 1], how=f"step {said}{turned}")
        return Step(of=of, value=said, how="")


_MEASURED = ("index", "operating", "outcomes", "revenue", "pipeline")
_DIMENSION = (
    "measured",
    "practice",
    "concordance",
    "perceived",
    *(f"perceived_{side}" for side in SIDES),
    "gap",
)
