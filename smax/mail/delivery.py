"""Handing letters over to mail servers: each at least once, and every time under the same Message-ID.

A letter is leased by a conditional update, composed and sent outside of any transaction, and then marked. Who
dies in between leaves a lease that runs out, and the letter is sent again.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.tenancy import firm_scope
from smax.mail.composing import composed
from smax.mail.models import MailSettings, Message, every_message, own_servers
from smax.mail.occasions import NotWanted
from smax.mail.outcome import Outcome, outcome_of
from smax.mail.post import Post

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail import EmailMessage
    from django.db.models import QuerySet

State = Message.State
LEASE = timedelta(minutes=3)
# Minutes until the next attempt; the last of them over and over. In all about a day.
WAITS = (1, 2, 5, 10, 20, 40, 60)
MOST_ATTEMPTS = 30
# So long one run goes on: other jobs wait for it, and so does a worker that is told to stop.
RUN_SECONDS = 20
BATCH = 50
log = logging.getLogger(__name__)


def due() -> QuerySet[Message]:
    """Letters to be sent now: those whose time has come, and those whose sender is gone."""
    now = timezone.now()
    waiting = Q(state=State.QUEUED, next_at__lte=now)
    left = Q(state=State.SENDING, leased_until__lte=now)
    return every_message().filter(waiting | left, firm__is_active=True).order_by("next_at", "pk")


def deliver() -> int:
    """Send what is due, for a while; returns how many letters were sent."""
    stop_at = time.monotonic() + RUN_SECONDS
    posts: dict[int | None, Post] = {}
    sent = 0
    try:
        while time.monotonic() < stop_at:
            batch = list(due().select_related("firm")[:BATCH])
            if not batch:
                break
            for message in batch:
                if time.monotonic() >= stop_at:
                    break
                sent += _handle(message, _post_for(message, posts))
    finally:
        for post in posts.values():
            post.close()
    return sent


def _post_for(message: Message, posts: dict[int | None, Post]) -> Post:
    with firm_scope(message.firm_id):
        own = MailSettings.objects.filter(firm=message.firm_id).exclude(host="").first()
    key = message.firm_id if own else None
    if key not in posts:
        posts[key] = Post(own)
    return posts[key]


def _handle(message: Message, post: Post) -> bool:
    """One attempt at one letter; whether it was sent."""
    if post.given_up or not _leased(message):
        return False
    try:
        with firm_scope(message.firm_id):
            letter = composed(message)
    except Exception:
        log.exception("a letter could not be composed: %s", message.occasion)
        _settle(message, Outcome(_("This letter could not be written; the server's log says why.")))
        return False
    if isinstance(letter, NotWanted):
        _mark(message, State.CANCELLED, reason=str(letter.reason)[:300])
        return False
    return _sent(message, letter, post)


def _leased(message: Message) -> bool:
    """Take the letter as it was read; whoever took it first has changed it."""
    as_read = every_message().filter(pk=message.pk, state=message.state, attempts=message.attempts)
    until = timezone.now() + LEASE
    if not as_read.update(state=State.SENDING, attempts=F("attempts") + 1, leased_until=until):
        return False
    message.attempts += 1
    return True


def _sent(message: Message, letter: EmailMessage, post: Post) -> bool:
    try:
        post.send(letter)
    except Exception as error:
        outcome = outcome_of(error)
        _settle(message, outcome)
        if outcome.trouble or post.unreachable or (outcome.lost and post.note_loss()):
            _hold_back(message, post, outcome.reason)
        return False
    _mark(message, State.SENT, sent_at=timezone.now(), reason="")
    return True


def _settle(message: Message, outcome: Outcome) -> None:
    """Mark a letter that was not sent: it is over, or it waits longer than the last time."""
    reason = outcome.reason[:300]
    if outcome.state:
        _mark(message, outcome.state, reason=reason)
    elif message.attempts >= MOST_ATTEMPTS:
        _mark(message, State.FAILED, reason=reason)
    else:
        _mark(message, State.QUEUED, reason=reason, next_at=next_attempt(message.attempts))


def _hold_back(message: Message, post: Post, reason: str) -> None:
    """Let every letter for a mail server in trouble wait as long as the one that found the trouble."""
    post.given_up = True
    others = due().filter(firm=message.firm_id) if post.own else due().exclude(firm__in=own_servers())
    keys = list(others.filter(state=State.QUEUED).order_by().values_list("pk", flat=True))
    held = every_message().filter(pk__in=keys, state=State.QUEUED)
    held.filter(attempts__gte=MOST_ATTEMPTS - 1).update(
        state=State.FAILED, reason=reason[:300], attempts=F("attempts") + 1
    )
    held.update(next_at=next_attempt(message.attempts), reason=reason[:300], attempts=F("attempts") + 1)


def next_attempt(attempts: int) -> datetime:
    """When a letter is tried again after so many attempts."""
    return timezone.now() + timedelta(minutes=WAITS[min(attempts, len(WAITS)) - 1])


def _mark(message: Message, state: str, **fields: object) -> None:
    """End this attempt, unless the lease ran out and somebody else has the letter."""
    mine = every_message().filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)
    mine.update(**fields, state=state, leased_until=None)
