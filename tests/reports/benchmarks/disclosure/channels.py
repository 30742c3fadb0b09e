"""Everything an intruder may be given of a released benchmark, read back from what leaves the server."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from reports.benchmarks import reading
from reports.benchmarks.cells import HEADER, cohort_name, file_row, page_rows
from reports.benchmarks.figures import LEVELS
from reports.benchmarks.files import file_of, read
from reports.benchmarks.measures import HEADLINE
from reports.benchmarks.standing import Benchmark, peers_of
from reports.benchmarks.tables import TABLES
from reports.exports.benchmark.writing import write_workbook
from reports.models import BenchmarkSnapshot
from smax.csv import lines
from tests.reports.benchmarks.disclosure.servers import scores_of, wave_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.reports.benchmarks.disclosure.servers import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something told of a cohort: by which channel, of which snapshot, and with whom left out.

    `kind` says what `value` is: "n", "quartiles" (three), "histogram" ((edge, below), ...), "share"
    ((level, percent)), "bars" ((from, to, percent), ...) or "percentile" ((from, to, percent): of the
    bar that the own score lies in, which the intruder is granted).
    """

    channel: str
    of: Published
    key: str
    kind: str
    value: Any
    measure: str = ""
    own: int | None = None


def open_to_all(of: Published, folder: Path | None) -> Iterator[Fact]:
    """What may be had of all companies, administrators' files included; with a folder the workbook, too."""
    yield from _page(of)
    yield from _cells_file(of)
    yield from _table_facts("files", of, {table.name: _file(of, table.name) for table in TABLES})
    if folder is not None:
        yield from _table_facts("workbook", of, _workbook(of, folder))


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def _page(of: Published) -> Iterator[Fact]:
    """The page of cohorts, by the names it gives them."""
    context = {"snapshot": of.snapshot, "rows": page_rows(of.snapshot)}
    keys = {cohort_name(key): key for key in of.members}
    for row in re.findall(
        r"<tr><th scope=\"row\">(.*?)</tr>", render_to_string("reports/_cohorts.html", context), re.S
    ):
        name, *cells = [
            html.unescape(re.sub(r"<[^>]+>", " ", cell)).split() for cell in re.split(r"</t[hd]>", row)[:-1]
        ]
        key = keys[" ".join(name)]
        yield Fact(channel="page", of=of, key=key, kind="n", value=int(cells[0][-1]))
        for measure, cell in zip(HEADLINE, cells[1:7], strict=True):
            if len(cell) == 4:
                three = (_number(cell[1]), _number(cell[0]), _number(cell[3]))
                yield Fact(channel="page", of=of, key=key, kind="quartiles", value=three, measure=measure)
        for level, cell in zip(LEVELS, cells[7:], strict=True):
            if cell[0].endswith("%"):
                value = (level, float(cell[0][:-1]))
                yield Fact(channel="page", of=of, key=key, kind="share", value=value)


def _cells_file(of: Published) -> Iterator[Fact]:
    """The file of cohorts behind the page."""
    rows = [file_row(cell) for cell in of.snapshot.cells.select_related("snapshot")]
    for row in csv.DictReader(io.StringIO("".join(lines(HEADER, rows)))):
        key = row["cohort"]
        yield Fact(channel="csv", of=of, key=key, kind="n", value=int(row["n"].split()[-1]))
        for measure in HEADLINE:
            three = [row[f"{measure}_p{quartile}"] for quartile in (25, 50, 75)]
            if "withheld" not in three:
                value = tuple(map(float, three))
                yield Fact(channel="csv", of=of, key=key, kind="quartiles", value=value, measure=measure)
        for level in LEVELS:
            if (told := row[f"share_{level}_pct"]) != "withheld":
                yield Fact(channel="csv", of=of, key=key, kind="share", value=(level, float(told)))


def _file(of: Published, table: str) -> list[dict[str, str]]:
    text = b"".join(read(file_of(of.snapshot, table))).decode()
    return list(csv.DictReader(io.StringIO(text)))


def _workbook(of: Published, folder: Path) -> dict[str, list[dict[str, str]]]:
    import openpyxl  # takes long to be loaded

    path = folder / "benchmark.xlsx"
    write_workbook(TABLES, of.snapshot, path)
    book = openpyxl.load_workbook(path, read_only=True)
    found = {}
    for table in TABLES:
        header, *rows = book[table.name].iter_rows(values_only=True)
        found[table.name] = [
            {name: "" if cell is None else str(cell) for name, cell in zip(header, row, strict=True)}
            for row in rows
        ]
    book.close()
    return found


def _table_facts(channel: str, of: Published, tables: dict[str, list[dict[str, str]]]) -> Iterator[Fact]:
    for row in tables["figures"]:
        given = {"channel": channel, "of": of, "key": row["cohort"], "measure": row["measure"]}
        yield Fact(**given, kind="n", value=float(row["n"]))
        yield Fact(**given | {"measure": ""}, kind="n", value=float(row["cohort_n"]))
        three = tuple(float(row[name]) for name in ("p25", "p50", "p75"))
        yield Fact(**given, kind="quartiles", value=three)
    for row in tables["shares"]:
        if row["share_pct"]:
            value = (row["level"], float(row["share_pct"]))
            yield Fact(channel=channel, of=of, key=row["cohort"], kind="share", value=value)
    bars: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in tables["histogram"]:
        bars.setdefault((row["cohort"], row["measure"]), []).append((float(row["edge"]), float(row["below"])))
    for (key, measure), value in bars.items():
        yield Fact(channel=channel, of=of, key=key, kind="histogram", value=tuple(value), measure=measure)


@contextmanager
def out_again(of: Published) -> Iterator[None]:
    """The time when this snapshot was the one that was out."""
    with transaction.atomic():
        BenchmarkSnapshot.objects.filter(state="released").update(state="replaced", ended_at=timezone.now())
        BenchmarkSnapshot.objects.filter(pk=of.snapshot.pk).update(state="released", ended_at=None)
        yield
        transaction.set_rollback(True)


def of_own(of: Published, own: int) -> Iterator[Fact]:
    """What a company's results say of its place: page, files, strip and tooltips are made of this."""
    wave, scores = wave_of(of.pool, own), scores_of(of.pool, own)
    with out_again(of):
        rows = reading._rows(wave, of.snapshot.method_version, reading.keys_of(wave.profile))
    found = (peers_of(reading._cohort(row), scores, reading._own(row)) for row in rows if row["key"])
    benchmark = Benchmark(released=True, peers=tuple(each for each in found if each.standings))
    for peers in json.loads(json.dumps(benchmark.as_dict()))["peers"]:
        for measure, told in peers["standings"].items():
            given = {"channel": "results", "of": of, "key": peers["key"], "measure": measure, "own": own}
            yield Fact(**given, kind="n", value=told["n"])
            yield Fact(**given, kind="quartiles", value=tuple(told["quartiles"]))
            if told["bars"]:
                yield Fact(**given, kind="bars", value=tuple(map(tuple, told["bars"])))
            if told["percentile"] is not None:
                bar = _bar_of(rows, peers["key"], measure, scores[measure])
                yield Fact(**given, kind="percentile", value=(*bar, told["percentile"]))


def _bar_of(rows: list[dict[str, Any]], key: str, measure: str, score: float) -> tuple[float, float]:
    [cell] = [row for row in rows if row["key"] == key]
    edges = cell["measures"][measure]["histogram"]["edges"]
    at = max(place for place in range(len(edges) - 1) if place == 0 or edges[place] <= score)
    return edges[at], edges[at + 1]
