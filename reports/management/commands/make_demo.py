"""`manage.py make_demo`: invented firms, clients and answers to try the product with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from reports.demo import cast
from reports.demo.build import Made, build_demo, demo_exists
from reports.demo.links import keep_links, kept_links
from smax.accounts.audit import acting


class Command(BaseCommand):
    """Makes the demonstration once; a later run changes nothing and prints the addresses again."""

    help = "Make the demonstration (invented data) on a server that runs with SMAX_DEMO=yes."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make what is missing, all or nothing, and say where to look."""
        if not settings.DEMO:
            raise CommandError(
                "This server is not a demonstration. Set SMAX_DEMO=yes first; never on a server with real "
                "data."
            )
        if demo_exists():
            self._say(Made({}, kept_links()))
        else:
            with acting("command make_demo"), transaction.atomic():
                made = build_demo()
                keep_links(made.links)
            self._say(made)

    def _say(self, made: Made) -> None:
        self.stdout.write(
            "\nThe demonstration. All of its firms, people, companies and figures are invented.\n"
        )
        self.stdout.write(f"Sign in at {_url('account_login')}")
        for role, (email, _name) in (
            ("owner", cast.OWNER),
            ("consultant", cast.CONSULTANT),
            ("administrator", cast.ADMINISTRATOR),
        ):
            self.stdout.write(f"  {role:14} {email:36} {made.passwords.get(email, '')}".rstrip())
        if made.passwords:
            self.stdout.write("  These passwords are shown this once.")
        else:
            self.stdout.write(
                "  The passwords were printed at the first run. To set a new one: python manage.py "
                "changepassword E-MAIL"
            )
        results = {"slug": slugify(cast.FINISHED), "number": 2}
        waiting = {"slug": slugify(cast.WAITING), "number": 1}
        self.stdout.write(f"\nResults of {cast.FINISHED}:\n  {_url('reports:results', **results)}")
        self.stdout.write(f"\n{cast.WAITING} waits for two answers:\n  {_url('surveys:wave', **waiting)}")
        for person, secret in made.links.items():
            self.stdout.write(f"  {person}: {_url('surveys:landing', secret=secret)}")
        if not made.links:
            self.stdout.write("  The links are no longer on this machine; give new ones on that page.")
        self.stdout.write(f"\nBenchmarks, for the administrator:\n  {_url('reports:benchmarks')}\n")


def _url(name: str, **values: Any) -> str:
    return settings.BASE_URL.origin + reverse(name, kwargs=values)
