"""A snapshot of simulated companies: its study is stored, and made again by the script in docs."""

from __future__ import annotations

import csv
import io
import runpy
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import BenchmarkSnapshot, SnapshotStudy
from reports.services.benchmarks import approve_snapshot, build_snapshot, withdraw_snapshot
from reports.services.study import make_study, unstudied
from reports.study.findings import read
from smax.accounts.models import AuditEvent
from smax.accounts.tenancy import every_firm
from surveys.errors import SurveyError
from tests.cast import make_administrator

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
SCRIPT = Path(__file__).parents[3] / "docs" / "study_by_hand.py"


@pytest.fixture
def snapshot(settings):
    settings.DEMO, settings.RELEASE_APPROVERS = True, 1
    call_command("load_instrument", stdout=io.StringIO())
    call_command("simulate_companies", "--companies", "150", stdout=io.StringIO())
    built = build_snapshot(period="2026Q4", synthetic=True)
    with pytest.raises(SurveyError):
        make_study(snapshot=built)
    assert approve_snapshot(snapshot=built, by=make_administrator())
    built.refresh_from_db()
    return built


def test_the_script_makes_every_number_again(snapshot, tmp_path):
    assert list(unstudied()) == [snapshot]
    out = io.StringIO()
    call_command("run_study", "--synthetic", stdout=out)
    assert not unstudied().exists()
    findings = read(SnapshotStudy.objects.get().findings)
    assert out.getvalue().splitlines() == [
        f"{finding.code}: {finding.verdict} (n about {finding.n})" for finding in findings
    ]
    verdicts = {finding.code: str(finding.verdict) for finding in findings}
    # The model makes practice matter and reporting structure not.
    assert {code: verdicts[code] for code in ("belief", "practices", "measures", "stack")} == dict.fromkeys(
        ("belief", "practices", "measures", "stack"), "supported"
    )
    with every_firm("server events belong to no firm"):
        assert AuditEvent.objects.filter(action="benchmark.studied").count() == 1

    rows, cohorts = tmp_path / "rows.csv", tmp_path / "cohorts.csv"
    call_command(
        "run_study", "--synthetic", "--rows", str(rows), "--cohorts", str(cohorts), stdout=io.StringIO()
    )
    by_hand = runpy.run_path(str(SCRIPT))["main"](str(rows), str(cohorts))
    shown = ("code", "n", "value", "low", "high", "p")
    compared = 0
    for finding in findings:
        if finding.estimates:
            again = {line["code"]: tuple(line[name] for name in shown) for line in by_hand[finding.code]}
            assert again == {
                one.code: tuple(getattr(one, name) for name in shown) for one in finding.estimates
            }
            compared += len(again)
    assert compared >= 33


def test_the_file_of_rows_names_nobody(snapshot, tmp_path):
    path = tmp_path / "rows.csv"
    call_command("run_study", "--synthetic", "--rows", str(path), stdout=io.StringIO())
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == snapshot.companies
    assert not {"id", "client", "client_id", "firm", "firm_id", "name"} & set(lines[0])
    first = snapshot.rows.order_by("pk").first()
    assert (lines[0]["industry"], float(lines[0]["smax"])) == (first.industry, first.smax)


def test_without_a_released_snapshot_there_is_nothing_to_ask(snapshot):
    with pytest.raises(CommandError):
        call_command("run_study")
    withdraw_snapshot(snapshot=snapshot)
    with pytest.raises(CommandError):
        call_command("run_study", "--synthetic")
    assert not unstudied().exists()
    assert BenchmarkSnapshot.objects.count() == 1
