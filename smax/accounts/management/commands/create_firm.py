"""`manage.py create_firm NAME --owner EMAIL`: make a firm and its owner's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from smax.accounts.audit import acting
from smax.accounts.services import create_firm
from smax.boundary import UNREADABLE

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Makes a firm; its owner signs in with the password printed here."""

    help = "Make a firm with its owner's account, and print the owner's password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the firm's name and the owner's address."""
        parser.add_argument("name")
        parser.add_argument("--owner", required=True, metavar="EMAIL")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make both or neither."""
        for option in ("name", "owner"):
            if UNREADABLE.search(options[option]):
                raise CommandError(
                    f"{option}: {options[option]!a} holds a character that is not readable text"
                )
        try:
            with acting("command create_firm"):
                membership, password = create_firm(name=options["name"], owner=options["owner"])
        except ValidationError as error:
            faults = [f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
            raise CommandError("Nothing was made. " + " ".join(faults)) from error
        self.stdout.write(f"{membership.firm} is made. Its owner signs in as {membership.user.email}")
        self.stdout.write(
            f"with the password {password} (shown only now; change it after the first sign-in)."
        )
