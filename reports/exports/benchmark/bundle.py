"""Everything of a released snapshot in one zip file, with what each file holds and its SHA-256."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.benchmarks.companies import TABLE
from reports.benchmarks.files import BrokenFileError, file_of, read
from reports.benchmarks.tables import TABLES
from reports.exports.benchmark.manifest import check_released, manifest_of, stem
from reports.exports.benchmark.writing import NoParquetError, write_parquet, write_workbook
from reports.models import BenchmarkSnapshot
from smax.accounts.audit import record_for_server
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from reports.models import SnapshotFile

MARK = b"\xef\xbb\xbf"  # Excel reads umlauts after it


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
    return f"{stem(snapshot)}.zip"


def write_bundle(snapshot: BenchmarkSnapshot, path: Path, *, research: bool) -> dict[str, Any]:
    """Write the zip file, whole or not at all; returns its manifest.

    SurveyError where the snapshot is not out, a file of it is not whole, or single companies are asked for
    and may not leave.
    """
    check_released(snapshot, companies=research)
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


def write_single(snapshot: BenchmarkSnapshot, folder: Path, *, kind: str, table: str = "") -> Path:
    """Write one file of the zip file by itself: "xlsx", or of a table "excel" or "parquet".

    SurveyError where the snapshot is not out, a file of it is not whole, or Parquet cannot be written here.
    """
    check_released(snapshot, companies=False)
    endings = {"xlsx": ".xlsx", "excel": f"_{table}_excel.csv", "parquet": f"_{table}.parquet"}
    path = folder / f"{stem(snapshot)}{endings[kind]}"
    if kind == "xlsx":
        write_workbook(TABLES, snapshot, path)
    elif kind == "excel":
        _copy(file_of(snapshot, table), path, mark=MARK)
    else:
        (found,) = (each for each in TABLES if each.name == table)
        try:
            write_parquet(found.columns, found.lines(snapshot), path)
        except NoParquetError as error:
            raise SurveyError(str(error)) from error
    record_for_server("benchmark.exported", on=snapshot, format=kind, table=table)
    return path


def _write_files(snapshot: BenchmarkSnapshot, folder: Path, *, research: bool) -> dict[str, Any]:
    start = stem(snapshot)
    rows: dict[str, int] = {}
    left_out: dict[str, str] = {}
    for table in TABLES:
        name = f"{start}_{table.name}"
        file = file_of(snapshot, table.name)
        rows |= {f"{name}{ending}": file.rows for ending in (".csv", "_excel.csv", ".parquet")}
        _copy(file, folder / f"{name}.csv")
        _copy(file, folder / f"{name}_excel.csv", mark=MARK)
        try:
            write_parquet(table.columns, table.lines(snapshot), folder / f"{name}.parquet")
        except NoParquetError as error:
            left_out["parquet"] = str(error)
    write_workbook(TABLES, snapshot, folder / f"{start}.xlsx")
    for name in ("codebook", *([TABLE] if research else [])):
        file = file_of(snapshot, name)
        rows[f"{start}_{name}.csv"] = file.rows
        _copy(file, folder / f"{start}_{name}.csv")
    files = {path.name: _told(path, rows) for path in sorted(folder.iterdir())}
    manifest = manifest_of(snapshot, files) | {"left_out": left_out}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / f"{start}_manifest.json").write_text(text, encoding="utf-8")
    return manifest


def _copy(file: SnapshotFile, path: Path, *, mark: bytes = b"") -> None:
    """Write what was approved; SurveyError where it is not there any more as it was."""
    digest = hashlib.sha256()
    try:
        with path.open("wb") as copy:
            copy.write(mark)
            for block in read(file):
                digest.update(block)
                copy.write(block)
    except BrokenFileError as error:
        raise SurveyError(_("A file of this snapshot is not complete.")) from error
    if digest.hexdigest() != file.sha256:
        raise SurveyError(_("A file of this snapshot is not what was approved."))


def _told(path: Path, rows: dict[str, int]) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"rows": rows.get(path.name), "bytes": path.stat().st_size, "sha256": digest}


def _zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in sorted(folder.iterdir()):
            bundle.write(file, file.name)
