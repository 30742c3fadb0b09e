"""The working of a number: what it is made of, step by step, in words and with the numbers themselves.

A page shows one number with its parts, and each part leads to its own working, down to single answers where
these may be shown. Nobody is told apart in it: answers stand in the order of their values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.inputs import PREFIXES
from reports.numbers import MINUS, local, measured, signed_tenths, tenths
from reports.scorecards import derived_without_answers
from reports.texts import Texts
from reports.wording import REASONS, named_list
from scoring.disclosure import Reason

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from scoring.steps import Step

SHARE = re.compile(r"[0-9.]+")
BELOW = "working/"  # every page of results has its working at an address below its own
NUMBERS = {
    "gap": gettext_lazy("Gap, perceived minus measured"),
    "perceived.joint": gettext_lazy("Perceived alignment (P)"),
    "perceived.sales": gettext_lazy("Perceived alignment: Sales"),
    "perceived.marketing": gettext_lazy("Perceived alignment: Marketing"),
    "perceived.both": gettext_lazy("Perceived alignment: Both functions"),
    "measured.index": gettext_lazy("SMAX index"),
    "measured.operating": gettext_lazy("Operating score (A)"),
    "measured.outcomes": gettext_lazy("Outcome score (O)"),
    "measured.revenue": gettext_lazy("Revenue score (R)"),
    "measured.pipeline": gettext_lazy("Pipeline score (L)"),
}
OF_A_DIMENSION = {
    "perceived": gettext_lazy("perceived"),
    "measured": gettext_lazy("measured"),
    "gap": gettext_lazy("gap"),
    "practice": gettext_lazy("practices"),
    "concordance": gettext_lazy("concordance of facts"),
    "perceived_sales": gettext_lazy("perceived by sales"),
    "perceived_marketing": gettext_lazy("perceived by marketing"),
    "perceived_both": gettext_lazy("perceived by people who lead both functions"),
}
OF_AN_ITEM = {
    "joint": gettext_lazy("joint score"),
    "level": gettext_lazy("level"),
    "concordance": gettext_lazy("concordance"),
    "sales": gettext_lazy("Sales"),
    "marketing": gettext_lazy("Marketing"),
    "both": gettext_lazy("Both functions"),
    "score": gettext_lazy("score"),
}
ONE_OF = {
    "sales": gettext_lazy("A sales leader"),
    "marketing": gettext_lazy("A marketing leader"),
    "both": gettext_lazy("Somebody who leads both functions"),
}
SIDE_OF = {prefix: side for side, prefix in PREFIXES.items()}
RULES = {
    "gap": gettext_lazy("Perceived minus measured."),
    "provisional": gettext_lazy("The operating score alone, as outcome figures are missing: provisional."),
    "index": gettext_lazy(
        "Operating score to the power of %(practice)s, times outcome score to the power of %(outcomes)s."
    ),
    "operating": gettext_lazy(
        "Weighted geometric mean of the dimensions that have a score, each taken as at least %(floor)s: a "
        "strength cannot buy off what is absent elsewhere."
    ),
    "outcomes": gettext_lazy("Square root of revenue score times pipeline score, each at least %(floor)s."),
    "pillar": gettext_lazy("Mean of the scores of the figures entered; at least %(least)s are needed."),
    "sides": gettext_lazy("Mean of the two sides, however many answered on each."),
    "dimensions": gettext_lazy(
        "Weighted mean of the dimensions that have a score; at least %(least)s are needed."
    ),
    "practices": gettext_lazy("Mean of the practices and levels that have a score."),
    "concordances": gettext_lazy("Mean of the concordances of facts without an order."),
    "respondents": gettext_lazy("Mean over the people of the side, each by the mean of their own answers."),
    "practice_alone": gettext_lazy("Practices alone: this dimension has no such fact with an answer."),
    "practice_and_facts": gettext_lazy("%(practice)s times practices plus %(facts)s times concordance."),
    "mean": gettext_lazy("Mean of the answers"),
    "answers": gettext_lazy("Mean of the side's answers, a “don't know” left out."),
    "pairs": gettext_lazy(
        "Mean likeness over all pairs of one sales and one marketing leader; a “don't know” is like nothing."
    ),
    "customer": gettext_lazy(
        "100 times the customer KPIs that at least half of each side names, over %(enough)s, and never more "
        "than 100. Named so are: %(kpis)s."
    ),
    "document": gettext_lazy("A document shows “%(answer)s”: it replaces both sides' answers."),
    "unknown_to_both": gettext_lazy("Both sides say that they do not know: 0."),
    "no_answer": gettext_lazy("Nobody gave an answer that counts."),
    "one_side": gettext_lazy("Only one side gives an answer: %(share)s times its mean."),
    "corroborated": gettext_lazy(
        "%(lower)s times the lower side plus %(mean)s times the mean of both: what both confirm counts more."
    ),
    "curve": gettext_lazy("On a line through the points (figure: score) %(points)s."),
    "entered": gettext_lazy("As entered"),
    "answered": gettext_lazy("“%(answer)s”"),
    "step": gettext_lazy("“%(answer)s”"),
    "step_reversed": gettext_lazy("“%(answer)s”, turned round: much of it is bad"),
    "said": gettext_lazy("“%(answer)s”"),
    "not_shown": gettext_lazy("Not shown: these leaders were promised that answers are shown in groups."),
    "not_kept": gettext_lazy("Not kept: a release holds what answers come to, not who gave them."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part of a number: what it is, its value and weight as text, and how it came about.

    `of` asks for its own working; "" where there is none.
    """

    name: str
    value: str
    weight: str
    how: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A number, the rule that makes it, the sum written out ("" where it is long), and its parts."""

    name: str
    value: str
    how: str
    total: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A number that has a working, for the list of all."""

    name: str
    value: str
    of: str


def working(scored: ScoredWave, step: Step) -> Working:
    """Put a derivation into words."""
    teller = _Teller(scored)
    parts = sorted(step.parts, key=_order)
    return Working(
        name=teller.name(step.of),
        value=teller.value(step),
        how=teller.how(step),
        total=_total(step),
        lines=tuple(teller.line(part) for part in parts),
    )


def entries(scored: ScoredWave) -> list[tuple[str, list[Entry]]]:
    """The numbers of the page that have a working, in groups."""
    teller, card = _Teller(scored), scored.card
    groups = [(_("The whole"), list(NUMBERS))]
    groups += [
        (name, [f"{code}.{part}" for part in OF_A_DIMENSION])
        for code, name in teller.texts.dimensions().items()
        if code in card.dimensions
    ]
    found = [
        (name, [derived_without_answers(scored, of, "not_shown") for of in numbers])
        for name, numbers in groups
    ]
    return [
        (
            name,
            [
                Entry(name=teller.short(step.of), value=teller.value(step), of=step.of)
                for step in steps
                if step.value is not None
            ],
        )
        for name, steps in found
        if any(step.value is not None for step in steps)
    ]


class _Teller:
    """Words for the steps of one wave."""

    def __init__(self, scored: ScoredWave) -> None:
        self.scored = scored
        self.texts = Texts.of(scored.wave.assessment)

    def name(self, of: str) -> str:
        """What a step is of, in full."""
        head, _point, part = of.partition(".")
        if part and head in self.scored.card.dimensions:
            return f"{self.texts.dimensions()[head]}: {OF_A_DIMENSION[part]}"
        if part and of not in NUMBERS:
            question = self.texts.question(self.texts.catalogue.item(head))
            return f"{question}{'' if question.endswith('?') else ':'} {OF_AN_ITEM[part]}"
        return self.short(of)

    def short(self, of: str) -> str:
        """What a step is of, below the name of its dimension."""
        if of in NUMBERS:
            return str(NUMBERS[of])
        _head, point, part = of.partition(".")
        if point:
            return str(OF_A_DIMENSION[part])
        if of == "answers":
            return _("Single answers")
        if of.startswith("figure "):
            return _("Figure")
        person = of.rpartition(" of ")[2] if " of " in of else of.partition(" in ")[0]
        return str(ONE_OF[SIDE_OF[person[0]]])

    def value(self, step: Step) -> str:
        """A step's value; an answer without points has none of its own."""
        if not isinstance(step.value, float):
            return "–"
        return measured(step.value) if step.rule == "entered" else _written(step, step.value)

    def how(self, step: Step) -> str:
        """The rule in words, with the answer in those of the questionnaire."""
        if step.rule == "withheld":
            return str(REASONS[Reason(step.terms["reason"])])
        return str(RULES[step.rule]) % {**_terms(step), **self._answer(step)}

    def _answer(self, step: Step) -> dict[str, str]:
        if step.rule == "customer":
            names = self.texts.answers(self.texts.catalogue.item(step.of.partition(".")[0]))
            codes = self.scored.card.shared_kpis
            return {"kpis": named_list([names[code] for code in codes]) or _("none")}
        if step.rule not in ("answered", "step", "step_reversed", "said", "document"):
            return {}
        item = self.texts.catalogue.item(step.of.partition(" of ")[0].partition(".")[0])
        names = {str(code): text for code, text in self.texts.answers(item).items()}
        given = step.terms.get("step") or step.terms.get("answer") or str(step.value)
        return {"answer": "”, “".join(names.get(code, code) for code in given.split(", "))}

    def line(self, step: Step) -> Line:
        """A part with its own rule; a person's mean with the answers it is of."""
        how = self.how(step)
        if step.rule == "mean":
            how = f"{how}: {', '.join(f'{self.value(each)} {self.how(each)}' for each in step.parts)}"
        return Line(
            name=self.name(step.of),
            value=self.value(step),
            weight="" if step.weight is None else local(f"{step.weight:g}"),
            how=how,
            of=step.of if "." in step.of or step.of == "gap" else "",
        )


def _written(step: Step, value: float) -> str:
    return signed_tenths(value) if step.rule == "gap" else tenths(value)


def _terms(step: Step) -> dict[str, str]:
    """What the rule is told with; its shares as the reader writes numbers."""
    return {name: local(term) if SHARE.fullmatch(term) else term for name, term in step.terms.items()}


def _order(step: Step) -> tuple[bool, str, str]:
    """Parts in the method's order; people by side and by what they gave, whoever they are."""
    person = step.of.rpartition(" of ")[2] if " of " in step.of else step.of.partition(" in ")[0]
    if "." in step.of or person == step.of:
        return (False, "", "")
    value = f"{step.value:09.3f}" if isinstance(step.value, float) else str(step.value)
    return (True, str("smb".index(person[0])), value)


def _total(step: Step) -> str:
    """The sum written out, where it has two parts."""
    values = [tenths(part.value) for part in step.parts if isinstance(part.value, float)]
    if len(values) != 2 or not isinstance(step.value, float):
        return ""
    one, two = values
    low = min(part.value for part in step.parts if isinstance(part.value, float))
    mean = f"({one} + {two}) / 2"
    terms = _terms(step)
    sums = {
        "gap": f"{one} {MINUS} {two}",
        "sides": mean,
        "index": f"{one}^{terms.get('practice')} × {two}^{terms.get('outcomes')}",
        "practice_and_facts": f"{terms.get('practice')} × {one} + {terms.get('facts')} × {two}",
        "corroborated": f"{terms.get('lower')} × {tenths(low)} + {terms.get('mean')} × {mean}",
    }
    return f"{sums[step.rule]} = {_written(step, step.value)}" if step.rule in sums else ""
