"""Each run of a job, and when the clock last started what it starts."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow, every_firm
from smax.jobs.registry import title_of

if TYPE_CHECKING:
    from smax.accounts.models import Firm, User


class JobRun(FirmRow):
    """One piece of work: for which firm (none: for the server), in whose name, and how far it is.

    The row is the truth of it; the queue of django-tasks-db only wakes a worker up.
    """

    class State(models.TextChoices):
        """A run waits, works, and ends in one of three ways."""

        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        FORBIDDEN = "forbidden", _("not allowed any more")

    firm = models.ForeignKey(
        "accounts.Firm", on_delete=models.PROTECT, related_name="+", editable=False, null=True
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    # Gone with the person: without a name, a run would have the rights of the server.
    actor = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="+")
    # The row it is about, such as "surveys.assessment:12": to be found by, never to be trusted.
    about = models.CharField(max_length=80, blank=True)
    args = models.JSONField(default=dict)
    # Where its page leads when it is done: a path of this site.
    then = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    # A sentence for who started it.
    reason = models.CharField(max_length=300, blank=True)
    # The class of the last exception: what an administrator may know of it.
    fault = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    task_id = models.UUIDField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["state", "due_at"], name="jobs_by_state"),
            models.Index(fields=["firm", "about"], name="jobs_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"

    @property
    def title(self) -> str:
        """What this kind of work is called."""
        return title_of(self.kind)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in {self.State.QUEUED, self.State.RUNNING}

    def advance(self, progress: int) -> None:
        """Say how far the work is, in percent, while it runs."""
        self.progress = max(0, min(99, progress))
        mine(self).update(progress=self.progress, heartbeat_at=timezone.now())

    def lead_to(self, path: str) -> None:
        """Say where its page leads when it is done, where only the work itself finds that out."""
        self.then = path
        mine(self).update(then=path)


class Tick(models.Model):
    """When the clock last started a kind of work, and when it will again: the row that workers race for."""

    kind = models.CharField(max_length=60, unique=True)
    last_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


def every_run() -> models.QuerySet[JobRun]:
    """Runs of all firms and of the server."""
    with every_firm("workers and administrators meet a job before its firm"):
        return JobRun.objects.all()


def run_of(public_id: uuid.UUID, actor: User, firm: Firm | None) -> JobRun | None:
    """The run that somebody started: in the firm they work for now, or for the server as an administrator."""
    if firm is None and not actor.is_administrator:
        return None
    return every_run().filter(public_id=public_id, actor=actor.pk, firm=firm).first()


def mine(run: JobRun) -> models.QuerySet[JobRun]:
    """The row of a run as long as this very attempt at it is the one at work."""
    return every_run().filter(pk=run.pk, state=JobRun.State.RUNNING, attempts=run.attempts)
