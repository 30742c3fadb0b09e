"""`manage.py anchor_audit`: write the heads of the audit trail to a file outside the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from smax.accounts.chains import anchor_folder, write_anchors


class Command(BaseCommand):
    """Anchors every chain; a worker does the same each day."""

    help = "Write the newest place and seal of each audit trail to a file, so that a cut end is noticed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Append today's anchors."""
        self.stdout.write(f"{write_anchors()} trails anchored in {anchor_folder()}")
