"""Percentile ranks and standardised gaps."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.norms import percentile_rank, z_gaps
from tests.scoring.build import METHOD


@pytest.mark.parametrize("value", [0.0, 1.0, 2.5, 3.0, 4.0, 9.0])
def test_percentile_is_scipys_mean_kind(value):
    stats = pytest.importorskip("scipy.stats")
    others = np.array([1.0, 2, 3, 3, 4])
    assert percentile_rank(value, others) == pytest.approx(
        stats.percentileofscore(others, value, kind="mean")
    )


def test_percentile_leaves_missing_out():
    assert percentile_rank(3.0, np.array([1.0, np.nan, 3.0])) == 75.0
    assert percentile_rank(3.0, np.array([np.nan])) is None


def test_z_gap():
    rng = np.random.default_rng(1)
    perceived, measured = rng.normal(70, 5, (30, 8)), rng.normal(40, 20, (30, 8))
    perceived[4, 2] = np.nan
    found = z_gaps(perceived, measured, METHOD)
    column = (perceived[:, 0] - perceived[:, 0].mean()) / perceived[:, 0].std(ddof=1)
    column -= (measured[:, 0] - measured[:, 0].mean()) / measured[:, 0].std(ddof=1)
    assert found[:, 0] == pytest.approx(column)
    assert np.argwhere(np.isnan(found)).tolist() == [[4, 2]]
    assert np.isnan(z_gaps(np.full((30, 8), 50.0), measured, METHOD)).all()


def test_z_gap_needs_thirty():
    assert z_gaps(np.zeros((29, 8)), np.zeros((29, 8)), METHOD) is None
