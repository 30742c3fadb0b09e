"""One wave a client: the latest, for what to do next, and the one whose results stand for the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from surveys.models import Assessment, Client, PlannedWave

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Assessment.State


def latest_waves(clients: Iterable[Client]) -> QuerySet[Assessment]:
    """The latest wave of each client that has one, with its client; trials apart."""
    own = Assessment.objects.filter(client=OuterRef("client"), trial=False)
    newest = own.order_by("-number").values("pk")[:1]
    return Assessment.objects.filter(client__in=list(clients), pk=Subquery(newest)).select_related("client")


def standing_waves(clients: Iterable[Client]) -> QuerySet[Assessment]:
    """The wave whose results stand for each client: the last one closed, or else the last one open.

    Read as `surveys.queries.waves_of` reads them; trials and withdrawn waves stand for nobody.
    """
    own = Assessment.objects.filter(
        client=OuterRef("client"), trial=False, state__in=[State.CLOSED, State.OPEN]
    )
    # In the alphabet, too, "closed" comes before "open".
    standing = own.order_by("state", "-number").values("pk")[:1]
    return (
        Assessment.objects.filter(client__in=list(clients), pk=Subquery(standing))
        .select_related("client", "instrument_version")
        .defer("instrument_version__definition")
    )


def plans_waiting(clients: QuerySet[Client]) -> QuerySet[PlannedWave]:
    """Planned waves of these clients whose day has come, with the client; those of archived ones wait."""
    due = PlannedWave.objects.filter(state=PlannedWave.State.DUE, client__in=clients)
    return due.filter(client__archived_at=None).select_related("client")


def in_state(clients: QuerySet[Client], state: str) -> QuerySet[Client]:
    """Clients by the state of their latest wave: "none", "open", "due", "closed" or "withdrawn"."""
    newest = Assessment.objects.filter(client=OuterRef("pk"), trial=False).order_by("-number")
    told = clients.annotate(
        latest_state=Subquery(newest.values("state")[:1]),
        latest_deadline=Subquery(newest.values("deadline")[:1]),
    )
    now = timezone.now()
    tests = {
        "none": Q(latest_state=None),
        "open": Q(latest_state=State.OPEN, latest_deadline__gt=now),
        "due": Q(latest_state=State.OPEN, latest_deadline__lte=now),
        "closed": Q(latest_state=State.CLOSED),
        "withdrawn": Q(latest_state=State.WITHDRAWN),
    }
    return told.filter(tests[state])
