"""`python -m tests.security.warm PORT`: starts the production server once for each line read, in a moment.

The application is imported once and the server forked from it, so that a test which kills it a hundred times
does not spend its time on imports. Prints the process group of each server.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module

from gunicorn.app.wsgiapp import run

from dev import server_command


def main(port: str) -> None:
    import_module("smax.wsgi")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed need no burial
    for _line in sys.stdin:
        process = os.fork()
        if process == 0:
            serve(port)
        print(process, flush=True)


def serve(port: str) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["gunicorn", *server_command(int(port))[3:]]
    run()


if __name__ == "__main__":
    main(sys.argv[1])
