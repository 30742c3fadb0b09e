"""Who works for the firm, with which of its clients, and the letter that invites them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from smax.accounts import colleagues
from smax.mail.colleagues import mail_invitation
from surveys.services.assignments import assign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smax.accounts.invitations import Invitation
    from smax.accounts.models import Firm, Membership
    from surveys.models import Client


@transaction.atomic
def invite_colleague(
    *, firm: Firm, email: str, role: str, all_clients: bool, clients: Iterable[Client]
) -> Invitation:
    """Invite somebody by mail, for these clients or for all. Errors as `smax.accounts.colleagues.invite`."""
    invitation = colleagues.invite(firm=firm, email=email, role=role, all_clients=all_clients)
    assign(membership=invitation.membership, clients=clients)
    mail_invitation(invitation)
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation) -> Invitation:
    """Mail an invitation again, with a new link."""
    invitation = colleagues.send_again(invitation=invitation)
    mail_invitation(invitation)
    return invitation


@transaction.atomic
def change_colleague(
    *, membership: Membership, role: str, all_clients: bool, clients: Iterable[Client]
) -> None:
    """Give a colleague another role or other clients."""
    if (role, all_clients) != (membership.role, membership.all_clients):
        colleagues.change_role(membership=membership, role=role, all_clients=all_clients)
    assign(membership=membership, clients=clients)
