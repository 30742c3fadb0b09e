"""The files of a released snapshot, for administrators."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reports.benchmarks.companies import TABLE
from reports.benchmarks.files import file_of
from reports.exports.benchmark.bundle import bundle_name, write_bundle, write_single
from reports.exports.benchmark.manifest import check_released, manifest_of, single_files, stem
from reports.exports.benchmark.sending import send
from reports.models import BenchmarkSnapshot
from smax.accounts.access import administrator_required, reauthenticated
from smax.accounts.audit import record_for_server

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@require_safe
@administrator_required
def benchmark_files(request: HttpRequest, snapshot: int) -> FileResponse:
    """Send all files of the snapshot's cohorts in one, without single companies."""
    found = get_object_or_404(BenchmarkSnapshot, pk=snapshot)
    # A kept file would need a firm, and snapshots have none: made here, and open until it is sent.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / bundle_name(found)
        write_bundle(found, path, research=False)
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@require_safe
@administrator_required
def benchmark_made(request: HttpRequest, snapshot: int, kind: str, table: str = "") -> FileResponse:
    """Send a file of the snapshot's cohorts as another program wants it."""
    found = get_object_or_404(BenchmarkSnapshot, pk=snapshot)
    with tempfile.TemporaryDirectory() as folder:
        path = write_single(found, Path(folder), kind=kind, table=table)
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@require_safe
@administrator_required
def benchmark_table(request: HttpRequest, snapshot: int, table: str) -> HttpResponseBase:
    """Send a table of the snapshot's cohorts, or what is left of it."""
    return _sent(request, get_object_or_404(BenchmarkSnapshot, pk=snapshot), table)


@require_safe
@administrator_required
@reauthenticated
def benchmark_companies(request: HttpRequest, snapshot: int) -> HttpResponseBase:
    """Send single companies, where the rules allow it, or what is left of them."""
    return _sent(request, get_object_or_404(BenchmarkSnapshot, pk=snapshot), TABLE)


def _sent(request: HttpRequest, snapshot: BenchmarkSnapshot, table: str) -> HttpResponseBase:
    check_released(snapshot, companies=table == TABLE)
    file = file_of(snapshot, table)
    answer = send(request, file, f"{stem(snapshot)}_{table}.csv")
    if request.method == "GET":
        part = answer.get("Content-Range", "")
        record_for_server(
            "benchmark.exported", on=snapshot, format="csv", table=table, rows=file.rows,
            sha256=file.sha256, part=part,
        )  # fmt: skip
    return answer


@require_safe
@administrator_required
def benchmark_manifest(request: HttpRequest, snapshot: int) -> HttpResponse:
    """Send what the single files hold, with their SHA-256."""
    found = get_object_or_404(BenchmarkSnapshot, pk=snapshot)
    check_released(found, companies=False)
    text = json.dumps(manifest_of(found, single_files(found)), ensure_ascii=False, indent=1)
    name = f'attachment; filename="{stem(found)}_manifest.json"'
    return HttpResponse(text, content_type="application/json", headers={"Content-Disposition": name})
