"""An intruder who makes companies up: one in each cohort, with figures moved until every place has been told.

A consultant may add clients, answer for them and enter their outcomes, so percentiles can be had of every bar
of every cohort. Nobody is known more nearly for that.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reports.benchmarks.standing import standing_in
from tests.reports.benchmarks.disclosure.channels import Fact
from tests.reports.benchmarks.disclosure.intruder import case_of, conclusions, somebody
from tests.reports.benchmarks.disclosure.servers import make_cast, server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reports.benchmarks.disclosure.servers import Published

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
EACH = 6


def slides(of: Published) -> Iterator[Fact]:
    """Where a company that is not in the snapshot stands with each score that it could have."""
    for cell in of.snapshot.cells.all():
        for measure, kept in cell.measures.items():
            for low, high in pairwise(kept["histogram"]["edges"]):
                told = standing_in(kept, low, None, signed=measure == "gap")
                if told is not None and told.percentile is not None:
                    value = (low, high, told.percentile)
                    yield Fact(
                        channel="slide", of=of, key=cell.key, kind="percentile", value=value, measure=measure
                    )


def test_a_company_that_is_moved_through_all_scores_finds_nobody():
    cast, seen = make_cast(), Counter()
    for seed in range(24):
        with server(cast, seed) as stands:
            if not stands.published:
                continue
            rng = np.random.default_rng([11, seed])
            case = case_of(stands)
            slid = [fact for each in stands.published for fact in slides(each)]
            seen[bool(slid)] += 1
            who, own = somebody(case, rng)
            for _time in range(EACH):
                assert conclusions(case, rng, who, [*case.open, *own, *slid]) == set(), f"pool {seed}"
    assert seen[True] >= 15
