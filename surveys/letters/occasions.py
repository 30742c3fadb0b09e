"""What invitations, reminders and thanks say, asked of the rows at the moment of sending."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from smax.mail.composing import settings_of
from smax.mail.models import OptOut
from smax.mail.occasions import Letter, NotWanted, register
from surveys.links import secret_of
from surveys.models import Participant, Response
from surveys.pace import estimate

if TYPE_CHECKING:
    from smax.mail.models import Message
    from surveys.models import Assessment

INVITATION, REMINDER, THANKS = "invitation", "reminder", "thanks"
TEXTS = Path(__file__).parent / "texts"


def register_all() -> None:
    """Make the occasions of a wave known to the outbox."""
    asked = ("company", "deadline", "link", "minutes", "consultant")
    register(INVITATION, invitation, title=_("Invitation"), placeholders=asked, folder=TEXTS)
    register(REMINDER, reminder, title=_("Reminder"), placeholders=asked, folder=TEXTS, can_stop=True)
    register(THANKS, thanks, title=_("Thanks"), placeholders=("company", "link", "consultant"), folder=TEXTS)


def invitation(message: Message) -> Letter | NotWanted:
    """Ask for answers, with the link that is live now."""
    person = _addressee(message)
    return person if isinstance(person, NotWanted) else _asking(person)


def reminder(message: Message) -> Letter | NotWanted:
    """Ask again, unless the person asked for no more of it."""
    person = _addressee(message)
    if isinstance(person, NotWanted):
        return person
    if OptOut.objects.filter(about_kind=message.about_kind, about_id=message.about_id).exists():
        return NotWanted(_("They asked for no more reminders."))
    return _asking(person)


def thanks(message: Message) -> Letter | NotWanted:
    """Say that the answers arrived, with the way back to them."""
    person = _person(message)
    if person is None or person.email != message.recipient:
        return NotWanted(_("This person is not in the wave under this address any more."))
    wave = person.assessment
    if wave.state == wave.State.WITHDRAWN:
        return NotWanted(_("The wave was withdrawn."))
    link = _link(person)
    if link is None:
        return NotWanted(_("There is no link that this letter could carry."))
    return Letter({"company": wave.client.name, "link": link, "consultant": _sender(person)})


def deadline_in_words(wave: Assessment) -> str:
    """The deadline as the client's clocks show it, in the active language."""
    shape = pgettext("date format", "l, j F Y, H:i")
    return f"{dateformat.format(wave.deadline.astimezone(wave.zone), shape)} ({wave.zone.key})"


def _asking(person: Participant) -> Letter | NotWanted:
    wave = person.assessment
    link = _link(person)
    if link is None:
        return NotWanted(_("There is no link that this letter could carry. Invite again."))
    items = wave.instrument_version.catalogue.items_for(person.side)
    return Letter(
        {
            "company": wave.client.name,
            "deadline": deadline_in_words(wave),
            "link": link,
            "minutes": str(math.ceil(estimate(items) / 60)),
            "consultant": _sender(person),
        }
    )


def _addressee(message: Message) -> Participant | NotWanted:
    """The person, if anybody still wants to ask them."""
    person = _person(message)
    if person is None or person.email != message.recipient:
        return NotWanted(_("This person is not in the wave under this address any more."))
    if person.response.state == Response.State.SUBMITTED:
        return NotWanted(_("They have submitted their answers already."))
    if person.declined_at is not None:
        return NotWanted(_("They have declined to take part."))
    if person.excluded_at is not None:
        return NotWanted(_("They are excluded from the wave."))
    return person if person.assessment.takes_answers else NotWanted(_("The wave takes no more answers."))


def _person(message: Message) -> Participant | None:
    rows = Participant.objects.select_related("response", "firm", "assessment__client")
    return rows.filter(pk=message.about_id).first()


def _link(person: Participant) -> str | None:
    live = person.links.filter(revoked_at=None).first()
    secret = secret_of(live) if live else None
    return settings.BASE_URL.origin + reverse("surveys:landing", args=[secret]) if secret else None


def _sender(person: Participant) -> str:
    return settings_of(person.firm).sender_name or str(person.firm)
