from __future__ import annotations

import numpy as np
import pytest

from reports.benchmarks import audit as auditor
from reports.benchmarks.audit import audit
from reports.benchmarks.figures import SMALLEST
from reports.benchmarks.lattice import EVERYBODY, Place, places
from tests.reports.benchmarks.pools import known_companies, nested_by_few, random_codes

REASONS = {"too_few", "one_firm", "nested", "solvable", "sibling"}


def pools(count, *, seed):
    """Cells and firms of random pools of 12 to 200 companies."""
    for turn in range(count):
        rng = np.random.default_rng([seed, turn])
        companies = int(rng.integers(12, 201))
        firms = rng.integers(0, int(rng.integers(4, 200)), companies)
        yield dict(places(random_codes(rng, companies))), firms


def short_lines(cells, kept):
    """Lines of a table with a published total in which one cohort or fewer than ten companies are missing."""
    lines = {}
    for place in cells:
        for total in place.within():
            lines.setdefault((total, place.table), set()).add(place)
    missing = {line: places - kept for line, places in lines.items() if line[0] in kept and places & kept}
    return [
        line
        for line, gone in missing.items()
        if gone and (len(gone) == 1 or sum(cells[place].sum() for place in gone) < SMALLEST)
    ]


def faults(cells, firms, found):
    """What is wrong with an audit, in words."""
    rows = [cells[place] for place in found.kept]
    checks = {
        "a company can be worked out": known_companies(rows),
        "a cohort less another is a small group": nested_by_few(rows),
        "a line gives away what is missing": bool(short_lines(cells, set(found.kept))),
        "a cohort is too small": any(row.sum() < SMALLEST for row in rows),
        "a firm holds too much": any(max(np.bincount(firms[row])) > 0.25 * row.sum() for row in rows),
        "a cohort is neither kept nor refused": {*found.kept, *found.refused} != set(cells)
        or bool(set(found.kept) & set(found.refused)),
        "a reason has no name": not set(found.refused.values()) <= REASONS,
    }
    return {words for words, wrong in checks.items() if wrong}


def test_the_second_opinion_agrees_with_ranks():
    rng = np.random.default_rng(6)
    for _turn in range(60):
        rows = list(rng.random((int(rng.integers(1, 5)), 6)) < 0.6)
        matrix, units = np.array(rows, dtype=float), np.eye(6)
        alone = [
            np.linalg.matrix_rank(np.vstack([matrix, unit])) == np.linalg.matrix_rank(matrix)
            for unit in units
        ]
        with_one = [
            np.linalg.matrix_rank(np.vstack([matrix, units[j], units[i]]))
            == np.linalg.matrix_rank(np.vstack([matrix, units[j]]))
            for i in range(6)
            for j in range(6)
            if i != j and matrix.any()
        ]
        assert known_companies(rows) == (any(alone) or any(with_one))


def test_nobody_can_be_worked_out_of_what_is_kept():
    kept = 0
    for cells, firms in pools(10, seed=7):
        found = audit(cells, firms)
        assert faults(cells, firms, found) == set()
        kept += len(found.kept)
    assert kept > 50


@pytest.mark.slow
def test_nobody_can_be_worked_out_of_what_is_kept_in_many_pools():
    for cells, firms in pools(500, seed=8):
        assert faults(cells, firms, audit(cells, firms)) == set()


@pytest.mark.parametrize(
    ("name", "broken", "words"),
    [
        ("_any_nested", lambda *_: False, "a cohort less another is a small group"),
        ("_siblings_to_hide", lambda *_: [], "a line gives away what is missing"),
        ("_unfit", lambda *_: "", "a cohort is too small"),
    ],
)
def test_a_broken_auditor_is_found(monkeypatch, name, broken, words):
    monkeypatch.setattr(auditor, name, broken)
    if name == "_any_nested":
        monkeypatch.setattr(auditor, "solvable", lambda _rows: False)
        monkeypatch.setattr(auditor, "_siblings_to_hide", lambda *_: [])
    found = set().union(*(faults(cells, firms, audit(cells, firms)) for cells, firms in pools(5, seed=9)))
    assert words in found


def overlapping():
    """Cohorts none of which holds another, though two of them less a third are one company."""
    everybody = 40
    one, other, both = (np.zeros(everybody, dtype=bool) for _ in range(3))
    one[:15], other[15:30], both[:31] = True, True, True
    both[30] = True
    names = [Place((("industry", code),)) for code in ("a", "b", "c")]
    return dict(zip(names, (one, other, both), strict=True)), np.arange(everybody)


def test_a_company_that_three_cohorts_give_away_is_kept_from_them():
    cells, firms = overlapping()
    found = audit(cells, firms)
    assert known_companies(list(cells.values()))
    assert not nested_by_few(list(cells.values()))
    assert set(found.refused.values()) == {"solvable"}
    assert not known_companies([cells[place] for place in found.kept])


def test_without_the_look_at_what_can_be_solved_that_company_is_out(monkeypatch):
    monkeypatch.setattr(auditor, "solvable", lambda _rows: False)
    cells, firms = overlapping()
    assert faults(cells, firms, audit(cells, firms)) >= {"a company can be worked out"}


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        pytest.param((10, 12), (0, 1), id="all-large-enough"),
        pytest.param((9, 12, 30), (2,), id="next-smallest-too"),
        pytest.param((9, 8, 30), (2,), id="two-small-ones-cover-each-other"),
        pytest.param((3, 4, 12, 30), (3,), id="two-small-ones-are-no-cover"),
        pytest.param((9, 30), (), id="only-one-to-hide-behind"),
    ],
)
def test_lines_of_a_table(sizes, kept):
    codes = np.repeat(np.arange(len(sizes)), sizes)
    cells = {EVERYBODY: np.ones(len(codes), dtype=bool)}
    line = [Place((("industry", str(code)),)) for code in range(len(sizes))]
    cells |= {place: codes == code for code, place in enumerate(line)}
    found = audit(cells, np.arange(len(codes)))
    assert found.kept[0] == EVERYBODY
    assert set(found.kept[1:]) == {line[place] for place in kept}


@pytest.mark.parametrize(("clients", "reason"), [(3, None), (4, "one_firm")])
def test_no_firm_holds_more_than_a_quarter(clients, reason):
    firms = np.array([0] * clients + list(range(1, 13 - clients)))
    found = audit({EVERYBODY: np.ones(12, dtype=bool)}, firms)
    assert found.refused.get(EVERYBODY) == reason


def test_what_is_refused_beforehand_stays_refused():
    cells = {EVERYBODY: np.ones(12, dtype=bool)}
    found = audit(cells, np.arange(12), refused={EVERYBODY: "sibling"})
    assert (found.kept, found.refused) == ((), {EVERYBODY: "sibling"})
