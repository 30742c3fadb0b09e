"""The working, shown: which answers, which step and which weight a number rests on.

``explain`` gives a tree of steps from the answers, ``explain_card`` from a scorecard alone, where answers are
not at hand or not to be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.cohort import Cohort
from scoring.disclosure import Disclosed, Mode
from scoring.errors import ScoringError, shown
from scoring.method import SIDES, Item, Kind
from scoring.score import score
from scoring.steps import Step, Value, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.method import Method
    from scoring.scorecard import DimensionScore, Scorecard

__all__ = ["Step", "as_text", "explain", "explain_card"]
TWO = SIDES[:2]
Derived = tuple[Value, str, dict[str, str], list[Step]]


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
    hidden = disclosed is not None and disclosed.mode is not Mode.ATTRIBUTED
    return _Explainer(assessment, card, method, disclosed, "not_shown" if hidden else "").step(of)


def explain_card(
    disclosed: Disclosed, method: Method, of: str, *, outcomes: Mapping[str, float], why_not: str
) -> Step:
    """Derive one number from what may be shown of a scorecard, down to the sides and no further.

    Parameters
    ----------
    of
        As in `explain`.
    outcomes
        The outcome figures as entered.
    why_not
        "not_shown" or "not_kept": why there are no answers in it.

    Raises
    ------
    ScoringError
        A name that is none of the scorecard's numbers.
    """
    given = {"respondents": [], "outcomes": outcomes}
    return _Explainer(given, disclosed.card, method, disclosed, why_not).step(of)


class _Explainer:
    def __init__(
        self,
        given: Mapping[str, Any],
        card: Scorecard,
        method: Method,
        disclosed: Disclosed | None,
        without_answers: str,
    ) -> None:
        self.given = given
        self.card = card
        self.method = method
        self.disclosed = disclosed
        self.without_answers = without_answers
        self.weights = {each.code: each.weight for each in method.dimensions}

    def step(self, of: str, weight: float | None = None) -> Step:
        name, _, what = of.partition(".")
        path, derive = self.found(name, what)
        reason = self.disclosed.reason(path) if self.disclosed else None
        if reason is not None:
            return Step(of=of, value=None, rule="withheld", terms={"reason": str(reason)}, weight=weight)
        value, rule, terms, parts = derive()
        return Step(of=of, value=value, rule=rule, terms=terms, weight=weight, parts=tuple(parts))

    def found(self, name: str, what: str) -> tuple[str, Callable[[], Derived]]:
        """Path in the scorecard and derivation of a number."""
        item = self.method.by_id.get(name)
        if item is not None:
            if what in ("joint", "level", "concordance", *TWO) and hasattr(self.card.items.get(name), what):
                return f"items.{name}.{what}", lambda: self.item(item, what)
            if what in ("joint", *SIDES) and name in self.card.perceptions:
                return f"perceptions.{name}.{what}", lambda: self.perception(item, what)
        known: list[tuple[bool, str, Callable[[], Derived]]] = [
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

    def gap(self) -> Derived:
        return self.card.gap, "gap", {}, [self.step("perceived.joint"), self.step("measured.index")]

    def measured(self, what: str) -> Derived:
        measured, index = self.card.measured, self.method.index
        value: Value = getattr(measured, what)
        if what == "index":
            if measured.provisional:
                return value, "provisional", {}, [self.step("measured.operating")]
            shares = {
                "practice": f"{1 - index.outcome_share:g}",
                "outcomes": f"{index.outcome_share:g}",
            }
            return value, "index", shares, [self.step("measured.operating"), self.step("measured.outcomes")]
        floor = {"floor": f"{self.method.composite.floor:g}"}
        if what == "operating":
            return value, "operating", floor, self.dimensions("measured")
        if what == "outcomes":
            pillars = [self.step("measured.revenue"), self.step("measured.pipeline")]
            return value, "outcomes", floor, pillars
        figures = [each.item for each in self.method.outcomes if each.pillar == what]
        least = {"least": str(index.min_figures)}
        return value, "pillar", least, [self.step(f"{figure}.score") for figure in figures]

    def dimensions(self, what: str) -> list[Step]:
        """A number of every dimension that has it, with the dimension's weight."""
        present = [code for code, each in self.card.dimensions.items() if getattr(each, what) is not None]
        return [self.step(f"{code}.{what}", self.weights[code]) for code in present]

    def perceived(self, what: str) -> Derived:
        value: Value = getattr(self.card.perceived, what)
        if what == "joint":
            return value, "sides", {}, [self.step(f"perceived.{side}") for side in TWO]
        least = {"least": str(self.method.composite.min_dimensions)}
        return value, "dimensions", least, self.dimensions(f"perceived_{what}")

    def dimension(self, code: str, what: str) -> Derived:
        dimension = self.card.dimensions[code]
        value: Value = getattr(dimension, what)
        if what == "gap":
            return value, "gap", {}, [self.step(f"{code}.{part}") for part in ("perceived", "measured")]
        if what == "measured":
            return value, *self.measured_dimension(code, dimension)
        if what == "perceived":
            parts = [self.step(f"{code}.perceived_{side}") for side in TWO]
            return value, "sides", {}, parts
        if what == "practice":
            return (
                value,
                "practices",
                {},
                [
                    self.step(f"{item}.{'joint' if 'joint' in fields else 'level'}")
                    for item, fields in self.items_of(code)
                    if {"joint", "level"} & fields
                ],
            )
        if what == "concordance":
            return (
                value,
                "concordances",
                {},
                [
                    self.step(f"{item}.concordance")
                    for item, fields in self.items_of(code)
                    if "concordance" in fields and self.method.item(item).kind is not Kind.ORDINAL
                ],
            )
        side = what.removeprefix("perceived_")
        return value, "respondents", {}, self.respondents(side, code)

    def items_of(self, code: str) -> list[tuple[str, set[str]]]:
        """Practices and facts of a dimension, each with the names of its fields that hold a value."""
        return [
            (item, {name for name in each.__slots__ if getattr(each, name) is not None})
            for item, each in self.card.items.items()
            if self.method.item(item).dimension == code
        ]

    def measured_dimension(
        self, code: str, dimension: DimensionScore
    ) -> tuple[str, dict[str, str], list[Step]]:
        if dimension.concordance is None:
            return "practice_alone", {}, [self.step(f"{code}.practice")]
        share = self.method.measured.concordance_share
        parts = [self.step(f"{code}.practice", 1 - share), self.step(f"{code}.concordance", share)]
        return "practice_and_facts", {"practice": f"{1 - share:g}", "facts": f"{share:g}"}, parts

    def respondents(self, side: str, code: str) -> list[Step]:
        items = [
            item for item in self.method.items if item.kind is Kind.PERCEPTION and item.dimension == code
        ]
        if self.without_answers:
            return [self.instead()]
        steps = []
        for person in self.people(side):
            given = [item for item in items if item.id in person["answers"]]
            if given:
                parts = tuple(self.answer(person, item) for item in given)
                points = [part.value for part in parts if isinstance(part.value, float)]
                own = sum(points) / len(points) if points else None
                steps.append(Step(of=f"{person['id']} in {code}", value=own, rule="mean", parts=parts))
        return steps

    def item(self, item: Item, what: str) -> Derived:
        entry: Any = self.card.items[item.id]
        value: Value = getattr(entry, what)
        if what in TWO:
            return value, "answers", {}, self.answers(item, what)
        if what == "concordance":
            return value, "pairs", {}, self.answers(item, *TWO)
        if item.customer:
            kpis = ", ".join(self.card.shared_kpis) or "none"
            terms = {"enough": str(item.customer_enough), "kpis": kpis}
            return value, "customer", terms, self.answers(item, *TWO)
        if entry.documented:
            return value, "document", {"step": str(self.method.step_scores.index(value) + 1)}, []
        return self.both_sides(item, entry, value)

    def both_sides(self, item: Item, entry: Any, value: Value) -> Derived:
        """A joint score of what the two sides' own come to."""
        rules = self.method.measured
        parts = [self.step(f"{item.id}.{side}") for side in TWO]
        if None in (entry.sales, entry.marketing):
            if entry.sales is None and entry.marketing is None:
                return value, "unknown_to_both" if value is not None else "no_answer", {}, parts
            return value, "one_side", {"share": f"{rules.one_sided:g}"}, parts
        if item.levels:
            return value, "sides", {}, parts
        terms = {"lower": f"{rules.corroboration:g}", "mean": f"{1 - rules.corroboration:g}"}
        return value, "corroborated", terms, parts

    def perception(self, item: Item, what: str) -> Derived:
        value: Value = getattr(self.card.perceptions[item.id], what)
        if what == "joint":
            return value, "sides", {}, [self.step(f"{item.id}.{side}") for side in TWO]
        return value, "answers", {}, self.answers(item, what)

    def outcome(self, name: str) -> Derived:
        figure = self.given.get("outcomes", {}).get(name)
        curve = next(each for each in self.method.outcomes if each.item == name)
        points = ", ".join(f"{x:g}: {y:g}" for x, y in zip(curve.figures, curve.scores, strict=True))
        parts = [] if figure is None else [Step(of=f"figure {name}", value=float(figure), rule="entered")]
        return self.card.outcomes[name], "curve", {"points": points}, parts

    def people(self, side: str) -> list[dict[str, Any]]:
        people = [person for person in self.given["respondents"] if person["side"] == side]
        return sorted(people, key=lambda person: str(person["id"]))

    def instead(self) -> Step:
        """What stands where answers would."""
        return Step(of="answers", value=None, rule=self.without_answers)

    def answers(self, item: Item, *sides: str) -> list[Step]:
        """Single answers of some sides, which may be shown under the attributed promise alone."""
        if self.without_answers:
            return [self.instead()]
        people = [person for side in sides for person in self.people(side)]
        return [self.answer(person, item) for person in people if item.id in person["answers"]]

    def answer(self, person: dict[str, Any], item: Item) -> Step:
        """One answer: its points where it has some, else the answer itself."""
        given = person["answers"][item.id]
        said = ", ".join(given) or "none" if isinstance(given, list) else str(given)
        of = f"{item.id} of {person['id']}"
        if item.levels and given in item.codes:
            points = item.levels[item.codes.index(given)]
            return Step(of=of, value=points, rule="answered", terms={"answer": said})
        if isinstance(given, int):
            scores = self.method.step_scores[::-1] if item.reversed else self.method.step_scores
            rule = "step_reversed" if item.reversed else "step"
            return Step(of=of, value=scores[given - 1], rule=rule, terms={"step": said})
        return Step(of=of, value=said, rule="said")


_MEASURED = ("index", "operating", "outcomes", "revenue", "pipeline")
_DIMENSION = (
    "measured",
    "practice",
    "concordance",
    "perceived",
    *(f"perceived_{side}" for side in SIDES),
    "gap",
)
