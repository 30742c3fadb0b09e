"""`manage.py apply_retention`: erase identities that were kept for as long as their firm said."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from smax.accounts.audit import acting
from surveys.services.retention import apply_retention


class Command(BaseCommand):
    """Does at once what a worker does each day."""

    help = "Erase the identities of people in waves that ended longer ago than their firm keeps them."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Erase, and say how many people that were."""
        with acting("command apply_retention"):
            count = apply_retention()
        self.stdout.write(f"{count} identities erased.")
