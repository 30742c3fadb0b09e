"""`manage.py export_assessment ID`: an assessment as JSON, for `python -m scoring score -`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from reports.inputs import all_waves, read_waves
from smax.accounts.audit import acting, record
from smax.accounts.tenancy import every_firm

if TYPE_CHECKING:
    from argparse import ArgumentParser

LARGEST_ID = 2**63 - 1  # what the databases hold


class Command(BaseCommand):
    """Writes answers, profile and outcomes of one assessment as JSON."""

    help = "Write an assessment as JSON, as `python -m scoring score -` reads it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the assessment's id: the results page and the export of the firm name it."""
        parser.add_argument("id", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the JSON, or say that there is no such assessment."""
        number = options["id"]
        with every_firm("whoever may run commands on the server may read all of it"):
            found = list(all_waves().filter(pk=number)) if 0 < number <= LARGEST_ID else []
            if not found:
                message = f"There is no assessment with the id {number}."
                raise CommandError(message)
            [wave] = read_waves(found)
            with acting("command export_assessment"):
                record("answers.exported", on=found[0], format="json")
        self.stdout.write(json.dumps(wave.interchange(), ensure_ascii=False, indent=1))
