"""The locks: everything hashed, nothing that names a server, one database driver."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-test.txt")
# Licences that what we ship may not carry; these packages are oracles of tests.
TESTS_ONLY = ("krippendorff", "pingouin")


def pins(lock: str) -> dict[str, str]:
    """The requirement lines of a lock (name, version, marker) and the hashes of each."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))
    return {entry.split(" \\")[0]: entry for entry in entries if not entry.startswith("#")}


def names(lock: str) -> set[str]:
    return {re.split(r"[=\[ ]", pin)[0] for pin in pins(lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_hashed(lock):
    loose = [pin for pin, entry in pins(lock).items() if "==" not in pin or "--hash=sha256:" not in entry]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_server(lock):
    assert (
        re.findall(r"https?:|--(?:extra-)?index-url|--find-links|file:", (ROOT / lock).read_text("utf-8"))
        == []
    )


def test_the_test_lock_holds_every_pin_of_the_runtime_lock():
    assert set(pins("requirements.txt")) - set(pins("requirements-test.txt")) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_psycopg_3_is_absent(lock):
    assert {name for name in names(lock) if name.startswith("psycopg")} == {"psycopg2-binary"}


def test_django_uses_psycopg_2():
    assert not is_psycopg3


def test_oracles_stay_in_tests():
    assert names("requirements.txt").isdisjoint(TESTS_ONLY)
