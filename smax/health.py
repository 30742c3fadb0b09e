"""What `/healthz` and `check --deploy` ask of the rooms of the house: faults that forbid to serve anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Each says in one line what has to be done first; "" where nothing has.
CHECKS: list[Callable[[], str]] = []


def faults() -> list[str]:
    """Everything that has to be done before this server may serve."""
    return [fault for fault in (check() for check in CHECKS) if fault]
