"""A run of a job: for whom, as whom, how often, and what of it remains."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from smax.accounts.audit import record
from smax.accounts.models import Membership, User
from smax.accounts.tenancy import OutsideFirmScopeError, firm_scope
from smax.accounts.trail import AuditEvent
from smax.errors import RefusedError
from smax.jobs import job, start
from smax.jobs.models import JobRun, every_run
from smax.jobs.runner import run_job
from surveys.models import Client
from tests.cast import make_administrator, make_client, make_firm
from tests.jobs.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(kinds):
    """What a job of the kind "test.look" has seen; its arguments say what it does then."""
    notes = []

    @job("test.look", attempts=3)
    def look(run, *, fault="", **args):
        notes.append((run.firm_id, [client.name for client in Client.objects.all()], args))
        run.advance(40)
        if fault == "refused":
            raise RefusedError("Not with these numbers.")
        if fault:
            raise ValueError("Acme's secret figures")

    return notes


@pytest.fixture
def firm():
    made = make_firm("Ours")
    make_client(made)
    make_client(make_firm("Theirs"), "Their Client")
    return made


@pytest.fixture
def owner(firm):
    return User.objects.get(email="owner@ours.example")


def state_of(run):
    row = every_run().get(pk=run.pk)
    return row.state, row.progress, row.reason, row.attempts


def test_a_run_sees_its_own_firm_and_ends_as_done(seen, firm, owner):
    run = start("test.look", firm=firm, actor=owner, wave=7)
    assert state_of(run) == ("queued", 0, "", 0)
    work()
    assert seen == [(firm.pk, ["Acme"], {"wave": 7})]
    assert state_of(run) == ("done", 100, "", 1)


def test_a_run_of_the_server_has_no_firm_in_scope(kinds):
    seen = []

    @job("test.server")
    def server(run):
        with pytest.raises(OutsideFirmScopeError):
            Client.objects.count()
        seen.append(run.firm_id)

    start("test.server", firm=None, actor=None)
    work()
    assert seen == [None]


def test_a_start_that_is_rolled_back_leaves_nothing(seen, firm, owner):
    with transaction.atomic():
        start("test.look", firm=firm, actor=owner)
        transaction.set_rollback(True)
    work()
    assert (seen, every_run().count()) == ([], 0)


def test_an_unknown_kind_is_named(firm, owner):
    with pytest.raises(ValueError, match=r"there is no job of the kind 'test\.nowhere'"):
        start("test.nowhere", firm=firm, actor=owner)


def test_two_functions_cannot_be_one_kind(seen):
    with pytest.raises(ValueError, match=r"two jobs of the kind 'test\.look'"):
        job("test.look")(lambda run: None)


def test_acts_are_recorded_as_those_of_who_started(kinds, firm, owner):
    @job("test.record")
    def act(run):
        record("test.acted", on=run.firm)

    start("test.record", firm=firm, actor=owner)
    start("test.record", firm=firm, actor=None)
    work()
    with firm_scope(firm):
        events = AuditEvent.objects.filter(action="test.acted").order_by("sequence")
        assert list(events.values_list("actor_kind", "actor_ref")) == [
            ("user", str(owner.pk)),
            ("job", "test.record"),
        ]


class TestRights:
    """Whether somebody may is asked when the work begins, not when it was ordered."""

    @pytest.mark.parametrize(
        "lose",
        [
            pytest.param(lambda user: Membership.objects.filter(user=user).delete(), id="left-the-firm"),
            pytest.param(lambda user: User.objects.filter(pk=user.pk).update(is_active=False), id="shut-out"),
            pytest.param(
                lambda user: User.objects.filter(pk=user.pk).update(is_administrator=True),
                id="runs-the-server-now",
            ),
            pytest.param(
                lambda user: type(user.membership.firm).objects.update(is_active=False), id="firm-suspended"
            ),
        ],
    )
    def test_who_lost_the_right_gets_nothing(self, seen, firm, owner, lose):
        run = start("test.look", firm=firm, actor=owner)
        lose(owner)
        work()
        assert seen == []
        assert state_of(run)[0] == "forbidden"

    def test_who_went_to_another_firm_gets_nothing(self, seen, firm, owner):
        run = start("test.look", firm=firm, actor=owner)
        Membership.objects.filter(user=owner).update(firm=make_firm("Third"))
        work()
        assert (seen, state_of(run)[0]) == ([], "forbidden")

    def test_a_deleted_person_takes_their_runs_along(self, seen, firm, owner):
        run = start("test.look", firm=firm, actor=owner)
        owner.delete()
        work()
        assert (seen, every_run().filter(pk=run.pk).exists()) == ([], False)

    def test_a_job_may_ask_for_more(self, kinds, firm):
        done = []
        job("test.owners", allowed=lambda member, **_args: member.is_owner)(
            lambda run: done.append(run.actor.email)
        )
        runs = [
            start("test.owners", firm=firm, actor=User.objects.get(email=f"{role}@ours.example"))
            for role in ("owner", "consultant")
        ]
        work()
        assert done == ["owner@ours.example"]
        assert [state_of(run)[0] for run in runs] == ["done", "forbidden"]

    def test_only_an_administrator_starts_work_for_the_server(self, kinds, owner):
        done = []
        job("test.server")(lambda run: done.append(run.actor.email))
        start("test.server", firm=None, actor=owner)
        start("test.server", firm=None, actor=make_administrator())
        work()
        assert done == ["administrator@server.example"]


class TestFaults:
    def test_a_refusal_is_final_and_says_why(self, seen, firm, owner):
        run = start("test.look", firm=firm, actor=owner, fault="refused")
        work()
        assert state_of(run) == ("failed", 40, "Not with these numbers.", 1)

    def test_another_fault_is_tried_again_later_and_not_for_ever(self, seen, firm, owner):
        run = start("test.look", firm=firm, actor=owner, fault="yes")
        work()
        work()
        assert (len(seen), state_of(run)) == (1, ("queued", 40, "", 1))
        waits = []
        while (row := every_run().get(pk=run.pk)).state == "queued":
            waits.append(row.due_at - timezone.now())
            with time_machine.travel(row.due_at + timedelta(seconds=1)):
                work()
        assert [round(wait.total_seconds(), -1) for wait in waits] == [30, 90]
        assert (len(seen), row.state, row.fault) == (3, "failed", "ValueError")
        assert row.reason == "This did not work, though it was tried several times."

    def test_no_row_holds_what_the_exception_said(self, seen, firm, owner):
        run = start("test.look", firm=firm, actor=owner, fault="yes")
        work()
        assert "secret" not in str(every_run().filter(pk=run.pk).values().get())

    def test_a_worker_that_is_told_to_stop_gives_the_run_back(self, kinds, firm, owner):
        times = []

        @job("test.stopped")
        def stopped(_run):
            times.append(1)
            if len(times) == 1:
                raise SystemExit(1)

        run = start("test.stopped", firm=firm, actor=owner)
        with pytest.raises(SystemExit):
            run_job.func(str(run.public_id))
        assert state_of(run)[0] == "queued"
        work()
        assert (len(times), state_of(run)[0]) == (2, "done")

    def test_an_attempt_that_was_given_up_changes_nothing_any_more(self, kinds, firm, owner):
        @job("test.zombie")
        def zombie(run):
            every_run().filter(pk=run.pk).update(attempts=2)  # another worker took it over meanwhile
            run.advance(77)

        run = start("test.zombie", firm=firm, actor=owner)
        work()
        assert state_of(run) == ("running", 0, "", 2)

    def test_a_second_task_for_a_run_does_nothing(self, seen, firm, owner):
        run = start("test.look", firm=firm, actor=owner)
        work()
        run_job.func(str(run.public_id))
        assert (len(seen), state_of(run)[3]) == (1, 1)
        assert JobRun._meta.get_field("public_id").unique
