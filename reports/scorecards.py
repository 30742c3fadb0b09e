"""From an assessment to its scorecard: the one call behind every page, file and command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.inputs import WaveInput, read_waves
from scoring import Cohort, Method, Scorecard, load_method, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredWave:
    """A wave as it was read, its scorecard, and the method that scored it."""

    wave: WaveInput
    card: Scorecard
    method: Method


def scored_waves(assessments: Sequence[Assessment]) -> list[ScoredWave]:
    """Read and score assessments, in their order, with two queries and one cohort a method version."""
    waves = read_waves(assessments)
    entries = [wave.interchange() for wave in waves]
    cards: dict[int, Scorecard] = {}
    methods = {version: load_method(version) for version in {entry["method_version"] for entry in entries}}
    for version, method in methods.items():
        places = [place for place, entry in enumerate(entries) if entry["method_version"] == version]
        cohort = Cohort.from_interchange([entries[place] for place in places], method)
        cards.update(zip(places, score(cohort, method), strict=True))
    return [
        ScoredWave(wave=wave, card=cards[place], method=methods[entries[place]["method_version"]])
        for place, wave in enumerate(waves)
    ]


def scorecards_for(assessments: Sequence[Assessment]) -> list[Scorecard]:
    """Score assessments, in their order."""
    return [scored.card for scored in scored_waves(assessments)]


def scorecard_for(assessment: Assessment) -> Scorecard:
    """Score one assessment from the newest submissions; drafts are never read."""
    return scorecards_for([assessment])[0]
