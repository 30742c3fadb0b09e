"""How long a firm keeps identities: counted in months from the end of a wave."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from smax.accounts.audit import record
from smax.accounts.models import Firm
from smax.accounts.tenancy import firm_scope
from surveys.models import Assessment, Erasure
from surveys.rights.participants import PARTICIPANTS
from surveys.rights.places import Appearance
from surveys.services.erasing import erase

if TYPE_CHECKING:
    from django.db.models import QuerySet

# People are shown on the page for that long before their identities go.
WARNED = timedelta(days=30)


@transaction.atomic
def change_retention(*, firm: Firm, months: int) -> None:
    """Keep identities for so many months from now on; 0 keeps them."""
    changed = Firm.objects.filter(pk=firm.pk).exclude(retention_months=months).update(retention_months=months)
    if changed:
        record("firm.retention_changed", on=firm, months=months)


def apply_retention() -> int:
    """Erase the identities in all waves that are old enough, wave by wave; how many people that were."""
    total = 0
    for firm in Firm.objects.exclude(retention_months=0):
        with firm_scope(firm):
            for wave in list(due_waves(firm, timezone.now())):
                rows = PARTICIPANTS.rows(firm.clients.filter(pk=wave.client_id)).filter(assessment=wave)
                found = [Appearance(PARTICIPANTS, row) for row in rows]
                erase(firm=firm, found=found, reason=Erasure.Reason.RETENTION)
                total += len(found)
    return total


def due_waves(firm: Firm, at: datetime) -> QuerySet[Assessment]:
    """Waves of the firm that are old enough at a moment and still hold identities, the oldest first."""
    if not firm.retention_months:
        return Assessment.objects.none()
    identified = Count("participants", filter=Q(participants__erased_at=None))
    # A wave that nobody closed is over at its deadline.
    waves = Assessment.objects.filter(firm=firm).annotate(
        over_at=Coalesce("closed_at", "deadline"), identified=identified
    )
    old = waves.filter(over_at__lt=months_before(at, firm.retention_months), identified__gt=0)
    return old.select_related("client").order_by("over_at", "pk")


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last one of a shorter month."""
    years, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return at.replace(year=years, month=month + 1, day=min(at.day, last))


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months later, or the last one of a shorter month."""
    return months_before(at, -months)
