"""An intruder who asks for what is permitted, and everything wrong with what comes of it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.benchmarks.figures import LEVELS
from reports.benchmarks.lattice import EVERYBODY
from reports.benchmarks.measures import MEASURES
from tests.reports.benchmarks.disclosure.channels import Fact, of_own, open_to_all
from tests.reports.benchmarks.disclosure.knowledge import (
    NARROW,
    SHARE_SLACK,
    Companies,
    ImpossibleError,
    certain,
    limits,
    slack_of,
    solved,
    true_below,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.reports.benchmarks.disclosure.knowledge import Rows
    from tests.reports.benchmarks.disclosure.servers import Server

SMALLEST, PERCENTILE_FROM, OVER_TIME, GROUP = 10, 20, 5, 3
THRESHOLD_KINDS = ("histogram", "quartiles", "bars", "percentile")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A server with all companies numbered and everything that is open to all."""

    server: Server
    companies: Companies
    open: tuple[Fact, ...]


def case_of(server: Server, folder: Path | None = None) -> Case:
    """Read everything that is open to all."""
    found = tuple(fact for each in server.published for fact in open_to_all(each, folder))
    return Case(server, Companies.of(server.published), found)


def faults_of(case: Case, facts: Sequence[Fact]) -> set[str]:
    """What is wrong with facts one by one, held against the truth."""
    words = set(case.server.said)
    published = {
        each.snapshot.pk: set(each.snapshot.cells.values_list("key", flat=True))
        for each in case.server.published
    }
    for fact in facts:
        row = case.companies.row(fact)
        words |= {word for word, wrong in _CHECKS[fact.kind](case, fact, row).items() if wrong}
        if int(row.sum()) < SMALLEST:
            words.add("a cohort is too small")
        if fact.key not in published[fact.of.snapshot.pk]:
            words.add("a cohort is told that is not published")
    return words


def _check_n(_case: Case, fact: Fact, row: Rows) -> dict[str, bool]:
    return {"n is not rounded": fact.value % 5 != 0, "n is of others": abs(fact.value - row.sum()) > 2}


def _check_quartiles(case: Case, fact: Fact, row: Rows) -> dict[str, bool]:
    values = case.companies.scores[row, MEASURES.index(fact.measure)]
    true = np.percentile(values[~np.isnan(values)], (25, 50, 75))
    return {
        "a figure is not rounded": any(value % 2.5 for value in fact.value),
        "a figure is of others": bool((np.abs(true - fact.value) > 1.25 + 1e-6).any()),
        "all are alike": np.ptp(values[~np.isnan(values)]) == 0,
    }


def _check_histogram(case: Case, fact: Fact, row: Rows) -> dict[str, bool]:
    inside = fact.value[1:-1]
    apart = [abs(below - true_below(case.companies, row, fact.measure, edge)) for edge, below in inside]
    counts = [true_below(case.companies, row, fact.measure, edge) for edge, _below in inside]
    bars = np.diff([0, *counts, int(row.sum())])
    return {
        "counts are exact": any(below % 5 for _edge, below in fact.value),
        "counts are of others": any(each > 2 for each in apart),
        "a bar holds too few": bool((bars < GROUP).any()),
    }


def _check_share(case: Case, fact: Fact, row: Rows) -> dict[str, bool]:
    level, share = fact.value
    on_it = int((case.companies.levels[row] == LEVELS.index(level)).sum())
    return {
        "a share is not rounded": share % 5 != 0,
        "a share is of few": min(on_it, int(row.sum()) - on_it) < GROUP,
        "a share is of others": abs(100 * on_it / row.sum() - share) > SHARE_SLACK + 1e-6,
    }


def _check_bars(case: Case, fact: Fact, row: Rows) -> dict[str, bool]:
    count = int(row.sum())
    wrong, few = False, False
    for start, end, share in fact.value:
        # The last bar holds the highest score that there can be, too.
        top = end + 1 if end == 100 else end
        low = start if start > 0 or fact.measure == "gap" else -1
        there = true_below(case.companies, row, fact.measure, top) - true_below(
            case.companies, row, fact.measure, low
        )
        wrong |= abs(100 * there / count - share) > SHARE_SLACK + 1e-6
        few |= there < GROUP - 1  # three with the own company, which is left out
    return {
        "a share is not rounded": any(share % 5 for *_bar, share in fact.value),
        "bars are of others": wrong,
        "a bar holds too few": few,
    }


def _check_percentile(case: Case, fact: Fact, row: Rows) -> dict[str, bool]:
    start, end, share = fact.value
    low, high = (true_below(case.companies, row, fact.measure, edge) for edge in (start, end + (end == 100)))
    count = int(row.sum())
    return {
        "a percentile is not rounded": share % 5 != 0,
        "a percentile is of few": count < PERCENTILE_FROM,
        "a percentile is of others": abs(50 * (low + high) / count - share) > SHARE_SLACK + 1e-6,
    }


_CHECKS: dict[str, Any] = {
    "n": _check_n,
    "quartiles": _check_quartiles,
    "histogram": _check_histogram,
    "share": _check_share,
    "bars": _check_bars,
    "percentile": _check_percentile,
}


def faults_of_release(case: Case) -> set[str]:
    """What is wrong with a snapshot as a whole: who is in it, and what its tables leave open."""
    words = set()
    for each in case.server.published:
        pool, told = each.pool, set(each.snapshot.cells.values_list("key", flat=True))
        if len(set(pool.clients.tolist())) < len(pool):
            words.add("a company counts twice")
        for key in told:
            firms = np.unique(pool.firms[each.members[key]], return_counts=True)[1]
            if firms.max() > 0.25 * firms.sum():
                words.add("a firm holds too much")
        words |= _open_lines(each.members, told)
    return words | _all_together(case)


def _all_together(case: Case) -> set[str]:
    """What somebody who knows no company can work out of all cohorts at once, measure by measure."""
    told: dict[str, dict[bytes, Rows]] = {}
    for fact in case.open:
        row = case.companies.row(fact)
        told.setdefault(fact.measure, {})[row.tobytes()] = row
    alike = {tuple(rows): list(rows.values()) for rows in told.values()}
    return set().union(*(_solved(case, rows, []) for rows in alike.values()))


def _open_lines(members: dict[str, Rows], told: set[str]) -> set[str]:
    """Whether a line of a table gives away what is missing in it."""
    lines: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for key in members:
        pairs = [] if key == EVERYBODY.key else key.split("+")
        for dropped in pairs:
            total = "+".join(pair for pair in pairs if pair != dropped) or EVERYBODY.key
            lines.setdefault((total, tuple(pair.split(":")[0] for pair in pairs)), set()).add(key)
    for (total, _table), line in lines.items():
        missing = line - told
        if total in told and missing and line & told:
            companies = sum(int(members[key].sum()) for key in missing)
            if len(missing) < 2 or companies < SMALLEST:
                return {"a line gives away what is missing"}
    return set()


Who = tuple[int, int] | None
"""(snapshot, company in its pool), or somebody who knows no company."""


def somebody(case: Case, rng: np.random.Generator) -> tuple[Who, tuple[Fact, ...]]:
    """Who the intruder is, mostly a company, and what is told to that company alone."""
    if rng.random() < 0.15:
        return None, ()
    at = int(rng.integers(len(case.server.published)))
    own = int(rng.integers(len(case.server.published[at].pool)))
    client = case.server.published[at].pool.clients[own]
    facts = [
        fact
        for each in case.server.published
        for place in np.flatnonzero(each.pool.clients == client)
        for fact in of_own(each, int(place))
    ]
    return (at, own), tuple(facts)


def requests(rng: np.random.Generator, facts: Sequence[Fact]) -> list[Fact]:
    """A random sequence of requests, or everything: one request gives one cohort by one channel."""
    if rng.random() < 0.05:
        return list(facts)
    asked = sorted({(fact.channel, fact.of.snapshot.pk, fact.key) for fact in facts})
    chosen = {asked[place] for place in rng.integers(0, len(asked), int(rng.integers(2, 16)))}
    return [fact for fact in facts if (fact.channel, fact.of.snapshot.pk, fact.key) in chosen]


def conclusions(case: Case, rng: np.random.Generator, who: Who, facts: Sequence[Fact]) -> set[str]:
    """What follows from facts that must not: of a random measure, and of the maturity levels."""
    words: set[str] = set()
    companies = case.companies
    known = _known(case, who)
    told = sorted({fact.measure for fact in facts if fact.kind in THRESHOLD_KINDS})
    shares = [fact for fact in facts if fact.kind == "share"]
    if shares:
        rows = [companies.row(fact) for fact in shares]
        words |= _solved(case, rows, known)
        if rng.random() < 0.3:
            words |= _levels(companies, rng, shares, rows, known)
    if told:
        measure = told[int(rng.integers(len(told)))]
        mine = [fact for fact in facts if fact.measure == measure and fact.kind in THRESHOLD_KINDS]
        rows = [companies.row(fact) for fact in mine]
        words |= _solved(case, rows, known)
        try:
            words |= _intervals(companies, rng, measure, mine, rows, known)
        except ImpossibleError:
            words.add("what is told cannot be true")
    return words


def _known(case: Case, who: Who) -> list[int]:
    """The companies whose figures the intruder knows: the own one, as it is and as it was."""
    if who is None:
        return []
    at, own = who
    client = case.server.published[at].pool.clients[own]
    return np.flatnonzero(case.companies.clients == client).tolist()


def _solved(case: Case, rows: list[Rows], known: list[int]) -> set[str]:
    others = np.setdiff1d(np.arange(len(rows[0])), known)
    distinct = list({row[others].tobytes(): row[others] for row in rows}.values())
    smallest = solved(distinct)
    least = (SMALLEST if len(case.server.published) == 1 else OVER_TIME) - bool(known)
    if smallest is None or smallest >= least:
        return set()
    found = {"a small group can be worked out"}
    return found | {"a company can be worked out"} if smallest == 1 else found


def _levels(
    companies: Companies, rng: np.random.Generator, facts: list[Fact], rows: list[Rows], known: list[int]
) -> set[str]:
    level = int(rng.integers(len(LEVELS)))
    mine = [place for place, fact in enumerate(facts) if fact.value[0] == LEVELS[level]]
    if not mine:
        return set()
    slack = SHARE_SLACK + 1e-6
    bounds = [
        (
            (facts[at].value[1] - slack) * rows[at].sum() / 100,
            (facts[at].value[1] + slack) * rows[at].sum() / 100,
        )
        for at in mine
    ]
    own = {company: bool(companies.levels[company] == level) for company in known}
    on_it, _off = certain([rows[at] for at in mine], bounds, own)
    return {"somebody's level is known"} if on_it else set()


def _intervals(
    companies: Companies,
    rng: np.random.Generator,
    measure: str,
    facts: list[Fact],
    rows: list[Rows],
    known: list[int],
) -> set[str]:
    """Whether somebody must lie within less than a quarter of the scale, by a few thresholds."""
    half = 1 if measure != "gap" else 2
    least, narrow = (0.0 if half == 1 else -100.0), NARROW * half
    window = float(rng.integers(0, 31)) * 2.5 * half + least
    ends, middle = {least + narrow - 2.5, 100 - narrow + 2.5}, {window, window + narrow - 2.5}
    thresholds = ends if rng.random() < 0.5 else middle
    values = companies.scores[:, MEASURES.index(measure)]
    slack = slack_of(facts)
    low = np.full(len(values), least)
    high = np.full(len(values), 100.0)
    for threshold in thresholds - {least}:
        bounds = [
            limits(fact, int(row.sum()), threshold, slack=slack)
            for fact, row in zip(facts, rows, strict=True)
        ]
        own = {
            company: bool(values[company] < threshold) for company in known if not np.isnan(values[company])
        }
        below, above = certain(rows, bounds, own)
        for company in below:
            high[company] = min(high[company], threshold)
        for company in above:
            low[company] = max(low[company], threshold)
    return {"somebody is known too nearly"} if (high - low < narrow).any() else set()
