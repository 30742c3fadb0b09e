"""Reading a method file: every number is checked before anything is scored with it."""

from __future__ import annotations

import math
import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from scoring.errors import MethodError, shown
from scoring.method import (
    AwarenessRules,
    Clause,
    Composite,
    Curve,
    Dimension,
    DisclosureRules,
    GapRules,
    Gate,
    GateGroup,
    IndexRules,
    Item,
    Kind,
    MatrixRules,
    MeasuredRules,
    Method,
    Pattern,
    QualityRules,
    RecommendationRules,
    Rule,
    Seniority,
    SensitivityRules,
    Target,
    UncertaintyRules,
)
from scoring.method_checks import check_method

Section = TypeVar(
    "Section",
    Composite,
    MeasuredRules,
    IndexRules,
    MatrixRules,
    GapRules,
    AwarenessRules,
    UncertaintyRules,
    SensitivityRules,
    QualityRules,
    DisclosureRules,
)
Table = dict[str, Any]

_FOLDER = Path(__file__).parent


@cache
def load_method(version: str) -> Method:
    """Load the method of that version.

    Parameters
    ----------
    version
        What an assessment names as its `method_version`, such as "1".

    Returns
    -------
    Method
        Checked: weights sum to 1, curves rise, every reference leads somewhere.

    Raises
    ------
    MethodError
        No such version, or a fault in its file; the message names place and value.

    Examples
    --------
    >>> load_method("1").codes
    ('CUS', 'STR', 'CAP', 'ORG', 'CAD', 'DAT', 'FLW', 'COL')
    """
    known = sorted(path.name.split(".")[1][1:] for path in _FOLDER.glob("method.v*.toml"))
    if version not in known:
        raise MethodError("method_version", f"{shown(version)} is unknown; known: {', '.join(known)}")
    return read_method((_FOLDER / f"method.v{version}.toml").read_text(encoding="utf-8"))


def read_method(text: str) -> Method:
    """Read and check a method file; `text` is TOML.

    Raises
    ------
    MethodError
        With the place and the value of the first fault found.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MethodError("method file", f"not valid TOML: {error}") from None
    try:
        method = _method(table)
    except KeyError as error:
        raise MethodError("method file", f"{error.args[0]} is missing") from None
    check_method(method)
    return method


def _method(table: Table) -> Method:
    return Method(
        version=str(table["version"]),
        tolerance=_number(table["tolerance"], "tolerance"),
        step_scores=_numbers(table["scale"]["scores"], "scale.scores"),
        dimensions=tuple(
            Dimension(code=code, weight=_number(weight, f"weights.{code}"))
            for code, weight in table["weights"].items()
        ),
        composite=_section(Composite, table, "composite"),
        measured=_section(MeasuredRules, table, "measured"),
        index=_section(IndexRules, table, "index"),
        matrix=_section(MatrixRules, table, "matrix"),
        levels=tuple((name, _number(cut, f"levels.{name}")) for name, cut in table["levels"].items()),
        gap=_section(GapRules, table, "gap"),
        awareness=_section(AwarenessRules, table, "awareness"),
        uncertainty=_section(UncertaintyRules, table, "uncertainty"),
        sensitivity=_section(SensitivityRules, table, "sensitivity"),
        quality=_section(QualityRules, table, "quality"),
        disclosure=_section(DisclosureRules, table, "disclosure"),
        seniority=Seniority(top=tuple(table["seniority"]["top"]), others=tuple(table["seniority"]["others"])),
        profile=tuple((key, tuple(codes)) for key, codes in table["profile"].items()),
        items=tuple(_item(item_id, entry) for item_id, entry in table["items"].items()),
        outcomes=tuple(_curve(item, entry) for item, entry in table["outcomes"].items()),
        gates=tuple(_gate(gate, entry, table["items"]) for gate, entry in table["gates"].items()),
        gate_groups=tuple(
            GateGroup(id=group, level=entry["level"], needs=entry["needs"])
            for group, entry in table["gate_groups"].items()
        ),
        patterns=tuple(_pattern(name, lines) for name, lines in table["patterns"].items()),
        recommendations=_recommendations(table["recommendations"]),
        rules=tuple(_rule(rule, entry) for rule, entry in table["rules"].items()),
    )


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MethodError(place, f"{shown(value)} is not a finite number")
    return float(value)


def _numbers(values: object, place: str) -> tuple[float, ...]:
    if not isinstance(values, list):
        raise MethodError(place, f"{shown(values)} is not a list of numbers")
    return tuple(_number(value, place) for value in values)


def _section(kind: type[Section], table: Table, name: str) -> Section:
    values = table[name]
    wanted = {entry.name: entry.type for entry in fields(kind)}
    for key in values.keys() - wanted.keys():
        raise MethodError(f"{name}.{key}", "no such setting")
    numbers: Table = {}
    for key, wanted_type in wanted.items():
        if key not in values:
            raise MethodError(f"{name}.{key}", "is missing")
        number = _number(values[key], f"{name}.{key}")
        if wanted_type == "int" and not number.is_integer():
            raise MethodError(f"{name}.{key}", f"{shown(values[key])} is not a whole number")
        numbers[key] = int(number) if wanted_type == "int" else number
    return kind(**numbers)


def _item(item_id: str, entry: Table) -> Item:
    place = f"items.{item_id}"
    known = {kind.value for kind in Kind}
    if entry["kind"] not in known:
        raise MethodError(f"{place}.kind", f"{shown(entry['kind'])} is unknown")
    names = {entry_field.name for entry_field in fields(Item)} - {"id", "dimension"}
    for key in entry.keys() - names:
        raise MethodError(f"{place}.{key}", "no such setting")
    values: Table = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    values["kind"] = Kind(entry["kind"])
    values["levels"] = _numbers(entry.get("levels", []), f"{place}.levels")
    dimension, _, rest = item_id.partition("-")
    return Item(id=item_id, dimension=dimension if rest else None, **values)


def _curve(item: str, entry: Table) -> Curve:
    place = f"outcomes.{item}.curve"
    points = [_numbers(point, place) for point in entry["curve"]]
    for point in points:
        if len(point) != 2:
            raise MethodError(place, f"{shown(list(point))} is not a pair of figure and score")
    return Curve(
        item=item,
        pillar=entry["pillar"],
        figures=tuple(point[0] for point in points),
        scores=tuple(point[1] for point in points),
    )


def _gate(gate: str, entry: Table, items: Table) -> Gate:
    at_least = _number(entry["at_least"], f"gates.{gate}.at_least")
    if "named" not in entry:
        return Gate(id=gate, group=entry["group"], at_least=at_least, of=entry["of"])
    codes = items[entry["named"]]["codes"]
    for code in entry.get("only", []) + entry.get("except", []):
        if code not in codes:
            raise MethodError(f"gates.{gate}", f"{shown(code)} is not a code of {entry['named']}")
    counted = [code for code in entry.get("only", codes) if code not in entry.get("except", [])]
    return Gate(id=gate, group=entry["group"], at_least=at_least, named=entry["named"], codes=tuple(counted))


def _pattern(name: str, lines: list[list[Table]]) -> Pattern:
    place = f"patterns.{name}"
    return Pattern(id=name, lines=tuple(tuple(_clause(entry, place) for entry in line) for line in lines))


def _recommendations(table: Table) -> RecommendationRules:
    place = "recommendations"
    return RecommendationRules(
        show=int(_number(table["show"], place)),
        per_dimension=int(_number(table["per_dimension"], place)),
        gate_bonus=_number(table["gate_bonus"], place),
        class_bonus=_number(table["class_bonus"], place),
        bonus_classes=tuple(table["bonus_classes"]),
        due_days=tuple(int(days) for days in _numbers(table["due_days"], place)),
        owners=tuple(table["owners"]),
        sources=tuple(table["sources"]),
    )


def _rule(rule: str, entry: Table) -> Rule:
    place = f"rules.{rule}"
    parts = rule.split("-")
    return Rule(
        id=rule,
        dimension=parts[1] if len(parts) == 3 else None,
        effort=int(_number(entry["effort"], f"{place}.effort")),
        owner=entry["owner"],
        sources=tuple(entry["sources"]),
        when=tuple(_clause(each, f"{place}.when") for each in entry["when"]),
        targets=tuple(
            Target(
                of=each["of"],
                to=_number(each["to"], f"{place}.targets"),
                even_if_missing=each.get("even_if_missing", False),
            )
            for each in entry.get("targets", [])
        ),
    )


def _clause(entry: Table, place: str) -> Clause:
    """Read one clause: a fact and exactly one of `below` and `at_least`."""
    if entry.keys() not in ({"of", "below"}, {"of", "at_least"}):
        raise MethodError(place, f"{shown(entry)} needs `of` and one of `below` and `at_least`")
    numbers = {key: _number(entry[key], place) for key in ("below", "at_least") if key in entry}
    return Clause(of=entry["of"], **numbers)
