"""Storing simulated companies: many rows at a time, in the shape that real ones have."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from smax.accounts.audit import record
from smax.accounts.models import Firm
from smax.accounts.tenancy import firm_scope
from surveys.models import (
    Assessment,
    BenchmarkConsent,
    Client,
    FlagDismissal,
    OutcomeFigure,
    Participant,
    Response,
    Submission,
)
from surveys.services.clients import BENCHMARK_WORDING
from surveys.simulation.companies import SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from surveys.models import InstrumentVersion
    from surveys.simulation.companies import SimulatedCompany, Simulation

FIRMS = 8  # none of them holds more than a quarter of a cohort
CHUNK = 500
PERIOD = "simulated year"
INVENTED = "simulated answers"
FLAGGED_FROM = {"straight_line": 8, "no_variation": 14}  # of sixteen statements
OPEN_FOR = timedelta(days=21)


def firm_name(number: int) -> str:
    """What a simulated firm is called: it says that it is one."""
    return f"Simulated firm {number} (synthetic)"


def simulation_exists() -> bool:
    """Whether simulated companies stand already."""
    return Firm.objects.filter(name=firm_name(1)).exists()


@transaction.atomic
def store_companies(
    simulation: Simulation, count: int, version: InstrumentVersion, *, tell: Callable[[int], None]
) -> None:
    """Store so many companies, spread over the simulated firms; all of them or none."""
    firms = [Firm.objects.create(name=firm_name(number)) for number in range(1, FIRMS + 1)]
    done = 0
    for firm, numbers in zip(firms, _shares(count), strict=True):
        with firm_scope(firm):
            for first in range(0, len(numbers), CHUNK):
                chunk = [simulation.company(number) for number in numbers[first : first + CHUNK]]
                _store(firm, chunk, simulation, version)
                done += len(chunk)
                tell(done)
        record("companies.simulated", on=firm, seed=simulation.seed, companies=len(numbers))


def _shares(count: int) -> Iterator[range]:
    """Numbers of companies by firm: neighbours go to different firms."""
    return (range(first, count + 1, FIRMS) for first in range(1, FIRMS + 1))


def _store(
    firm: Firm, companies: Sequence[SimulatedCompany], simulation: Simulation, version: InstrumentVersion
) -> None:
    now = timezone.now()
    clients = Client.objects.bulk_create(_client(firm, company, now) for company in companies)
    BenchmarkConsent.objects.bulk_create(
        BenchmarkConsent(firm=firm, client=client, agreed=True, wording=BENCHMARK_WORDING, at=now)
        for client in clients
    )
    pairs = list(zip(clients, companies, strict=True))
    waves = Assessment.objects.bulk_create(
        _wave(client, company, simulation, version, now) for client, company in pairs
    )
    OutcomeFigure.objects.bulk_create(
        OutcomeFigure(firm=firm, assessment=wave, item=item, value=value, period=PERIOD, source="estimate")
        for wave, company in zip(waves, companies, strict=True)
        for item, value in company.outcomes.items()
    )
    _store_people(firm, waves, companies)


def _store_people(firm: Firm, waves: Sequence[Assessment], companies: Sequence[SimulatedCompany]) -> None:
    seats = [
        (wave, place, leader)
        for wave, company in zip(waves, companies, strict=True)
        for place, leader in enumerate(company.leaders, 1)
    ]
    people = Participant.objects.bulk_create(
        Participant(
            firm=firm,
            assessment=wave,
            name=f"Simulated leader {place}",
            email=f"leader{place}@{wave.client.slug}.example",
            side=leader.side,
            seniority=leader.seniority,
        )
        for wave, place, leader in seats
    )
    responses = Response.objects.bulk_create(
        Response(
            firm=firm,
            participant=person,
            state=Response.State.SUBMITTED,
            draft=leader.answers,
            seconds=leader.seconds,
            revision=1,
        )
        for person, (_seat, _place, leader) in zip(people, seats, strict=True)
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            firm=firm,
            response=response,
            number=1,
            answers=leader.answers,
            seconds=leader.seconds,
            receipt=secrets.token_hex(10).upper(),
            submitted_at=wave.closed_at - timedelta(days=1),
        )
        for response, (wave, _place, leader) in zip(responses, seats, strict=True)
    )
    FlagDismissal.objects.bulk_create(
        FlagDismissal(
            firm=firm,
            submission=submission,
            flag=flag,
            reason=INVENTED,
            dismissed_at=submission.submitted_at,
        )
        for submission in submissions
        for flag in _alike(submission)
    )


def _alike(submission: Submission) -> tuple[str, ...]:
    """Flags that invented statements may get: their random order makes runs of what is alike by chance."""
    given = Counter(answer for item, answer in submission.answers.items() if item[3:5] == "-P")
    alike = max(given.values())
    return tuple(flag for flag, least in FLAGGED_FROM.items() if alike >= least)


def _client(firm: Firm, company: SimulatedCompany, now: datetime) -> Client:
    return Client(
        firm=firm,
        name=f"Simulated company {company.number:05d}",
        slug=f"simulated-{company.number:05d}",
        synthetic=True,
        benchmark_consent=True,
        benchmark_consent_at=now,
        **company.profile,
    )


def _wave(
    client: Client,
    company: SimulatedCompany,
    simulation: Simulation,
    version: InstrumentVersion,
    now: datetime,
) -> Assessment:
    closed = now - timedelta(days=company.age_days)
    return Assessment(
        firm=client.firm,
        client=client,
        number=1,
        instrument_version=version,
        segments=[{"code": code, "text": text} for code, text in SEGMENTS],
        deadline=closed,
        time_zone="UTC",
        state=Assessment.State.CLOSED,
        closed_at=closed,
        profile=client.profile,
    )
