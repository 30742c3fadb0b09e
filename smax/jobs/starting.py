"""Putting work into the queue."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from smax.jobs.registry import known

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from smax.accounts.models import Firm, User
    from smax.jobs.models import JobRun


def start(
    kind: str, *, firm: Firm | None, actor: User | None, on: Model | None = None, then: str = "", **args: Any
) -> JobRun:
    """Let a worker do the work, once the current transaction is committed; returns its row.

    `args` are small JSON values: keys of rows, never secrets or what a row says. `on` is the row it is about,
    `then` the path to which its page leads when it is done.
    """
    from smax.jobs.models import JobRun  # noqa: PLC0415 - apps register jobs before there are models

    known(kind)
    about = f"{on._meta.label_lower}:{on.pk}" if on is not None else ""
    run = JobRun(firm=firm, actor=actor, kind=kind, about=about, then=then, args=args)
    with transaction.atomic():
        run.task_id = enqueue(run.public_id, run.due_at)
        run.save(force_insert=True)
    return run


def enqueue(public_id: uuid.UUID, due_at: datetime) -> uuid.UUID:
    """Wake a worker up for a run at that time; returns the key of the task."""
    from smax.jobs.runner import run_job  # noqa: PLC0415 - it needs the models

    task = run_job.using(run_after=due_at) if due_at > timezone.now() else run_job
    return uuid.UUID(str(task.enqueue(str(public_id)).id))
