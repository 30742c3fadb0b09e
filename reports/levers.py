"""What can be moved in a what-if: practices, levels and agreement on facts, from where they stand upwards.

A lever stands on a step: a position, from 1, among the scores that its ladder has. The step that the present
score has reached is the lowest, because a target never lowers a score (method E).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.numbers import whole
from reports.withheld import why
from scoring.method import Kind, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from scoring import Method
    from scoring.method import Item

STEP = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A score that can be moved, and where it stands.

    Parameters
    ----------
    path
        Of the score, such as "CUS-K1.joint".
    now
        The score; None where it is missing or withheld, and nothing can be moved.
    scores
        Of its steps, ascending.
    least, step
        The step that the present score has reached, and the chosen one.
    """

    path: str
    now: float | None
    scores: tuple[float, ...]
    least: int
    step: int

    @property
    def item(self) -> str:
        """The item whose score it is."""
        return self.path.partition(".")[0]

    @property
    def moved(self) -> bool:
        """Whether it stands above the present score."""
        return self.step > self.least

    @property
    def score(self) -> float | None:
        """The score that it stands on."""
        return self.scores[self.step - 1] if self.moved else self.now


class Levers(tuple[Lever, ...]):
    """All levers of a wave, in the questionnaire's order of dimensions and the method's of items."""

    __slots__ = ()

    @classmethod
    def of(cls, scored: ScoredWave, wanted: Mapping[str, float]) -> Levers:
        """The levers of a wave, each on the step of the score wanted of it, or where it is."""
        return cls(_lever(scored, path, wanted.get(path)) for path in paths(scored.method))

    def targets(self, method: Method) -> list[Target]:
        """What is reached where the levers stand."""
        return [target for lever in self if lever.moved for target in _targets(lever, method)]

    def moved(self) -> dict[str, float]:
        """The scores that were moved, by path."""
        return {lever.path: lever.scores[lever.step - 1] for lever in self if lever.moved}

    def steps(self) -> dict[str, int]:
        """The steps that were moved to, by path: what a page's address says."""
        return {lever.path: lever.step for lever in self if lever.moved}


def paths(method: Method) -> list[str]:
    """Paths of everything that can be moved: practices and levels, and concordances that the index knows."""
    layout = method.layout
    found = [f"{item}.{'level' if item in layout.facts else 'joint'}" for item in layout.practices]
    counting = (layout.facts[place] for place in layout.composite_facts)
    # Who is answerable is one question: its level moves what hangs on it.
    found += [f"{item}.concordance" for item in counting if not _named(method.item(item))]
    return sorted(found, key=lambda path: method.codes.index(_dimension(path, method)))


def _dimension(path: str, method: Method) -> str:
    return str(method.item(path.partition(".")[0]).dimension)


def scores_of(path: str, method: Method) -> tuple[float, ...]:
    """The scores that a lever's ladder has."""
    name, _point, what = path.partition(".")
    item = method.item(name)
    if what == "level" and item.customer:
        return tuple(100.0 * number / item.customer_enough for number in range(item.customer_enough + 1))
    if what == "level" and _named(item):
        return tuple(sorted(set(item.levels)))
    return method.step_scores


def _named(item: Item) -> bool:
    return item.kind is Kind.NOMINAL and bool(item.levels)


def _lever(scored: ScoredWave, path: str, wanted: float | None) -> Lever:
    name, _point, what = path.partition(".")
    scores, tolerance = scores_of(path, scored.method), scored.method.tolerance
    now = getattr(scored.card.items.get(name), what, None)

    def reached(score: float) -> int:
        return max(bisect_right(scores, score + tolerance), 1)

    least = 1 if now is None else reached(now)
    step = least if now is None or wanted is None else max(least, reached(wanted))
    return Lever(path=path, now=now, scores=scores, least=least, step=step)


def _targets(lever: Lever, method: Method) -> list[Target]:
    """The score itself; where both sides name the same owner of the customer, what follows from that."""
    to = lever.scores[lever.step - 1]
    targets = [Target(of=lever.path, to=to)]
    item = method.item(lever.item)
    if lever.path.endswith(".level") and _named(item):
        named = {code for code, level in zip(item.codes, item.levels, strict=True) if level == to}
        passed = [gate.id for gate in method.gates if gate.named == item.id and named <= set(gate.codes)]
        targets += [
            Target(of=f"{item.id}.concordance", to=100.0, even_if_missing=True),
            *(Target(of=f"gate.{gate}", to=1.0, even_if_missing=True) for gate in passed),
        ]
    return targets


def read_steps(given: Iterable[tuple[str, str]], method: Method) -> tuple[dict[str, float], list[str]]:
    """Read levers' steps from an address: the scores wanted, and in words what cannot be read.

    What names no lever at all is left aside: other pages add their own words to an address.
    """
    known, wanted, faults = set(paths(method)), {}, []
    for path, text in given:
        if path not in known:
            continue
        scores = scores_of(path, method)
        if STEP.fullmatch(text) and int(text) <= len(scores):
            wanted[path] = scores[int(text) - 1]
        else:
            values = {"path": path, "value": f"{text[:40]!r}", "last": len(scores)}
            faults.append(_("%(path)s: %(value)s is not a step from 1 to %(last)s.") % values)
    return wanted, faults


def reason(scored: ScoredWave, lever: Lever) -> str:
    """Say why a lever cannot be moved; "" where it can."""
    if lever.now is None:
        return why(scored, f"items.{lever.path}") or _("without an answer")
    return "" if lever.least < len(lever.scores) else _("at the top already")


def step_names(lever: Lever, texts: Texts, method: Method) -> list[str]:
    """What each step of a lever means, in the questionnaire's own words."""
    item, asked = method.item(lever.item), texts.catalogue.item(lever.item)
    names = texts.answers(asked)
    if lever.path.endswith(".concordance"):
        return [_("concordance %(score)s") % {"score": whole(score)} for score in lever.scores]
    if item.customer:
        return [
            ngettext("%(number)s customer KPI shared", "%(number)s customer KPIs shared", number)
            % {"number": number}
            for number in range(len(lever.scores))
        ]
    if _named(item):
        by_level: dict[float, list[str]] = {}
        for code, level in zip(item.codes, item.levels, strict=True):
            by_level.setdefault(level, []).append(names.get(code, code))
        return [_alternatives(by_level[score]) for score in lever.scores]
    return [names.get(step, str(step)) for step in range(1, len(lever.scores) + 1)]


def _alternatives(names: list[str]) -> str:
    return " / ".join(names)
