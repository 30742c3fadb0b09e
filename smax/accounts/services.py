"""Making a firm with its owner."""

from __future__ import annotations

import secrets

from django.contrib.auth.base_user import BaseUserManager
from django.core.exceptions import ValidationError
from django.db import transaction

from smax.accounts.audit import record, record_for_server
from smax.accounts.models import Firm, Membership, User


@transaction.atomic
def create_firm(*, name: str, owner: str) -> tuple[Membership, str]:
    """Make a firm and the account that owns it; returns the membership and the password, this once.

    ValidationError, naming the field, where the name or the address is taken or cannot be one.
    """
    firm = Firm(name=" ".join(name.split()))
    firm.full_clean()
    if firm.name.casefold() in {other.casefold() for other in Firm.objects.values_list("name", flat=True)}:
        raise ValidationError({"name": f"there is a firm named “{firm.name}” already"})
    user = User(email=BaseUserManager.normalize_email(owner).lower())
    password = secrets.token_urlsafe(15)
    user.set_password(password)
    user.full_clean()
    firm.save()
    user.save()
    user.vouch()
    membership = Membership.objects.create(user=user, firm=firm, role=Membership.Role.OWNER)
    record_for_server("firm.created", on=firm)
    record("firm.created", on=firm)
    return membership, password
