"""`manage.py export_benchmark FOLDER`: everything of the released benchmark snapshot, in one zip file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from reports.exports.benchmark.bundle import bundle_name, released_snapshot, write_bundle
from smax.accounts.audit import acting
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Writes the cohorts of the snapshot that is out, and single companies where the rules allow it."""

    help = "Write the released benchmark snapshot as CSV, XLSX and Parquet with codebook and manifest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to write it, of which companies, and whether with single ones."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--synthetic", action="store_true", help="the snapshot of synthetic companies")
        parser.add_argument("--companies", action="store_true", help="with the file of single companies")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say what is in it."""
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        try:
            with acting("command export_benchmark"):
                snapshot = released_snapshot(synthetic=options["synthetic"])
                path = folder / bundle_name(snapshot)
                manifest = write_bundle(snapshot, path, research=options["companies"])
        except (SurveyError, OSError) as error:
            raise CommandError(str(error)) from error
        for name, file in manifest["files"].items():
            rows = "" if file["rows"] is None else f", {file['rows']} rows"
            self.stdout.write(f"  {name}{rows}")
        for reason in manifest["left_out"].values():
            self.stdout.write(self.style.WARNING(f"  left out: {reason}"))
        self.stdout.write(f"{path} is written.")
