from __future__ import annotations

import pytest

from reports.benchmarks.cohorts import cohorts, suppressed
from reports.benchmarks.pool import FIGURES, Company
from reports.benchmarks.rows import HEADER, file_row, page_row


def company(number, industry="software", level="ambiguous", *, synthetic=False, version="1"):
    return Company(
        industry=industry,
        synthetic=synthetic,
        figures={name: float(number) for name in FIGURES},
        level=level,
        method_version=version,
        instrument_version="smax 1",
    )


def by_code(found):
    return {cohort.code: cohort for cohort in found}


def row(cohort):
    return dict(zip(HEADER, file_row(cohort), strict=True))


def test_ten_companies_are_published_and_rounded():
    [whole, industry] = cohorts([company(number) for number in range(40, 50)])
    assert row(whole) | {"cohort": "software"} == row(industry)
    shown = row(whole)
    # 40 to 49: quartiles 42.25, 44.5 and 46.75.
    assert [shown[f"P_p{quartile}"] for quartile in (25, 50, 75)] == [42.5, 45.0, 47.5]
    assert (shown["n"], shown["share_ambiguous_pct"], shown["share_aligned_pct"]) == ("about 10", 100, 0)
    assert (shown["cohort"], shown["synthetic"], shown["method_version"]) == ("all", "no", "1")
    assert shown["instrument_version"] == "smax 1"


def test_shares_are_rounded_to_five_percent_and_n_to_five():
    members = [company(50, level="aligned")] * 4 + [company(50)] * 9
    shown = row(cohorts(members)[0])
    assert (shown["n"], shown["share_aligned_pct"], shown["share_ambiguous_pct"]) == ("about 15", 30, 70)


def test_nine_companies_are_suppressed_in_every_cell():
    for cohort in cohorts([company(number) for number in range(9)]):
        shown = row(cohort)
        words = {"cohort", "synthetic", "method_version", "instrument_version"}
        assert {shown[name] for name in HEADER if name not in words} == {"suppressed"}
        assert page_row(cohort).figures == ()
        assert page_row(cohort).n == ""


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        pytest.param({"a": 10, "b": 12}, set(), id="all-large-enough"),
        pytest.param({"a": 9, "b": 12, "c": 30}, {"a", "b"}, id="next-smallest-too"),
        pytest.param({"a": 9, "b": 3, "c": 30}, {"a", "b", "c"}, id="two-small-ones-are-no-cover"),
        pytest.param({"a": 9, "c": 30}, {"a", "c"}, id="only-one-to-hide-behind"),
        pytest.param({"a": 9}, {"a"}, id="alone"),
        pytest.param({"b": 12, "a": 12, "c": 1}, {"a", "c"}, id="ties-by-name"),
        pytest.param({}, set(), id="nothing"),
    ],
)
def test_suppression(sizes, hidden):
    assert suppressed(sizes) == hidden


def test_no_cohort_below_ten_can_be_found_by_subtraction():
    """What the whole has over its published parts is nothing, or at least ten companies."""
    for first in range(16):
        for second in range(16):
            for third in range(16):
                sizes = {"a": first, "b": second, "c": third}
                sizes = {code: size for code, size in sizes.items() if size}
                hidden = suppressed(sizes)
                rest = sum(sizes[code] for code in hidden)
                assert rest == 0 or rest >= 10 or hidden == set(sizes), sizes


def test_one_company_below_ten_changes_no_published_cell():
    members = [company(number, "software") for number in range(30)]
    members += [company(number, "manufacturing") for number in range(12)]
    before = by_code(cohorts([*members, *[company(90, "other")] * 3]))
    after = by_code(cohorts([*members, *[company(90, "other")] * 4]))
    assert before["other"].published is after["other"].published is None
    assert before["manufacturing"].published is after["manufacturing"].published is None
    assert before["software"].published == after["software"].published


def test_synthetic_and_real_companies_are_never_in_one_cohort():
    members = [company(10)] * 10 + [company(90, synthetic=True)] * 10
    found = [(cohort.synthetic, cohort.code, row(cohort)["P_p50"]) for cohort in cohorts(members)]
    assert found == [
        (False, "all", 10.0),
        (False, "software", 10.0),
        (True, "all", 90.0),
        (True, "software", 90.0),
    ]


def test_results_of_different_methods_are_never_in_one_cohort():
    members = [company(10)] * 10 + [company(90, version="2")] * 10
    assert [(cohort.code, row(cohort)["P_p50"]) for cohort in cohorts(members)][::2] == [
        ("all", 10.0),
        ("all", 90.0),
    ]


def test_no_companies_no_cohorts():
    assert cohorts([]) == []
