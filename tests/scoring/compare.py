"""Comparing results number by number."""

from __future__ import annotations

from typing import Any

import pytest


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    """Every place where `found` lacks or contradicts `expected`; more keys in `found` are welcome."""
    if isinstance(expected, dict):
        return [
            line
            for key, value in expected.items()
            for line in (
                differences(value, found[key], f"{place}.{key}")
                if isinstance(found, dict) and key in found
                else [f"{place}.{key}: missing"]
            )
        ]
    if isinstance(expected, float) and isinstance(found, float | int):
        same = found == pytest.approx(expected, abs=1e-9)
    else:
        same = expected == found
    return [] if same else [f"{place}: expected {expected!r}, found {found!r}"]
