"""Every service that writes records what it did, itself or through what it calls in its own module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [
    *sorted((ROOT / "surveys" / "services").glob("[a-z]*.py")),
    *sorted((ROOT / "reports" / "services").glob("[a-z]*.py")),
    *(
        ROOT / "smax" / part
        for part in ("accounts/services.py", "accounts/colleagues.py", "files/services.py")
    ),
    ROOT / "smax" / "mail" / "services.py",
]
WRITES = {
    *("create", "update", "save", "delete"),
    *("bulk_create", "bulk_update", "update_or_create", "get_or_create"),
}
RECORDS = {"record", "record_for_server", "record_once_a_day"}
UNRECORDED = {
    "surveys/services/taking_part.py:take_part": "part of the first answer; the consent's row is the trail",
    "reports/services/guests.py:ask_for_code": "nobody has come in yet; the letter's row is the trail",
}


def calls(node):
    """Names of everything that is called below a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")


def reached(name, functions, seen=()):
    """Everything that a function calls, through functions of its own module."""
    found = set(calls(functions[name]))
    for inner in (found & functions.keys()) - {name, *seen}:
        found |= reached(inner, functions, (*seen, name))
    return found


def unrecorded(source):
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name in functions:
        called = reached(name, functions)
        if not name.startswith("_") and called & WRITES and not called & RECORDS:
            yield name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_writes_records(path):
    module = str(path.relative_to(ROOT))
    found = {f"{module}:{name}" for name in unrecorded(path.read_text(encoding="utf-8"))}
    assert sorted(found - UNRECORDED.keys()) == []


def test_a_service_without_a_row_in_the_trail_would_be_found():
    silent = "def close(wave):\n    _close(wave)\n\ndef _close(wave):\n    wave.update(state=1)\n"
    assert list(unrecorded(silent)) == ["close"]
    assert (
        list(unrecorded(silent.replace("_close(wave)\n\n", "_close(wave)\n    record('x.y', on=wave)\n\n")))
        == []
    )
