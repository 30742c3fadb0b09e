"""Awareness: what each side expected of the other, and what the other said (method D8b)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.numbers import whole
from reports.withheld import number, why
from reports.wording import AWARENESS, AWARENESS_MEANINGS, hidden_disagreements
from scoring.disclosure import Reason

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from scoring.scorecard import DimensionScore

# The order in which the verdicts matter to a meeting of the two heads.
ORDER = ("hidden_disagreement", "imagined_disagreement", "known_disagreement", "shared_view", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwarenessLine:
    """One dimension: each side's prediction beside what the other side answered, and the verdict."""

    name: str
    predicted_by_sales: str
    said_by_marketing: str
    predicted_by_marketing: str
    said_by_sales: str
    verdict: str
    verdict_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One of the four verdicts, with its meaning."""

    code: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Awareness:
    """The table with its title, the verdicts it uses, and where they begin."""

    finding: str
    lines: tuple[AwarenessLine, ...]
    verdicts: tuple[Verdict, ...]
    rule: str


def awareness_table(scored: ScoredWave, names: dict[str, str]) -> Awareness | None:
    """Put predictions beside answers, what is hidden first; None without predictions of both sides."""
    scores = scored.card.dimensions
    too_few = {
        code
        for code in scores
        if scored.disclosed.reason(f"dimensions.{code}.awareness") is Reason.TOO_FEW_TO_SHOW
    }
    if not too_few and all(score.awareness is None for score in scores.values()):
        return None
    ordered = sorted(scores.items(), key=lambda entry: ORDER.index(entry[1].awareness))
    lines = tuple(_line(scored, code, names[code], score) for code, score in ordered)
    hidden = sum(line.verdict == "hidden_disagreement" for line in lines)
    verdicts = tuple(
        Verdict(code=code, name=str(AWARENESS[code]), meaning=str(AWARENESS_MEANINGS[code]))
        for code in AWARENESS
    )
    known = any(score.awareness for score in scores.values())
    finding = hidden_disagreements(hidden) if known else _("What each side predicted is not shown")
    rule = _(
        "A side knows where its prediction lies within %(points)s points of what the other side said; the "
        "two disagree where their ratings lie as far apart as in a disputed dimension."
    ) % {"points": whole(100 - scored.method.awareness.knows)}
    return Awareness(finding=finding, lines=lines, verdicts=verdicts, rule=rule)


def _line(scored: ScoredWave, code: str, name: str, score: DimensionScore) -> AwarenessLine:
    def shown(field: str) -> str:
        return number(scored, f"dimensions.{code}.{field}", getattr(score, field))

    verdict = score.awareness
    return AwarenessLine(
        name=name,
        predicted_by_sales=shown("predicted_by_sales"),
        said_by_marketing=shown("perceived_marketing"),
        predicted_by_marketing=shown("predicted_by_marketing"),
        said_by_sales=shown("perceived_sales"),
        verdict=verdict or "",
        verdict_name=str(AWARENESS[verdict])
        if verdict
        else why(scored, f"dimensions.{code}.awareness") or _("not shown"),
    )
