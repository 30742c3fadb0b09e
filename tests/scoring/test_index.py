"""Index formulas on their own."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from scoring.index import index_of, mean_by_dimension
from scoring.perceived import weighted_mean
from tests.scoring.build import METHOD, answers, assessment, card


def test_geometric_mean_published():
    """UNDP technical notes: the index of three dimension indices is their geometric mean."""
    logs = np.log([0.6971, 0.3447, 0.5506])
    assert np.exp(weighted_mean(logs, np.full(3, 1 / 3), 3)) == pytest.approx(0.50955, abs=5e-6)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([80.0, 60.0, 40.0], 65.0), ([80.0, np.nan, 40.0], 66.66666666666667), ([80.0, np.nan, np.nan], np.nan)],
)
def test_weighted_mean_renormalises_over_those_present(values, expected):
    found = weighted_mean(np.array(values), np.array([0.5, 0.25, 0.25]), 2)
    assert found == pytest.approx(expected, nan_ok=True)


def test_index_is_a_alone_without_outcomes():
    assert index_of(np.array([50.0, 50.0]), np.array([np.nan, 20.0]), 0.4).tolist() == pytest.approx(
        [50.0, 50**0.6 * 20**0.4]
    )


def test_mean_by_dimension_leaves_missing_out():
    found = mean_by_dimension(np.array([10.0, np.nan, 30.0, np.nan]), np.array([0, 0, 0, 1]), 2)
    assert found.tolist() == pytest.approx([20.0, np.nan], nan_ok=True)


def test_floor_keeps_an_empty_dimension_from_deciding_everything():
    best = answers(step=5, CAD_K1=1, CAD_K2=1, CAD_F1=1)
    found = card(assessment([best], [best]))
    assert found.dimensions["CAD"].measured == 0.0
    weight = 0.125
    assert found.measured.operating == pytest.approx(np.exp((1 - weight) * np.log(100) + weight * np.log(10)))


@pytest.mark.parametrize(
    ("floor", "level"), [(40.0, "collaborative"), (39.99, "ambiguous"), (70.0, "aligned")]
)
def test_level_by_index_counts_an_exact_hit(floor, level):
    """With nothing measured every dimension stands at the floor, so that the index is exactly it."""
    raised = dataclasses.replace(METHOD, composite=dataclasses.replace(METHOD.composite, floor=floor))
    worst = answers(
        step=1, DAT_F1=["none"], **dict.fromkeys(("CUS_F1", "CUS_F2", "CAP_F2"), "dk"), STR_F1="dk"
    )
    found = card(assessment([worst], [worst], outcomes={}), raised)
    assert found.measured.index == pytest.approx(floor)
    assert found.maturity.index_level == level
