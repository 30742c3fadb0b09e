"""Who works for a firm: inviting, accepting, changing a role, leaving."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import BaseUserManager
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import acting, record
from smax.accounts.factors import end_other_sessions
from smax.accounts.invitations import Invitation
from smax.accounts.models import Firm, Membership, User
from smax.errors import RefusedError


@transaction.atomic
def invite(*, firm: Firm, email: str, role: str, all_clients: bool = True) -> Invitation:
    """Let somebody work for the firm as soon as they accept. Until then they cannot sign in.

    ValidationError, naming the field, where the address cannot be one or has an account that works here.
    """
    user = _unattached(email)
    user.is_active = False
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    membership = Membership.objects.create(user=user, firm=firm, role=role, all_clients=all_clients)
    invitation = Invitation(membership=membership)
    invitation.renew()
    invitation.save()
    record("colleague.invited", on=user, firm=firm, role=role)
    return invitation


def _unattached(email: str) -> User:
    address = BaseUserManager.normalize_email(email).lower()
    user = User.objects.filter(email=address).first() or User(email=address)
    if user.is_administrator or Membership.objects.filter(user_id=user.pk).exists():
        raise ValidationError({"email": _("This address has an account already.")})
    return user


@transaction.atomic
def send_again(*, invitation: Invitation) -> Invitation:
    """Give an invitation a new link for another seven days; the old one ends. RefusedError once accepted."""
    invitation.renew()
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
        nonce=invitation.nonce,
        digest=invitation.digest,
        expires_at=invitation.expires_at,
        sendings=invitation.sendings + 1,
    )
    if not taken:
        raise RefusedError(_("This invitation was accepted already."))
    invitation.sendings += 1
    user = invitation.membership.user
    record("colleague.invited_again", on=user, firm=invitation.membership.firm)
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str | None) -> User:
    """Set name and password of somebody invited, who may sign in from now on; by a provider without one.

    The link came by mail, or a provider confirms the address: it is theirs. RefusedError where it was
    accepted at the same moment.
    """
    now = timezone.now()
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, expires_at__gt=now)
    if not waiting.filter(digest=invitation.digest).update(accepted_at=now):
        raise RefusedError(_("This invitation was accepted or withdrawn."))
    user = invitation.membership.user
    user.name = name
    user.is_active = True
    user.set_password(password)
    user.save()
    user.vouch()
    with acting(user):
        record("colleague.joined", on=user, firm=invitation.membership.firm)
    return user


@transaction.atomic
def change_role(*, membership: Membership, role: str, all_clients: bool) -> Membership:
    """Give a colleague another role; it counts from their next request. RefusedError for the last owner."""
    before = membership.role
    if before == Membership.Role.OWNER and role != before:
        _require_another_owner(membership)
    Membership.objects.filter(pk=membership.pk).update(role=role, all_clients=all_clients)
    membership.role, membership.all_clients = role, all_clients
    record(
        "role.changed",
        on=membership.user,
        firm=membership.firm,
        before=before,
        role=role,
        all_clients=all_clients,
    )
    return membership


@transaction.atomic
def remove(*, membership: Membership) -> None:
    """End somebody's work for the firm, or their invitation. RefusedError for the last owner.

    Their sessions are closed, their assignments, password and factors go, and their next request finds
    nothing. What they did stays under their name.
    """
    if membership.role == Membership.Role.OWNER:
        _require_another_owner(membership)
    user, firm = membership.user, membership.firm
    Membership.objects.filter(pk=membership.pk).delete()
    Authenticator.objects.filter(user=user).delete()
    user.is_active = False
    user.set_unusable_password()
    user.save()
    end_other_sessions(user=user)
    record("colleague.left", on=user, firm=firm, role=membership.role)


def _require_another_owner(membership: Membership) -> None:
    # Two owners who remove each other at the same moment wait for one another here.
    Firm.objects.select_for_update().get(pk=membership.firm_id)
    others = Membership.objects.filter(
        firm_id=membership.firm_id, role=Membership.Role.OWNER, user__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise RefusedError(_("A firm needs an owner: make somebody else an owner first."))
