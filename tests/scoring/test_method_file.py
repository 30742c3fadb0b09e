"""Faults in a method file are refused when it is loaded, naming place and value."""

from __future__ import annotations

from pathlib import Path

import pytest

import scoring
from scoring import MethodError, load_method
from scoring.method_file import read_method

TEXT = Path(scoring.__file__).with_name("method.v1.toml").read_text(encoding="utf-8")


def test_shipped_method_loads():
    assert repr(read_method(TEXT)) == repr(load_method("1"))


def test_weights_sum_to_one():
    assert sum(load_method("1").weights) == pytest.approx(1)


FAULTS = [
    ("CUS = 0.20", "CUS = 0.21", "weights: sum to 1.01"),
    ("CUS = 0.20", "CUS = -0.20", "weights.CUS: -0.2 is not above 0"),
    ("CUS = 0.20", "CUS = nan", "weights.CUS: nan is not a finite number"),
    ("CUS = 0.20", 'CUS = "0.20"', "weights.CUS: '0.20' is not a finite number"),
    ("CUS = 0.20", "CUS = true", "weights.CUS: True is not a finite number"),
    ("tolerance = 1e-9", "tolerance = inf", "tolerance: inf is not a finite number"),
    ("tolerance = 1e-9", "", "method file: tolerance is missing"),
    ("[[-10, 0], [0, 30]", "[[0, 0], [-10, 30]", "outcomes.O1.curve: -10.0 follows 0.0: not rising"),
    ("[10, 60], [25, 90]", "[10, 90], [25, 60]", "outcomes.O1.curve: 60.0 follows 90.0: not rising"),
    ("[[-10, 0], [0, 30]", "[[-10, 0, 1], [0, 30]", "outcomes.O1.curve: [-10.0, 0.0, 1.0] is not a pair"),
    ("[[-10, 0], [0, 30]", "[[-10, 5], [0, 30]", "outcomes.O1.curve: scores [5.0"),
    ('O1 = { pillar = "revenue"', 'O1 = { pillar = "profit"', "outcomes.O1.pillar: 'profit' is unknown"),
    ("scores = [0, 25, 50, 75, 100]", "scores = [0, 25, 75, 50, 100]", "scale.scores: 50.0 follows 75.0"),
    ("scores = [0, 25, 50, 75, 100]", "scores = [0, 50, 100]", "scale.scores: 3 scores, not 5"),
    ("corroboration = 0.5", "corroboration = 1.5", "measured.corroboration: 1.5 is not between 0 and 1"),
    ("corroboration = 0.5", "", "measured.corroboration: is missing"),
    ("corroboration = 0.5", "corroboration = 0.5\nextra = 1", "measured.extra: no such setting"),
    ("min_dimensions = 6", "min_dimensions = 9", "composite.min_dimensions: 9 is not between 1 and 8"),
    ("min_dimensions = 6", "min_dimensions = 5.5", "composite.min_dimensions: 5.5 is not a whole number"),
    ("band_low = 55", "band_low = 61", "matrix: 60.0 follows 61.0: not rising"),
    ("collaborative = 40", "collaborative = 80", "levels: 70.0 follows 80.0: not rising"),
    ("disputed_small = 30", "disputed_small = 10", "gap.disputed_small: 10.0 follows 20.0: not rising"),
    ('G0 = { kind = "headline" }', 'G0 = { kind = "title" }', "items.G0.kind: 'title' is unknown"),
    ('G0 = { kind = "headline" }', 'G0 = { kind = "headline", size = 1 }', "items.G0.size: no such setting"),
    ("CUS-P1 = {", "XXX-P1 = {", "items.XXX-P1: 'XXX' is not a dimension"),
    ('"margin"] }', '"margin", "churn"] }', "items.STR-F1.codes: a code is listed twice"),
    ('"margin"] }', '"margin", "dk"] }', "items.STR-F1.codes: 'dk' is reserved"),
    ("levels = [0, 25, 50, 50, 50, 100]", "levels = [0, 100]", "items.ORG-F1.levels: 2 levels for 6 codes"),
    ('worthless = ["nobody"]', 'worthless = ["someone"]', "items.ORG-F1: 'someone' is not one of its codes"),
    (
        'CUS-F1 = { kind = "set", at_most = 2,',
        'CUS-F1 = { kind = "set",',
        "items.CUS-F1: at_most 0 is below 1",
    ),
    (
        'of = "CUS-K2.joint", at_least = 50',
        'of = "CUS-K9.joint", at_least = 50',
        "gates.GC2.of: 'CUS-K9.joint' is not a fact",
    ),
    ('only = ["ceo"]', 'only = ["boss"]', "gates.GA5: 'boss' is not a code of ORG-F1"),
    ("needs = 5", "needs = 8", "gate_groups.markers.needs: 8 of 7 gates"),
    (
        '{ of = "FLW.measured", at_least = 60 }',
        '{ of = "FLW.measured" }',
        "patterns.aligned_in_a_vacuum: {'of'",
    ),
    (
        '{ of = "FLW.measured", at_least = 60 }',
        '{ of = "FLW.felt", at_least = 60 }',
        "'FLW.felt' is not a fact",
    ),
    ('when = [{ of = "CUS-K1.joint", below = 75 }]', "when = []", "rules.REC-CUS-1.when: no clause"),
    (
        'targets = [{ of = "CUS-K1.joint", to = 75 }]',
        'targets = [{ of = "CUS-P1.joint", to = 75 }]',
        "'CUS-P1.joint' is not a score that a target can set",
    ),
    (
        'targets = [{ of = "CUS-K1.joint", to = 75 }]',
        'targets = [{ of = "CUS-K1.joint", to = 175 }]',
        "175.0 is not in 0-100",
    ),
    (
        "[rules.REC-CUS-1]\neffort = 1",
        "[rules.REC-CUS-1]\neffort = 4",
        "rules.REC-CUS-1.effort: 4 is not in 1-3",
    ),
    ("[rules.REC-CUS-1]", "[rules.REC-XXX-1]", "rules.REC-XXX-1: 'XXX' is not a dimension"),
    ('owner = "marketing_head"', 'owner = "nobody"', ".owner: 'nobody' is unknown"),
    ("fact_high = 0.6", "fact_high = 0.1", "sensitivity.fact_high: 0.1 follows 0.2: not rising"),
    ("confidence = 0.95", "confidence = 95", "uncertainty.confidence: 95.0 is no share"),
    ('version = "1"', "version = [", "not valid TOML"),
]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_faulty_method_is_refused(old, new, message):
    assert old in TEXT
    with pytest.raises(MethodError) as refused:
        read_method(TEXT.replace(old, new, 1))
    assert message in str(refused.value)


def test_unknown_version_is_refused():
    with pytest.raises(MethodError, match="method_version: '7' is unknown; known: 1"):
        load_method("7")
