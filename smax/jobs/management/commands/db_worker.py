"""`manage.py db_worker`: the worker of django-tasks-db, with our clock beside it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from smax.jobs.clock import Clock

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(DatabaseWorker):
    """Does what waits, starts what is due, and sweeps what a lost worker left behind."""

    help = "Do the work that waits, and start what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the worker takes, and the way `dev.py run` ties it to its server."""
        super().add_arguments(parser)
        parser.add_argument(
            "--while-stdin-open",
            action="store_true",
            help="Stop when standard input ends: when the process that holds its other end is gone.",
        )

    def handle(self, *, while_stdin_open: bool, batch: bool, **options: Any) -> None:
        """Run until a signal; a batch ends with the queue and needs no clock."""
        if while_stdin_open:
            threading.Thread(target=_stop_with_stdin, daemon=True).start()
        if not batch:
            Clock().start()
        super().handle(batch=batch, **options)


def _stop_with_stdin() -> None:
    sys.stdin.buffer.read()
    if os.name == "nt":  # there a signal to oneself ends the process at once
        os._exit(0)
    os.kill(os.getpid(), signal.SIGTERM)
