"""Work of the surveys that the clock starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.jobs import every, job
from surveys.services.plans import any_due, mark_due

if TYPE_CHECKING:
    from smax.jobs.models import JobRun


def _waves_due() -> bool:
    return any_due(today=timezone.now().date())


@every(minutes=15, when=_waves_due)
@job("surveys.planned_waves", title=_("Look for planned waves that are due"))
def planned_waves(_run: JobRun) -> None:
    """Let planned waves wait for their consultants once their day has come, in UTC."""
    mark_due(today=timezone.now().date())
