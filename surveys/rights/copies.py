"""The copy of everything about somebody, as one document and as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from smax.accounts.trail import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smax.accounts.models import Firm
    from surveys.rights.places import Person

Cell = str | int | float | None


def copy_of(firm: Firm, person: Person) -> dict[str, Any]:
    """Where somebody stands, with all that is stored there, and what the audit trail says about them."""
    return {
        "firm": firm.name,
        "name": person.name,
        "email": person.email,
        "copied_at": timezone.now().isoformat(timespec="seconds"),
        "appearances": [
            {"kind": part.place.code, "where": part.where, **part.place.document(part.row)}
            for part in person.appearances
        ],
        "audit_trail": [
            {"at": event.at.isoformat(timespec="seconds"), "actor": event.actor_kind, "action": event.action}
            for event in events_about(person)
        ],
    }


def events_about(person: Person) -> list[AuditEvent]:
    """Acts on somebody's rows, and their own, the oldest first."""
    about = Q(pk=None)
    for part in person.appearances:
        for row in part.place.stands_for(part.row):
            about |= Q(object_kind=row._meta.label_lower, object_id=str(row.pk))
        about |= Q(actor_kind=part.place.code, actor_ref=part.place.stable(part.row))
    return list(AuditEvent.objects.filter(about).order_by("sequence"))


def lines_of(document: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Cell]]:
    """One line a value, under the place where it stands in the document.

    >>> list(lines_of({"name": "Ana", "letters": [{"to": "a@b.example"}], "notes": {}}))
    [('name', 'Ana'), ('letters.1.to', 'a@b.example')]
    """
    if isinstance(document, dict):
        for key, value in document.items():
            yield from lines_of(value, (*path, str(key)))
    elif isinstance(document, list | tuple):
        for number, value in enumerate(document, start=1):
            yield from lines_of(value, (*path, str(number)))
    else:
        yield ".".join(path), str(document) if isinstance(document, bool) else document
