"""Sessions as Django keeps them in the database, found by a statement that is made once a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from smax.prepared import Argument, PreparedRead

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _alive() -> QuerySet[Session]:
    key, now = Argument("key", Session._meta.pk), Argument("now", Session.expire_date.field)
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_SESSION = PreparedRead(_alive)


class SessionStore(DatabaseStore):
    """Reads a session at each page of the desk."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.get(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
