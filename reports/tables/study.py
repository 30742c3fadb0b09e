"""The study as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.numbers import MINUS, tenths
from reports.study.findings import Verdict, read
from reports.study.words import QUESTIONS, SCORES, TAGS, VERDICTS, item_name
from surveys.enums import Employees, Industry

if TYPE_CHECKING:
    from reports.models import SnapshotStudy
    from reports.study.findings import Estimate, Finding
    from reports.study.words import Question

NAMED = frozenset({"CAD-K1", "COL-K3", "COL-K2", "DAT-F1", "CUS-K1"})
COHORTS = {"industry": Industry, "employees": Employees}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One estimate; `named` where the original study names the practice."""

    name: str
    value: str
    interval: str
    n: str
    p: str
    holds: bool
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One finding as shown."""

    code: str
    question: Question
    verdict: str
    tag: str
    n: str
    answer: str
    lines: tuple[Line, ...]


def sections(study: SnapshotStudy) -> list[Section]:
    """The six findings in words and figures."""
    return [_section(finding) for finding in read(study.findings)]


def _section(finding: Finding) -> Section:
    question = QUESTIONS[finding.code]
    return Section(
        code=finding.code,
        question=question,
        verdict=str(VERDICTS[finding.verdict]),
        tag=TAGS[finding.verdict],
        n=_about(finding.n),
        answer=_answer(finding, question),
        lines=tuple(_line(estimate) for estimate in _ordered(finding)),
    )


def _ordered(finding: Finding) -> list[Estimate]:
    """Practices by how far they tell leaders from laggards; everything else as it was tested."""
    if finding.code != "practices":
        return list(finding.estimates)
    return sorted(finding.estimates, key=lambda one: (-one.value, one.code))


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
    inside = sum(bool(one.holds) for one in finding.estimates)
    return ngettext(
        "%(inside)s of two scores differs by less than the margin of 7.5 points for certain.",
        "%(inside)s of two scores differ by less than the margin of 7.5 points for certain.",
        inside,
    ) % {"inside": inside}


def _impact(finding: Finding) -> str:
    parts = []
    for name, words in (("industry", _("By industry")), ("employees", _("By size"))):
        asked = [one for one in finding.estimates if one.code.startswith(name)]
        if asked:
            said = _("slopes differ") if asked[0].holds else _("no sufficient difference of slopes")
            parts.append(f"{words}: {said} ({_p(asked[0].p)}).")
    return " ".join(parts)


_ANSWERS = {"practices": _practices, "one_boss": _one_boss, "impact": _impact}


def _line(one: Estimate) -> Line:
    return Line(
        name=_name(one.code),
        value=_signed(one.value),
        interval=_("%(low)s to %(high)s") % {"low": _signed(one.low), "high": _signed(one.high)},
        n=_about(one.n),
        p=_p(one.p),
        holds=bool(one.holds),
        named=one.code in NAMED,
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
