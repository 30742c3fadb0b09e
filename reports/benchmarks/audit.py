"""The auditor: which cohorts may be published together so that no company can be worked out of them.

Each published cohort is an equation over its members. What can be solved for is what lies in the space that
the equations span. A cohort is left out where with it

- the difference to a published one that holds it, or that it holds, is a group of fewer than ten companies;
- one company, or a sum of up to three groups that are fewer than ten companies together, could be solved for;
- the same were so for somebody who knows one company's figures, such as its own.

Then all of that once more with what earlier snapshots told, where five companies are enough: a cohort that
fewer have joined or left since it was last published waits until more have.

Afterwards, in each line of a table whose total is published, what is not published must be two cohorts at
least and ten companies at least, or nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.benchmarks.figures import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.benchmarks.lattice import Members, Place

SOLVED = 1e-7  # how near to 1 the share of a vector in a space counts as being in it
MOST_OF_A_FIRM = 0.25  # of a cohort's companies

LEAST_MOVED = 5  # companies that join or leave a cohort between two snapshots, if any does

TOO_FEW, ONE_FIRM, NESTED, SOLVABLE, SIBLING = "too_few", "one_firm", "nested", "solvable", "sibling"
MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What may be published, and why the rest may not.

    `kept` holds the published cohorts, `refused` the reason by cohort for all others.
    """

    kept: tuple[Place, ...]
    refused: dict[Place, str]


def audit(
    cells: Mapping[Place, Members],
    firms: NDArray[np.int64],
    refused: Mapping[Place, str] = MappingProxyType({}),
    told: Sequence[tuple[str, Members]] = (),
) -> Audit:
    """Decide over all cohorts of a snapshot, the largest first.

    Parameters
    ----------
    cells
        Members of each cohort, shape (companies,).
    firms
        The firm that advises each company, shape (companies,).
    refused
        Cohorts that are not published whatever is found here.
    told
        Keys and members of the cohorts that earlier snapshots published.
    """
    unfit = {place: reason for place, members in cells.items() if (reason := _unfit(members, firms))}
    refused = unfit | dict(refused)
    fit = [place for place in cells if place not in refused]
    fit.sort(key=lambda place: (-int(cells[place].sum()), place.key))
    kept = fit
    # With many companies nothing is near to being solved for, and one look at all cohorts says so.
    if _any_nested(cells, fit) or solvable([cells[place] for place in fit]):
        kept = _one_by_one(cells, fit, refused)
    if told:
        still = _still_apart(cells, kept, told)
        refused |= dict.fromkeys((place for place in kept if place not in still), MOVED)
        kept = still
    refused |= dict.fromkeys(_siblings_to_hide(cells, kept), SIBLING)
    return Audit(kept=tuple(place for place in kept if place not in refused), refused=refused)


def _unfit(members: Members, firms: NDArray[np.int64]) -> str:
    count = int(members.sum())
    if count < SMALLEST:
        return TOO_FEW
    if np.unique(firms[members], return_counts=True)[1].max() > MOST_OF_A_FIRM * count:
        return ONE_FIRM
    return ""


def _one_by_one(
    cells: Mapping[Place, Members], fit: Sequence[Place], refused: dict[Place, str]
) -> list[Place]:
    kept: list[Place] = []
    for place in fit:
        if any(_nested(cells[place], cells[other]) for other in kept):
            refused[place] = NESTED
        elif solvable([cells[each] for each in (*kept, place)]):
            refused[place] = SOLVABLE
        else:
            kept.append(place)
    return kept


def _still_apart(
    cells: Mapping[Place, Members], kept: Sequence[Place], told: Sequence[tuple[str, Members]]
) -> list[Place]:
    """The cohorts that can stand beside those told earlier, the largest first."""
    fine = [place for place in kept if not _moved_by_few(place.key, cells[place], told)]
    rows = list({members.tobytes(): members for _key, members in told}.values())
    known = {members.tobytes() for members in rows}
    again = [place for place in fine if cells[place].tobytes() in known]  # tells nothing new
    new = _joining(rows, [place for place in fine if place not in again], cells)
    return [place for place in kept if place in {*again, *new}]


def _moved_by_few(key: str, members: Members, told: Sequence[tuple[str, Members]]) -> bool:
    """Whether few companies tell a cohort from what it was, or from another that was told."""
    for other, then in told:
        joined, left = int((members & ~then).sum()), int((then & ~members).sum())
        few = [0 < moved < LEAST_MOVED for moved in (joined, left)]
        if any(few) if key == other else any(few) and 0 in (joined, left):
            return True
    return False


def _joining(rows: list[Members], places: Sequence[Place], cells: Mapping[Place, Members]) -> list[Place]:
    """The places that may join the rows one after the other; those that may are added to the rows.

    As many as may are looked at together: whoever may join with others may join without them.
    """
    more = [cells[place] for place in places]
    if not places or not solvable([*rows, *more], LEAST_MOVED):
        rows += more
        return list(places)
    if len(places) == 1:
        return []
    half = len(places) // 2
    return [*_joining(rows, places[:half], cells), *_joining(rows, places[half:], cells)]


def _any_nested(cells: Mapping[Place, Members], fit: Sequence[Place]) -> bool:
    return any(_nested(cells[one], cells[other]) for one, other in itertools.combinations(fit, 2))


def _nested(one: Members, other: Members) -> bool:
    """Whether one cohort is the other with fewer than ten companies more."""
    apart, more = int((one & ~other).sum()), int((other & ~one).sum())
    return min(apart, more) == 0 and 0 < max(apart, more) < SMALLEST


def solvable(rows: Sequence[Members], few: int = SMALLEST) -> bool:
    """Whether a company or a small group can be solved for, by somebody who knows one company or none.

    Parameters
    ----------
    rows
        Members of each published cohort, shape (companies,).
    few
        Groups of fewer companies are small.
    """
    if not rows:
        return False
    space = _Space(rows, few)
    return (space.share[space.small] > 1 - SOLVED).any() or space.pair_solvable() or space.three_solvable()


class _Space:
    """What the published cohorts span, told by groups of companies that no cohort tells apart.

    `sizes` are the groups' companies, `small` the places of the groups under `few`, and `share` says how much
    of each group by itself lies in the space, 0-1: at 1 it is solved for.
    """

    def __init__(self, rows: Sequence[Members], few: int) -> None:
        self.few = few
        names = np.zeros(len(rows[0]), dtype=np.int64)
        for members in rows:
            names = np.unique(2 * names + members, return_inverse=True)[1]
        _names, first, self.sizes = np.unique(names, return_index=True, return_counts=True)
        groups = np.array([members[first] for members in rows], dtype=float)
        inside = groups.any(axis=0)
        self.sizes, self.groups = self.sizes[inside], groups[:, inside]
        self.solved = np.linalg.pinv(self.groups @ self.groups.T, hermitian=True, rcond=1e-10) @ self.groups
        self.share = np.einsum("cg,cg->g", self.groups, self.solved)
        self.small = np.flatnonzero(self.sizes < few)

    def with_others(self, group: int) -> NDArray[np.float64]:
        """The row of the projector that belongs to a group."""
        return np.asarray(self.groups[:, group] @ self.solved)

    def pair_solvable(self) -> bool:
        """Whether a combination of two small groups lies in the space: their sum, or one less the other.

        Whoever knows a company of the one then knows the other. Such a pair needs a group with half of itself
        in the space, so few are looked at.
        """
        for first in self.small[self.share[self.small] >= 0.5 - SOLVED]:
            others = self.small[self.small != first]
            left = (1 - self.share[first]) * (1 - self.share[others]) - self.with_others(first)[others] ** 2
            known = (self.sizes[first] == 1) | (self.sizes[others] == 1)
            sums = self.sizes[first] + self.sizes[others] < self.few
            if ((np.abs(left) < SOLVED) & (known | sums)).any():
                return True
        return False

    def three_solvable(self) -> bool:
        """Whether the sum of three small groups, under `few` companies together, lies in the space."""
        # In such a sum no group has less than a ninth of itself in the space: at most nine groups a cohort.
        near = self.small[self.share[self.small] >= 1 / 9 - SOLVED]
        held = self.groups[:, near].T @ self.solved[:, near]
        share, sizes = self.share[near], self.sizes[near]
        for first in range(len(near) - 2):
            others = slice(first + 1, None)
            with_first = share[others] + 2 * held[first, others]
            sums = share[first] + with_first[:, None] + with_first[None, :] + 2 * held[others, others]
            few = sizes[first] + sizes[others, None] + sizes[None, others] < self.few
            np.fill_diagonal(few, val=False)
            if (few & (np.abs(sums - 3) < SOLVED)).any():
                return True
        return False


def _siblings_to_hide(cells: Mapping[Place, Members], kept: Sequence[Place]) -> list[Place]:
    """Published cohorts that must go so that no line of a table gives away what is missing in it."""
    shown, hidden = set(kept), []
    while True:
        found = next((place for place in _short_lines(cells, shown)), None)
        if found is None:
            return hidden
        shown.remove(found)
        hidden.append(found)


def _short_lines(cells: Mapping[Place, Members], shown: set[Place]) -> list[Place]:
    """The smallest published cohort of each line in which too little is missing."""
    lines: dict[tuple[Place, tuple[str, ...]], list[Place]] = {}
    for place, total in itertools.chain.from_iterable(
        ((place, total) for total in place.within()) for place in cells
    ):
        lines.setdefault((total, place.table), []).append(place)
    found = []
    for (total, _table), line in sorted(lines.items(), key=lambda entry: entry[0][0].key):
        missing = [place for place in line if place not in shown]
        left = [place for place in line if place in shown]
        companies = sum(int(cells[place].sum()) for place in missing)
        if total in shown and left and missing and (len(missing) < 2 or companies < SMALLEST):
            found.append(min(left, key=lambda place: (int(cells[place].sum()), place.key)))
    return found
