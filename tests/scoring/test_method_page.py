"""The public account of the method says what the method file says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import scoring

FILE = tomllib.loads(Path(scoring.__file__).with_name("method.v1.toml").read_text(encoding="utf-8"))
PAGE = (Path(scoring.__file__).parents[1] / "docs" / "method.md").read_text(encoding="utf-8")
SECTIONS = (
    "composite", "measured", "index", "matrix", "levels", "gap", "awareness", "uncertainty", "sensitivity",
    "quality", "disclosure", "recommendations",
)  # fmt: skip
SETTINGS = {
    f"{section}.{key}": value
    for section in SECTIONS
    for key, value in FILE[section].items()
    if isinstance(value, int | float)
}


def table(heading):
    """Rows of the table with that first heading, as lists of cells."""
    lines = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def said(clause):
    name, number = ("below", clause["below"]) if "below" in clause else ("at least", clause["at_least"])
    return f"`{clause['of']}` {name} {number:g}"


def test_settings():
    assert {row[0].strip("`"): float(row[1]) for row in table("Setting")} == SETTINGS


def test_numbers_in_the_text():
    settings = "|".join(SECTIONS)
    named = re.findall(rf"(-?[0-9]+(?:\.[0-9]+)?)[^`0-9|]{{0,60}}`((?:{settings})\.[a-z_]+)`", PAGE)
    found = [(name, float(number)) for number, name in named]
    assert found == [(name, SETTINGS[name]) for name, _ in found]
    assert len({name for name, _ in found}) >= 35


def test_weights():
    assert {name.split(":")[0]: float(weight) for name, weight in table("Dimension")} == FILE["weights"]


def test_curves():
    expected = {
        item: [each["pillar"], ", ".join(f"{x:g}: {y:g}" for x, y in each["curve"])]
        for item, each in FILE["outcomes"].items()
    }
    assert {row[0]: row[1:] for row in table("Figure")} == expected


def test_gates():
    rows = {row[0]: row[1:] for row in table("Gate")}
    assert list(rows) == list(FILE["gates"])
    for gate, (reads, at_least, group) in rows.items():
        entry = FILE["gates"][gate]
        assert (float(at_least), group) == (entry["at_least"], entry["group"])
        assert f"`{entry.get('of', entry.get('named'))}`" in reads
    assert {row[0]: (row[1], int(row[2])) for row in table("Group | Level")} == {
        group: (each["level"], each["needs"]) for group, each in FILE["gate_groups"].items()
    }


def test_patterns():
    assert dict(table("Pattern")) == {
        name: "; ".join(" or ".join(said(clause) for clause in line) for line in lines)
        for name, lines in FILE["patterns"].items()
    }


@pytest.mark.parametrize("row", table("Rule"), ids=lambda row: row[0])
def test_rules(row):
    rule = FILE["rules"][row[0]]
    targets = ", ".join(f"`{each['of']}` {each['to']:g}" for each in rule.get("targets", []))
    assert row[1:] == [" or ".join(map(said, rule["when"])), targets or "-", str(rule["effort"])]


def test_every_rule_is_there():
    assert [row[0] for row in table("Rule")] == list(FILE["rules"])
