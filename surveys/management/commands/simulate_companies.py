"""`manage.py simulate_companies`: a cohort of invented companies, for demonstrations and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from smax.accounts.audit import acting
from surveys.management.commands.load_instrument import SHIPPED
from surveys.services.instruments import publish_instrument
from surveys.simulation.companies import Simulation
from surveys.simulation.store import simulation_exists, store_companies

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

MOST = 1_000_000


class Command(BaseCommand):
    """Draws companies from the model of docs/simulation.md; all of them are labelled synthetic everywhere."""

    help = "Simulate companies that agreed to count in benchmarks, on a server that runs with SMAX_DEMO=yes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of companies and the seed."""
        parser.add_argument("--companies", type=int, default=350, metavar="N")
        parser.add_argument("--seed", type=int, default=7, metavar="N")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Store them all or none."""
        if not settings.DEMO:
            raise CommandError(
                "This server is not a demonstration. Set SMAX_DEMO=yes first; never on a server with real "
                "data."
            )
        count, seed = options["companies"], options["seed"]
        if not 1 <= count <= MOST:
            raise CommandError(f"--companies {count}: give a number from 1 to {MOST}.")
        if seed < 0:
            raise CommandError(f"--seed {seed}: give 0 or more.")
        if simulation_exists():
            raise CommandError("Simulated companies stand on this server already.")
        with acting("command simulate_companies"):
            version = publish_instrument(path=SHIPPED)
            simulation = Simulation(seed, version.catalogue)
            store_companies(simulation, count, version, tell=self._tell)
        self.stdout.write(f"{count} simulated companies, seed {seed}. All of them are labelled synthetic.")

    def _tell(self, done: int) -> None:
        self.stdout.write(f"  {done} stored")
