"""Planned waves: set, moved, dropped, become due, and opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.errors import SurveyError
from surveys.models import PlannedWave

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from surveys.models import Assessment, Client

State = PlannedWave.State
STANDING = (State.PLANNED, State.DUE)
CLOCK = "the clock looks for planned waves whose day has come, of all firms"


def plan_wave(*, client: Client, due_on: date, rhythm: int) -> PlannedWave:
    """Plan the client's next wave, and with it all that follow. SurveyError where a plan stands already."""
    try:
        with transaction.atomic():
            plan = client.plans.create(due_on=due_on, rhythm=rhythm)
            record("plan.made", on=plan, due_on=str(due_on), rhythm=int(rhythm))
            return plan
    except IntegrityError as error:
        raise SurveyError(_("A wave of this client is planned already. Change that plan instead.")) from error


@transaction.atomic
def change_plan(*, plan: PlannedWave, due_on: date, rhythm: int) -> None:
    """Move a standing plan to another day or rhythm; a due one waits again. SurveyError where it is gone."""
    _settle(_standing(plan), state=State.PLANNED, due_on=due_on, rhythm=rhythm)
    record("plan.changed", on=plan, due_on=str(due_on), rhythm=int(rhythm))


@transaction.atomic
def drop_plan(*, plan: PlannedWave) -> None:
    """Plan no more waves of this client. SurveyError where the plan is gone already."""
    _settle(_standing(plan), state=State.DROPPED)
    record("plan.dropped", on=plan)


def begin_plan(*, client: Client, opened: date, rhythm: int) -> PlannedWave:
    """Plan the wave that follows one opened on a day. Errors as for `plan_wave`."""
    return plan_wave(client=client, due_on=opened + timedelta(days=rhythm), rhythm=rhythm)


def fulfil_plan(*, plan: PlannedWave, wave: Assessment) -> None:
    """Note that the planned wave was opened, and plan the next one; in the transaction that opens it."""
    _settle(_standing(plan), state=State.OPENED, wave=wave)
    record("plan.opened", on=plan, wave=wave.pk)
    plan_wave(
        client=wave.client,
        due_on=next_day(plan.due_on, plan.rhythm, wave.created_at.date()),
        rhythm=plan.rhythm,
    )


def mark_due(*, today: date) -> int:
    """Let plans whose day has come wait for their consultants; says how many. Nobody is asked anything."""
    with every_firm(CLOCK):
        found = list(_to_mark(today).select_related("firm"))
    return sum(_mark(plan) for plan in found)


def any_due(*, today: date) -> bool:
    """Whether there is a plan whose day has come and that was not marked yet."""
    with every_firm(CLOCK):
        return _to_mark(today).exists()


def next_day(day: date, rhythm: int, today: date) -> date:
    """The first day of the rhythm after today.

    >>> from datetime import date
    >>> next_day(date(2026, 1, 1), 90, date(2026, 1, 3))
    datetime.date(2026, 4, 1)
    >>> next_day(date(2026, 1, 1), 90, date(2026, 9, 1))
    datetime.date(2026, 9, 28)
    """
    missed = max(0, (today - day).days // rhythm)
    return day + timedelta(days=rhythm * (missed + 1))


def _to_mark(today: date) -> QuerySet[PlannedWave]:
    return PlannedWave.objects.filter(state=State.PLANNED, due_on__lte=today, client__archived_at=None)


def _mark(plan: PlannedWave) -> int:
    with firm_scope(plan.firm), transaction.atomic():
        marked = PlannedWave.objects.filter(pk=plan.pk, state=State.PLANNED, due_on=plan.due_on)
        if not marked.update(state=State.DUE):
            return 0
        record("plan.became_due", on=plan)
        return 1


def _standing(plan: PlannedWave) -> QuerySet[PlannedWave]:
    return PlannedWave.objects.filter(pk=plan.pk, state__in=STANDING)


def _settle(plans: QuerySet[PlannedWave], **fields: object) -> None:
    if not plans.update(**fields):
        raise SurveyError(_("This plan was settled in the meantime. Look at the client's page."))
