"""`manage.py replay_erasures`: after a backup was restored, erase again what it brought back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from smax.accounts.audit import acting
from surveys.rights.ledger import LedgerError
from surveys.services.erasing import replay


class Command(BaseCommand):
    """Compares the erasure ledger with the database and applies what is missing."""

    help = "Erase again everybody whom a restored backup brought back, as the erasure ledger says."
    # Django would refuse to run it, for the very reason that it removes.
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Replay, and say how much there was."""
        try:
            with acting("command replay_erasures"):
                count = replay()
        except LedgerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} erasures replayed.")
