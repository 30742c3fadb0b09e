"""What a worker leaves behind when it dies: runs nobody works on, and tasks that wake nobody."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from smax.jobs.models import JobRun, every_run
from smax.jobs.runner import again, at_work
from smax.jobs.starting import enqueue

LEASE = timedelta(seconds=60)
READY, RUNNING, FAILED = "READY", "RUNNING", "FAILED"
log = logging.getLogger(__name__)


def beat() -> None:
    """Keep alive what this process works on."""
    if at_work:
        running = every_run().filter(pk__in=tuple(at_work), state=JobRun.State.RUNNING)
        running.update(heartbeat_at=timezone.now())


def sweep() -> None:
    """Give lost runs another attempt, wake waiting ones that lost their task, and close dead tasks."""
    overdue = timezone.now() - LEASE
    for run in every_run().filter(state=JobRun.State.RUNNING, heartbeat_at__lt=overdue):
        log.warning("a worker was lost in a job: %s, attempt %d", run.kind, run.attempts)
        again(run, fault="WorkerLost")
    ready = DBTaskResult.objects.filter(status=READY).values("id")
    for run in every_run().filter(state=JobRun.State.QUEUED, due_at__lt=overdue).exclude(task_id__in=ready):
        with transaction.atomic():
            task_id = enqueue(run.public_id, timezone.now())
            waiting = every_run().filter(pk=run.pk, state=JobRun.State.QUEUED, task_id=run.task_id)
            waiting.update(task_id=task_id)
    working = every_run().filter(state=JobRun.State.RUNNING).values("task_id")
    dead = DBTaskResult.objects.filter(status=RUNNING, started_at__lt=overdue).exclude(id__in=working)
    dead.update(status=FAILED, finished_at=timezone.now())
