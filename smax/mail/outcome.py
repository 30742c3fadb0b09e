"""What a mail server's answer means for a letter."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass

from django.utils.translation import gettext as _

from smax.mail.models import Message
from smax.mail.smtp import ForbiddenServerError

PERMANENT = 500
GOING_AWAY = 421
# RFC 3463: 5.1.x speaks of the address, 5.2.x of the mailbox.
_OF_RECIPIENT = re.compile(r"5\.[12]\.\d+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended. `state` is where the letter goes, or None: it waits and is tried again.

    `trouble`: the server itself is at fault, and no other letter would fare better; `lost`: the line broke in
    the middle of this letter, which may be the letter's fault or the server's.
    """

    reason: str
    state: str | None = None
    trouble: bool = False
    lost: bool = False


def outcome_of(error: Exception) -> Outcome:
    """Read an exception of smtplib, of the line, or of the letter itself."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _recipient(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPDataError):
        return _content(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return Outcome(_refusal(error), trouble=True)
    if isinstance(error, OSError):  # smtplib's other exceptions too
        return Outcome(_line_trouble(error), lost=True)
    return Outcome(_("This letter cannot be written: %(why)s") % {"why": error}, state=Message.State.FAILED)


def _refusal(error: smtplib.SMTPResponseException) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The mail server refuses the user name or the password.")
    return _("The mail server refuses: %(said)s") % {"said": _said(error.smtp_code, error.smtp_error)}


def _recipient(code: int, said: bytes | str) -> Outcome:
    answer = _said(code, said)
    if code >= PERMANENT:
        reason = _("The mail server refuses the address: %(said)s") % {"said": answer}
        return Outcome(reason, state=Message.State.BOUNCED)
    return Outcome(_("Not now, says the mail server: %(said)s") % {"said": answer}, lost=code == GOING_AWAY)


def _content(error: smtplib.SMTPDataError) -> Outcome:
    answer = _said(error.smtp_code, error.smtp_error)
    if error.smtp_code < PERMANENT:
        reason = _("Not now, says the mail server: %(said)s") % {"said": answer}
        return Outcome(reason, lost=error.smtp_code == GOING_AWAY)
    bounced = _OF_RECIPIENT.search(answer)
    reason = _("The mail server refuses the letter: %(said)s") % {"said": answer}
    return Outcome(reason, state=Message.State.BOUNCED if bounced else Message.State.FAILED)


def _line_trouble(error: OSError) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # smtplib hides it
        return _("The mail server does not answer in time.")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("The mail server broke the connection.")
    if isinstance(error, ForbiddenServerError):
        return _("The mail server's address is not a public one.")
    if isinstance(error, ssl.SSLError):
        return _("The mail server's encryption cannot be trusted: %(why)s") % {"why": error.reason or error}
    return _("The mail server cannot be reached: %(why)s") % {"why": error.strerror or error}


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())[:200]
