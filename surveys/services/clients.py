"""Adding and changing clients, what they agreed to, and putting them away."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import SurveyError
from surveys.models import Assessment, Client
from surveys.services.assignments import assign_maker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from smax.accounts.models import Firm, User

RESERVED_SLUGS = frozenset({"new"})
LONGEST_STEM = 50  # the column holds 60: room for a number
# Which wording clients agree to now (templates/surveys/desk/client_form.html); a changed one gets a new code.
BENCHMARK_WORDING = "benchmark-1"


def add_client(*, firm: Firm, client: Client, by: User | None = None) -> Client:
    """Store a new client of the firm under an address made from its name, with what it agrees to.

    SurveyError where another client of the firm has that name or took that address at the same moment.
    """
    client.firm = firm
    client.slug = free_slug(firm, client.name)

    def store() -> None:
        client.benchmark_consent_at = timezone.now() if client.benchmark_consent else None
        client.save(force_insert=True)
        record("client.added", on=client)
        assign_maker(client=client, maker=by)
        if client.benchmark_consent:
            _note_consent(client, by)

    return _saved(client, store)


def change_client(*, client: Client, fields: Iterable[str], by: User | None = None) -> Client:
    """Store these fields of a client; its address stays, since people keep it. Errors as for `add_client`.

    A consent given or taken back gets a row of its own, with its date and who noted it.
    """
    names = sorted(fields)

    def store() -> None:
        agreed = Client.objects.select_for_update().values_list("benchmark_consent", flat=True)
        moved = "benchmark_consent" in names and agreed.get(pk=client.pk) != client.benchmark_consent
        if moved:
            client.benchmark_consent_at = timezone.now() if client.benchmark_consent else None
        client.save(update_fields=[*names, "benchmark_consent_at"] if moved else names)
        record("client.changed", on=client, fields=names)
        if moved:
            _note_consent(client, by)

    return _saved(client, store)


@transaction.atomic
def archive_client(*, client: Client) -> None:
    """Take a client off the lists; nothing of it is lost. SurveyError while a wave of it is open."""
    open_waves = Assessment.objects.filter(client=client.pk, state=Assessment.State.OPEN)
    if open_waves.exists():
        raise SurveyError(_("A wave of this client is open. Close or withdraw it first."))
    if Client.objects.filter(pk=client.pk, archived_at=None).update(archived_at=timezone.now()):
        record("client.archived", on=client)


@transaction.atomic
def restore_client(*, client: Client) -> None:
    """Bring an archived client back to the lists."""
    if Client.objects.filter(pk=client.pk).exclude(archived_at=None).update(archived_at=None):
        record("client.restored", on=client)


def _note_consent(client: Client, by: User | None) -> None:
    at = client.benchmark_consent_at or timezone.now()
    client.consents.create(agreed=client.benchmark_consent, wording=BENCHMARK_WORDING, at=at, by=by)
    action = "consent.given" if client.benchmark_consent else "consent.withdrawn"
    record(action, on=client, wording=BENCHMARK_WORDING)


def _saved(client: Client, store: Callable[[], None]) -> Client:
    try:
        with transaction.atomic():
            store()
    except IntegrityError as error:
        raise SurveyError(
            _("“%(name)s” was not saved: another client of your firm was given this name at the same moment.")
            % {"name": client.name}
        ) from error
    return client


def free_slug(firm: Firm, name: str) -> str:
    """Make an address that is free in the firm: "acme", then "acme-2"; "client" where no letter is Latin."""
    stem = slugify(name)[:LONGEST_STEM].strip("-_") or "client"
    taken = RESERVED_SLUGS | set(firm.clients.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([stem], numbered) if slug not in taken)
