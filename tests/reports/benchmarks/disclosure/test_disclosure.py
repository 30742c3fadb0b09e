"""Nobody is found in a released benchmark: what follows from random sequences of permitted requests.

500 random pools, 10,000 sequences. An intruder knows a company's exact figures, mostly, and all who are in
which cohort. What comes back by page, file, workbook and results, now and a quarter before, is turned into
equations and limits (see `knowledge`): no company and no group of fewer than ten (five between two snapshots)
can be solved for, and nobody is known to lie within less than a quarter of the scale.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.reports.benchmarks.disclosure.intruder import (
    case_of,
    conclusions,
    faults_of,
    faults_of_release,
    requests,
    somebody,
)
from tests.reports.benchmarks.disclosure.servers import make_cast, server

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
POOLS, SHARDS, INTRUDERS, EACH = 500, 20, 4, 5


@pytest.mark.parametrize("shard", range(SHARDS))
def test_nobody_is_found(shard, tmp_path):
    cast, seen = make_cast(), Counter()
    for seed in range(shard * POOLS // SHARDS, (shard + 1) * POOLS // SHARDS):
        with server(cast, seed) as stands:
            seen[len(stands.published)] += 1
            if stands.published:
                found = ask(stands, seed, tmp_path if seed % 10 == 0 else None)
                assert found == set(), f"pool {seed}"
    # Most pools have a benchmark, and many a second: else nothing is proved.
    assert seen[1] + seen[2] >= 0.8 * POOLS / SHARDS
    assert seen[2] >= 0.15 * POOLS / SHARDS


def ask(stands, seed, folder=None):
    """Everything wrong with what intruders get of a server."""
    rng = np.random.default_rng([7, seed])
    case = case_of(stands, folder)
    words = faults_of(case, case.open) | faults_of_release(case)
    for _intruder in range(INTRUDERS):
        who, own = somebody(case, rng)
        words |= faults_of(case, own)
        for _sequence in range(EACH):
            words |= conclusions(case, rng, who, requests(rng, [*case.open, *own]))
    return words
