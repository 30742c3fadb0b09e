"""How each medium tells of the company among its peers, held against the edition."""

from __future__ import annotations

import re

from reports.benchmarks.standing import PATHS
from reports.exports.paths import value_at
from tests.reports.charts.test_same_numbers import CHECKS
from tests.reports.editions import same, whole


def check_peers_of_tables(edition, long, wide):
    found = {row["path"]: row for row in long if row["path"].startswith("benchmark.")}
    expected = {f"benchmark.{peers.code}.{name}": value for peers, name, value in peer_cells(edition)}
    told = {path: row["value"] for path, row in found.items() if row["value"]}
    assert told == {path: str(value) for path, value in expected.items() if value is not None}
    for path, row in found.items():
        assert path not in wide or wide[path] == (row["value"] or row["withheld"])
    withheld = {path.split(".")[2] for path, row in found.items() if row["withheld"]}
    assert {PATHS[measure] for measure in withheld} == {
        path for path in PATHS.values() if edition.scored.disclosed.reason(path)
    }


def peer_cells(edition):
    """Every value of every group: (group, name, value)."""
    for peers in groups(edition):
        yield peers, "source", peers.source
        yield peers, "date", str(peers.date)
        yield peers, "synthetic", "no"
        for measure, standing in peers.standings.items():
            values = (standing.n, *standing.quartiles, standing.percentile, standing.quarter)
            for part, value in zip(("n", "p25", "p50", "p75", "percentile", "quarter"), values, strict=True):
                yield peers, f"{measure}.{part}", value


def groups(edition):
    return edition.benchmark.peers if edition.benchmark else ()


def place_in_words(standing):
    """Where the company stands, worked out here once more; "" without a score."""
    if standing.quarter is None:
        return ""
    if standing.percentile is None:
        quarter = {1: "lowest", 2: "second quarter from below", 3: "from above", 4: "highest"}
        return f"{quarter[standing.quarter]}"
    if standing.percentile in (0, 100):
        return "nearly all"
    return f"higher than about {standing.percentile}% of about {standing.n} companies"


def quartiles_in_words(standing):
    return [f"{value:.1f}".replace("-", "−") for value in standing.quartiles]


def check_peers_of_workbook(edition, book):
    assert ("Peers" in book.sheetnames) is bool(groups(edition))
    if not groups(edition):
        return
    rows_ = [[each.value for each in row] for row in book["Peers"].iter_rows(min_row=6)]
    found = [row for row in rows_ if isinstance(row[4], int | float)]
    expected = [
        (PATHS[measure], standing) for peers in groups(edition) for measure, standing in in_order(peers)
    ]
    for row, (path, standing) in zip(found, expected, strict=True):
        agrees(row[1], value_at(edition.scored.card, path), path)
        assert place_in_words(standing) in (row[2] or "")
        values = (standing.percentile, standing.n, *standing.quartiles)
        assert [row[3], *row[4:8]] == list(values)


def in_order(peers):
    """Standings in the order of the files: index first, dimensions perceived, then measured."""
    first = ["SMAX", "A", "P", "R", "L", "gap"]
    places = {name: first.index(name) if name in first else 6 + (name[0] == "M") for name in peers.standings}
    return sorted(peers.standings.items(), key=lambda each: places[each[0]])


def headline_of_peers(edition):
    """The standings of the widest group that the slide and the paper draw first."""
    order = ("SMAX", "A", "P", "R", "L")
    widest = groups(edition)[0].standings if groups(edition) else {}
    return {name: widest[name] for name in order if name in widest}


def check_peers_of_slide(edition, series):
    expected = headline_of_peers(edition)
    own = [whole(value_at(edition.scored.card, PATHS[name])) for name in expected]
    assert [bare(value) for value in series["This company"].values[0]] == own
    middles = series["Their median"].values[0]
    assert [float(value) for value in middles] == [each.quartiles[1] for each in expected.values()]
    for name, standing in zip(series["This company"].categories[0], expected.values(), strict=True):
        assert place_in_words(standing) in name


def check_peers_of_page(edition, context, page):
    found = context.get("peers")
    assert bool(found) is bool(groups(edition))
    for chart in found.charts if found else ():
        CHECKS[type(chart)](chart)
    if not found:
        return
    drawings = [context[name] for name in ("peer_headline", "peer_gap")] + context["peer_dimensions"]
    assert all(each["drawing"] in page for each in drawings if each)
    for measure, standing in groups(edition)[0].standings.items():
        own = (whole(value_at(edition.scored.card, PATHS[measure]))) or "–"
        cells = [*quartiles_in_words(standing), own]
        if measure == "gap":
            cells = [f"+{cell}" if re.match("[1-9]|0[.][1-9]", cell) else cell for cell in cells]
        assert "".join(f'<td class="num">{each}</td>' for each in cells) in page, measure
        assert place_in_words(standing) in page


def agrees(cell, value, name):
    """A cell holds the very number; or, where there is none, a reason in words or nothing."""
    if value is None:
        assert cell is None or isinstance(cell, str), name
    else:
        assert same(cell, value), (name, cell, value)


def bare(value):
    return None if value is None else re.sub(r"\.0$", "", str(value))
