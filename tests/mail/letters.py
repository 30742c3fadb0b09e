"""Letters of the occasion "note"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smax.accounts.tenancy import firm_scope
from smax.mail.models import Message, every_message
from smax.mail.outbox import queue

if TYPE_CHECKING:
    from smax.accounts.models import Firm


def write(firm: Firm, *names: str, language: str = "en") -> list[Message]:
    """A letter to each name, queued."""
    with firm_scope(firm):
        return [
            queue(
                "note",
                firm=firm,
                key=f"note:{name}",
                recipient=f"{name}@client.example",
                name=name.title(),
                language=language,
                about=firm,
            )
            for name in names
        ]


def states(firm: Firm) -> dict[str, str]:
    """The state of each letter of the firm, by addressee."""
    rows = every_message().filter(firm=firm).values_list("recipient", "state")
    return {recipient.partition("@")[0]: state for recipient, state in rows}


def row_of(message: Message) -> Any:
    """The letter as it is stored now."""
    return every_message().get(pk=message.pk)
