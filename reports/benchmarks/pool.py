"""The companies that count in benchmarks, each with the figures of one assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.inputs import closed_waves_with_consent
from reports.scorecards import scored_waves
from smax.accounts.tenancy import every_firm

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave

CHUNK = 500
FIGURES = ("P", "SMAX", "A", "R", "L", "gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company's figures by name (`FIGURES`), without anything that says which company it is."""

    industry: str
    synthetic: bool
    figures: dict[str, float]
    level: str
    method_version: str
    instrument_version: str


def companies() -> list[Company]:
    """The latest complete assessment of each client that agreed.

    Complete: closed, a counting respondent on each side, scores for revenue and pipeline, and enough answers
    for P and the index. An incomplete later wave leaves the one before it standing.
    """
    found: dict[int, Company] = {}
    with every_firm("benchmarks compare the companies of all firms; only cohorts leave this module"):
        numbers = list(closed_waves_with_consent().values_list("pk", "client_id"))
        for first in range(0, len(numbers), CHUNK):
            chunk = [wave for wave, client in numbers[first : first + CHUNK] if client not in found]
            for scored in scored_waves(list(closed_waves_with_consent().filter(pk__in=chunk))):
                company = _company(scored)
                if company:
                    found.setdefault(scored.wave.assessment.client_id, company)
    return list(found.values())


def _company(scored: ScoredWave) -> Company | None:
    card, assessment = scored.card, scored.wave.assessment
    scores = (
        card.perceived.joint,
        card.measured.index,
        card.measured.operating,
        card.measured.revenue,
        card.measured.pipeline,
        card.gap,
    )
    figures = {name: score for name, score in zip(FIGURES, scores, strict=True) if score is not None}
    if len(figures) < len(FIGURES) or card.maturity is None:
        return None
    return Company(
        industry=assessment.profile["industry"],
        synthetic=assessment.client.synthetic,
        figures=figures,
        level=card.maturity.level,
        method_version=card.method_version,
        instrument_version=str(assessment.instrument_version),
    )
