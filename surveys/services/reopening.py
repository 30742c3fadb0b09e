"""Changing answers after they were submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import WaveClosedError
from surveys.models import Assessment, Participant, Response

if TYPE_CHECKING:
    from django.db.models import QuerySet


@transaction.atomic
def reopen(*, response: Response) -> None:
    """Let a submitted response take answers again; reopening an open one changes nothing.

    What was submitted goes on counting until the next submit. WaveClosedError where the wave is over.
    """
    if not _of_open_waves(response).update(state=Response.State.OPEN):
        raise WaveClosedError(
            _("This wave takes no more answers. What you submitted stays as it is, and it counts.")
        )
    if response.state == Response.State.SUBMITTED:
        record("response.reopened", on=response)


def _of_open_waves(response: Response) -> QuerySet[Response]:
    waves = Assessment.objects.filter(state=Assessment.State.OPEN, deadline__gt=timezone.now())
    people = Participant.objects.filter(assessment__in=waves)
    return Response.objects.filter(pk=response.pk, participant__in=people)
