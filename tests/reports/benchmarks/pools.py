"""Random pools, and a second opinion on what can be worked out of published cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from reports.benchmarks.lattice import ONE_WAY
from reports.benchmarks.members import read_pool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.benchmarks.lattice import Members


def counted(*, synthetic: bool = False) -> list[list[float]]:
    """Scores of the companies that count today, without the wait of three months."""
    pool = read_pool(synthetic=synthetic, before=timezone.now(), tell=lambda _done, _of: None)
    return pool.scores.tolist()


VALUES = dict(zip(ONE_WAY, (6, 3, 4, 4, 3, 2), strict=True))


def random_codes(rng: np.random.Generator, companies: int) -> dict[str, NDArray[np.str_]]:
    """Properties of so many companies, some of them rare."""
    return {
        name: np.array([f"{name[0]}{place}" for place in range(values)])[
            rng.choice(values, size=companies, p=rng.dirichlet(np.full(values, 1.5)))
        ]
        for name, values in VALUES.items()
    }


def known_companies(rows: Sequence[Members], *, tolerance: float = 1e-8) -> bool:
    """Whether some company can be solved for, by somebody who knows the figures of one other or of none.

    Written apart from the auditor: an orthonormal basis of all companies, and no groups.
    """
    if not rows:
        return False
    matrix = np.array(rows, dtype=float)
    _left, sizes, right = np.linalg.svd(matrix, full_matrices=False)
    basis = right[sizes > sizes.max() * 1e-10]
    projector = basis.T @ basis
    share = np.diag(projector)
    if (share > 1 - tolerance).any():
        return True
    # Who knows company j adds what of it the published rows leave open.
    rest = np.eye(len(projector)) - projector
    with_one = share[None, :] + rest**2 / np.diag(rest)[:, None]
    np.fill_diagonal(with_one, 0)
    return bool((with_one > 1 - tolerance).any())


def nested_by_few(rows: Sequence[Members], few: int = 10) -> bool:
    """Whether some cohort is another with fewer than `few` companies more."""
    sets = [frozenset(np.flatnonzero(members).tolist()) for members in rows]
    return any(one < other and len(other - one) < few for one in sets for other in sets)
