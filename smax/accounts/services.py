"""Making a firm with its owner, and suspending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from smax.accounts.audit import record, record_for_server
from smax.accounts.colleagues import invite
from smax.accounts.models import Firm, Membership

if TYPE_CHECKING:
    from smax.accounts.invitations import Invitation


@transaction.atomic
def create_firm(*, name: str, owner: str) -> Invitation:
    """Make a firm and invite its owner, who gets in by accepting.

    ValidationError, naming the field, where the name or the address is taken or cannot be one.
    """
    firm = Firm(name=" ".join(name.split()))
    firm.full_clean()
    if firm.name.casefold() in {other.casefold() for other in Firm.objects.values_list("name", flat=True)}:
        raise ValidationError({"name": _("There is a firm named “%(name)s” already.") % {"name": firm.name}})
    firm.save()
    record_for_server("firm.created", on=firm)
    record("firm.created", on=firm)
    return invite(firm=firm, email=owner, role=Membership.Role.OWNER)


@transaction.atomic
def suspend_firm(*, firm: Firm) -> None:
    """Keep everybody of a firm out from their next request, its respondents too. Nothing is lost."""
    if Firm.objects.filter(pk=firm.pk, is_active=True).update(is_active=False):
        record_for_server("firm.suspended", on=firm)


@transaction.atomic
def resume_firm(*, firm: Firm) -> None:
    """Let everybody of a suspended firm in again."""
    if Firm.objects.filter(pk=firm.pk, is_active=False).update(is_active=True):
        record_for_server("firm.resumed", on=firm)
