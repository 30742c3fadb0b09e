"""Big snapshots and many companies for tests/bench/benchmark.py, and what is measured inside one process.

`python -m tests.bench.limits.stage_benchmark ACT NUMBER` prints JSON:

- `rows`: a released snapshot of so many companies, with its files; its address, and a cookie
- `build`: raises the simulated companies to so many and builds a snapshot of them: CPU seconds, peak memory,
  and the share of time in which JSON was read
- `percentile`: milliseconds of a cohort's percentile of one measure, of all of them together, how many they
  are, and of the bare query of its histograms
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from typing import Any

import django

CELLS = 80
TURNS = 200


def main(act: str, number: int) -> None:
    django.setup()
    print(json.dumps({"rows": _rows, "build": _build, "percentile": _percentile}[act](number)))


def _rows(count: int) -> dict[str, Any]:
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415 - after setup
    from django.conf import settings  # noqa: PLC0415
    from django.http import HttpRequest  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from reports.benchmarks.files import make_files  # noqa: PLC0415
    from smax.accounts.models import User  # noqa: PLC0415
    from tests.cast import make_administrator, make_snapshot  # noqa: PLC0415

    snapshot = make_snapshot(number=_next_number(), companies=count)
    _fill(snapshot.pk, count)
    _cells(snapshot, count)
    make_files(snapshot)
    type(snapshot).objects.filter(state="released").update(state="replaced", ended_at=timezone.now())
    type(snapshot).objects.filter(pk=snapshot.pk).update(state="released", released_at=timezone.now())
    browser, asked = Client(), HttpRequest()
    user = User.objects.filter(is_administrator=True).first() or make_administrator()
    browser.force_login(user)
    asked.session = browser.session
    record_authentication(asked, user, method="password", reauthenticated=True)
    asked.session.save()
    return {
        "snapshot": snapshot.pk,
        "path": f"/benchmarks/snapshots/{snapshot.pk}/files/companies.csv",
        "small": f"/benchmarks/snapshots/{snapshot.pk}/files/shares.csv",
        "size": snapshot.files.get(table="companies").size,
        "cookie": f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}",
    }


def _next_number() -> int:
    from reports.models import BenchmarkSnapshot  # noqa: PLC0415 - after setup

    return BenchmarkSnapshot.objects.count() + 1


def _fill(snapshot: int, count: int) -> None:
    """Rows as a snapshot has them, made by the database; of companies that are not there."""
    from django.db import connection  # noqa: PLC0415 - after setup

    from reports.benchmarks.measures import COLUMNS  # noqa: PLC0415

    scores = ", ".join(
        f"((g %% 1000 * 7919 + g / 41 * {place} + {place}) %% 41) * 2.5" for place in range(len(COLUMNS))
    )
    codes = "'industry-' || g %% 9, 'size-' || g %% 5, 'region-' || g %% 4, 'r', 'b', 's', 'aligned'"
    names = "industry, employees, region, revenue_band, business_model, reporting_structure, level"
    yes, nothing = ("TRUE", "'\\x'") if connection.vendor == "postgresql" else ("1", "x''")
    with connection.cursor() as cursor:
        quiet = "SET session_replication_role = replica"
        cursor.execute(quiet if connection.vendor == "postgresql" else "PRAGMA foreign_keys = OFF")
        cursor.execute(
            "WITH RECURSIVE n(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < %s) "
            f"INSERT INTO reports_snapshotrow (snapshot_id, client_id, firm_id, {names}, "
            f'{", ".join(COLUMNS.values())}, items, "group", released) '
            f"SELECT %s, g, 1, {codes}, {scores}, {nothing}, 9, {yes} FROM n",
            [count, snapshot],
        )
        cursor.execute("ANALYZE reports_snapshotrow")


def _cells(snapshot: Any, count: int) -> None:
    """Cohorts as wide as real ones: bars of 2.5 points all along."""
    from reports.benchmarks.measures import MEASURES  # noqa: PLC0415 - after setup
    from reports.models import SnapshotCell  # noqa: PLC0415

    edges = [-100.0, *(step * 2.5 for step in range(1, 40)), 100.0]
    below = [round(count / 5 * place / (len(edges) - 1)) * 5 for place in range(len(edges))]
    told = {"n": below[-1], "quartiles": [25.0, 50.0, 75.0], "histogram": {"edges": edges, "below": below}}
    SnapshotCell.objects.bulk_create(
        SnapshotCell(
            snapshot=snapshot,
            key=f"industry:industry-{place}" if place else "all",
            n=below[-1],
            measures=dict.fromkeys(MEASURES, told),
            shares={"ambiguous": 30, "collaborative": 40, "aligned": 30},
        )
        for place in range(CELLS)
    )


def _percentile(snapshot: int) -> dict[str, float]:
    """Medians of a percentile, of all of a cohort, read together as pages do, and of the bare query."""
    from types import SimpleNamespace  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415 - after setup

    from reports.benchmarks import reading  # noqa: PLC0415
    from reports.benchmarks.measures import MEASURES  # noqa: PLC0415
    from reports.benchmarks.standing import peers_of  # noqa: PLC0415

    wave: Any = SimpleNamespace(client_id=7, client=SimpleNamespace(synthetic=False))

    def placed(*measures: str) -> int:
        (row,) = reading._rows(wave, "1", ["all"])
        scores = dict.fromkeys(measures, 62.0)
        standings = peers_of(reading._cohort(row), scores, reading._own(row)).standings.values()
        return sum(each.percentile is not None for each in standings)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT measures FROM reports_snapshotcell WHERE snapshot_id = %s AND key = 'all'", [snapshot]
            )
            json.loads(cursor.fetchone()[0])["P"]["histogram"]

    acts = {"one": lambda: placed("P"), "all": lambda: placed(*MEASURES), "bare": bare}
    return {**_timed(acts), "count": placed(*MEASURES)}


def _timed(acts: dict[str, Any]) -> dict[str, float]:
    """Median milliseconds of each, taken in turns."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TURNS):
        for name, act in acts.items():
            started = time.perf_counter()
            act()
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) * 1000 for name, found in times.items()}


def _build(companies: int) -> dict[str, float]:
    from django.db.models.fields import json as fields  # noqa: PLC0415 - after setup

    from reports.services.benchmarks import build_snapshot  # noqa: PLC0415
    from smax.accounts.audit import acting  # noqa: PLC0415
    from tests.bench.limits.multiplied import multiply  # noqa: PLC0415

    multiply(companies)
    reading = _Clocked(json.loads)
    fields.json = _Json(reading)
    started = time.process_time()
    with acting("command build_benchmark"):
        built = build_snapshot(period="2026Q4", synthetic=True)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"companies": built.companies, "cpu": spent, "peak": peak, "json": reading.spent / spent}


class _Clocked:
    """A function that knows how long it took in all."""

    def __init__(self, act: Any) -> None:
        self.act, self.spent = act, 0.0

    def __call__(self, *given: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return self.act(*given, **named)
        finally:
            self.spent += time.process_time() - started


class _Json:
    """The json module as the database layer uses it, its reading clocked."""

    JSONDecodeError = json.JSONDecodeError
    dumps = staticmethod(json.dumps)

    def __init__(self, loads: _Clocked) -> None:
        self.loads = loads


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
