"""Doing the work: one attempt at one run, on behalf of who started it."""

from __future__ import annotations

import logging
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import acting
from smax.accounts.models import Firm, Membership
from smax.accounts.tenancy import firm_scope
from smax.errors import RefusedError
from smax.jobs.models import JobRun, every_run, mine
from smax.jobs.registry import JOBS
from smax.jobs.starting import enqueue
from smax.jobs.tasks import task

if TYPE_CHECKING:
    from collections.abc import Iterator

State = JobRun.State
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=30)
log = logging.getLogger(__name__)
# The runs at work in this process: the clock keeps their leases alive.
at_work: set[int] = set()


class _NotAllowedError(Exception):
    """Who started the run may not do such work any more."""


@task()
def run_job(public_id: str) -> None:
    """Do one attempt at a run, unless another worker has it or its time has not come."""
    run = _claimed(public_id)
    if run is None:
        return
    at_work.add(run.pk)
    try:
        _attempt(run)
    finally:
        at_work.discard(run.pk)


def again(run: JobRun, **changes: Any) -> None:
    """Put a run back into the queue after its next wait, or end it where it had all its attempts."""
    most = JOBS[run.kind].attempts if run.kind in JOBS else 0
    if run.attempts >= most:
        changes.setdefault("reason", _("This did not work, though it was tried several times."))
        mine(run).update(**changes, state=State.FAILED, finished_at=timezone.now())
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** max(0, run.attempts - 1))
    requeue(run, timezone.now() + wait, **changes)


def requeue(run: JobRun, due_at: Any, **changes: Any) -> None:
    """Let a worker take the run up again at that time."""
    with transaction.atomic():
        task_id = enqueue(run.public_id, due_at)
        mine(run).update(**changes, state=State.QUEUED, due_at=due_at, task_id=task_id)


def _claimed(public_id: str) -> JobRun | None:
    now = timezone.now()
    waiting = every_run().filter(public_id=public_id, state=State.QUEUED, due_at__lte=now)
    taken = waiting.update(
        state=State.RUNNING, attempts=F("attempts") + 1, started_at=now, heartbeat_at=now, progress=0
    )
    if not taken:
        return None
    return every_run().select_related("firm", "actor").get(public_id=public_id)


def _attempt(run: JobRun) -> None:
    try:
        job = JOBS[run.kind]
        with _on_behalf(run):
            job.function(run, **run.args)
    except _NotAllowedError:
        _end(run, State.FORBIDDEN, reason=_("Whoever started this may not do it any more."))
    except RefusedError as error:
        _end(run, State.FAILED, reason=error.reason[:300], fault=type(error).__name__)
    except Exception as error:
        log.exception("a job failed: %s, attempt %d", run.kind, run.attempts)
        again(run, fault=type(error).__name__)
    except BaseException:  # the worker is told to stop at once
        requeue(run, timezone.now())
        raise
    else:
        _end(run, State.DONE, progress=100, fault="", reason="")


def _end(run: JobRun, state: str, **changes: Any) -> None:
    mine(run).update(**changes, state=state, finished_at=timezone.now())


@contextmanager
def _on_behalf(run: JobRun) -> Iterator[None]:
    """The scope of the run's firm and the name of its actor, whose rights are looked at anew."""
    name = run.actor if run.actor_id else f"job {run.kind}"
    with firm_scope(run.firm_id) if run.firm_id else nullcontext(), acting(name):
        if not _still_allowed(run):
            raise _NotAllowedError
        yield


def _still_allowed(run: JobRun) -> bool:
    if run.firm_id and not Firm.objects.filter(pk=run.firm_id, is_active=True).exists():
        return False
    if run.actor_id is None:
        return True
    if not run.actor.is_active:
        return False
    if run.firm_id is None:
        return bool(run.actor.is_administrator)
    membership = Membership.objects.filter(user=run.actor_id, firm=run.firm_id).first()
    if membership is None or run.actor.is_administrator:
        return False
    allowed = JOBS[run.kind].allowed
    return allowed is None or allowed(membership, **run.args)
