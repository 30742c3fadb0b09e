"""`manage.py forget_factors EMAIL`: for somebody who lost their phone and their recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from smax.accounts.audit import acting
from smax.accounts.factors import forget_factors
from smax.accounts.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Deletes somebody's second factors and ends their sessions; the next sign-in asks for a new one."""

    help = "Forget somebody's second factors, after making sure by another way that it is them who asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's address."""
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Forget them all."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"There is no account of {options['email']!a}.")
        with acting("command forget_factors"):
            gone = forget_factors(user=user)
        self.stdout.write(f"{gone} forgotten. {user.email} sets a new one up at the next sign-in.")
