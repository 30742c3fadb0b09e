"""What became of each person's letters: invited, reminded, bounced, and the next reminder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smax.mail.models import Message, OptOut
from surveys.letters.occasions import INVITATION, REMINDER
from surveys.letters.rhythm import next_reminder
from surveys.models import Participant

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.models import Assessment

ABOUT = Participant._meta.label_lower
State = Message.State


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """How one participant stands with our letters. `invitation` is the newest one, or None."""

    invitation: Message | None
    reminders: tuple[Message, ...]
    no_more: bool
    next_at: datetime | None

    @property
    def bounced(self) -> bool:
        """Whether the address takes no mail: the newest invitation or a reminder after it came back."""
        newest = max((*self.reminders, *filter(None, [self.invitation])), key=_key, default=None)
        return newest is not None and newest.state == State.BOUNCED

    @property
    def reminded(self) -> int:
        """How many reminders have left."""
        return sum(message.state == State.SENT for message in self.reminders)

    @property
    def last_reminded_at(self) -> datetime | None:
        """When the last reminder left."""
        return max((letter.sent_at for letter in self.reminders if letter.sent_at), default=None)


def letters_of(wave: Assessment, *, only: Participant | None = None) -> dict[int, LetterStanding]:
    """The standing of each participant of a wave, or of one, by primary key: three queries however many."""
    people = Participant.objects.filter(assessment=wave)
    if only is not None:
        people = people.filter(pk=only.pk)
    keys = list(people.values_list("pk", flat=True))
    asked = [INVITATION, REMINDER]
    found: dict[int, list[Message]] = {key: [] for key in keys}
    for message in _about(Message, wave, occasion__in=asked).order_by("pk"):
        if message.about_id in found:
            found[message.about_id].append(message)
    stopped = set(_about(OptOut, wave).values_list("about_id", flat=True))
    upcoming = next_reminder(wave)
    return {key: _standing(messages, upcoming, no_more=key in stopped) for key, messages in found.items()}


def _about(model: type[Message | OptOut], wave: Assessment, **tests: object) -> QuerySet:
    people = Participant.objects.filter(assessment=wave).values("pk")
    return model.objects.filter(about_kind=ABOUT, about_id__in=people, **tests)


def _standing(messages: list[Message], upcoming: datetime | None, *, no_more: bool) -> LetterStanding:
    invitations = [message for message in messages if message.occasion == INVITATION]
    reached = any(message.state == State.SENT for message in invitations)
    return LetterStanding(
        invitation=invitations[-1] if invitations else None,
        reminders=tuple(message for message in messages if message.occasion == REMINDER),
        no_more=no_more,
        next_at=upcoming if reached and not no_more else None,
    )


def _key(message: Message) -> int:
    return message.pk
