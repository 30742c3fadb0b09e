"""The engine that Django loads for PostgreSQL."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is known to be alive without a question to the server before each request.

    A server that ended it, or is gone, has said so: then there is something to read, and Django's own check
    asks. Silence of a lost network looks like health, to that check too until it gives up; CONN_MAX_AGE
    bounds it.
    """

    def close_if_health_check_failed(self) -> None:
        """Take a connection that says nothing for one that works."""
        if self.connection is not None and self._is_silent():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_silent(self) -> bool:
        try:
            return not self.connection.closed and not select.select([self.connection], [], [], 0)[0]
        except (OSError, ValueError):  # its number is too large for select, or means nothing any more
            return False
