from __future__ import annotations

import numpy as np

from reports.benchmarks.packing import item_names, packed, unpacked
from scoring import load_method


def test_scores_come_back_to_half_a_point_and_missing_ones_missing():
    scores = np.random.default_rng(5).uniform(0, 100, (40, 30))
    scores[::7] = np.nan
    scores[1, :2] = 0, 100
    bytes_ = packed(scores)
    assert (bytes_.dtype, bytes_.shape) == (np.uint8, scores.shape)
    back = unpacked(b"".join(row.tobytes() for row in bytes_), 30)
    assert np.isnan(back).tolist() == np.isnan(scores).tolist()
    assert np.nanmax(np.abs(back - scores)) <= 0.25
    assert back[1, :2].tolist() == [0, 100]


def test_each_item_has_one_place():
    method = load_method("1")
    names = item_names(method)
    assert len(names) == len(set(names)) == len(method.layout.practices) + len(method.layout.facts)
    assert [name for name in names if name.startswith("c(")] == [f"c({item})" for item in method.layout.facts]
