"""The clock of a worker: scheduled work once, lost work again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from smax.jobs import every, job, start
from smax.jobs.clock import claim, launch
from smax.jobs.jobs import tidy
from smax.jobs.models import Tick, every_run
from smax.jobs.registry import SCHEDULES
from smax.jobs.runner import at_work
from smax.jobs.stuck import LEASE, beat, sweep
from tests.jobs.test_runs import state_of
from tests.jobs.worker import work

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)


@pytest.fixture
def scheduled(kinds):
    """A job of the kind "test.tick", due every ten minutes when `wanted` holds something."""
    done, wanted = [], [1]

    @every(minutes=10, when=lambda: bool(wanted))
    @job("test.tick")
    def tick(run):
        done.append(run.pk)

    yield SCHEDULES["test.tick"], done, wanted
    del SCHEDULES["test.tick"]


def test_one_worker_of_several_starts_what_is_due(scheduled):
    schedule, done, _wanted = scheduled
    assert [launch(schedule) is not None for _worker in range(3)] == [True, False, False]
    work()
    assert len(done) == 1


def test_it_is_due_again_after_its_interval(scheduled):
    schedule, done, _wanted = scheduled
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _minute in range(21):
            launch(schedule)
            work()
            clock.shift(MINUTES)
    assert len(done) == 3


def test_nothing_to_do_starts_nothing(scheduled):
    schedule, _done, wanted = scheduled
    wanted.clear()
    assert launch(schedule) is None
    assert not Tick.objects.exists()


def test_runs_do_not_pile_up_while_no_worker_is_there(scheduled):
    schedule, _done, _wanted = scheduled
    for _hour in range(3):
        launch(schedule)
        Tick.objects.update(next_at=timezone.now() - MINUTES)
    assert every_run().filter(kind="test.tick").count() == 1


def test_a_claim_says_when_the_clock_last_ticked():
    with time_machine.travel("2026-05-05 12:00Z", tick=False):
        assert claim("clock", 10 * MINUTES)
        assert not claim("clock", 10 * MINUTES)
    assert str(Tick.objects.get(kind="clock").last_at) == "2026-05-05 12:00:00+00:00"


class TestLostWorkers:
    """A worker that is killed leaves its run and its task as running."""

    @pytest.fixture
    def lost(self, kinds):
        done = []
        job("test.lost", attempts=2)(lambda run: done.append(run.attempts))
        run = start("test.lost", firm=None, actor=None)
        long_ago = timezone.now() - LEASE - MINUTES
        DBTaskResult.objects.filter(id=run.task_id).update(status="RUNNING", started_at=long_ago)
        return run, done, long_ago

    def test_killed_at_work(self, lost):
        run, done, long_ago = lost
        every_run().filter(pk=run.pk).update(state="running", attempts=1, heartbeat_at=long_ago)
        sweep()
        assert state_of(run)[0] == "queued"
        with time_machine.travel(timezone.now() + MINUTES):
            work()
        assert (done, state_of(run)[0]) == ([2], "done")

    def test_killed_at_work_once_too_often(self, lost):
        run, _done, long_ago = lost
        every_run().filter(pk=run.pk).update(state="running", attempts=2, heartbeat_at=long_ago)
        sweep()
        assert (state_of(run)[0], every_run().get(pk=run.pk).fault) == ("failed", "WorkerLost")

    def test_killed_between_the_queue_and_the_run(self, lost):
        run, done, long_ago = lost
        every_run().filter(pk=run.pk).update(due_at=long_ago)
        sweep()
        work()
        assert (done, state_of(run)[0]) == ([1], "done")

    def test_no_task_runs_for_ever(self, lost):
        run, _done, long_ago = lost
        every_run().filter(pk=run.pk).update(due_at=long_ago)
        sweep()
        work()
        assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"FAILED", "SUCCESSFUL"}

    def test_what_waits_its_turn_is_left_alone(self, kinds):
        job("test.lost")(lambda run: None)
        run = start("test.lost", firm=None, actor=None)
        every_run().filter(pk=run.pk).update(due_at=timezone.now() - 60 * MINUTES)
        sweep()
        assert DBTaskResult.objects.count() == 1

    def test_a_heartbeat_keeps_a_long_run_alive(self, lost):
        run, _done, long_ago = lost
        every_run().filter(pk=run.pk).update(state="running", attempts=1, heartbeat_at=long_ago)
        at_work.add(run.pk)
        beat()
        at_work.clear()
        sweep()
        assert state_of(run)[0] == "running"


def test_finished_runs_are_forgotten_after_a_month(kinds):
    job("test.old")(lambda run: None)
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        start("test.old", firm=None, actor=None)
        work()
    kept = start("test.old", firm=None, actor=None)
    tidy(kept)
    assert [run.pk for run in every_run()] == [kept.pk]
    assert DBTaskResult.objects.count() == 1
