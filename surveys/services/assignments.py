"""Which clients a consultant works with who does not work with all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from smax.accounts.audit import record
from smax.accounts.members import membership_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smax.accounts.models import Membership, User
    from surveys.models import Client


@transaction.atomic
def assign(*, membership: Membership, clients: Iterable[Client]) -> None:
    """Let somebody work with exactly these clients. It counts from their next request."""
    wanted = {client.pk: client for client in clients}
    standing = {each.client_id: each for each in membership.assignments.select_related("client")}
    for client_id in standing.keys() - wanted.keys():
        record("assignment.ended", on=standing[client_id].client, member=membership.user_id)
        standing[client_id].delete()
    for client_id in wanted.keys() - standing.keys():
        wanted[client_id].assignments.create(membership=membership)
        record("assignment.made", on=wanted[client_id], member=membership.user_id)


def assign_maker(*, client: Client, maker: User | None) -> None:
    """Let who added a client work with it, where they do not work with all."""
    membership = membership_of(maker) if maker else None
    if membership and membership.advises and not membership.sees_all_clients:
        client.assignments.create(membership=membership)
        record("assignment.made", on=client, member=membership.user_id)
