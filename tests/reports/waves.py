"""Waves in given states, and the scores that a test compares pages and files with."""

from __future__ import annotations

from typing import Any

from reports.flags import standing_flags
from reports.inputs import all_waves, read_waves
from smax.accounts.tenancy import firm_scope
from surveys.services.dismissals import dismiss_flag
from surveys.services.evidence import record_outcomes
from surveys.services.waves import close_wave
from tests.cast import (
    OUTCOMES,
    answer_and_submit,
    full_answers,
    make_client,
    make_firm,
    make_leader,
    make_wave,
)

# Gaps, a dispute over lead flow, an owner of the customer nobody agrees on, and a "don't know".
SALES = {"CUS-P1": 5, "CUS-P2": 5, "CUS-K1": 2, "CUS-K2": 3, "FLW-P1": 1, "FLW-P2": 2, "ORG-F1": "ceo"}
MARKETING = {"CUS-P1": 5, "CUS-P2": 4, "CUS-K1": 3, "CUS-K2": "dk", "FLW-P1": 5, "ORG-F1": "nobody"}


def answered_wave(
    sales: int = 1,
    marketing: int = 1,
    both: int = 0,
    *,
    outcomes: bool = True,
    closed: bool = False,
    **client: Any,
) -> Any:
    """A wave of a new firm with so many submitted responses a side."""
    name = client.pop("firm_name", "Ours")
    wave = make_wave(make_client(make_firm(name), **client))
    fill(wave, sales=sales, marketing=marketing, both=both)
    finish(wave, outcomes=outcomes, closed=closed)
    return wave


def fill(wave: Any, **sides: int) -> None:
    """Add leaders to a wave who have submitted."""
    changed = {"sales": SALES, "marketing": MARKETING, "both": {}}
    for side, number in sides.items():
        for place in range(number):
            person, _secret = make_leader(wave, side, f"{side} {place + 1}")
            answer_and_submit(person, {**full_answers(wave, side, step=3), **changed[side]})


def finish(wave: Any, *, outcomes: bool = True, closed: bool = True) -> None:
    """Enter the outcome figures, and close."""
    owner = wave.firm.memberships.get(role="owner").user
    figures = {
        item: {"value": value, "period": "2025", "source": "system"} for item, value in OUTCOMES.items()
    }
    with firm_scope(wave.firm):
        if outcomes:
            record_outcomes(assessment=wave, figures=figures, entered_by=owner)
        if closed:
            close_wave(assessment=wave)
    wave.refresh_from_db()


def look_into(wave: Any) -> None:
    """Dismiss every flag of a wave's answers."""
    owner = wave.firm.memberships.get(role="owner").user
    with firm_scope(wave.firm):
        [standing] = standing_flags(read_waves([all_waves().get(pk=wave.pk)]))
        for leader, flag in standing:
            person = wave.participants.get(public_id=leader.public_id)
            dismiss_flag(participant=person, flag=flag, reason="Looked into", by=owner)


def results_url(wave: Any) -> str:
    return f"/clients/{wave.client.slug}/waves/{wave.number}/results/"
