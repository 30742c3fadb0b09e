"""No value of any type, in any place of the file, is an error other than a fault."""

from __future__ import annotations

import pytest

from surveys.catalogue.faults import faults_of


def places(part, way=()):
    """Walk over the way to every value of the file."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in pairs:
        yield (*way, key)
        yield from places(value, (*way, key))


def kinds_of_place(definition):
    """Give one way to each kind of place: the steps of one ladder stand for those of all."""
    kinds = {}
    for way in places(definition):
        form = definition["items"][way[1]]["form"] if way[0] == "items" and len(way) > 1 else ""
        kinds.setdefault((form, *(key for key in way if isinstance(key, str))), way)
    return kinds.values()


@pytest.mark.parametrize(
    "odd",
    [None, True, -1, 0.5, 10**5000, "", "\0", "\ud800", [], [[]], {}, {7: 7}],
    ids=[
        "null",
        "true",
        "minus",
        "half",
        "huge",
        "empty",
        "nul",
        "surrogate",
        "list",
        "lists",
        "object",
        "key",
    ],
)
def test_any_value_of_the_wrong_type_is_a_fault_and_no_other_error(definition, odd):
    # A boolean or a small number is right in these places.
    fits = {"owner_labels", "min", "max"}
    for *way, key in kinds_of_place(definition):
        target = definition
        for step in way:
            target = target[step]
        kept, target[key] = target[key], odd
        assert faults_of(definition) or key in fits, (*way, key)
        target[key] = kept
