"""The door of SMAX: `run`, `test`, `check` and `bench`, with nothing but Python's standard library.

python3 dev.py run [--port N]    sets up what is missing and serves SMAX with its demo on this machine
python3 dev.py test              every test: SQLite, PostgreSQL and a real browser
python3 dev.py check             the quick gate before a commit: linters, types, migrations, quick tests
python3 dev.py bench [NAME]      measures speed
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from reports import pango

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "smax-installed.json"
VAR = HERE / "var"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
DEFAULT_PORT = 8000
# Without the folder that builds the Plotly bundle: a developer may have half of npm in it.
COLLECT_STATIC = ["collectstatic", "--no-input", "--verbosity", "0", "--ignore", "build"]


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    """End with a plain sentence instead of a traceback."""
    sys.stdout.flush()
    sys.exit(text)


# ---- The environment -------------------------------------------------------------------------------------


def require_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
        version = ".".join(str(part) for part in sys.version_info[:3])
        stop(f"SMAX needs Python 3.11 or newer; this is Python {version} ({sys.executable}).")
    os.chdir(HERE)


def install(*locks: str) -> None:
    """Bring .venv to the given locks, of which the last holds every pin. Unchanged locks cost nothing."""
    wanted = {"python": ".".join(str(part) for part in sys.version_info[:2])}
    wanted |= {lock: hashlib.sha256((HERE / lock).read_bytes()).hexdigest() for lock in locks}
    have = _installed()
    if have | wanted == have:
        return
    # A half-made environment, another Python or a changed lock: start from nothing, so that a package that
    # left the lock is gone. A lock that was never installed is only added.
    if not have or any(have.get(key, value) != value for key, value in wanted.items()):
        _make_venv()
        have = {}
    say(f"Installing {locks[-1]} (a minute or so) ...")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*command, "--require-hashes", "-r", locks[-1]], check=False).returncode:
        stop(f"Installing {locks[-1]} failed; the lines above say why. The same command tries again.")
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps(have | wanted), encoding="utf-8")
    draft.replace(STAMP)


def _installed() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8"))) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        stop("Python's venv module is incomplete. On Debian or Ubuntu:\n    apt-get install python3-venv")
    say("Making .venv ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        stop("Making .venv failed; the lines above say why.")


def run_python(*words: str, env: dict[str, str] | None = None) -> int:
    """Run the environment's Python and return its exit code."""
    return subprocess.run([str(PYTHON), *words], env=env, check=False).returncode


# ---- run -------------------------------------------------------------------------------------------------


def server_command(port: int, *, python: str = str(PYTHON)) -> list[str]:
    """The production server on a loopback port; tests start the same one."""
    if WINDOWS:
        words = ["-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=8", "smax.wsgi:application"]
        return [python, *words]
    return [
        *(python, "-m", "gunicorn", "smax.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        # A browser opens connections ahead of its needs, and each holds a thread for up to five seconds.
        *("--worker-class", "gthread", "--workers", "2", "--threads", "16"),
        # By default gunicorn leaves a control socket in the home folder.
        *("--no-control-socket", "--log-level", "warning"),
    ]


def start_worker(env: dict[str, str]) -> subprocess.Popen[bytes]:
    """The worker that sends letters and does jobs; it stops when nobody holds its standard input any more."""
    words = ["manage.py", "db_worker", "--no-reload", "--no-startup-delay", "--while-stdin-open"]
    return subprocess.Popen([str(PYTHON), *words, "--verbosity", "0"], env=env, stdin=subprocess.PIPE)


def run(port: int | None) -> int:
    _require_free(port or DEFAULT_PORT)
    install("requirements.txt")
    if lacking := pango.missing():
        say(f"Note: {pango.advice(lacking)}")
    _write_local_env()
    env = dict(os.environ)
    if port is not None:
        env["SMAX_BASE_URL"] = f"http://127.0.0.1:{port}"
    steps = [
        ("Preparing the database", ["migrate", "--verbosity", "0"]),
        ("", ["createcachetable", "--verbosity", "0"]),
        ("Loading the instrument", ["load_instrument"]),
        ("Collecting the static files", COLLECT_STATIC),
        ("Preparing the demo", ["make_demo"]),
    ]
    for title, words in steps:
        if title:
            say(f"{title} ...")
        if run_python("manage.py", *words, env=env):
            stop(f"`manage.py {words[0]}` failed; the lines above say why.")
    say(f"\nServing on http://127.0.0.1:{port or DEFAULT_PORT}/ (Ctrl-C stops; the data stay in var/)")
    command = server_command(port or DEFAULT_PORT)
    worker = start_worker(env)
    if not WINDOWS:
        # Inherited by the server: when it is gone, however it went, the worker's standard input ends.
        os.set_inheritable(worker.stdin.fileno(), True)  # noqa: FBT003 - takes no name
        os.execve(command[0], command, env)  # noqa: S606 - signals now reach the server itself
    with subprocess.Popen(command, env=env) as server:
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return 0


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        if not WINDOWS:  # there the option means something else: two servers on one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            stop(f"Port {port} cannot be used ({error.strerror}). Try: python3 dev.py run --port {port + 1}")


def _write_local_env() -> None:
    """Keep the secret of this machine's trial, once, so that `python manage.py ...` finds it too."""
    path = VAR / "local.env"
    if path.exists():
        return
    VAR.mkdir(exist_ok=True)
    lines = [
        "# Written once by dev.py for a trial on this machine. The process's own environment wins.",
        f"SMAX_SECRET_KEY={secrets.token_urlsafe(48)}",
        f"SMAX_BASE_URL=http://127.0.0.1:{DEFAULT_PORT}",
        "SMAX_DEMO=yes",
    ]
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join([*lines, ""]))
    draft.replace(path)


# ---- test and check --------------------------------------------------------------------------------------


GATE = {
    "ruff check": ["-m", "ruff", "check", "--quiet", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "import contracts": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    "mypy --strict scoring": ["-m", "mypy"],
    "template lint": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "no missing migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment check": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "static files": ["manage.py", *COLLECT_STATIC],
}


class Tally:
    """What all legs together passed, failed and skipped."""

    def __init__(self) -> None:
        self.passed = self.failed = 0
        self.skips: list[str] = []
        self.broken: list[str] = []

    def step(self, title: str, code: int) -> None:
        """Count one command as one test."""
        if code:
            self.failed += 1
            self.broken.append(title)
        else:
            self.passed += 1

    def pytest(self, title: str, words: list[str], *, prefix: tuple[str, ...] = ()) -> None:
        """Run one leg of tests; the pytest plugin leaves its counts in a file."""
        say(f"\n== {title}")
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "counts.json"
            # What this shell has set for its own server must not reach the tests, least of all a database.
            kept = {key: value for key, value in os.environ.items() if not key.startswith("SMAX_")}
            # Without their bytecode, both workers and all that they start would compile hundreds of modules.
            kept.pop("PYTHONDONTWRITEBYTECODE", None)
            env = kept | {"DATABASE_URL": "", "SMAX_TEST_COUNTS": str(report)}
            code = run_python(*prefix, "-m", "pytest", "--tb=short", *words, env=env)
            counts = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        self.passed += counts.get("passed", 0)
        self.failed += len(counts.get("failed", []))
        self.broken += [f"{name} ({title})" for name in counts.get("failed", [])]
        self.skips += counts.get("skipped", [])
        # 5: nothing selected, as in one leg of a narrowed run. Any other code must have a counted failure.
        if code not in (0, 5) and not counts.get("failed"):
            self.step(f"{title}: pytest ended with code {code}", code)

    def close(self, *, skips_allowed: bool) -> int:
        say("")
        for name in self.broken:
            say(f"FAILED {name}")
        for reason in sorted(set(self.skips)):
            say(f"SKIPPED {reason} (x{self.skips.count(reason)})")
        if not self.passed + self.failed:
            say("No test was found.")
        forbidden = bool(self.skips) and not skips_allowed
        if forbidden:
            say("Nothing may be skipped in this run.")
        say(f"{self.passed} passed, {self.failed} failed, {len(self.skips)} skipped")
        return int(bool(self.failed) or forbidden or not self.passed)


def gate(tally: Tally, titles: list[str]) -> None:
    """What can be said without running tests; the step "static files" is also what test servers need."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "SMAX_SECRET_KEY": secrets.token_urlsafe(48),
            "SMAX_BASE_URL": "https://smax.example.com",
            "SMAX_DEMO": "no",
            "SMAX_SMTP_HOST": "smtp.example.com",
            "DATABASE_URL": f"sqlite:///{Path(folder).as_posix()}/empty.sqlite3",
        }
        for title in titles:
            started = time.monotonic()
            command = [str(PYTHON), *GATE[title]]
            done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
            verdict = "FAILED" if done.returncode else "ok"
            say(f"{verdict:<6} {title} ({time.monotonic() - started:.1f} s)")
            if done.returncode:
                say(done.stdout + done.stderr)
            tally.step(title, done.returncode)


def check() -> int:
    install("requirements.txt", "requirements-test.txt")
    tally = Tally()
    gate(tally, list(GATE))
    quick = "not browser and not slow and not postgres"
    tally.pytest("Quick tests on SQLite", ["-m", quick, "-n", "2", "-q"])
    return tally.close(skips_allowed=True)


def test(words: list[str]) -> int:
    strict = "--system-packages" in words
    words = [word for word in words if word != "--system-packages"]
    if strict:
        _install_system_packages()
    install("requirements.txt", "requirements-test.txt")
    tally = Tally()
    gate(tally, ["static files"] if words else list(GATE))
    parallel = [] if any(word.startswith("-n") for word in words) else ["-n", "2"]
    sqlite = ["-m", "not browser and not postgres", *parallel, *words]
    tally.pytest("Tests on SQLite", sqlite)
    postgres = ("-m", "tests.postgres", str(PYTHON))
    tally.pytest("Tests on PostgreSQL", ["-m", "not browser", *parallel, *words], prefix=postgres)
    tally.pytest("Browser journeys", ["-m", "browser", *parallel, "--dist", "loadfile", *words])
    return tally.close(skips_allowed=not strict)


def _install_system_packages() -> None:
    from tests import chromium, office  # noqa: PLC0415 - run and bench need neither

    programs = (chromium, office)
    packages = [name for each in programs if each.find() is None for name in each.DEBIAN_PACKAGES]
    packages += pango.missing()
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    if not packages:
        return
    if not shutil.which("apt-get"):
        stop(f"--system-packages knows apt-get only. Install by hand: {' '.join(packages)}")
    say(f"Installing system packages: {' '.join(packages)} ...")
    as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        command = [*as_root, "apt-get", *words]
        done = subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL)
        if done.returncode:
            stop(f"`apt-get {words[0]}` failed; the lines above say why.")


def bench(names: list[str]) -> int:
    install("requirements.txt", "requirements-test.txt")
    return run_python("-m", "tests.bench", *names)


def main(argv: list[str]) -> int:
    require_python()
    word, rest = (argv[0], argv[1:]) if argv else ("", [])
    if word == "run":
        parser = argparse.ArgumentParser(prog="dev.py run")
        parser.add_argument("--port", type=int, metavar="N", help=f"the port, {DEFAULT_PORT} if not given")
        return run(parser.parse_args(rest).port)
    if word == "check" and not rest:
        return check()
    if word == "test":
        return test(rest)
    if word == "bench":
        return bench(rest)
    say(str(__doc__))
    return 0 if word in {"-h", "--help", "help"} else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        stop("\nStopped.")
