"""Steps of a derivation: what a number is made of, by which rule.

A rule is a code with its terms, so that whoever shows a step can put it into words of their own; `how` says
it in English.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Value = float | str | None

RULES = {
    "withheld": "withheld: %(reason)s",
    "gap": "perceived minus measured",
    "provisional": "A alone, as outcomes are missing: provisional",
    "index": "A^%(practice)s x O^%(outcomes)s",
    "operating": "weighted geometric mean of max(measured, %(floor)s) over the dimensions present",
    "outcomes": "square root of max(R, %(floor)s) x max(L, %(floor)s)",
    "pillar": "mean of the figures present, at least %(least)s",
    "sides": "mean of the two sides",
    "dimensions": "weighted mean of the dimensions present, at least %(least)s",
    "practices": "mean of the practices and levels present",
    "concordances": "mean of the concordances of sets and nominal facts",
    "respondents": "mean over the side's respondents of their own mean",
    "practice_alone": "practice alone, as the dimension has no fact with an answer",
    "practice_and_facts": "%(practice)s x practice + %(facts)s x concordance",
    "mean": "mean",
    "answers": "mean of the side's answers",
    "pairs": "mean similarity over all sales-marketing pairs of answers",
    "customer": "100 x min(1, customer KPIs shared / %(enough)s); shared: %(kpis)s",
    "document": "a document shows step %(step)s: it replaces both answers",
    "unknown_to_both": "both sides say they do not know: 0",
    "no_answer": "no answer",
    "one_side": "one side alone: %(share)s x its mean",
    "corroborated": "%(lower)s x the lower side + %(mean)s x the mean of both",
    "curve": "linear between the points %(points)s",
    "entered": "as entered",
    "answered": "answered %(answer)s",
    "step": "step %(step)s",
    "step_reversed": "step %(step)s, reversed",
    "said": "",
    "not_shown": "single answers are not shown",
    "not_kept": "single answers are not kept",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a derivation.

    Parameters
    ----------
    of
        What it is, such as "CUS.measured" or "CUS-K1 of s1".
    value
        Its value; None where missing or withheld.
    rule
        A key of `RULES`: what makes it of its parts.
    terms
        The numbers and codes that the rule names.
    weight
        Its weight in the step above, where that is a weighted mean.
    parts
        What it is made of.
    """

    of: str
    value: Value
    rule: str
    terms: dict[str, str] = field(default_factory=dict)
    weight: float | None = None
    parts: tuple[Step, ...] = ()

    @property
    def how(self) -> str:
        """The rule in words, with the numbers of the method."""
        return RULES[self.rule] % self.terms

    def as_dict(self) -> dict[str, Any]:
        """Give the tree as dictionaries and lists, each step with its rule in words."""
        plain = asdict(self)
        return plain | {"how": self.how, "parts": [part.as_dict() for part in self.parts]}


def as_text(step: Step, depth: int = 0) -> str:
    """Write a derivation as indented text, one step a line."""
    weight = "" if step.weight is None else f"  (weight {step.weight:g})"
    value = f"{step.value:.4f}" if isinstance(step.value, float) else str(step.value or "-")
    line = f"{'  ' * depth}{step.of} = {value}{weight}{f'   {step.how}' if step.how else ''}"
    return "\n".join([line, *(as_text(part, depth + 1) for part in step.parts)])
