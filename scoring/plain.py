"""From frozen dataclasses to plain data and back: dictionaries, lists, numbers, text and None.

What was written years ago must still be read: a field that came later is filled from its default, a key that
is no longer known is an error that names its place, and numbers come back to the last bit.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from scoring.errors import ScoringError, shown

Kind = TypeVar("Kind")


def to_plain(value: Any) -> Any:
    """Turn dataclasses into dictionaries, and tuples into lists, all the way down.

    A trailing underscore of a field's name, there because "class" is a word of the language, is left out.
    """
    if isinstance(value, dict):
        return {key: to_plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [to_plain(entry) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name.rstrip("_"): to_plain(getattr(value, each.name)) for each in fields(value) if each.init
        }
    return value.value if isinstance(value, Enum) else value


def from_plain(kind: type[Kind], value: object, place: str = "") -> Kind:
    """Build what `to_plain` wrote, and check it against the types of its fields.

    Parameters
    ----------
    kind
        A dataclass.
    value
        What was read, such as parsed JSON.
    place
        Where it stands, for the error's words.

    Raises
    ------
    ScoringError
        With the place and the value of the first fault found.

    Examples
    --------
    >>> from scoring.scorecard import Counts
    >>> from_plain(Counts, {"sales": 2, "marketing": 1, "both": 0})
    Counts(sales=2, marketing=1, both=0)
    """
    return cast("Kind", _built(kind, value, place or kind.__name__))


def _built(kind: Any, value: object, place: str) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, value, place)
    if origin is tuple:
        return _tuple(arguments, value, place)
    if origin is dict:
        table = _table(value, place)
        return {key: _built(arguments[1], entry, f"{place}.{key}") for key, entry in table.items()}
    if is_dataclass(kind):
        return _dataclass(kind, _table(value, place), place)
    return _scalar(kind, value, place)


def _table(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScoringError(place, f"{shown(value)} is not a table")
    return value


def _dataclass(kind: Any, table: dict[str, Any], place: str) -> Any:
    known = _fields(kind)
    unknown = sorted(table.keys() - known.keys())
    if unknown:
        raise ScoringError(place, f"{', '.join(unknown)} is unknown")
    given = {}
    for key, (name, hint, required) in known.items():
        if key in table:
            given[name] = _built(hint, table[key], f"{place}.{key}")
        elif required:
            raise ScoringError(place, f"{key} is missing")
    return kind(**given)


@cache
def _fields(kind: Any) -> dict[str, tuple[str, Any, bool]]:
    """By key: a field's name, its type, and whether it has no default."""
    hints = get_type_hints(kind)
    return {
        each.name.rstrip("_"): (
            each.name,
            hints[each.name],
            each.default is MISSING and each.default_factory is MISSING,
        )
        for each in fields(kind)
        if each.init
    }


def _one_of(kinds: tuple[Any, ...], value: object, place: str) -> Any:
    """One of several types: None, or the dataclass that has these very keys, or the first plain type."""
    if value is None and type(None) in kinds:
        return None
    kinds = tuple(kind for kind in kinds if kind is not type(None))
    if len(kinds) == 1:
        return _built(kinds[0], value, place)
    keys = _table(value, place).keys()
    for kind in kinds:
        if _fields(kind).keys() == keys:
            return _built(kind, value, place)
    raise ScoringError(place, f"the keys {', '.join(keys)} are those of no {' or '.join(map(_name, kinds))}")


def _tuple(arguments: tuple[Any, ...], value: object, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ScoringError(place, f"{shown(value)} is not a list")
    many = len(arguments) == 2 and arguments[1] is Ellipsis
    kinds = (arguments[0],) * len(value) if many else arguments
    if len(kinds) != len(value):
        raise ScoringError(place, f"{len(value)} entries instead of {len(kinds)}")
    return tuple(
        _built(kind, entry, f"{place}.{number}")
        for number, (kind, entry) in enumerate(zip(kinds, value, strict=True))
    )


def _scalar(kind: Any, value: object, place: str) -> Any:
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _code(kind, value, place)
    if type(value) is not kind:
        raise ScoringError(place, f"{shown(value)} is not {_name(kind)}")
    return value


def _code(kind: type[Enum], value: object, place: str) -> Enum:
    try:
        return kind(value)
    except ValueError:
        raise ScoringError(place, f"{shown(value)} is no {kind.__name__}") from None


def _name(kind: Any) -> str:
    words = {float: "a number", int: "a whole number", str: "text", bool: "true or false"}
    return words.get(kind) or str(kind.__name__)
