"""Every cohort that may be published, with everything that is published of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.benchmarks.audit import SIBLING, audit
from reports.benchmarks.earlier import SHARES, Earlier
from reports.benchmarks.figures import figures_of
from reports.benchmarks.lattice import places
from reports.benchmarks.levels import silent
from reports.benchmarks.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.benchmarks.audit import Audit
    from reports.benchmarks.figures import Figures, Scores
    from reports.benchmarks.lattice import Members, Place
    from reports.benchmarks.members import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The published cohorts with their figures, and why each other one is not, by cohort."""

    cohorts: dict[Place, Figures]
    refused: dict[Place, str]


def publication(pool: Pool, earlier: Earlier | None = None) -> Publication:
    """Audit all cohorts of a pool beside those told earlier, and round what the published ones are like."""
    cells = dict(places(pool.codes)) if len(pool) else {}
    told = earlier or Earlier.nothing(pool)
    all_of_them = _over_all(pool, cells, told)
    checked = audit(all_of_them, _firms(pool, told), told=told.cells)
    clear = _clear_by_measure(pool, all_of_them, checked, told)
    loud = _with_shares(pool, all_of_them, checked, told)
    return Publication(
        cohorts={
            place: _figures(
                {name: scores for name, scores in pool.of(cells[place]).items() if place in clear[name]},
                pool.levels[cells[place]],
                shares=place in loud,
            )
            for place in checked.kept
        },
        refused=checked.refused,
    )


def _with_shares(
    pool: Pool, cells: Mapping[Place, Members], checked: Audit, told: Earlier
) -> frozenset[Place]:
    """In which cohorts the shares of levels may stand.

    Fewer cohorts tell fewer companies apart, so those left are audited once more as if they were all.
    """
    shown = told.of(SHARES)
    earlier = [members for _key, members in shown]
    loud, before = list(checked.kept), None
    while loud != before:
        before = loud
        hidden = set(checked.kept) - set(loud) | silent(cells, loud, told.levels, earlier)
        refused = checked.refused | dict.fromkeys(hidden, SIBLING)
        loud = list(audit(cells, _firms(pool, told), refused, shown).kept)
    return frozenset(loud)


def _figures(scores: Mapping[str, Scores], levels: NDArray[np.int8], *, shares: bool) -> Figures:
    found = figures_of(scores, levels)
    return found if shares else replace(found, shares=dict.fromkeys(found.shares))


def _over_all(pool: Pool, cells: Mapping[Place, Members], told: Earlier) -> dict[Place, Members]:
    """The cohorts over the companies of now and of then."""
    if len(told.has) == len(pool):
        return dict(cells)
    gone = np.zeros(len(told.has) - len(pool), dtype=bool)
    return {place: np.concatenate([members, gone]) for place, members in cells.items()}


def _firms(pool: Pool, told: Earlier) -> NDArray[np.int64]:
    return np.concatenate([pool.firms, np.zeros(len(told.has) - len(pool), dtype=np.int64)])


def _clear_by_measure(
    pool: Pool, cells: Mapping[Place, Members], checked: Audit, told: Earlier
) -> dict[str, frozenset[Place]]:
    """In which cohorts each measure may stand.

    A company without a measure is in no cohort of it: two cohorts that differ by ten companies differ by one
    where nine of those have not got it. So each measure that somebody lacks is audited by itself, beside what
    was told of it earlier.
    """
    clear: dict[str, frozenset[Place]] = {}
    everybody = np.ones(len(told.has), dtype=bool)
    known = {_question(everybody, told.cells): frozenset(checked.kept)}
    for column, name in enumerate(MEASURES):
        has, shown = told.has[:, column], told.of(name)
        asked = _question(has, shown)
        if asked not in known:
            fewer = {place: members & has for place, members in cells.items()}
            before = tuple((key, members & has) for key, members in shown)
            known[asked] = frozenset(audit(fewer, _firms(pool, told), checked.refused, before).kept)
        clear[name] = known[asked]
    return clear


def _question(has: Members, shown: Sequence[tuple[str, Members]]) -> tuple[bytes, tuple[bytes, ...]]:
    """What an audit is of: measures with the same companies and the same past have one answer."""
    return has.tobytes(), tuple(members.tobytes() for _key, members in shown)
