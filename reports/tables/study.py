"""The study as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.numbers import MINUS, signed, tenths
from reports.study.asking import NAMED
from reports.study.findings import Verdict, read
from reports.study.words import QUESTIONS, SCORES, TAGS, VERDICTS, item_name
from surveys.enums import Employees, Industry

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.models import SnapshotStudy
    from reports.study.findings import Estimate, Finding
    from reports.study.words import Question

COHORTS = {"industry": Industry, "employees": Employees}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One estimate."""

    name: str
    value: str
    interval: str
    n: str
    p: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One finding as shown; `more` holds practices that the original study does not name."""

    code: str
    question: Question
    verdict: str
    tag: str
    n: str
    answer: str
    lines: tuple[Line, ...]
    more: tuple[Line, ...]


def sections(study: SnapshotStudy) -> list[Section]:
    """The six findings in words and figures."""
    return [_section(finding) for finding in read(study.findings)]


def _section(finding: Finding) -> Section:
    question, shown = QUESTIONS[finding.code], _ordered(finding)
    # Slopes are whole numbers.
    signs = signed if finding.code == "impact" else _signed
    return Section(
        code=finding.code,
        question=question,
        verdict=str(VERDICTS[finding.verdict]),
        tag=TAGS[finding.verdict],
        n=_about(finding.n),
        answer=_answer(finding, question),
        lines=tuple(_line(one, signs) for one in shown if _first(finding, one)),
        more=tuple(_line(one, signs) for one in shown if not _first(finding, one)),
    )


def _first(finding: Finding, one: Estimate) -> bool:
    return finding.code != "practices" or one.code in NAMED


def _ordered(finding: Finding) -> list[Estimate]:
    """Practices by how far they tell leaders from laggards, cohorts as in forms, the rest as tested."""
    if finding.code == "practices":
        return sorted(finding.estimates, key=lambda one: (-one.value, one.code))
    if finding.code == "impact":
        order = [f"{name}:{code}" for name, choices in COHORTS.items() for code in choices.values]
        return sorted(finding.estimates, key=lambda one: order.index(one.code))
    return list(finding.estimates)


def _answer(finding: Finding, question: Question) -> str:
    if finding.verdict is Verdict.NOT_ENOUGH:
        return _("Too few companies have what this test needs. No estimate is shown.")
    if question.answer:
        [one] = finding.estimates
        return str(question.answer) % {
            "value": _signed(one.value),
            "low": _signed(one.low),
            "high": _signed(one.high),
        }
    return _ANSWERS[finding.code](finding)


def _practices(finding: Finding) -> str:
    telling = [one for one in finding.estimates if one.holds]
    named = [one for one in telling if one.code in NAMED]
    return _(
        "%(telling)s of %(all)s practices and facts tell leaders from laggards, among them %(named)s of the "
        "five that the original study names."
    ) % {"telling": len(telling), "all": len(finding.estimates), "named": len(named)}


def _one_boss(finding: Finding) -> str:
    within = [str(SCORES[one.code]) for one in finding.estimates if one.holds]
    if len(within) == len(finding.estimates):
        return _("Both scores differ by less than the margin of 7.5 points.")
    if within:
        return _("Of the two scores only one differs by less than 7.5 points: %(score)s.") % {
            "score": within[0]
        }
    return _("Neither score can be said to differ by less than the margin of 7.5 points.")


def _impact(finding: Finding) -> str:
    parts = []
    for name, words in (("industry", _("By industry")), ("employees", _("By size"))):
        asked = [one for one in finding.estimates if one.code.startswith(name)]
        if asked:
            said = _("slopes differ") if asked[0].holds else _("no sufficient difference of slopes")
            parts.append(f"{words}: {said} ({_p(asked[0].p)}).")
    return " ".join(parts)


_ANSWERS = {"practices": _practices, "one_boss": _one_boss, "impact": _impact}


def _line(one: Estimate, signs: Callable[[float], str]) -> Line:
    return Line(
        name=_name(one.code),
        value=signs(one.value),
        interval=_("%(low)s to %(high)s") % {"low": signs(one.low), "high": signs(one.high)},
        n=_about(one.n),
        p=_p(one.p),
        holds=bool(one.holds),
    )


def _name(code: str) -> str:
    if code in SCORES:
        return str(SCORES[code])
    kind, _colon, value = code.partition(":")
    return str(COHORTS[kind](value).label) if kind in COHORTS else f"{item_name(code)} ({code})"


def _about(n: int) -> str:
    return _("about %(n)s") % {"n": n} if n else _("fewer than 10")


def _signed(value: float) -> str:
    text = tenths(value)
    return text if value <= 0 or text.startswith(MINUS) else f"+{text}"


def _p(band: float | None) -> str:
    if band is None:
        return "–"
    return _("p ≥ 0.05") if band == 1 else _("p < %(band)s") % {"band": band}
