"""Which clients somebody may see: once as a queryset, for pages, and once as a rule, where a row is at hand.

Owners see all clients of their firm, consultants all or those assigned to them, analysts none. Pages read
through the querysets; a job or a download that was asked for earlier checks again with
`user.has_perm("surveys.view_client", client)` when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules
from django.db.models import IntegerField

from smax.accounts.members import membership_of
from smax.accounts.models import Firm, Membership
from smax.prepared import Argument, PreparedRead
from surveys.models import Assessment, Client, Document
from surveys.queries import waves_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from smax.accounts.models import User
    from smax.files.models import StoredFile


def visible_clients(membership: Membership) -> QuerySet[Client]:
    """The clients that somebody works with."""
    clients = membership.firm.clients.all()
    if membership.sees_all_clients:
        return clients
    return clients.filter(assignments__membership=membership) if membership.advises else clients.none()


def visible_waves(membership: Membership) -> QuerySet[Assessment]:
    """The waves of the clients that somebody works with, read as `waves_of` reads them."""
    waves = waves_of(membership.firm)
    if membership.sees_all_clients:
        return waves
    return waves.filter(client__assignments__membership=membership) if membership.advises else waves.none()


def visible_wave(membership: Membership, slug: str, number: int) -> Assessment | None:
    """One of the waves that `visible_waves` has: every page of a wave begins with it."""
    place = {"firm": membership.firm_id, "slug": slug, "number": number}
    if membership.sees_all_clients:
        return _WAVE.get(**place)
    return _ASSIGNED_WAVE.get(**place, membership=membership.pk) if membership.advises else None


def wave_of_all(**more: Argument) -> QuerySet[Assessment]:
    """The wave that `visible_wave` finds for who sees all clients, for a prepared read of it and more."""
    return (
        Assessment._base_manager.filter(
            firm=Argument("firm", Firm.id.field),
            client__slug=Argument("slug", Client.slug.field),
            # Whole numbers come as such: PostgreSQL finds no function that wants smaller ones.
            number=Argument("number", IntegerField()),
            **more,
        )
        .select_related("client", "instrument_version")
        .defer("instrument_version__definition")
    )


def wave_of_assigned() -> QuerySet[Assessment]:
    """The wave that `visible_wave` finds for somebody who works with some clients."""
    return wave_of_all(client__assignments__membership=Argument("membership", Membership.id.field))


_WAVE = PreparedRead(wave_of_all)
_ASSIGNED_WAVE = PreparedRead(wave_of_assigned)


@rules.predicate
def works_with(user: User, client: Client) -> bool:
    """Whether the client is among those that the user sees now."""
    membership = membership_of(user)
    if membership is None or membership.firm_id != client.firm_id or not membership.advises:
        return False
    return membership.sees_all_clients or client.assignments.filter(membership=membership).exists()


@rules.predicate
def reads_evidence(user: User, stored: StoredFile) -> bool:
    """Whether a file is evidence of a client that the user sees now; one of no client is for who sees all."""
    shown = Document.objects.filter(file=stored).select_related("assessment__client").first()
    if shown is not None:
        return works_with(user, shown.assessment.client)
    membership = membership_of(user)
    return membership is not None and membership.sees_all_clients


rules.add_perm("surveys.view_client", works_with)
rules.add_perm("files.read_evidence", reads_evidence)
