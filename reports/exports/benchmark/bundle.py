"""Everything of a released snapshot in one zip file, with what each file holds and its SHA-256."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reports.exports.benchmark.research import COLUMNS_OF_FILE, refusal, write_research
from reports.exports.benchmark.tables import TABLES
from reports.exports.benchmark.writing import (
    CODEBOOK,
    NoParquetError,
    codebook,
    write_csv,
    write_parquet,
    write_workbook,
)
from reports.models import BenchmarkSnapshot
from smax.accounts.audit import record_for_server
from surveys.errors import SurveyError

FORMAT = 1
RULES = (
    "Cohorts of ten companies or more, of several firms, audited together before any was published.",
    "Quartiles to 2.5 points, shares to 5 percent, n to a multiple of 5; three companies or more in a bar.",
)
RESEARCH_RULES = (
    "Companies: five or more of the same industry, size and region (k-anonymity), three or more of five "
    "bands in each headline score (l-diversity), bands at most 0.3 from those of all (t-closeness); "
    "at most 5 percent left out; random ids and order. Where a company can be known, its row is still "
    "personal data."
)


def released_snapshot(*, synthetic: bool) -> BenchmarkSnapshot:
    """The snapshot that is out; SurveyError where none is."""
    found = BenchmarkSnapshot.objects.filter(
        state=BenchmarkSnapshot.State.RELEASED, synthetic=synthetic
    ).first()
    if found is None:
        raise SurveyError(_("No benchmark snapshot is released. Build one, and have it approved."))
    return found


def bundle_name(snapshot: BenchmarkSnapshot) -> str:
    """What the zip file is called: "benchmark_2026Q4.1_synthetic.zip"."""
    return f"{_stem(snapshot)}.zip"


def _stem(snapshot: BenchmarkSnapshot) -> str:
    kind = "_synthetic" if snapshot.synthetic else ""
    return f"benchmark_{snapshot.period}.{snapshot.number}{kind}"


def write_bundle(snapshot: BenchmarkSnapshot, path: Path, *, research: bool) -> dict[str, Any]:
    """Write the zip file, whole or not at all; returns its manifest.

    SurveyError where the snapshot is not out, or where single companies are asked for and may not leave.
    """
    if snapshot.state != BenchmarkSnapshot.State.RELEASED:
        raise SurveyError(_("Only a released snapshot can be exported."))
    if research and (reason := refusal(snapshot)):
        raise SurveyError(reason)
    part = path.with_name(f"{path.name}.part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            manifest = _write_files(snapshot, Path(folder), research=research)
            _zip(Path(folder), part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    record_for_server("benchmark.exported", on=snapshot, format="zip", companies=research)
    return manifest


def _write_files(snapshot: BenchmarkSnapshot, folder: Path, *, research: bool) -> dict[str, Any]:
    stem = _stem(snapshot)
    rows: dict[str, int] = {}
    left_out: dict[str, str] = {}
    for table in TABLES:
        name = f"{stem}_{table.name}"
        count = write_csv(table.columns, table.lines(snapshot), folder / f"{name}.csv", excel=False)
        write_csv(table.columns, table.lines(snapshot), folder / f"{name}_excel.csv", excel=True)
        rows |= {f"{name}.csv": count, f"{name}_excel.csv": count}
        try:
            write_parquet(table.columns, table.lines(snapshot), folder / f"{name}.parquet")
            rows[f"{name}.parquet"] = count
        except NoParquetError as error:
            left_out["parquet"] = str(error)
    write_workbook(TABLES, snapshot, folder / f"{stem}.xlsx")
    columns = {table.name: table.columns for table in TABLES}
    if research:
        rows[f"{stem}_companies.csv"] = write_research(snapshot, folder / f"{stem}_companies.csv")
        columns["companies"] = COLUMNS_OF_FILE
    rows[f"{stem}_codebook.csv"] = write_csv(
        CODEBOOK, codebook(columns), folder / f"{stem}_codebook.csv", excel=False
    )
    manifest = _manifest(snapshot, folder, rows) | {"left_out": left_out}
    if research:
        manifest["rules"] = [*manifest["rules"], RESEARCH_RULES]
    (folder / f"{stem}_manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return manifest


def _manifest(snapshot: BenchmarkSnapshot, folder: Path, rows: dict[str, int]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "snapshot": f"{snapshot.period}.{snapshot.number}",
        "period": snapshot.period,
        "synthetic": snapshot.synthetic,
        "released_at": snapshot.released_at.isoformat(),
        "approvers": snapshot.approvals.count(),
        "approvers_asked": settings.RELEASE_APPROVERS,
        "cohorts_offered": snapshot.cells_offered,
        "cohorts_published": snapshot.cells_kept,
        "rules": list(RULES),
        "rules_version": snapshot.rules_version,
        "method_version": snapshot.method_version,
        "instrument_versions": snapshot.instrument_versions,
        "files": {
            file.name: {"rows": rows.get(file.name), "sha256": _digest(file)}
            for file in sorted(folder.iterdir())
        },
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in sorted(folder.iterdir()):
            bundle.write(file, file.name)
