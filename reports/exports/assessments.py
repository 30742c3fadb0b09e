"""All assessments of one firm, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from reports.numbers import one_decimal
from reports.scorecards import scored_waves
from reports.wording import SIDES
from scoring.disclosure import Reason
from smax.accounts.tenancy import firm_scope
from surveys.enums import PROFILE_CODES
from surveys.queries import waves_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from reports.scorecards import ScoredWave
    from smax.accounts.models import Firm
    from smax.csv import Cell
    from surveys.models import Assessment

# Words of the file, like its header: not translated.
WITHHELD = {
    Reason.ONE_SIDED: "withheld: needs both sides",
    Reason.TOO_FEW_FOR_STATISTICS: "withheld: from three people a side",
    Reason.TOO_FEW_TO_SHOW: "withheld: shown from three people a side",
    Reason.TOO_FEW_FOR_A_FILE: "withheld: in files from five people in a group",
}
UNTIL_CLOSED = "withheld: until the wave is closed"
CHUNK = 200  # assessments read and scored at a time: memory stays flat, and the file begins at once

HEADER = (
    "assessment_id",
    "client",
    "client_slug",
    "wave",
    "state",
    "deadline",
    "closed_at",
    "industry",
    "revenue_band",
    "employees",
    "region",
    "business_model",
    "abm_use",
    "team_location",
    "sponsor",
    "reporting_structure",
    "headwinds",
    "attrition_pct",
    "P",
    "SMAX",
    "A",
    "R",
    "L",
    "gap",
    "maturity_level",
    "n_sales",
    "n_marketing",
    "n_both",
    "provisional",
    "method_version",
    "instrument_version",
    "synthetic",
)


def rows(firm: Firm) -> Iterator[tuple[Cell, ...]]:
    """Score the firm's assessments a chunk at a time; scores with one decimal.

    A missing score is an empty cell; one that is withheld says why. Trial waves are not in the file.

    Runs while the file is sent, when the request's own scope is closed. Each chunk is read inside the firm's
    scope and handed out after it, so that no scope stays open between two lines.
    """
    with firm_scope(firm):
        numbers = list(
            waves_of(firm)
            .filter(trial=False)
            .order_by("client__name", "client", "number")
            .values_list("pk", flat=True)
        )
    for first in range(0, len(numbers), CHUNK):
        with firm_scope(firm):
            found = waves_of(firm).in_bulk(numbers[first : first + CHUNK])
            scored = scored_waves(
                [found[number] for number in numbers[first : first + CHUNK] if number in found]
            )
        yield from map(_row, scored)


def _row(scored: ScoredWave) -> tuple[Cell, ...]:
    assessment = scored.wave.assessment
    return (
        *_wave_cells(assessment),
        *_profile_cells(assessment.profile),
        *_score_cells(scored),
        str(assessment.instrument_version),
        yes_or_no(value=assessment.client.synthetic),
    )


def _wave_cells(assessment: Assessment) -> tuple[Cell, ...]:
    return (
        assessment.pk,
        assessment.client.name,
        assessment.client.slug,
        assessment.number,
        assessment.state,
        _moment(assessment.deadline, assessment),
        _moment(assessment.closed_at, assessment),
    )


def _profile_cells(profile: dict[str, Any]) -> tuple[Cell, ...]:
    """The profile on the day the wave was opened."""
    return (
        *(profile[code] for code in PROFILE_CODES),
        ";".join(profile["headwinds"]),
        profile["attrition_pct"],
    )


def _score_cells(scored: ScoredWave) -> tuple[Cell, ...]:
    """Scores, or why they are withheld; nothing of a withdrawn wave."""
    card = scored.card
    if scored.counts_nowhere:
        return (*(None,) * 11, card.method_version)
    scores = {
        "perceived.joint": card.perceived.joint,
        "measured.index": card.measured.index,
        "measured.operating": card.measured.operating,
        "measured.revenue": card.measured.revenue,
        "measured.pipeline": card.measured.pipeline,
        "gap": card.gap,
    }
    provisional = None if card.measured.index is None else yes_or_no(value=card.measured.provisional)
    return (
        *(_cell(scored, path, one_decimal(value)) for path, value in scores.items()),
        _cell(scored, "maturity.level", card.maturity.level if card.maturity else None),
        *(len(scored.wave.counting(side)) for side in SIDES),
        _cell(scored, "measured.index", provisional),
        card.method_version,
    )


def _cell(scored: ScoredWave, path: str, value: Cell) -> Cell:
    """A value, or in its place why it is withheld; empty where it is missing."""
    reason = scored.disclosed.reason(path) if value is None else None
    if reason is None:
        return value
    return UNTIL_CLOSED if scored.wave.unsettled else WITHHELD[reason]


def _moment(moment: datetime | None, assessment: Assessment) -> str | None:
    """A time in the client's zone, with its offset."""
    if moment is None:
        return None
    return timezone.localtime(moment, assessment.zone).isoformat(timespec="seconds")


def yes_or_no(*, value: bool) -> str:
    """A flag as files write it."""
    return "yes" if value else "no"
