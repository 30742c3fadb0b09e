"""Plain SMTP that cannot hang: each step has a time limit, and so has everything said about one letter."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

STEP_SECONDS = 10
LETTER_SECONDS = 45


class ForbiddenServerError(OSError):
    """A firm's mail server is at an address that firms may not reach through this server."""


class BoundedBackend(EmailBackend):
    """Django's SMTP backend with a limit in time.

    With `public_only` it speaks to public addresses alone: a firm names its own mail server, and must not
    reach this machine or its neighbours by doing so.
    """

    def __init__(self, *args: Any, public_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "timeout": STEP_SECONDS})
        self.public_only = public_only
        # A second hold on the line, which stays good when TLS takes the first one over.
        self._line: socket.socket | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Django's choice, with a hold on the line from its first moment."""
        hold = self._hold

        class Plain(smtplib.SMTP):
            def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
                line = super()._get_socket(host, port, timeout)
                hold(line)
                return line

        class Encrypted(smtplib.SMTP_SSL, Plain):
            """TLS from the first byte, over a line that is held."""

        return Encrypted if self.use_ssl else Plain

    def open(self) -> bool | None:
        """Connect, greet and sign in within the limit."""
        with self._limited():
            return super().open()

    def send_messages(self, email_messages: Any) -> int:
        """Send within the limit."""
        with self._limited():
            return super().send_messages(email_messages) or 0

    def close(self) -> None:
        """Say goodbye."""
        with self._limited():
            super().close()
        if self._line is not None:
            self._line.close()
            self._line = None

    def _close_connection(self, connection: smtplib.SMTP) -> None:
        """Hang up, whether or not the server answers the goodbye."""
        try:
            with contextlib.suppress(OSError):  # smtplib's exceptions are OSErrors
                connection.quit()
        finally:
            connection.close()

    def _hold(self, line: socket.socket) -> None:
        if self.public_only and not _is_public(line):
            line.close()
            raise ForbiddenServerError("a firm's own mail server must have a public address")
        if self._line is not None:
            self._line.close()
        self._line = line.dup()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Cut the line when time is up: a server that drips a byte now and then outlives any step's limit."""
        limit = threading.Timer(LETTER_SECONDS, self._cut)
        limit.daemon = True
        limit.start()
        try:
            yield
        finally:
            limit.cancel()

    def _cut(self) -> None:
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _is_public(line: socket.socket) -> bool:
    address = ip_address(line.getpeername()[0].partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast
