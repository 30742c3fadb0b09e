"""In which published cohorts the shares on maturity levels may stand beside each other.

Of few companies a share to 5 percent is an exact count. One cohort less another, of now or of an earlier
snapshot, or a total less what is published of its line, may leave companies that are all on one level but
for two at most: whoever subtracts knows the level of each. The smallest of these cohorts, or the newest,
then keeps its shares to itself.
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
    cells: Mapping[Place, Members],
    kept: Sequence[Place],
    levels: NDArray[np.int8],
    told: Sequence[Members] = (),
) -> frozenset[Place]:
    """The published cohorts that keep their shares to themselves.

    `told` are the members of cohorts of earlier snapshots; all are over the same companies.
    """
    shown = sorted(kept, key=lambda place: (-int(cells[place].sum()), place.key))
    hidden = {place for place in kept if any(_tell(levels, cells[place], then) for then in told)}
    while found := next(_telling(cells, levels, [each for each in shown if each not in hidden]), None):
        hidden.add(found)
    return frozenset(hidden)


def _telling(
    cells: Mapping[Place, Members], levels: NDArray[np.int8], shown: Sequence[Place]
) -> Iterator[Place]:
    """Cohorts that tell too much beside the others that are shown."""
    for at, place in enumerate(shown):
        if any(_tell(levels, cells[place], cells[larger]) for larger in shown[:at]):
            yield place
    lines: dict[tuple[Place, tuple[str, ...]], list[Place]] = {}
    for place in shown:
        for total in place.within():
            if total in shown:
                lines.setdefault((total, place.table), []).append(place)
    for (total, _table), line in lines.items():
        rest = cells[total] & ~np.logical_or.reduce([cells[place] for place in line])
        if _alike(_counts(levels, rest)):
            yield line[-1]


def _tell(levels: NDArray[np.int8], one: Members, other: Members) -> bool:
    """Whether counts of one cohort less those of another tell the levels of who is in one of them alone."""
    left, right = _counts(levels, one & ~other), _counts(levels, other & ~one)
    apart = not (left * right).any()  # else somebody hides behind another on the same level
    return apart and (_alike(left) or _alike(right))


def _counts(levels: NDArray[np.int8], members: Members) -> Counts:
    return np.bincount(levels[members], minlength=len(LEVELS)).astype(np.int64)


def _alike(counts: Counts) -> bool:
    """Whether so many companies on each level are on one level but for too few."""
    return bool(counts.sum() > 0 and counts.sum() - counts.max() < SMALLEST_GROUP)
