"""The letter with which somebody is invited to work for a firm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import dateformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from smax.accounts.invitations import Invitation
from smax.mail.occasions import Letter, NotWanted, register
from smax.mail.outbox import queue

if TYPE_CHECKING:
    from smax.mail.models import Message

COLLEAGUE = "colleague"


def register_colleague() -> None:
    """Make the occasion known to the outbox."""
    texts = Path(__file__).parent / "texts"
    register(COLLEAGUE, _compose, title=_("Colleague"), placeholders=("firm", "link", "day"), folder=texts)


def mail_invitation(invitation: Invitation) -> Message:
    """Put the letter of this sending of an invitation into the outbox. The firm must be in scope."""
    return queue(
        COLLEAGUE,
        firm=invitation.membership.firm,
        key=f"colleague-{invitation.pk}-{invitation.sendings}",
        recipient=invitation.membership.user.email,
        name="",
        language="en",
        about=invitation,
    )


def _compose(message: Message) -> Letter | NotWanted:
    found = Invitation.objects.select_related("membership__firm", "membership__user")
    invitation = found.filter(pk=message.about_id).first()
    if invitation is None or not invitation.is_open:
        return NotWanted(_("The invitation was accepted or withdrawn, or is too old."))
    # An older sending's letter would carry the link of a newer one.
    if message.key != f"colleague-{invitation.pk}-{invitation.sendings}" or invitation.link is None:
        return NotWanted(_("There is a newer link than the one of this letter."))
    day = dateformat.format(invitation.expires_at, pgettext("date format", "j F Y, H:i e"))
    return Letter({"firm": invitation.membership.firm.name, "link": invitation.link, "day": day})
