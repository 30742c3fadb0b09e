"""Where two results of section G differ."""

from __future__ import annotations

TOLERANCE = 1e-9


def differences(expected: object, actual: object, place: str = "") -> list[str]:
    """Numbers within 1e-9, everything else exactly; keys that only `actual` has are let be."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        found = [f"{place}.{key}: missing" for key in expected if key not in actual]
        for key in expected.keys() & actual.keys():
            found += differences(expected[key], actual[key], f"{place}.{key}")
        return sorted(found)
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        return [
            line
            for i, (left, right) in enumerate(zip(expected, actual, strict=True))
            for line in differences(left, right, f"{place}[{i}]")
        ]
    if is_number(expected) and is_number(actual):
        same = abs(expected - actual) <= TOLERANCE
    else:
        same = type(expected) is type(actual) and expected == actual
    return [] if same else [f"{place}: {expected!r} expected, {actual!r} found"]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
