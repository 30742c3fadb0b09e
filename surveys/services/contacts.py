"""The people at a client whom the firm talks to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from surveys.models import Client, Contact

MOST = 50


@transaction.atomic
def add_contact(*, client: Client, contact: Contact) -> Contact:
    """Store a new contact of the client. SurveyError where it has as many as fit on its page."""
    if client.contacts.count() >= MOST:
        raise SurveyError(_("A client has at most %(most)s contacts. Remove one first.") % {"most": MOST})
    contact.client = client
    contact.save(force_insert=True)
    record("contact.added", on=contact)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact) -> Contact:
    """Store what was changed of a contact."""
    contact.save()
    record("contact.changed", on=contact)
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact) -> None:
    """Delete a contact; a contact was never asked anything, so nothing hangs from it."""
    record("contact.removed", on=contact)
    contact.delete()
