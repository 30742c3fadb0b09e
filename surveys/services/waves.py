"""Opening, closing and withdrawing waves, and what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import SurveyError
from surveys.models import Assessment
from surveys.services.plans import begin_plan, fulfil_plan

if TYPE_CHECKING:
    from surveys.models import Client, PlannedWave


def open_wave(
    *, client: Client, plan: PlannedWave | None = None, rhythm: int | None = None, **fields: Any
) -> Assessment:
    """Open the client's next wave, which keeps the client's profile as it is now.

    Where it is the one that was planned, the plan moves on to the next; with a rhythm, a plan begins.
    SurveyError where another wave was opened, or the plan settled, at the same moment.
    """
    if client.archived_at is not None:
        raise SurveyError(_("This client is archived. Restore it before you open a wave."))
    last = client.assessments.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            wave = client.assessments.create(number=last + 1, profile=client.profile, **fields)
            record("wave.opened", on=wave, identity_mode=str(wave.identity_mode), trial=wave.trial)
            if plan is not None:
                fulfil_plan(plan=plan, wave=wave)
            elif rhythm is not None:
                begin_plan(client=client, opened=wave.created_at.date(), rhythm=rhythm)
            return wave
    except IntegrityError as error:
        raise SurveyError(
            _("Another wave of this client was opened at the same moment. Look at it first.")
        ) from error


@transaction.atomic
def close_wave(*, assessment: Assessment) -> None:
    """Take no more answers. Closing a closed wave changes nothing."""
    wave = Assessment.objects.filter(pk=assessment.pk, state=Assessment.State.OPEN)
    if wave.update(state=Assessment.State.CLOSED, closed_at=timezone.now()):
        record("wave.closed", on=assessment)


@transaction.atomic
def withdraw_wave(*, assessment: Assessment) -> None:
    """Take the wave back: it takes no more answers, and those it has count nowhere. It stays withdrawn."""
    wave = Assessment.objects.filter(pk=assessment.pk).exclude(state=Assessment.State.WITHDRAWN)
    if wave.update(state=Assessment.State.WITHDRAWN, closed_at=timezone.now()):
        record("wave.withdrawn", on=assessment)


def change_promises(*, assessment: Assessment, **fields: Any) -> None:
    """Change how answers are shown (`identity_mode`), `language` and `own_profile` of an open wave.

    The database refuses another mode after the first answer, whoever asks. SurveyError then, and where the
    wave is over.
    """
    wave = Assessment.objects.filter(pk=assessment.pk, state=Assessment.State.OPEN)
    try:
        with transaction.atomic():
            changed = wave.update(**fields)
            if changed:
                record("wave.promises_changed", on=assessment, fields=sorted(fields))
    except IntegrityError as error:
        raise SurveyError(
            _("Somebody has answered already, so how answers are shown stays as it was promised.")
        ) from error
    if not changed:
        raise SurveyError(_("This wave is over, so what it promises can no longer be changed."))
