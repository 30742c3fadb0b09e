"""`manage.py create_firm NAME --owner EMAIL`: make a firm and invite its owner."""

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
    """Makes a firm; its owner gets in by the link printed here."""

    help = "Make a firm, and print the link with which its owner chooses a password."

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
                invitation = create_firm(name=options["name"], owner=options["owner"])
        except ValidationError as error:
            faults = [f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
            raise CommandError("Nothing was made. " + " ".join(faults)) from error
        membership = invitation.membership
        self.stdout.write(f"{membership.firm} is made. {membership.user.email} becomes its owner")
        self.stdout.write(f"by choosing a password here within seven days: {invitation.link}")
