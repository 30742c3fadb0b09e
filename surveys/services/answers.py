"""Saving and submitting answers."""

from __future__ import annotations

import math
import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.errors import SurveyError, TooFewAnswersError, WaveClosedError
from surveys.models import Assessment, Consent, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from surveys.links import Agreement
    from surveys.models import Submission

ANSWERED_SHARE = 0.7  # method D11: below it a response does not count
ATTEMPTS = 10


def save_answers(*, response: Response, given: Mapping[str, Any], agreement: Agreement | None) -> None:
    """Merge checked answers into the draft; None takes one back. Returns after COMMIT.

    The conditional update on the revision keeps two windows from undoing each other: whoever comes second
    merges into what the first one stored. WaveClosedError where the wave or the response takes no more
    answers.
    """
    for _attempt in range(ATTEMPTS):
        with transaction.atomic():
            current = Response.objects.get(pk=response.pk)
            draft = {**current.draft, **given}
            draft = {item: answer for item, answer in draft.items() if answer is not None}
            if (
                _open(response)
                .filter(revision=current.revision)
                .update(draft=draft, revision=F("revision") + 1)
            ):
                _record_consent(response, agreement)
                response.draft = draft
                return
        if not _open(response).exists():
            raise WaveClosedError(
                _("This questionnaire takes no more answers. What was saved before is kept.")
            )
    raise SurveyError(_("These answers are being saved from several windows at once. Please save again."))


def submit(*, response: Response) -> Submission:
    """Submit the draft, once; every further call returns the same submission.

    TooFewAnswersError where fewer than 70% of the person's items are answered ("don't know" counts as an
    answer), WaveClosedError where the wave takes no more answers.
    """
    now = timezone.now()
    with transaction.atomic():
        first = _open(response).update(state=Response.State.SUBMITTED)
        if first:
            response.refresh_from_db()
            _refuse_too_few(response)
            return response.freeze(receipt=_receipt(), submitted_at=now)
    submission = response.submissions.order_by("-number").first()
    if submission is None:
        raise WaveClosedError(_("This wave is closed, so these answers can no longer be submitted."))
    return submission


def open_items(response: Response) -> tuple[str, ...]:
    """List the ids of the person's items that have no answer yet, in the questionnaire's order."""
    participant = response.participant
    items = participant.assessment.instrument_version.catalogue.items_for(participant.side)
    return tuple(item.id for item in items if item.id not in response.draft)


def _open(response: Response) -> QuerySet[Response]:
    return Response.objects.filter(
        pk=response.pk,
        state=Response.State.OPEN,
        participant__assessment__state=Assessment.State.OPEN,
        participant__assessment__deadline__gt=timezone.now(),
    )


def _record_consent(response: Response, agreement: Agreement | None) -> None:
    if agreement is not None:
        Consent.objects.get_or_create(
            participant=response.participant,
            defaults={
                "wording": agreement.wording,
                "language": agreement.language,
                "given_at": agreement.given_at,
            },
        )
    elif not Consent.objects.filter(participant=response.participant).exists():
        raise SurveyError(_("Please open your personal link again and say whether you agree to take part."))


def _refuse_too_few(response: Response) -> None:
    participant = response.participant
    asked = len(participant.assessment.instrument_version.catalogue.items_for(participant.side))
    missing = open_items(response)
    needed = math.ceil(ANSWERED_SHARE * asked - 1e-9)
    if asked - len(missing) < needed:
        raise TooFewAnswersError(
            _("%(answered)s of %(asked)s questions are answered. At least %(needed)s are needed to submit.")
            % {"answered": asked - len(missing), "asked": asked, "needed": needed},
            missing,
        )


def _receipt() -> str:
    code = secrets.token_hex(6).upper()
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
