"""Every cohort that may be published, with everything that is published of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.benchmarks.audit import audit
from reports.benchmarks.figures import figures_of
from reports.benchmarks.lattice import places
from reports.benchmarks.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.benchmarks.audit import Audit
    from reports.benchmarks.figures import Figures
    from reports.benchmarks.lattice import Members, Place
    from reports.benchmarks.members import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The published cohorts with their figures, and why each other one is not, by cohort."""

    cohorts: dict[Place, Figures]
    refused: dict[Place, str]


def publication(pool: Pool) -> Publication:
    """Audit all cohorts of a pool, and round what the published ones are like."""
    cells = dict(places(pool.codes)) if len(pool) else {}
    checked = audit(cells, pool.firms)
    clear = _clear_by_measure(pool, cells, checked)
    return Publication(
        cohorts={
            place: figures_of(
                {name: scores for name, scores in pool.of(cells[place]).items() if place in clear[name]},
                pool.levels[cells[place]],
            )
            for place in checked.kept
        },
        refused=checked.refused,
    )


def _clear_by_measure(
    pool: Pool, cells: Mapping[Place, Members], checked: Audit
) -> dict[str, frozenset[Place]]:
    """In which cohorts each measure may stand.

    A company without a measure is in no cohort of it: two cohorts that differ by ten companies differ by one
    where nine of those have not got it. So each measure that somebody lacks is audited by itself.
    """
    clear: dict[str, frozenset[Place]] = {}
    known = {np.ones(len(pool), dtype=bool).tobytes(): frozenset(checked.kept)}
    for column, name in enumerate(MEASURES):
        has = ~np.isnan(pool.scores[:, column])
        if has.tobytes() not in known:
            fewer = {place: members & has for place, members in cells.items()}
            kept = audit(fewer, pool.firms, refused=checked.refused).kept
            known[has.tobytes()] = frozenset(kept)
        clear[name] = known[has.tobytes()]
    return clear
