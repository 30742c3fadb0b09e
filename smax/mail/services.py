"""What people do with letters: try one again, give one up, change words and settings, ask for no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from smax.errors import RefusedError
from smax.mail.models import MailSettings, MailTemplate, Message, OptOut

if TYPE_CHECKING:
    from smax.accounts.models import Firm
    from smax.mail.occasions import Words

State = Message.State
OVER = (State.FAILED, State.BOUNCED, State.CANCELLED)


@transaction.atomic
def try_again(*, message: Message) -> None:
    """Send a letter that came to nothing after all, counting anew. RefusedError where it is under way."""
    over = Message.objects.filter(pk=message.pk, state__in=OVER)
    if not over.update(state=State.QUEUED, reason="", attempts=0, next_at=timezone.now()):
        raise RefusedError(_("This letter is on its way or was sent, so there is nothing to try again."))
    record("letter.retried", on=message)


@transaction.atomic
def cancel(*, message: Message) -> None:
    """Give up a letter that waits. RefusedError where it left or came to nothing already."""
    waiting = Message.objects.filter(pk=message.pk, state=State.QUEUED)
    if not waiting.update(state=State.CANCELLED, reason=_("Cancelled by hand.")):
        raise RefusedError(_("This letter does not wait any more, so it cannot be cancelled."))
    record("letter.cancelled", on=message)


@transaction.atomic
def save_settings(*, own: MailSettings, changed: list[str]) -> None:
    """Store a firm's mail settings. The trail names what changed, not to what."""
    own.save()
    if changed:
        record("mail_settings.changed", on=own, fields=changed)


@transaction.atomic
def save_words(*, firm: Firm, occasion: str, language: str, words: Words) -> None:
    """Store a firm's own words for an occasion in a language."""
    template, _created = MailTemplate.objects.update_or_create(
        firm=firm,
        occasion=occasion,
        language=language,
        defaults={"subject": words.subject, "body": words.body},
    )
    record("letter_words.changed", on=template)


@transaction.atomic
def drop_words(*, firm: Firm, occasion: str, language: str) -> None:
    """Go back to the shipped words of an occasion in a language."""
    template = MailTemplate.objects.filter(firm=firm, occasion=occasion, language=language).first()
    if template is not None:
        record("letter_words.dropped", on=template)
        template.delete()


@transaction.atomic
def stop_reminders(*, firm_id: int, about_kind: str, about_id: int) -> None:
    """Remember that somebody wants no more reminders about one thing; saying so twice is saying so once."""
    wish, new = OptOut.objects.get_or_create(firm_id=firm_id, about_kind=about_kind, about_id=about_id)
    if new:
        record("reminders.stopped", on=wish, about=f"{about_kind}:{about_id}")
