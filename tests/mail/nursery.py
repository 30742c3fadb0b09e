"""`python -m tests.mail.nursery`: starts a worker for each line it reads, with Django loaded already.

A worker killed a hundred times would spend most of its lives on imports. Its leases are short here, so that a
test need not wait for minutes until a dead worker's letter is another's.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta

import django


def main() -> None:
    """Fork a worker for each line, and say its process id."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the set-up above
    from django.db import connections  # noqa: PLC0415

    from smax.jobs import clock, runner, stuck  # noqa: PLC0415
    from smax.mail import delivery  # noqa: PLC0415
    from surveys.models import InstrumentVersion  # noqa: PLC0415

    clock.PAUSE = 0.05
    clock.BEAT, clock.SWEEP = timedelta(seconds=0.1), timedelta(seconds=0.2)
    stuck.LEASE = timedelta(seconds=0.6)
    delivery.LEASE = timedelta(seconds=0.8)
    runner.FIRST_WAIT = timedelta(seconds=0.1)
    for version in InstrumentVersion.objects.all():
        assert version.catalogue  # read once for all workers
    connections.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            call_command("db_worker", reload=False, startup_delay=False, interval=0.05, verbosity=0)
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
