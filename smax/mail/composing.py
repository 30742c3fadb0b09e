"""From a row of the outbox to a finished letter: the firm's words, or the shipped ones, filled in."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from smax.mail.models import MailSettings, MailTemplate, Message
from smax.mail.occasions import GONE, OCCASIONS, NotWanted, Words
from smax.mail.outbox import one_line
from smax.mail.words import as_html, fill, subject_line

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from smax.accounts.models import Firm

STOP_SALT = "smax.mail.stop"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as its reader will see it."""

    subject: str
    text: str
    html: str
    # The parts of it that a preview shows within a page of ours.
    body: SafeString
    footer: str
    stop: str
    stop_words: str


def words_for(firm: Firm, occasion: str, language: str) -> Words:
    """The firm's own words for an occasion, or the shipped ones."""
    own = MailTemplate.objects.filter(firm=firm, occasion=occasion, language=language).first()
    return Words(own.subject, own.body) if own else OCCASIONS[occasion].shipped(language)


def settings_of(firm: Firm) -> MailSettings:
    """The firm's mail settings, or empty ones that are not stored."""
    return MailSettings.objects.filter(firm=firm).first() or MailSettings(firm=firm)


def draft(
    words: Words, values: dict[str, str], *, firm: Firm, own: MailSettings, language: str, stop: str = ""
) -> Draft:
    """Fill the words in, with the firm's footer, in the language of the letter."""
    with override(language):
        button = _("Open")
        context = {
            "subject": subject_line(words.subject, values),
            "body": as_html(words.body, values, button=button),
            "language": language,
            "sender": own.sender_name or str(firm),
            "footer": own.footer,
            "stop": stop,
            "stop_words": _("No more reminders for me"),
        }
        text = render_to_string("mail/letter.txt", {**context, "body": fill(words.body, values)})
        return Draft(
            subject=context["subject"],
            text=text.strip() + "\n",
            html=render_to_string("mail/letter.html", context),
            body=context["body"],
            footer=own.footer,
            stop=stop,
            stop_words=context["stop_words"],
        )


def composed(message: Message) -> EmailMultiAlternatives | NotWanted:
    """The finished letter, or why it is not wanted any more. To be called in the scope of its firm."""
    occasion = OCCASIONS.get(message.occasion)
    if occasion is None:
        return GONE
    with override(message.language):
        letter = occasion.compose(message)
    if isinstance(letter, NotWanted):
        return letter
    own = settings_of(message.firm)
    stop = stop_address(message) if occasion.can_stop else ""
    words = words_for(message.firm, message.occasion, message.language)
    values = {"name": message.name, **letter.values}
    written = draft(words, values, firm=message.firm, own=own, language=message.language, stop=stop)
    return addressed(written, own, to=(message.name, message.recipient), headers=_headers(message, stop))


def addressed(
    written: Draft, own: MailSettings, *, to: tuple[str, str], headers: dict[str, str]
) -> EmailMultiAlternatives:
    """Put a written letter into its envelope."""
    name = one_line(own.sender_name or str(own.firm))
    sender = own.from_address if own.host else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=formataddr((name, sender)),
        to=[formataddr((one_line(to[0]), to[1]))],
        reply_to=[own.reply_to] if own.reply_to else None,
        headers={**headers, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(written.html, "text/html")
    return mail


def stop_address(message: Message) -> str:
    """Where the addressee asks for no more such letters: signed, without a cookie, good for ever."""
    told = [message.firm_id, message.about_kind, message.about_id, message.language]
    token = signing.dumps(told, salt=STOP_SALT)
    return settings.BASE_URL.origin + reverse("mail:stop", args=[token])


def _headers(message: Message, stop: str) -> dict[str, str]:
    headers = {"Message-ID": message.message_id}
    if stop:  # RFC 8058: the reader's own mail program may post to it
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers
