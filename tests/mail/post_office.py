"""A real mail server for tests, which misbehaves as it is told."""

from __future__ import annotations

import asyncio
import email
import email.policy
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.postgres import free_port


@dataclass
class PostOffice:
    """What arrived, and how to answer: `rcpt` and `data` are asked for each letter and may return a reply.

    `"drop"` closes the line without a word; a number of seconds lets the client wait.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    rcpt: Callable[[str], Any] = lambda _address: None
    data: Callable[[str], Any] = lambda _address: None
    greeting: Callable[[], Any] = lambda: None

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        reply = await self._misbehave(server, self.greeting())
        return [reply] if reply else responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = await self._misbehave(server, self.rcpt(address))
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        wish = self.data(address)
        if wish != "lose":
            reply = await self._misbehave(server, wish if wish != "keep and drop" else None)
            if reply:
                return reply
            self.recipients.append(address)
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if wish in {"lose", "keep and drop"}:
            server.transport.close()
        return "250 OK"

    async def _misbehave(self, server: SMTP, wish: Any) -> str | None:
        if isinstance(wish, int | float):
            await asyncio.sleep(wish)
            return None
        if wish == "drop":
            server.transport.close()
            return "421 gone"
        return wish

    @property
    def copies(self) -> Counter[str]:
        """How many times each Message-ID arrived."""
        return Counter(mail["Message-ID"] for mail in self.mails)


# It tells of each command.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run a mail server on a free port of this machine."""
    office = PostOffice(port=free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
