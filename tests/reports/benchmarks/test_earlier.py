"""What two snapshots tell together: a cohort waits until enough of its companies have changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from django.utils import timezone

from reports.benchmarks.audit import audit, solvable
from reports.benchmarks.earlier import earlier_of
from reports.benchmarks.lattice import EVERYBODY, ONE_WAY, Place, places
from reports.benchmarks.publishing import publication
from reports.services import benchmarks
from reports.services.benchmarks import OLD_ENOUGH, build_snapshot
from surveys.errors import SurveyError
from tests.reports.services.test_benchmarks import administrators, companies, released

__all__ = ["administrators", "companies"]

pytestmark = pytest.mark.django_db
A, B = (Place((("industry", code),)) for code in "ab")


def two_halves(then, now):
    """Cohorts of now and of then: (companies of a, companies of b) that were in, and of those that are."""
    codes = np.array(["a"] * 60 + ["b"] * 60)
    within = {
        name: np.concatenate([np.arange(60) < counts[0], np.arange(60) < counts[1]])
        for name, counts in (("then", then), ("now", now))
    }
    cells = {EVERYBODY: within["now"], A: within["now"] & (codes == "a"), B: within["now"] & (codes == "b")}
    told = [
        ("all", within["then"]),
        ("industry:a", within["then"] & (codes == "a")),
        ("industry:b", within["then"] & (codes == "b")),
    ]
    return audit(cells, np.arange(120), told=told)


@pytest.mark.parametrize(
    ("then", "now", "kept"),
    [
        pytest.param((30, 30), (35, 35), {EVERYBODY, A, B}, id="five-joined-each"),
        pytest.param((30, 30), (30, 30), {EVERYBODY, A, B}, id="nobody-moved"),
        pytest.param((30, 30), (40, 30), {EVERYBODY, A, B}, id="one-cohort-stayed"),
        pytest.param((30, 30), (38, 32), {EVERYBODY}, id="two-joined-one-of-them"),
        pytest.param((30, 30), (31, 30), {B}, id="one-joined"),
        pytest.param((35, 35), (30, 30), {EVERYBODY, A, B}, id="five-left-each"),
        pytest.param((38, 30), (34, 40), {B}, id="four-left"),
    ],
)
def test_a_cohort_waits_until_enough_have_joined_or_left(then, now, kept):
    found = two_halves(then, now)
    assert set(found.kept) == kept
    assert set(found.refused.values()) <= {"moved", "sibling"}


def test_many_at_a_time_may_join_as_one_by_one():
    """Looking at halves finds what looking at each finds: with many pools, and what an earlier one told."""
    rng = np.random.default_rng(3)
    for _turn in range(8):
        codes = {"industry": rng.choice(list("abc"), 90), "region": rng.choice(list("xyz"), 90)}
        fields = {name: np.array(["one"] * 90) for name in ONE_WAY} | codes
        then = rng.random(90) < 0.8
        now = rng.random(90) < 0.8
        cells = {place: members & now for place, members in places(fields)}
        old = {place: members & then for place, members in places(fields)}
        told = [(place.key, old[place]) for place in audit(old, np.arange(90)).kept]
        found = audit(cells, np.arange(90), told=told)
        rows, one_by_one = [members for _key, members in told], []
        for place in audit(cells, np.arange(90)).kept:
            if found.refused.get(place) == "moved" and few_apart(place.key, cells[place], told):
                continue
            if not solvable([*rows, cells[place]], 5):
                rows.append(cells[place])
                one_by_one.append(place)
        moved = {place for place, reason in found.refused.items() if reason == "moved"}
        assert set(one_by_one) == set(audit(cells, np.arange(90)).kept) - moved


def few_apart(key, members, told):
    for other, then in told:
        apart = (int((members & ~then).sum()), int((then & ~members).sum()))
        if any(0 < each < 5 for each in apart) and (key == other or 0 in apart):
            return True
    return False


def test_what_was_out_is_read_with_the_companies_that_left(companies, administrators):
    companies[:] = range(20)
    released(administrators)
    companies[:] = range(10, 30)
    pool = benchmarks.read_pool(synthetic=False, before=timezone.now() - OLD_ENOUGH, tell=lambda *_: None)
    earlier = earlier_of(pool, synthetic=False)
    whole = dict(earlier.cells)["all"]
    assert len(earlier.has) == 30
    # The pool's companies come first: ten that stayed, ten that joined, and behind them ten that left.
    assert whole.tolist() == [True] * 10 + [False] * 10 + [True] * 10
    assert dict(earlier_of(pool, synthetic=True).cells) == {}


def test_a_company_with_other_scores_is_another_one(companies, administrators, monkeypatch):
    companies[:] = range(20)
    released(administrators)
    companies[:] = range(26)
    pool = benchmarks.read_pool(synthetic=False, before=timezone.now() - OLD_ENOUGH, tell=lambda *_: None)
    assert EVERYBODY in publication(pool, earlier_of(pool, synthetic=False)).cohorts
    for changed, out in ((1, False), (4, False), (5, True)):
        scores = pool.scores.copy()
        scores[:changed, 0] += 10
        again = replace(pool, scores=scores)
        found = publication(again, earlier_of(again, synthetic=False))
        assert (EVERYBODY in found.cohorts) is out, changed
    one_changed = replace(pool, scores=np.vstack([scores[:1], pool.scores[1:]]))
    monkeypatch.setattr(benchmarks, "read_pool", lambda **_asked: one_changed)
    with pytest.raises(SurveyError, match="No cohort can be published"):
        build_snapshot(period="2027Q1", synthetic=False)
