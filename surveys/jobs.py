"""Work of the surveys that the clock starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import firm_scope
from smax.jobs import every, job
from surveys.services.letters import open_waves, remind
from surveys.services.plans import any_due, mark_due
from surveys.services.retention import apply_retention

if TYPE_CHECKING:
    from smax.jobs.models import JobRun


def _waves_due() -> bool:
    return any_due(today=timezone.now().date())


@every(minutes=10)
@job("surveys.reminders", title=_("Remind leaders who have not answered"))
def reminders(_run: JobRun) -> None:
    """Queue the reminders that are due, wave by wave."""
    for wave in open_waves():
        with firm_scope(wave.firm):
            remind(wave=wave)


@every(minutes=15, when=_waves_due)
@job("surveys.planned_waves", title=_("Look for planned waves that are due"))
def planned_waves(_run: JobRun) -> None:
    """Let planned waves wait for their consultants once their day has come, in UTC."""
    mark_due(today=timezone.now().date())


@every(minutes=24 * 60)
@job("surveys.retention", title=_("Erase identities that were kept long enough"))
def retention(_run: JobRun) -> None:
    """Erase identities in waves that ended longer ago than their firm keeps them."""
    apply_retention()
