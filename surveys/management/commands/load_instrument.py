"""`manage.py load_instrument [FILE]`: check a questionnaire and publish it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from smax.accounts.audit import acting
from surveys.catalogue import CatalogueError
from surveys.errors import SurveyError
from surveys.services.instruments import publish_instrument

if TYPE_CHECKING:
    from argparse import ArgumentParser

SHIPPED = Path(__file__).resolve().parents[2] / "instruments" / "smax.v1.json"


class Command(BaseCommand):
    """Publishes one instrument file; the same file a second time changes nothing."""

    help = "Check an instrument file and publish it as an immutable version (the shipped one by default)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file's path."""
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish, or say which item has which fault."""
        try:
            with acting("command load_instrument"):
                version = publish_instrument(path=options["file"])
        except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except (CatalogueError, SurveyError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Instrument {version} is published.")
