"""Files of single companies: k, l and t, counted a second time in another way."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from reports.benchmarks import anonymity as module
from reports.benchmarks.anonymity import QUASI_IDENTIFIERS, bands


def pool_of(count, seed, *, codes=2, measures=3):
    random = np.random.default_rng(seed)
    names = np.array(["a", "b", "c", "d", "e", "f"])[:codes]
    profile = {name: random.choice(names, count) for name in QUASI_IDENTIFIERS}
    scores = np.round(random.normal(50, 12, (count, measures)) / 2.5) * 2.5
    return profile, scores


def anonymity(profile, scores, levels=None):
    """The module's answer, where levels do not matter for companies on two of them in turns."""
    return module.anonymity(profile, scores, np.arange(len(scores)) % 2 if levels is None else levels)


def ranks_of(values):
    """The fifth of all companies that each is in; None where missing."""
    known = [value for value in values if not np.isnan(value)]
    edges = [float(np.quantile(known, step / 5)) for step in (1, 2, 3, 4)]
    return [None if np.isnan(value) else sum(value > edge for edge in edges) for value in values]


def failing(profile, scores, levels):
    """The rows of a file that break a rule, counted in plain Python."""
    if not len(scores):
        return set()
    classes = defaultdict(list)
    for row, profile_ in enumerate(zip(*(profile[name] for name in QUASI_IDENTIFIERS), strict=True)):
        classes[profile_].append(row)
    columns = [(ranks_of(scores[:, column].tolist()), 5, 3) for column in range(scores.shape[1])]
    broken = set()
    for ranks, width, least in [*columns, (levels.tolist(), 3, 2)]:
        overall = Counter(rank for rank in ranks if rank is not None)
        for rows in classes.values():
            own = Counter(ranks[row] for row in rows if ranks[row] is not None)
            carried = distance = 0.0
            for place in range(width):
                carried += own[place] / max(own.total(), 1) - overall[place] / overall.total()
                distance += abs(carried)
            if len(rows) < 5 or len(own) < least or distance / (width - 1) > 0.3 + 1e-9:
                broken.update(rows)
    return broken


@pytest.mark.parametrize("seed", range(60))
def test_what_leaves_keeps_every_rule(seed):
    profile, scores = pool_of(40 + 15 * seed, seed, codes=1 + seed % 4)
    random = np.random.default_rng([9, seed])
    levels = random.choice(3, len(scores), p=[0.6, 0.3, 0.1])
    scores[random.random(len(scores)) < 0.1, 2] = np.nan
    found = anonymity(profile, scores, levels)
    rest = {name: column[found.passed] for name, column in profile.items()}
    assert failing(rest, scores[found.passed], levels[found.passed]) == set()
    suppressed = (~found.passed).sum()
    assert found.allowed == bool(found.passed.any() and suppressed * 20 <= len(scores))
    assert found.released.sum() == (found.passed.sum() if found.allowed else 0)


def test_nothing_is_left_out_that_could_leave():
    profile, scores = pool_of(400, 1)
    assert failing(profile, scores, np.arange(400) % 2) == set()
    assert anonymity(profile, scores).released.all()


def test_both_answers_are_seen_among_the_pools():
    answers = {anonymity(*pool_of(40 + 15 * seed, seed, codes=1 + seed % 4)).allowed for seed in range(60)}
    assert answers == {True, False}


def test_the_size_of_the_class_counts_everybody_of_the_profile():
    profile = {name: np.array(["a"] * 7 + ["b"] * 4) for name in QUASI_IDENTIFIERS}
    found = anonymity(profile, np.arange(11.0)[:, None])
    assert found.groups.tolist() == [7] * 7 + [4] * 4
    assert not found.passed[7:].any()


def test_four_of_a_kind_are_left_out_and_five_are_not():
    many, scores = pool_of(400, 2, codes=1)
    for extra, leaves in ((4, False), (5, True)):
        profile = {name: np.append(many[name], ["z"] * extra) for name in QUASI_IDENTIFIERS}
        both = np.vstack([scores, np.percentile(scores, np.linspace(10, 90, extra), axis=0)])
        assert anonymity(profile, both).released[-extra:].all() == leaves


def test_a_class_whose_companies_are_alike_is_left_out():
    profile, scores = pool_of(400, 3, codes=1)
    profile = {name: np.append(column, ["z"] * 6) for name, column in profile.items()}
    alike = np.vstack([scores, np.full((6, 3), 50.0)])
    found = anonymity(profile, alike)
    assert (found.passed[:400].all(), found.passed[400:].any(), found.allowed) == (True, False, True)


def test_a_class_on_one_level_is_left_out():
    profile, scores = pool_of(400, 7, codes=1)
    profile = {name: np.append(column, ["z"] * 6) for name, column in profile.items()}
    both = np.vstack([scores, np.percentile(scores, np.linspace(5, 95, 6), axis=0)])
    mostly_low = np.arange(406) % 4 == 0  # so that being on the lowest is like being one of all
    for levels, leaves in ((mostly_low, True), (mostly_low & (np.arange(406) < 400), False)):
        found = anonymity(profile, both, levels.astype(int))
        assert (found.passed[:400].all(), found.passed[400:].all()) == (True, leaves)


def test_a_class_that_lacks_a_score_is_left_out():
    profile, scores = pool_of(400, 8, codes=1)
    profile = {name: np.append(column, ["z"] * 6) for name, column in profile.items()}
    both = np.vstack([scores, np.percentile(scores, np.linspace(5, 95, 6), axis=0)])
    assert anonymity(profile, both).passed.all()
    both[400:405, 1] = np.nan
    assert anonymity(profile, both).passed[400:].any() == np.False_


def test_a_class_far_from_all_others_is_left_out_though_diverse():
    profile, scores = pool_of(400, 4, codes=1)
    top = np.sort(scores, axis=0)[-24:]
    high = np.vstack([top[-8:], np.tile(np.percentile(scores, [50, 70], axis=0), (1, 1))])
    profile = {name: np.append(column, ["z"] * len(high)) for name, column in profile.items()}
    both = np.vstack([scores, high])
    assert all(len(set(bands(both[:, column])[-len(high) :].tolist())) >= 3 for column in range(3))
    found = anonymity(profile, both)
    assert (found.passed[-len(high) :].any(), found.allowed) == (False, True)


def test_the_file_is_refused_when_more_than_a_twentieth_would_be_missing():
    many, scores = pool_of(76, 5, codes=1)
    for extra, allowed in ((4, True), (3, True)):
        profile = {name: np.append(many[name], ["z"] * extra) for name in QUASI_IDENTIFIERS}
        found = anonymity(profile, np.vstack([scores, scores[:extra]]))
        assert found.allowed == allowed
    profile = {name: np.append(many[name], ["y"] * 4 + ["z"]) for name in QUASI_IDENTIFIERS}
    found = anonymity(profile, np.vstack([scores, scores[:5]]))
    assert (found.allowed, found.passed.sum(), found.released.sum()) == (False, 76, 0)


def test_no_companies_give_no_file():
    found = anonymity({name: np.array([], dtype=str) for name in QUASI_IDENTIFIERS}, np.empty((0, 3)))
    assert (found.allowed, len(found.released)) == (False, 0)


def test_equal_scores_share_a_band():
    scores = np.array([0.0] * 9 + [100.0])
    assert bands(scores).tolist() == [0] * 9 + [4]
