"""Contacts as people with rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from surveys.models import Contact
from surveys.rights.mentions import blank_letters, blank_mentions, letters_document
from surveys.rights.places import Place

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.models import Client


def rows(clients: QuerySet[Client]) -> QuerySet[Contact]:
    """The contacts of these clients."""
    return Contact.objects.filter(client__in=clients).select_related("client", "firm")


def document(contact: Contact) -> dict[str, Any]:
    """Everything that is stored of a contact."""
    return {
        "name": contact.name,
        "email": contact.email,
        "client": contact.client.name,
        "position": contact.position,
        "phone": contact.phone,
        "note": contact.note,
        "added_at": contact.created_at.isoformat(),
        "letters": letters_document(contact, contact.email),
    }


def erase(contact: Contact, _now: datetime) -> None:
    """Delete the contact: nothing is scored from it, and nothing hangs from it."""
    blank_mentions(contact.client, contact.name, contact.email)
    blank_letters(contact, contact.email)
    Contact.objects.filter(pk=contact.pk).delete()


CONTACTS = Place(
    code="contact",
    title=_("Contact"),
    rows=rows,
    where=lambda contact: contact.client.name,
    document=document,
    erase=erase,
    # Numbers are given again after a restore; a moment with its microseconds is not.
    stable=lambda contact: f"{contact.pk} {contact.created_at.isoformat()}",
    erased={
        f"surveys.contact.{name}": "the row is deleted"
        for name in ("name", "position", "email", "phone", "note")
    },
)
