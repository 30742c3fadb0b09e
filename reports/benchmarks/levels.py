"""In which published cohorts the shares on maturity levels may stand beside each other.

Of few companies a share to 5 percent is an exact count. One cohort less another, or a total less what is
published of its line, may leave companies that are all on one level but for two at most: whoever subtracts
knows the level of each. The smallest of these cohorts then keeps its shares to itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.benchmarks.figures import LEVELS, SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.benchmarks.lattice import Members, Place

Counts = NDArray[np.int64]


def silent(
    cells: Mapping[Place, Members], kept: Sequence[Place], levels: NDArray[np.int8]
) -> frozenset[Place]:
    """The published cohorts that keep their shares to themselves."""
    on_each = {
        place: np.bincount(levels[cells[place]], minlength=len(LEVELS)).astype(np.int64) for place in kept
    }
    shown = sorted(kept, key=lambda place: (-int(on_each[place].sum()), place.key))
    hidden: set[Place] = set()
    while found := next(_telling(cells, on_each, [each for each in shown if each not in hidden]), None):
        hidden.add(found)
    return frozenset(hidden)


def _telling(
    cells: Mapping[Place, Members], on_each: Mapping[Place, Counts], shown: Sequence[Place]
) -> Iterator[Place]:
    """Cohorts that tell too much beside the others that are shown."""
    for at, place in enumerate(shown):
        for larger in shown[:at]:
            if not (cells[place] & ~cells[larger]).any() and _alike(on_each[larger] - on_each[place]):
                yield place
    lines: dict[tuple[Place, tuple[str, ...]], list[Place]] = {}
    for place in shown:
        for total in place.within():
            if total in shown:
                lines.setdefault((total, place.table), []).append(place)
    for (total, _table), line in lines.items():
        if _alike(on_each[total] - sum(on_each[place] for place in line)):
            yield line[-1]


def _alike(counts: Counts) -> bool:
    """Whether so many companies on each level are on one level but for too few."""
    return bool(counts.sum() > 0 and counts.sum() - counts.max() < SMALLEST_GROUP)
