"""The fixed cast of tests: firms, their people, clients, waves and leaders, made through the services."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from reports.models import BenchmarkSnapshot, NormTable
from smax.accounts.models import Firm, Membership, User
from smax.accounts.tenancy import firm_scope
from surveys.catalogue import Catalogue
from surveys.links import CONSENT_WORDINGS, Agreement
from surveys.management.commands.load_instrument import SHIPPED
from surveys.services.answers import save_answers, submit
from surveys.services.instruments import publish_catalogue
from surveys.services.people import add_participant
from surveys.services.waves import open_wave

if TYPE_CHECKING:
    from surveys.models import Assessment, Client, Participant, Submission

PASSWORD = "correct-horse-battery-staple"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEGMENTS = [{"code": code, "text": f"Segment {code.upper()}"} for code in ("a", "b", "c", "d", "e", "f")]
PROFILE = {
    "industry": "software",
    "revenue_band": "25_99",
    "employees": "50_249",
    "region": "europe",
    "business_model": "subscription",
    "abm_use": "pilot",
    "team_location": "same_site",
    "sponsor": "ceo",
    "reporting_structure": "separate",
}
AGREEMENTS = {
    mode: Agreement(datetime(2026, 1, 1, tzinfo=UTC), wording, "en")
    for mode, wording in CONSENT_WORDINGS.items()
}
AGREEMENT = AGREEMENTS["attributed"]
OUTCOMES = {"O1": 12.0, "O2": 96.0, "O3": 1.0, "O4": 0.9, "O5": 8.0, "O6": 88.0}


def make_firm(name: str) -> Firm:
    """A firm with one person of each role (owner@<name>.example, consultant@..., analyst@...)."""
    firm = Firm.objects.create(name=name)
    roles = Membership.Role.values
    users = [
        User(email=f"{role}@{name.lower()}.example", name=f"{role.title()} of {name}", password=hashed())
        for role in roles
    ]
    # Four queries for all three: most tests begin here.
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(TOTP_SECRET)})
        for user in users
    )
    Membership.objects.bulk_create(
        Membership(user=user, firm=firm, role=role) for user, role in zip(users, roles, strict=True)
    )
    return firm


@cache
def hashed() -> str:
    """PASSWORD as it is stored."""
    return make_password(PASSWORD)


def make_person(email: str, name: str = "", *, factor: bool = True) -> User:
    """Somebody with a confirmed address, PASSWORD, and an authenticator app that knows TOTP_SECRET."""
    user = User.objects.create_user(email, PASSWORD, name=name)
    user.vouch()
    if factor:
        TOTP.activate(user, TOTP_SECRET)
    return user


def make_administrator() -> User:
    """Somebody who runs the server, with a second factor."""
    user = User.objects.create_superuser("administrator@server.example", PASSWORD)
    TOTP.activate(user, TOTP_SECRET)
    return user


def totp_code(*, periods: int = 0) -> str:
    """What the authenticator app of the cast shows now, or some periods of 30 seconds later."""
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30 + periods))


def make_client(firm: Firm, name: str = "Acme", **fields: Any) -> Client:
    """A client company of the firm."""
    with firm_scope(firm):
        return firm.clients.create(name=name, slug=name.lower().replace(" ", "-"), **{**PROFILE, **fields})


@cache
def shipped() -> tuple[Catalogue, dict[str, Any]]:
    """The shipped questionnaire, checked once for all tests, and the definition that it was read from."""
    definition = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return Catalogue.from_dict(definition), definition


def make_wave(client: Client, **fields: Any) -> Assessment:
    """An open wave of the client, due in two weeks."""
    catalogue, definition = shipped()
    defaults = {
        "instrument_version": publish_catalogue(catalogue=catalogue, definition=definition),
        "segments": SEGMENTS,
        "deadline": timezone.now() + timedelta(days=14),
        "time_zone": "Europe/Berlin",
    }
    with firm_scope(client.firm):
        return open_wave(client=client, **{**defaults, **fields})


def make_leader(
    wave: Assessment, side: str, name: str = "", seniority: str = "c_level"
) -> tuple[Participant, str]:
    """A participant of the wave and the secret of their link."""
    name = name or f"{side} leader"
    with firm_scope(wave.firm):
        address = f"{name.lower().replace(' ', '.')}@client.example"
        return add_participant(assessment=wave, name=name, email=address, side=side, seniority=seniority)


def make_snapshot(**fields: Any) -> BenchmarkSnapshot:
    """Make a built snapshot of no companies, without cohorts."""
    numbers = dict.fromkeys(("companies", "cells_offered", "cells_kept", "joined", "left"), 0)
    versions = {"rules_version": "1", "method_version": "1", "instrument_versions": "smax 1"}
    frozen = {"refused": {}, "membership": "0" * 64, "built_at": timezone.now(), **numbers, **versions}
    given = {"period": "2026Q1", "number": 1, "synthetic": False, **frozen, **fields}
    return BenchmarkSnapshot.objects.create(**given)


def make_norm(**fields: Any) -> NormTable:
    """Make a norm table in use, with one cohort of 50 companies."""
    now = timezone.now()
    frozen = {"imported_at": now, "used_from": now, "method_version": "1", "digest": "0" * 64}
    given = {"source": "Elsewhere", "date": now.date(), "synthetic": False, **frozen, **fields}
    table = NormTable.objects.create(**given)
    measures = {"SMAX": {"n": 50, "quartiles": [40.0, 50.0, 60.0]}}
    shares = dict.fromkeys(("ambiguous", "collaborative", "aligned"))
    table.cells.create(key="all", n=50, measures=measures, shares=shares)
    return table


def full_answers(wave: Assessment, side: str, step: int = 4) -> dict[str, Any]:
    """An answer to each item of a side: the step everywhere, and the first codes of nominal and set facts."""
    catalogue = wave.instrument_version.catalogue
    answers: dict[str, Any] = {}
    for item in catalogue.items_for(side):
        codes = [code for code, _text in item.options("en", segments=wave.segment_options)]
        if item.form == "nominal":
            answers[item.id] = codes[0]
        elif item.form == "set":
            answers[item.id] = codes[: item.max_choices]
        else:
            answers[item.id] = step
    return answers


def answer_and_submit(participant: Participant, answers: dict[str, Any] | None = None) -> Submission:
    """Save the answers (all of them, by default) and submit."""
    wave = participant.assessment
    with firm_scope(participant.firm):
        given = full_answers(wave, participant.side) if answers is None else answers
        save_answers(response=participant.response, given=given, agreement=AGREEMENTS[wave.identity_mode])
        return submit(response=participant.response)
