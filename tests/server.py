"""The production server on a database of its own, for tests that need a browser or several connections."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from dev import COLLECT_STATIC, server_command
from tests.postgres import free_port

ROOT = Path(__file__).parent.parent
START_TIMEOUT = 60


@dataclass(frozen=True)
class Server:
    """A running server: where it is, and the environment that reaches its database."""

    base_url: str
    env: dict[str, str]
    log: Path

    def manage(self, *words: str, stdin: str | None = None) -> str:
        """Run manage.py against this server's database; its standard output, or an error with all it said."""
        return self.python("manage.py", *words, stdin=stdin)

    def python(self, *words: str, stdin: str | None = None) -> str:
        """Run Python in the tree with this server's environment; its standard output."""
        return _run(words, self.env, stdin)


@contextmanager
def serve(
    folder: Path, *, demo: bool = False, start: bool = True, host: str = "127.0.0.1"
) -> Iterator[Server]:
    """Migrate an empty database, load the instrument, start the server, and take all of it down at the end.

    With `start=False` the process is left to the test. Passkeys need a host with a name: `host="localhost"`.

    The database is a SQLite file in `folder`, or a new PostgreSQL database where the tests run on PostgreSQL.
    """
    with _database(folder) as url:
        base_url = f"http://{host}:{free_port()}"
        env = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "smax.settings",
            "SMAX_BASE_URL": base_url,
            "SMAX_DEMO": "yes" if demo else "no",
            "SMAX_FILES_DIR": str(folder / "files"),
            "SMAX_RECORDS_DIR": str(folder / "records"),
            "SMAX_SECRET_KEY": secrets.token_urlsafe(48),
        }
        server = Server(base_url, env, folder / "server.log")
        server.manage("migrate", "--verbosity", "0")
        server.manage("createcachetable", "--verbosity", "0")
        server.manage("load_instrument")
        collect_static(env)
        if demo:
            server.manage("make_demo")
        with _process(server) if start else nullcontext():
            yield server


def collect_static(env: dict[str, str]) -> None:
    """Fill var/static. Parallel workers would write over each other: there dev.py has done it before."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _run(("manage.py", *COLLECT_STATIC), env)


@contextmanager
def _process(server: Server) -> Iterator[None]:
    command = server_command(urlsplit(server.base_url).port or 0, python=sys.executable)
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=server.env, stdout=log, stderr=log, start_new_session=os.name != "nt"
        )
        try:
            _wait(process, server)
            yield
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            with urllib.request.urlopen(f"{server.base_url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start:\n{server.log.read_text(encoding='utf-8')[-3000:]}")
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    main = os.environ["DATABASE_URL"]
    if not main.startswith("postgres"):
        yield f"sqlite:///{(folder / 'server.sqlite3').as_posix()}"
        return
    import psycopg2  # noqa: PLC0415 - SQLite runs do without

    name = f"server_{secrets.token_hex(6)}"
    connection = psycopg2.connect(main)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
            yield urlunsplit(urlsplit(main)._replace(path=f"/{name}"))
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        connection.close()


def _run(words: tuple[str, ...], env: dict[str, str], stdin: str | None = None) -> str:
    command = [sys.executable, *words]
    done = subprocess.run(
        command, cwd=ROOT, env=env, input=stdin, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
