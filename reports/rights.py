"""Guests as people with rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from reports.models import Guest
from smax.accounts.sentences import NAMERS
from smax.files.models import StoredFile
from smax.files.services import discard
from surveys.rights.mentions import ELSEWHERE, blank_letters, blank_mentions, letters_document
from surveys.rights.places import ERASED_DOMAIN, ERASED_NAME, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.models import Client


def rows(clients: QuerySet[Client]) -> QuerySet[Guest]:
    """Guests of these clients whose identity is still there."""
    live = Guest.objects.filter(client__in=clients).exclude(email__endswith=ERASED_DOMAIN)
    return live.select_related("client", "firm")


def document(guest: Guest) -> dict[str, Any]:
    """Everything that is stored of a guest."""
    return {
        "name": guest.name,
        "email": guest.email,
        "client": guest.client.name,
        "invited_at": guest.invited_at.isoformat(),
        "revoked_at": guest.revoked_at.isoformat() if guest.revoked_at else None,
        "visits": [
            {
                "release": visit.release.number,
                "wave_id": visit.release.assessment_id,
                "day": visit.day.isoformat(),
            }
            for visit in guest.visits.select_related("release").order_by("pk")
        ],
        "letters": letters_document(guest, guest.email),
    }


def erase(guest: Guest, now: datetime) -> None:
    """End the guest's access and let the identity go; on which days a release was read stays."""
    blank_mentions(guest.client, guest.name, guest.email)
    blank_letters(guest, guest.email)
    Guest.objects.filter(pk=guest.pk, revoked_at=None).update(revoked_at=now)
    Guest.objects.filter(pk=guest.pk).update(
        name=ERASED_NAME, email=f"{guest.public_id.hex}{ERASED_DOMAIN}", code_nonce=None
    )


GUESTS = Place(
    code="guest",
    title=_("Guest"),
    rows=rows,
    where=lambda guest: guest.client.name,
    document=document,
    erase=erase,
    stable=lambda guest: str(guest.public_id),
    erased={"reports.guest.name": "replaced", "reports.guest.email": "replaced"},
    kept={"reports.guest.digest": "of a random secret; the link is revoked"},
)


def register_names() -> None:
    """Let the audit trail look up what guests are called, and let files go with whoever is erased."""
    NAMERS["reports.guest"] = _by_pk
    NAMERS["guest"] = _by_public_id
    ELSEWHERE.append(drop_files)


def drop_files(client: Client, _without: Callable[[str], str]) -> None:
    """Delete the files that were made of a client's results: nobody can look into each for a name."""
    discard(StoredFile.objects.filter(export__assessment__client=client))


def _by_pk(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in Guest.objects.filter(pk__in=list(keys)).values_list("pk", "name")}


def _by_public_id(keys: Iterable[str]) -> dict[str, str]:
    rows = Guest.objects.filter(public_id__in=list(keys)).values_list("public_id", "name")
    return {str(key): name for key, name in rows}
