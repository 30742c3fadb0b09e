"""Where others wrote somebody's name down, and letters that went to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, Value, When

from smax.mail.models import Message
from surveys.models import Contact, Document, FlagDismissal, OutcomeFigure, Participant
from surveys.rights.places import ERASED_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet

    from surveys.models import Client

ERASED = "[erased]"
WAITING = (Message.State.QUEUED, Message.State.SENDING)
# What other apps' texts about a client are blanked by: each is given the client, and what takes names out.
ELSEWHERE: list[Callable[[Client, Callable[[str], str]], None]] = []


def blank_mentions(client: Client, *known: str) -> None:
    """Take names and addresses out of what others wrote about the client, up to whole words.

    What leaders wrote in their comments is not touched: it is theirs, and part of what they submitted.
    """
    words = [re.escape(text) for text in known if text.strip()]
    if not words:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)

    def without(text: str) -> str:
        return pattern.sub(ERASED, text)

    for rows, name in _texts(client):
        for row in rows.exclude(**{name: ""}):
            text = without(getattr(row, name))
            if text != getattr(row, name):
                rows.filter(pk=row.pk).update(**{name: text})
    for blank in ELSEWHERE:
        blank(client, without)


def letters_to(row: Model, email: str) -> QuerySet[Message]:
    """Letters about a row, and those to the address on it."""
    about = Q(about_kind=row._meta.label_lower, about_id=row.pk)
    return Message.objects.filter(about | Q(recipient__iexact=email) if email else about).order_by("pk")


def blank_letters(row: Model, email: str) -> None:
    """Take the addressee out of letters; those that wait are not sent any more."""
    letters_to(row, email).update(
        recipient=f"letter{ERASED_DOMAIN}",
        name="",
        reason="",
        state=Case(When(state__in=WAITING, then=Value(Message.State.CANCELLED)), default="state"),
    )


def letters_document(row: Model, email: str) -> list[dict[str, Any]]:
    """The letters as they are handed to the person."""
    return [
        {
            "occasion": letter.occasion,
            "to": letter.recipient,
            "language": letter.language,
            "state": letter.state,
            "written_at": letter.created_at.isoformat(),
            "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        }
        for letter in letters_to(row, email)
    ]


def _texts(client: Client) -> list[tuple[QuerySet[Any], str]]:
    waves = client.assessments.all()
    return [
        (Participant.objects.filter(assessment__in=waves), "suggestion"),
        (Participant.objects.filter(assessment__in=waves), "excluded_reason"),
        (OutcomeFigure.objects.filter(assessment__in=waves), "owner"),
        (Document.objects.filter(assessment__in=waves), "note"),
        (FlagDismissal.objects.filter(submission__response__participant__assessment__in=waves), "reason"),
        (Contact.objects.filter(client=client), "note"),
    ]
