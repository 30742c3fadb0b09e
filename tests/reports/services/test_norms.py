"""Importing a norm, using it and removing it."""

from __future__ import annotations

import datetime
import io
import json
from dataclasses import asdict

import pytest
from django.core.management import CommandError, call_command

from reports.benchmarks.figures import Histogram
from reports.models import BenchmarkSnapshot, NormCell, NormTable
from reports.norms.faults import NormFault
from reports.norms.files import Stated
from reports.services.norms import import_norm, remove_norm, use_norm
from smax.accounts.tenancy import every_firm
from smax.accounts.trail import AuditEvent
from surveys.errors import SurveyError
from tests.cast import make_administrator
from tests.reports.norms.bundles import TABLE, bundle_of, released

pytestmark = pytest.mark.django_db
STATED = Stated(date=datetime.date(2026, 3, 1), method_version="1")


def imported(content, stated=STATED, **more):
    stream = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    return import_norm(stream=stream, name="norm.csv", stated=stated, source="Elsewhere", **more)


def acts():
    with every_firm("a test reads the server's trail"):
        return list(AuditEvent.objects.order_by("sequence").values_list("action", "label"))


@pytest.mark.parametrize("synthetic", [False, True])
def test_the_benchmark_of_one_server_is_the_norm_of_another(tmp_path, synthetic):
    snapshot = released(synthetic=synthetic)
    table = imported(bundle_of(snapshot, tmp_path), Stated(), by=make_administrator(), note="By hand")
    for cell, ours in zip(table.cells.all(), snapshot.cells.all(), strict=True):
        measures = {
            name: {**each, "histogram": asdict(Histogram(**each["histogram"]).published())}
            for name, each in ours.measures.items()
        }
        # As in JSON: a list where Python has a tuple.
        measures = json.loads(json.dumps(measures))
        assert (cell.key, cell.n, cell.measures, cell.shares) == (ours.key, ours.n, measures, ours.shares)
    assert (table.source, table.note, table.synthetic, table.used_from) == (
        "Elsewhere",
        "By hand",
        synthetic,
        None,
    )
    assert BenchmarkSnapshot.objects.count() == 1


def test_nothing_is_kept_of_a_file_with_a_fault():
    with pytest.raises(NormFault):
        imported(TABLE + "P,all,9,1,2,3\n")
    assert (NormTable.objects.count(), NormCell.objects.count(), acts()) == (0, 0, [])


def test_the_same_file_is_imported_once():
    imported(TABLE)
    with pytest.raises(NormFault, match=r"This file is imported already, as Elsewhere \(2026-03-01\)\."):
        imported(TABLE)
    assert NormTable.objects.count() == 1


def test_a_norm_is_used_once_and_removed_with_its_cohorts():
    table = imported(TABLE)
    use_norm(table=table)
    with pytest.raises(SurveyError, match="in use already"):
        use_norm(table=table)
    remove_norm(table=table)
    assert (NormTable.objects.count(), NormCell.objects.count()) == (0, 0)
    with pytest.raises(SurveyError, match="somebody removed it"):
        use_norm(table=table)
    imported(TABLE)
    named = "Elsewhere (2026-03-01)"
    assert acts() == [(f"norm.{act}", named) for act in ("imported", "used", "removed", "imported")]


def test_the_command_imports_and_uses(tmp_path, capsys):
    path = tmp_path / "norm.csv"
    path.write_text(TABLE)
    call_command("import_norms", path, source="Elsewhere", date=STATED.date, method_version="1")
    assert capsys.readouterr().out == "Elsewhere (2026-03-01): 2 cohorts are in use.\n"
    assert NormTable.objects.get().used_from is not None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"source": " "}, "--source takes 1 to 120 characters"),
        ({"source": "x"}, r"norm\.csv: A table of figures does not say its date"),
        (
            {"source": "x", "date": STATED.date, "method_version": "9"},
            r"norm\.csv, column method_version: “9” These figures are of another version",
        ),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path, options, said):
    path = tmp_path / "norm.csv"
    path.write_text(TABLE)
    with pytest.raises(CommandError, match=said):
        call_command("import_norms", path, **options)
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_norms", tmp_path / "none.csv", source="x")
    assert not NormTable.objects.exists()
