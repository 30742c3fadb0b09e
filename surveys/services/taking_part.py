"""Agreeing to take part, and declining to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import SurveyError, WaveClosedError
from surveys.links import CONSENT_WORDINGS
from surveys.models import Assessment, Consent, Participant, Response, Submission

if TYPE_CHECKING:
    from surveys.links import Agreement


def take_part(*, participant: Participant, agreement: Agreement | None) -> None:
    """Record with an answer, in its transaction, what the participant agreed to; a refusal is forgotten.

    SurveyError where nothing was agreed to, or something else than what the wave promises by now.
    """
    if participant.declined_at is not None:
        Participant.objects.filter(pk=participant.pk).update(declined_at=None, suggestion="")
        participant.declined_at, participant.suggestion = None, ""
    if Consent.objects.filter(participant=participant).exists():
        return
    # Locked, so that the mode cannot change between this look and the COMMIT of the first answer.
    waves = Assessment.objects.select_for_update().filter(pk=participant.assessment_id)
    promised = CONSENT_WORDINGS[waves.values_list("identity_mode", flat=True).get()]
    if agreement is None or agreement.wording != promised:
        raise SurveyError(_("Please open your personal link again and say whether you agree to take part."))
    Consent.objects.get_or_create(
        participant=participant,
        defaults={
            "wording": agreement.wording,
            "language": agreement.language,
            "given_at": agreement.given_at,
        },
    )


@transaction.atomic
def decline(*, participant: Participant, suggestion: str) -> None:
    """Note that the participant does not take part, and whom they name instead. The link does not move.

    SurveyError where the participant has submitted, WaveClosedError where the wave is over.
    """
    waves = Assessment.objects.filter(state=Assessment.State.OPEN, deadline__gt=timezone.now())
    asked = Response.objects.filter(state=Response.State.OPEN, submissions=None)
    still = Participant.objects.filter(pk=participant.pk, assessment__in=waves, response__in=asked)
    if not still.update(declined_at=timezone.now(), suggestion=suggestion):
        if Submission.objects.filter(response__participant=participant).exists():
            raise SurveyError(
                _("You have submitted answers already, and they count. Declining does not take them back.")
            )
        raise WaveClosedError(_("This questionnaire is over, so there is nothing to decline any more."))
    record("participant.declined", on=participant)
