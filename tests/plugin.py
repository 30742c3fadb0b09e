"""Loaded before Django reads its settings (`-p tests.plugin`): their environment, and counts for dev.py."""

from __future__ import annotations

import gc
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from _pytest.doctest import DoctestModule

if TYPE_CHECKING:
    from collections.abc import Generator

    from _pytest.terminal import TerminalReporter

# All are set, though some are empty: a developer's var/local.env must not change what the tests say.
DEFAULTS = {
    "SMAX_SECRET_KEY": "only-for-tests-" * 4,
    "SMAX_BASE_URL": "http://127.0.0.1:8000",
    "SMAX_DEMO": "no",
    "DATABASE_URL": "",
    # Playwright keeps an event loop running in the thread of the tests.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
for _name, _value in DEFAULTS.items():
    os.environ.setdefault(_name, _value)


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    from django.conf import settings  # noqa: PLC0415 - the environment has to stand first

    # Unit tests render pages without collectstatic; the real server of the journeys uses the real storage.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # whitenoise looks through the folder when a test client starts: it must stand, and stay as it is.
    settings.STATIC_ROOT = tempfile.mkdtemp(prefix="smax-static-")
    settings.FILES_DIR = tempfile.mkdtemp(prefix="smax-files-")
    settings.RECORDS_DIR = Path(tempfile.mkdtemp(prefix="smax-records-"))
    if not os.environ["DATABASE_URL"].startswith("postgres"):
        # pytest-django knows Django's own engine alone to need no name of its own for each worker.
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples only in modules that have some."""
    found = yield
    if file_path.suffix == ".py" and b">>> " not in file_path.read_bytes():
        return [each for each in found if not isinstance(each, DoctestModule)]
    return found


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over the tests, which all stay: it took a quarter of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run each test where it can say something new; what is left out is deselected, not skipped.

    Tests marked `postgres` say nothing on SQLite; those marked `once`, and those without a database, say the
    same on both.
    """
    on_postgres = os.environ["DATABASE_URL"].startswith("postgres")
    kept = _needs_a_database if on_postgres else _fits_sqlite
    dropped = [item for item in items if not kept(item)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if kept(item)]


def _fits_sqlite(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgres") is None


def _needs_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("once"):
        return False
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres"))
    return marked or not {"db", "server"}.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    path = os.environ.get("SMAX_TEST_COUNTS")
    if not path:
        return
    stats = terminalreporter.stats
    counts = {
        "passed": len(stats.get("passed", [])),
        "failed": [report.nodeid for report in stats.get("failed", []) + stats.get("error", [])],
        "skipped": [_reason(report) for report in stats.get("skipped", []) + stats.get("xfailed", [])],
    }
    Path(path).write_text(json.dumps(counts), encoding="utf-8")


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else getattr(report, "wasxfail", "")
    return f"{report.nodeid.partition('[')[0]}: {str(text).removeprefix('Skipped: ')}"


def pytest_unconfigure() -> None:
    from django.conf import settings  # noqa: PLC0415 - set above

    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
    shutil.rmtree(settings.RECORDS_DIR, ignore_errors=True)
