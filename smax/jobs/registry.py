"""Which kinds of work there are, and which of them the clock starts by itself.

An app keeps its jobs in a module `jobs`, which is found when the server starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ATTEMPTS = 4
JOBS: dict[str, Job] = {}
SCHEDULES: dict[str, Schedule] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work. `allowed` is asked, with the membership and the arguments, each time it runs."""

    kind: str
    title: str
    function: Callable[..., None]
    attempts: int
    allowed: Callable[..., bool] | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work that the clock starts: every so often, and only where `when` finds something to do."""

    kind: str
    interval: timedelta
    when: Callable[[], bool] | None


def job(
    kind: str,
    *,
    title: str = "",
    attempts: int = MOST_ATTEMPTS,
    allowed: Callable[..., bool] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as a kind of work: it is called with its JobRun and the arguments of `start`.

    It runs inside the firm's scope and on behalf of who started it. It may run again after a crash at any
    point, so it must find its own traces. RefusedError ends it for good, with the reason; any other exception
    is tried again later, `attempts` times in all.
    """

    def registered(function: Callable[..., None]) -> Callable[..., None]:
        known = JOBS.get(kind)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"there are two jobs of the kind {kind!r}")
        JOBS[kind] = Job(kind, title or kind, function, attempts, allowed)
        return function

    return registered


def every(
    *, minutes: int = 0, seconds: int = 0, when: Callable[[], bool] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let the clock start a registered job, for the server and in nobody's name."""

    def scheduled(function: Callable[..., None]) -> Callable[..., None]:
        kind = next(kind for kind, job in JOBS.items() if job.function is function)
        SCHEDULES[kind] = Schedule(kind, timedelta(minutes=minutes, seconds=seconds), when)
        return function

    return scheduled


def title_of(kind: str) -> str:
    """What a kind of work is called, even where the code that did it is gone."""
    return str(JOBS[kind].title) if kind in JOBS else kind


def known(kind: str) -> Any:
    """The job of a kind; ValueError where none is registered."""
    if kind not in JOBS:
        raise ValueError(f"there is no job of the kind {kind!r}")
    return JOBS[kind]
