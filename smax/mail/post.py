"""The connections to mail servers that one run of the delivery holds: the server's own, and firms'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import get_connection

from smax.mail.smtp import BoundedBackend
from smax.mail.vault import unseal

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.core.mail.backends.base import BaseEmailBackend

    from smax.mail.models import MailSettings

LOST_IN_A_ROW = 3


class Post:
    """One mail server, spoken to when there is something to send."""

    def __init__(self, own: MailSettings | None) -> None:
        self.own = own
        self._backend: BaseEmailBackend | None = None
        self._lost = 0
        # Nobody answered, or nobody let us in: no letter would fare better.
        self.unreachable = False
        # Nothing more is tried in this run.
        self.given_up = False

    def send(self, mail: EmailMessage) -> None:
        """Hand one letter over; what goes wrong is an exception, and the next letter gets a new line."""
        try:
            if self._backend is None:
                self._backend = backend_for(self.own)
                self.unreachable = True
                # Before sending: a line opened by Django on the way is closed by it on the way, and a server
                # that is slow to say goodbye would make a letter that has arrived look lost.
                self._backend.open()
                self.unreachable = False
            self._backend.send_messages([mail])
        except Exception:
            self.close()
            raise
        self._lost = 0

    def note_loss(self) -> bool:
        """Count a line that broke in the middle; whether that is now too often for the letters' fault."""
        self._lost += 1
        return self._lost >= LOST_IN_A_ROW

    def close(self) -> None:
        """Hang up."""
        if self._backend is not None:
            self._backend.close()
            self._backend = None


def backend_for(own: MailSettings | None) -> BaseEmailBackend:
    """A firm's own mail server, or the server's."""
    if own is None or not own.host:
        return get_connection()
    return BoundedBackend(
        host=own.host,
        port=own.port,
        username=own.username,
        password=unseal(own.sealed_password) or "" if own.sealed_password else "",
        use_tls=own.security == own.Security.STARTTLS,
        use_ssl=own.security == own.Security.TLS,
        public_only=True,
    )
