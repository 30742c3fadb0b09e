"""Saving and submitting answers."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.errors import SurveyError, TooFewAnswersError, WaveClosedError
from surveys.models import Assessment, Consent, Participant, Response

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from surveys.links import Agreement
    from surveys.models import Submission

ANSWERED_SHARE = 0.7  # method D11: below it a response does not count
ATTEMPTS = 10
NOTHING: Mapping[str, Any] = MappingProxyType({})


def save_answers(
    *,
    response: Response,
    given: Mapping[str, Any],
    agreement: Agreement | None,
    shown: Mapping[str, Any] = NOTHING,
) -> dict[str, Any]:
    """Merge checked answers into the draft; None takes one back. Returns after COMMIT.

    The conditional update on the revision keeps two windows from undoing each other: whoever comes second
    merges into what the first one stored. `shown` holds what the sender's page had for an item before it was
    answered there; where something else is stored by now, that stays and is returned, by item.

    WaveClosedError where the wave or the response takes no more answers.
    """
    for _attempt in range(ATTEMPTS):
        with transaction.atomic():
            # On PostgreSQL windows queue here and do not lose against each other; SQLite locks at BEGIN.
            current = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
            differing = _changed_elsewhere(current.draft, given, shown)
            draft = _merged(current.draft, {item: given[item] for item in given if item not in differing})
            if draft != current.draft and _store(response, current.revision, draft):
                _record_consent(response, agreement)
                response.draft = draft
                return differing
            if draft == current.draft and _open(response).exists():
                response.draft = draft
                return differing
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
            # Without `fields`, the participant that is already loaded would be dropped.
            response.refresh_from_db(fields=["state", "draft", "comments", "notes", "seconds"])
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
    # With a join, Django would move every condition of an update into a subquery, which PostgreSQL does not
    # evaluate again after it waited for a row: two submits at once would both be first.
    waves = Assessment.objects.filter(state=Assessment.State.OPEN, deadline__gt=timezone.now())
    people = Participant.objects.filter(assessment__in=waves)
    return Response.objects.filter(pk=response.pk, state=Response.State.OPEN, participant__in=people)


def _store(response: Response, revision: int, draft: dict[str, Any]) -> int:
    return _open(response).filter(revision=revision).update(draft=draft, revision=F("revision") + 1)


def _merged(draft: Mapping[str, Any], taken: Mapping[str, Any]) -> dict[str, Any]:
    return {item: answer for item, answer in {**draft, **taken}.items() if answer is not None}


def _changed_elsewhere(
    draft: Mapping[str, Any], given: Mapping[str, Any], shown: Mapping[str, Any]
) -> dict[str, Any]:
    compared = [item for item in given if item in shown]
    return {item: draft.get(item) for item in compared if draft.get(item) not in (shown[item], given[item])}


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
