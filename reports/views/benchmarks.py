"""Released benchmarks: what many companies are like together, and never one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.benchmarks.cells import HEADER, dimension_tables, file_row, page_rows
from reports.models import BenchmarkSnapshot, SnapshotCell
from smax.accounts.access import administrator_required, benchmarks_required
from smax.accounts.audit import record_for_server
from smax.csv import lines

if TYPE_CHECKING:
    from django.http import HttpRequest

RELEASED = BenchmarkSnapshot.State.RELEASED


@require_safe
@benchmarks_required
def benchmarks_page(request: HttpRequest) -> HttpResponse:
    """Show the snapshots that are out, real and synthetic companies apart."""
    released = BenchmarkSnapshot.objects.filter(state=RELEASED).order_by("synthetic")
    parts = [
        (snapshot, page_rows(snapshot), dimension_tables(snapshot))
        for snapshot in released.prefetch_related("cells")
    ]
    context = {"parts": parts, "administers": request.user.is_administrator}
    return render(request, "reports/benchmarks.html", context)


@require_safe
@administrator_required
def benchmark_export(request: HttpRequest) -> HttpResponse:
    """Send one row a published cohort: whole or not at all, with its length."""
    record_for_server("benchmark.exported", on=request.user, format="csv")
    cells = SnapshotCell.objects.filter(snapshot__state=RELEASED).select_related("snapshot")
    rows = (file_row(cell) for cell in cells.order_by("snapshot__synthetic", "pk"))
    name = 'attachment; filename="benchmark.csv"'
    return HttpResponse(
        "".join(lines(HEADER, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )
