"""Makes the demonstration through the same acts that people use."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from reports.benchmarks.quarters import ended_quarter
from reports.demo import agreed, cast, story
from reports.demo.random_answers import Draw
from reports.flags import standing_flags
from reports.inputs import read_waves
from reports.services.benchmarks import approve_snapshot, build_snapshot
from reports.services.releases import prepare_release, release_wave, review_release
from smax.accounts.audit import acting
from smax.accounts.models import Firm, Membership, User
from smax.accounts.tenancy import firm_scope
from surveys.links import CONSENT_WORDINGS, Agreement
from surveys.management.commands.load_instrument import SHIPPED
from surveys.services.answers import save_answers, submit
from surveys.services.dismissals import dismiss_flag
from surveys.services.evidence import record_outcomes
from surveys.services.instruments import publish_instrument
from surveys.services.people import add_participant
from surveys.services.waves import close_wave, open_wave

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.demo.cast import Person
    from surveys.models import Assessment, Client

TIME_ZONE = "Europe/Berlin"
PERIOD = "last full year"
LINKS_LAST = timedelta(days=90)
HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class Made:
    """What only the first run knows: passwords by address, and the secrets of the waiting links by person."""

    passwords: dict[str, str]
    links: dict[str, str]


def demo_exists() -> bool:
    """Whether the demonstration stands already."""
    return Firm.objects.filter(name=cast.HOST_FIRM).exists()


def build_demo() -> Made:
    """Make firms, people, clients, waves and answers. The caller opens the transaction."""
    passwords: dict[str, str] = {}
    host = _firm(cast.HOST_FIRM, cast.OWNER, passwords)
    _member(host, Membership.Role.CONSULTANT, cast.CONSULTANT, passwords)
    administrators = [
        _user(cast.ADMINISTRATOR, passwords, is_administrator=True),
        _user(cast.SECOND_ADMINISTRATOR, None, is_administrator=True),
    ]
    others = [
        _firm(name, (f"owner@{slugify(name)}.example", f"Owner of {name}"), None) for name in cast.OTHER_FIRMS
    ]
    links = _waiting_client(host)
    _finished_client(host)
    firms = [host, *others]
    for number, name in enumerate(cast.COMPANIES):
        # Two neighbours, one of each industry, belong to the same firm.
        _company(firms[number // 2 % len(firms)], number, name)
    _benchmark(administrators)
    return Made(passwords, links)


def _firm(name: str, owner: tuple[str, str], passwords: dict[str, str] | None) -> Firm:
    firm = Firm.objects.create(name=name)
    _member(firm, Membership.Role.OWNER, owner, passwords)
    return firm


def _member(firm: Firm, role: str, person: tuple[str, str], passwords: dict[str, str] | None) -> None:
    Membership.objects.create(user=_user(person, passwords), firm=firm, role=role)


def _user(person: tuple[str, str], passwords: dict[str, str] | None, **fields: Any) -> User:
    """Make a user; without `passwords` to write to, one who cannot sign in."""
    email, name = person
    password = secrets.token_urlsafe(12) if passwords is not None else None
    user = User.objects.create_user(email, password, name=name, **fields)
    user.vouch()
    if passwords is not None and password is not None:
        passwords[email] = password
    return user


def _client(firm: Firm, name: str, number: int, *, consent: bool) -> Client:
    return firm.clients.create(
        name=name,
        slug=slugify(name),
        synthetic=True,
        benchmark_consent=consent,
        benchmark_consent_at=timezone.now() if consent else None,
        **cast.profile(number),
    )


def _wave(client: Client) -> Assessment:
    return open_wave(
        client=client,
        instrument_version=publish_instrument(path=SHIPPED),
        segments=[{"code": code, "text": text} for code, text in cast.SEGMENTS],
        deadline=timezone.now() + LINKS_LAST,
        time_zone=TIME_ZONE,
    )


def _invite(wave: Assessment, person: Person) -> tuple[Any, str]:
    address = f"{slugify(person.name, allow_unicode=False)}@{wave.client.slug}.example"
    return add_participant(
        assessment=wave, name=person.name, email=address, side=person.side, seniority=person.seniority
    )


def _answer(
    wave: Assessment, person: Person, answers: Mapping[str, Any], seconds: Sequence[int] = ()
) -> None:
    """Answer and submit; `seconds` stand in the order of the person's screens."""
    participant, _secret = _invite(wave, person)
    agreement = Agreement(timezone.now(), CONSENT_WORDINGS[wave.identity_mode], "en")
    screens = wave.instrument_version.catalogue.screens(person.side)
    spent = {screen.code: time for screen, time in zip(screens, seconds, strict=bool(seconds))}
    save_answers(response=participant.response, given=answers, agreement=agreement, seconds=spent)
    submit(response=participant.response)


def _finish(wave: Assessment, figures: Mapping[str, tuple[float, str]]) -> None:
    owner = Membership.objects.get(firm_id=wave.firm_id, role=Membership.Role.OWNER).user
    entries = {
        item: {"value": value, "period": PERIOD, "source": source}
        for item, (value, source) in figures.items()
    }
    record_outcomes(assessment=wave, figures=entries, entered_by=owner)
    close_wave(assessment=wave)


def _waiting_client(firm: Firm) -> dict[str, str]:
    with firm_scope(firm):
        wave = _wave(_client(firm, cast.WAITING, 0, consent=False))
        return {f"{person.name} ({person.side})": _invite(wave, person)[1] for person in cast.WAITING_LEADERS}


def _finished_client(firm: Firm) -> None:
    """Two waves half a year apart, with a plan between them; the first one is released."""
    owner = Membership.objects.get(firm=firm, role=Membership.Role.OWNER).user
    with firm_scope(firm):
        client = _client(firm, cast.FINISHED, 1, consent=False)
        first = _wave(client)
        for place, person in enumerate(cast.FINISHED_LEADERS):
            said = story.answers_of(place) | story.REMARKS.get(place, {})
            _answer(first, person, said, story.SECONDS[place])
        _finish(first, story.OUTCOMES)
        _long_ago(first)
        agreed.agree(first, owner)
        _release(first)
        agreed.work(first, owner)
        second = _wave(client)
        for place, person in enumerate(cast.FINISHED_LEADERS):
            _answer(second, person, story.answers_of(place, later=True))
        _finish(second, story.LATER_OUTCOMES)
        agreed.go_on(second, first, owner)


def _long_ago(wave: Assessment) -> None:
    wave.refresh_from_db()
    for field in ("created_at", "deadline", "closed_at"):
        setattr(wave, field, getattr(wave, field) - HALF_A_YEAR)
    wave.save(update_fields=["created_at", "deadline", "closed_at"])


def _release(wave: Assessment) -> None:
    by = Membership.objects.get(firm_id=wave.firm_id, role=Membership.Role.OWNER).user
    release = prepare_release(assessment=wave, by=by)
    review_release(release=release, by=by, digest=release.digest)
    release_wave(release=release, by=by)


def _company(firm: Firm, number: int, name: str) -> None:
    with firm_scope(firm):
        wave = _wave(_client(firm, name, number, consent=True))
        draw = Draw(number, wave.instrument_version.catalogue, cast.SEGMENTS)
        for person in cast.pair_of(number):
            _answer(wave, person, draw.answers(person.side))
        _finish(wave, {item: (value, "report") for item, value in draw.outcomes().items()})
        _look_into(wave)
        # Younger figures count in no benchmark.
        _long_ago(wave)


def _look_into(wave: Assessment) -> None:
    """Dismiss the flags of invented answers: by chance they look alike, and then count in no benchmark."""
    by = Membership.objects.get(firm_id=wave.firm_id, role=Membership.Role.OWNER).user
    [standing] = standing_flags(read_waves([wave]))
    for leader, flag in standing:
        person = wave.participants.get(public_id=leader.public_id)
        dismiss_flag(participant=person, flag=flag, reason="Invented answers", by=by)


def _benchmark(administrators: Sequence[User]) -> None:
    snapshot = build_snapshot(period=ended_quarter(timezone.now().date()), synthetic=True)
    for person in administrators[: settings.RELEASE_APPROVERS]:
        with acting(person):
            approve_snapshot(snapshot=snapshot, by=person)
