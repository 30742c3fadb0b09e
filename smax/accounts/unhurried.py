"""Mails that a request sends by itself: forgotten passwords, addresses to confirm, notes about one's account.

They carry keys that must not rest in an outbox, and whoever waits for one asks again if it does not come. But
no page waits for a mail server.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

PATIENCE = 0.5  # seconds: as long as a mail server in good health takes
log = logging.getLogger(__name__)


class UnhurriedMail:
    """A finished mail whose sending goes on beside the request that asked for it."""

    def __init__(self, mail: EmailMessage) -> None:
        self.mail = mail

    def send(self) -> None:
        """Hand the mail over; after a moment the request goes on, whatever the mail server does."""
        sending = threading.Thread(target=self._send, daemon=True)
        sending.start()
        sending.join(PATIENCE)

    def _send(self) -> None:
        try:
            self.mail.send()
        except Exception as error:
            log.warning("a mail about an account was not sent: %s", type(error).__name__)
