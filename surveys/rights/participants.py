"""Participants as people with rights: what is copied out for them, and what is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from surveys.models import FlagDismissal, Participant, PersonalLink, Response, Submission
from surveys.own_answers import as_json
from surveys.rights.mentions import blank_letters, blank_mentions, letters_document
from surveys.rights.places import ERASED_DOMAIN, ERASED_NAME, Place

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.models import Client


def rows(clients: QuerySet[Client]) -> QuerySet[Participant]:
    """Participants of these clients whose identity is still there."""
    return Participant.objects.filter(assessment__client__in=clients, erased_at=None).select_related(
        "assessment__client", "assessment__instrument_version", "firm", "response"
    )


def document(person: Participant) -> dict[str, Any]:
    """Everything that is stored of a participant, submitted answers in words too."""
    response, consent = person.response, getattr(person, "consent", None)
    return {
        "name": person.name,
        "email": person.email,
        "client": person.assessment.client.name,
        "wave": person.assessment.number,
        "side": person.side,
        "seniority": person.seniority,
        "added_at": person.created_at.isoformat(),
        "declined_at": person.declined_at.isoformat() if person.declined_at else None,
        "suggestion": person.suggestion,
        "excluded_reason": person.excluded_reason,
        "consent": {
            "wording": consent.wording,
            "language": consent.language,
            "given_at": consent.given_at.isoformat(),
        }
        if consent
        else None,
        "draft": {
            "answers": response.draft,
            "comments": response.comments,
            "notes": response.notes,
            "seconds": response.seconds,
        },
        "submissions": [
            as_json(person, submission) for submission in response.submissions.order_by("number")
        ],
        "dismissed_flags": [
            {"flag": each.flag, "reason": each.reason, "dismissed_at": each.dismissed_at.isoformat()}
            for each in FlagDismissal.objects.filter(submission__response=response)
        ],
        "letters": letters_document(person, person.email),
    }


def erase(person: Participant, now: datetime) -> None:
    """Let identity and own words go; side, seniority and submitted answers stay, so that scores do."""
    response = person.response
    submitted = Submission.objects.filter(response=response)
    blank_mentions(person.assessment.client, person.name, person.email)
    blank_letters(person, person.email)
    PersonalLink.objects.filter(participant=person, revoked_at=None).update(revoked_at=now)
    changes: dict[str, Any] = {"comments": {}, "notes": {}, "revisions": {}}
    if not submitted.exists():
        changes |= {"draft": {}, "seconds": {}}
        Participant.objects.filter(pk=person.pk, declined_at=None).update(declined_at=now)
    # A page that is still open somewhere could store another comment into an open response.
    Response.objects.filter(pk=response.pk).update(**changes, state=Response.State.SUBMITTED)
    submitted.filter(erased_at=None).update(comments={}, notes={}, erased_at=now)
    # The database wants a reason beside a dismissal and an exclusion.
    FlagDismissal.objects.filter(submission__response=response).update(reason=ERASED_NAME)
    Participant.objects.filter(pk=person.pk).update(
        name=ERASED_NAME,
        email=f"{person.public_id.hex}{ERASED_DOMAIN}",
        suggestion="",
        excluded_reason=Case(When(~Q(excluded_reason=""), then=Value(ERASED_NAME)), default=Value("")),
        erased_at=now,
    )


PARTICIPANTS = Place(
    code="participant",
    title=_("Participant"),
    rows=rows,
    where=lambda person: person.audit_label,
    document=document,
    erase=erase,
    stable=lambda person: str(person.public_id),
    stands_for=lambda person: [person, person.response],
    erased={
        "surveys.participant.name": "replaced",
        "surveys.participant.email": "replaced",
        "surveys.participant.suggestion": "emptied",
        "surveys.participant.excluded_reason": "replaced",
        "surveys.response.comments": "emptied",
        "surveys.response.notes": "emptied",
        "surveys.response.revisions": "emptied",
        "surveys.response.draft": "emptied where nothing was submitted; answer codes otherwise",
        "surveys.response.seconds": "emptied where nothing was submitted; seconds a screen otherwise",
        "surveys.submission.comments": "emptied, with a mark",
        "surveys.submission.notes": "emptied, with a mark",
        "surveys.flagdismissal.reason": "replaced",
        "surveys.outcomefigure.owner": "the name is taken out",
        "surveys.document.note": "the name is taken out",
        "mail.message.recipient": "replaced",
        "mail.message.name": "emptied",
        "mail.message.reason": "emptied: a server's refusal may quote the address",
    },
    kept={
        "surveys.participant.side": "a code that scores need",
        "surveys.participant.seniority": "a code that scores need",
        "surveys.personallink.digest": "of a random secret; the link is revoked",
        "surveys.consent.wording": "a code: that somebody agreed stays provable",
        "surveys.consent.language": "a code",
        "surveys.response.state": "a code",
        "surveys.submission.answers": "answer codes: scores stay",
        "surveys.submission.seconds": "seconds a screen",
        "surveys.flagdismissal.flag": "a code",
        "surveys.submission.receipt": "a random number that the person may hold",
        "mail.message.occasion": "a code",
        "mail.message.key": "numbers of rows",
        "mail.message.language": "a code",
        "mail.message.about_kind": "a code",
        "mail.message.message_id": "random",
        "mail.message.state": "a code",
    },
)
