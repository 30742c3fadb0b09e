"""`manage.py run_study`: ask the snapshots that are out the questions of the original study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from reports.models import BenchmarkSnapshot
from reports.services.study import make_study
from reports.study.findings import read
from reports.study.rows import header, lines
from smax.accounts.audit import acting
from smax.csv import lines as csv_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Makes the study of each released snapshot anew, or writes what it is made of."""

    help = "Ask the released benchmark snapshots the questions of the original study (docs/study.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the kind of snapshot, and the files to write."""
        parser.add_argument("--synthetic", action="store_true", help="the snapshot of synthetic companies")
        parser.add_argument("--rows", type=Path, metavar="FILE", help="write a line a company; keep it here")
        parser.add_argument("--cohorts", type=Path, metavar="FILE", help="write the published cohorts")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files asked for; without any, make the study."""
        out = BenchmarkSnapshot.objects.filter(
            state=BenchmarkSnapshot.State.RELEASED, synthetic=options["synthetic"]
        ).first()
        if out is None:
            raise CommandError("There is no released snapshot of these companies.")
        if options["rows"] is not None:
            self._write(options["rows"], header(out), lines(out))
        if options["cohorts"] is not None:
            keys = out.cells.order_by("pk").values_list("key")
            self._write(options["cohorts"], ("cohort",), keys)
        if options["rows"] is None and options["cohorts"] is None:
            self._study(out)

    def _study(self, snapshot: BenchmarkSnapshot) -> None:
        with acting("command run_study"):
            made = make_study(snapshot=snapshot)
        for finding in read(made.findings):
            self.stdout.write(f"{finding.code}: {finding.verdict} (n about {finding.n})")

    def _write(self, path: Path, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(head, rows))
        self.stdout.write(f"{path} is written.")
