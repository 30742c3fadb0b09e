"""The files of a released snapshot, for administrators."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reports.exports.benchmark.bundle import bundle_name, write_bundle
from reports.models import BenchmarkSnapshot
from smax.accounts.access import administrator_required

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@administrator_required
def benchmark_files(request: HttpRequest, snapshot: int) -> FileResponse:
    """Send all files of the snapshot's cohorts in one; single companies leave by the command alone."""
    found = get_object_or_404(BenchmarkSnapshot, pk=snapshot)
    # A kept file would need a firm, and snapshots have none: made here, and open until it is sent.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / bundle_name(found)
        write_bundle(found, path, research=False)
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
