"""What the audit trail's references to leaders and contacts are called, as long as they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from smax.accounts.sentences import NAMERS
from surveys.models import Contact, Participant, Response

if TYPE_CHECKING:
    from collections.abc import Iterable


def register_names() -> None:
    """Let the audit trail look names up when it is read."""
    NAMERS["surveys.participant"] = _participants
    NAMERS["surveys.response"] = _responses
    NAMERS["surveys.contact"] = _contacts
    NAMERS["participant"] = _by_public_id


def _participants(keys: Iterable[str]) -> dict[str, str]:
    rows = Participant.objects.filter(pk__in=list(keys)).values_list("pk", "name")
    return {str(key): name for key, name in rows}


def _responses(keys: Iterable[str]) -> dict[str, str]:
    rows = Response.objects.filter(pk__in=list(keys)).values_list("pk", "participant__name")
    return {str(key): name for key, name in rows}


def _contacts(keys: Iterable[str]) -> dict[str, str]:
    rows = Contact.objects.filter(pk__in=list(keys)).values_list("pk", "name")
    return {str(key): name for key, name in rows}


def _by_public_id(keys: Iterable[str]) -> dict[str, str]:
    rows = Participant.objects.filter(public_id__in=[UUID(key) for key in keys])
    return {str(key): name for key, name in rows.values_list("public_id", "name")}
