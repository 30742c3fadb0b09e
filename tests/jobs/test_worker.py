"""The worker as a process: it works, it stops when it is told to, and it ends with its server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import dev

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals and execve are different on Windows"),
]
START = """
import django; django.setup()
from smax.jobs import start
print(start("jobs.tidy", firm=None, actor=None).pk)
"""
STATE = """
import django; django.setup()
from smax.jobs.models import Tick, every_run
print(every_run().get(pk={pk}).state, Tick.objects.filter(kind="clock").exists())
"""
# What `dev.py run` does last, with something simpler than a web server.
SERVE = """
import os, sys, dev
worker = dev.start_worker(dict(os.environ))
print(worker.pid, flush=True)
os.set_inheritable(worker.stdin.fileno(), True)
os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)"])
"""


@contextmanager
def worker(server):
    """A worker on the server's database."""
    command = [
        sys.executable,
        "manage.py",
        "db_worker",
        "--no-reload",
        "--no-startup-delay",
        "--interval",
        "0.1",
    ]
    process = subprocess.Popen(command, env=server.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(found, seconds=30):
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found():
            return True
        time.sleep(0.2)
    return False


def alive(pid):
    """Whether the process runs; one that has ended and waits for its parent to look does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_it_does_what_waits_and_leaves_a_trace_of_its_clock(server):
    pk = server.python("-c", START).strip()
    with worker(server):
        look = lambda: server.python("-c", STATE.format(pk=pk)).split() == ["done", "True"]  # noqa: E731
        assert wait_until(look)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_a_signal(server, stop):
    with worker(server) as process:
        time.sleep(3)
        assert process.poll() is None
        process.send_signal(stop)
        assert process.wait(timeout=15) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes by /proc")
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_server_that_it_was_started_beside(server, stop):
    command = [sys.executable, "-c", SERVE]
    with subprocess.Popen(
        command, cwd=dev.HERE, env=server.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        pid = int(process.stdout.readline())
        time.sleep(3)
        assert alive(pid)
        process.send_signal(stop)
        process.stdout.close()
    assert wait_until(lambda: not alive(pid))
