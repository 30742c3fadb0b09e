"""`manage.py verify_audit [--firm ID]`: check the audit trail, name the first broken row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from smax.accounts.chains import AnchorError, chains, read_anchors, verify
from smax.accounts.trail import SERVER_CHAIN

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Walks the chains; the exit code is 1 where one is broken."""

    help = "Check the audit trail of every firm and of the server, or of one firm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a firm's number."""
        parser.add_argument("--firm", type=int, metavar="ID", help="the firm's number; 0 for the server")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say of each chain how many rows are as they were written."""
        broken = 0
        try:
            anchors = read_anchors()
            known = chains()
        except AnchorError as error:
            raise CommandError(str(error)) from error
        wanted = known if options["firm"] is None else [options["firm"]]
        for chain in wanted:
            if chain not in known:
                raise CommandError(f"There is no trail of a firm with the number {chain}.")
            found = verify(chain, anchors)
            name = "server" if chain == SERVER_CHAIN else f"firm {chain}"
            broken += bool(found.fault)
            state = f"broken at row {found.place}: {found.fault}" if found.fault else "intact"
            self.stdout.write(f"{name}: {found.rows} rows checked, {state}")
        if broken:
            raise CommandError(f"{broken} of {len(wanted)} trails are broken.")
