"""Whatever is published by the rules is read without a fault: rounding never makes figures contradict."""

from __future__ import annotations

import numpy as np
import pytest

from reports.benchmarks.figures import measure_of
from reports.norms.cohorts import NormCohort, add_histograms
from reports.norms.faults import Faults
from reports.norms.lines import Line, Reader

SHAPES = {
    "even": lambda random, n: random.uniform(0, 100, n),
    "narrow": lambda random, n: np.clip(random.normal(50, 2, n), 0, 100),
    "two-heaps": lambda random, n: np.where(random.random(n) < 0.4, random.normal(10, 1, n), 90.0),
    "at-the-ends": lambda random, n: random.choice([0.0, 100.0, 50.0], n),
    "steps": lambda random, n: random.integers(0, 5, n) * 25.0,
}


def faults_of(measure):
    histogram = measure.histogram.published()
    cells = {"cohort": "all", "measure": "SMAX"}
    lines = [
        Line("norm.csv", number, {**cells, "edge": f"{edge:.1f}", "below": str(below)})
        for number, (edge, below) in enumerate(zip(histogram.edges, histogram.below, strict=True), 2)
    ]
    figures = {"SMAX": {"n": measure.n, "quartiles": list(measure.quartiles)}}
    cohort = NormCohort(key="all", n=measure.n, line=lines[0], measures=figures)
    reader = Reader(Faults())
    add_histograms({"all": cohort}, lines, reader)
    return [str(fault) for fault in reader.faults.found]


@pytest.mark.parametrize("shape", SHAPES)
def test_rounded_histograms_agree_with_rounded_quartiles(shape):
    random = np.random.default_rng(11)
    for n in [*range(10, 60), *random.integers(60, 3000, 40).tolist()]:
        measure = measure_of(SHAPES[shape](random, n))
        if measure is not None:
            assert faults_of(measure) == [], n


def test_a_quartile_from_elsewhere_is_found():
    measure = measure_of(np.linspace(0, 100, 200))
    assert measure.quartiles == (25.0, 50.0, 75.0)
    for place, value in ((0, 32.5), (1, 40.0), (2, 85.0)):
        quartiles = list(measure.quartiles)
        quartiles[place] = value
        [fault] = faults_of(type(measure)(n=200, quartiles=tuple(quartiles), histogram=measure.histogram))
        assert "does not give the quartiles" in fault


def test_a_histogram_of_another_number_of_companies_is_found():
    measure = measure_of(np.linspace(0, 100, 200))
    [fault] = faults_of(type(measure)(n=205, quartiles=measure.quartiles, histogram=measure.histogram))
    assert "ends with 200 companies, and the figures say 205" in fault
