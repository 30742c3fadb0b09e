"""`manage.py build_benchmark --period 2026Q4`: freeze what consenting companies are like now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from reports.services.benchmarks import build_snapshot
from smax.accounts.audit import acting
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Builds a snapshot, which then waits for administrators to release it."""

    help = "Build a benchmark snapshot. Administrators release it on the page of benchmarks."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period, and whether to build over synthetic companies."""
        parser.add_argument("--period", required=True, metavar="YYYYQn")
        parser.add_argument("--synthetic", action="store_true", help="over synthetic companies alone")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build it, saying how far it is."""
        try:
            with acting("command build_benchmark"):
                snapshot = build_snapshot(
                    period=options["period"], synthetic=options["synthetic"], tell=self._tell
                )
        except SurveyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Snapshot {snapshot} of {snapshot.companies} companies: {snapshot.cells_kept} of "
            f"{snapshot.cells_offered} cohorts can be published. It waits for approval."
        )

    def _tell(self, done: int, of: int) -> None:
        self.stdout.write(f"  {done} of {of} waves read")
