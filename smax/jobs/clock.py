"""The clock of a worker: a thread beside its work that starts what is due and sweeps what is stuck."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from smax.jobs.models import JobRun, Tick, every_run
from smax.jobs.registry import SCHEDULES
from smax.jobs.starting import start
from smax.jobs.stuck import beat, sweep

if TYPE_CHECKING:
    from smax.jobs.registry import Schedule

PAUSE = 1.0
BEAT, SWEEP = timedelta(seconds=15), timedelta(seconds=30)
# The row whose time says that a worker is alive.
CLOCK = "clock"
log = logging.getLogger(__name__)


class Clock(threading.Thread):
    """Ticks until the process ends. Several workers may have one each: a row decides who starts what."""

    def __init__(self) -> None:
        super().__init__(name="clock", daemon=True)
        self._next: dict[str, float] = {}

    def run(self) -> None:
        """Tick for ever; a fault, such as a database that restarts, costs one tick."""
        while True:
            close_old_connections()
            try:
                self._tick()
            except Exception:
                log.exception("the clock missed a tick")
                connection.close()
            time.sleep(PAUSE)

    def _tick(self) -> None:
        if self._due("beat", BEAT):
            beat()
        if self._due(CLOCK, SWEEP) and claim(CLOCK, SWEEP):
            sweep()
        for schedule in SCHEDULES.values():
            if self._due(schedule.kind, schedule.interval):
                launch(schedule)

    def _due(self, name: str, interval: timedelta) -> bool:
        """Whether to look at the rows at all: each second would be too often for most."""
        now = time.monotonic()
        if now < self._next.get(name, 0):
            return False
        self._next[name] = now + min(interval, SWEEP).total_seconds()
        return True


def launch(schedule: Schedule) -> JobRun | None:
    """Start scheduled work if its time has come, there is something to do, and no run of it is open."""
    if schedule.when is not None and not schedule.when():
        return None
    open_states = [JobRun.State.QUEUED, JobRun.State.RUNNING]
    if every_run().filter(kind=schedule.kind, firm=None, state__in=open_states).exists():
        return None
    with transaction.atomic():
        return (
            start(schedule.kind, firm=None, actor=None) if claim(schedule.kind, schedule.interval) else None
        )


def claim(kind: str, interval: timedelta) -> bool:
    """Whether this worker is the first to find that the time has come."""
    now = timezone.now()
    changed = Tick.objects.filter(kind=kind, next_at__lte=now).update(last_at=now, next_at=now + interval)
    if changed or Tick.objects.filter(kind=kind).exists():
        return bool(changed)
    try:
        with transaction.atomic():
            Tick.objects.create(kind=kind, last_at=now, next_at=now + interval)
    except IntegrityError:
        return False
    return True
