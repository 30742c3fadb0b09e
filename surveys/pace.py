"""How long the rest of a questionnaire takes: the person's own pace, and an estimate until it is known."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from surveys.catalogue import Item, Screen

# Seconds an item takes, by kind (method C); estimated, not piloted.
SECONDS = MappingProxyType({"P": 7, "K": 12, "F": 15, "X": 7})
# The estimate counts like this many seconds of the person's own: one minute of work is little to go by.
PRIOR = 60
SLOWEST = 4


def estimate(items: Iterable[Item]) -> int:
    """Seconds that the items take, as estimated for everybody."""
    return sum(SECONDS[item.kind] for item in items)


def minutes_left(screens: Iterable[Screen], answered: Container[str], spent: Mapping[str, int]) -> int:
    """Minutes, rounded up, that the items without an answer take at the pace of this person so far.

    `spent` holds seconds by screen; screens without a count (no script ran there) say nothing of the pace.
    """
    left = done = 0
    for screen in screens:
        for item in screen.items:
            if item.id not in answered:
                left += SECONDS[item.kind]
            elif screen.code in spent:
                done += SECONDS[item.kind]
    pace = (sum(spent.values()) + PRIOR) / (done + PRIOR)
    return math.ceil(left * min(max(pace, 1 / SLOWEST), SLOWEST) / 60)
