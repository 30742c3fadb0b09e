"""The jobs of the jobs app itself."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.accounts.chains import write_anchors
from smax.jobs.models import JobRun, every_run
from smax.jobs.registry import every, job

KEPT = timedelta(days=30)
KEPT_TASKS_DAYS = 2


@every(minutes=24 * 60)
@job("jobs.tidy", title=_("Clear away finished jobs"))
def tidy(_run: JobRun) -> None:
    """Forget runs that ended a month ago, and the queue's own rows."""
    every_run().filter(finished_at__lt=timezone.now() - KEPT).delete()
    call_command("prune_db_task_results", min_age_days=KEPT_TASKS_DAYS, failed_min_age_days=7, verbosity=0)


@every(minutes=24 * 60)
@job("audit.anchor", title=_("Anchor the audit trail outside the database"))
def anchor(_run: JobRun) -> None:
    """Write down where each trail ends today; see smax/accounts/chains.py."""
    write_anchors()
