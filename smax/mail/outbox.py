"""Putting letters into the outbox, within the transaction of the act that wants them sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smax.acts import PreparedInsert
from smax.mail.models import Message
from smax.mail.occasions import OCCASIONS, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from smax.accounts.models import Firm


PUT_ONE = PreparedInsert(Message, ignore_conflicts=True)


def queue(
    occasion: str, *, firm: Firm, key: str, recipient: str, name: str, language: str, about: Model
) -> Message:
    """Put one letter into the outbox; a second call with the same key is the same letter.

    A worker sends it after the current transaction is committed, if its occasion then still wants it sent.
    """
    person = {"recipient": recipient, "name": name, "language": language}
    put([letter(occasion, firm=firm, key=key, about=about, **person)])
    return Message.objects.get(firm=firm, key=key)


def letter(
    occasion: str, *, firm: Firm, key: str, recipient: str, name: str, language: str, about: Model
) -> Message:
    """A letter that is not in the outbox yet."""
    if occasion not in OCCASIONS:
        raise ValueError(f"there is no occasion {occasion!r} for letters")
    return Message(
        firm=firm,
        occasion=occasion,
        key=key,
        recipient=recipient,
        name=one_line(name),
        language=language_of(language),
        about_kind=about._meta.label_lower,
        about_id=about.pk,
    )


def put(letters: Iterable[Message]) -> None:
    """Put letters into the outbox, in one statement; those whose key is there already stay as they are."""
    rows = list(letters)
    if len(rows) == 1:
        PUT_ONE.run(rows[0])
    else:
        Message.objects.bulk_create(rows, ignore_conflicts=True)


def one_line(text: str) -> str:
    """A text without line breaks of any kind: a name may add no header to a letter."""
    return " ".join(text.split())
