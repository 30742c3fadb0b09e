"""How the work of the server goes: counts and times, and nothing that a firm's rows say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from smax.jobs.clock import CLOCK
from smax.jobs.models import JobRun, Tick, every_run
from smax.jobs.registry import title_of

if TYPE_CHECKING:
    from datetime import datetime

# A worker's clock leaves a trace every half a minute.
SILENT = timedelta(minutes=3)
SHOWN = 50
State = JobRun.State


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work, and how many of its runs are in each state."""

    title: str
    counts: dict[str, int]

    @property
    def cells(self) -> list[int]:
        """The counts in the order of the states."""
        return [self.counts.get(state, 0) for state in State.values]


@dataclass(frozen=True, slots=True)
class Health:
    """The state of all work at one moment."""

    kinds: list[Kind]
    last_tick: datetime | None
    oldest_waiting: datetime | None
    failures: list[JobRun]

    @property
    def alive(self) -> bool:
        """Whether a worker was there a moment ago."""
        return self.last_tick is not None and timezone.now() - self.last_tick < SILENT

    @property
    def states(self) -> list[str]:
        """What the columns are called."""
        return [str(state.label) for state in State]


def health_of_jobs() -> Health:
    """Count all runs by kind and state, and find what waits longest and what failed last."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, state, number in every_run().order_by().values_list("kind", "state").annotate(Count("pk")):
        counts[kind][state] = number
    waiting = every_run().filter(state=State.QUEUED, due_at__lte=timezone.now()).order_by("due_at")
    failed = every_run().filter(state=State.FAILED).only("kind", "fault", "attempts", "finished_at")
    return Health(
        kinds=sorted((Kind(title_of(kind), found) for kind, found in counts.items()), key=lambda k: k.title),
        last_tick=Tick.objects.filter(kind=CLOCK).values_list("last_at", flat=True).first(),
        oldest_waiting=waiting.values_list("due_at", flat=True).first(),
        failures=list(failed[:SHOWN]),
    )
