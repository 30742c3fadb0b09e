"""`manage.py import_norms FILE --source NAME`: let clients be held against figures from elsewhere."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from reports.norms.faults import NormFault
from reports.norms.files import Stated
from reports.services.norms import import_norm, use_norm
from smax.accounts.audit import acting

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

LONGEST_SOURCE, LONGEST_NOTE = 120, 1000


class Command(BaseCommand):
    """Imports a norm table and uses it at once, or keeps nothing and names every fault."""

    help = "Import the zip file of another server's benchmark, or a CSV table of figures (docs/norms.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, its source, and for a table what it does not say itself."""
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--source", required=True, help="who assessed the companies")
        parser.add_argument("--note", default="")
        parser.add_argument("--date", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--companies", type=int, metavar="N", help="for a table without a column n")
        parser.add_argument("--method-version", default="", metavar="VERSION")
        parser.add_argument("--synthetic", action="store_true", help="the companies are invented")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import it, or say what is wrong with it."""
        source, note = options["source"].strip(), options["note"].strip()
        if not 0 < len(source) <= LONGEST_SOURCE or len(note) > LONGEST_NOTE:
            raise CommandError(
                f"--source takes 1 to {LONGEST_SOURCE} characters, --note at most {LONGEST_NOTE}."
            )
        stated = Stated(
            date=options["date"],
            n=options["companies"],
            synthetic=options["synthetic"],
            method_version=options["method_version"],
        )
        try:
            with acting("command import_norms"), options["path"].open("rb") as stream:
                table = import_norm(
                    stream=stream, name=options["path"].name, stated=stated, source=source, note=note
                )
                use_norm(table=table)
        except OSError as error:
            raise CommandError(f"{options['path']} cannot be read: {error.strerror}") from error
        except NormFault as fault:
            more = f"\nand {fault.more} more" if fault.more else ""
            raise CommandError(f"{fault}{more}") from fault
        self.stdout.write(f"{table}: {table.cells.count()} cohorts are in use.")
