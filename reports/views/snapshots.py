"""Benchmark snapshots, for administrators: build, look, approve, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.benchmarks.cells import dimension_tables, page_rows
from reports.benchmarks.companies import TABLE
from reports.benchmarks.tables import TABLES
from reports.exports.benchmark.research import refusal
from reports.forms.benchmarks import SnapshotForm
from reports.models import BenchmarkSnapshot
from reports.services.benchmarks import approve_snapshot, withdraw_snapshot
from reports.wording_of_audits import refusals
from smax.accounts.access import administrator_required, reauthenticated
from smax.jobs import start

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50
# Files that are made when they are asked for, each with the end of its route's name.
MADE = (
    ("benchmark.xlsx", "workbook"),
    *((f"{table.name}_excel.csv", f"{table.name}_excel") for table in TABLES),
    *((f"{table.name}.parquet", f"{table.name}_parquet") for table in TABLES),
)


@require_safe
@administrator_required
def snapshots_page(request: HttpRequest) -> HttpResponse:
    """All snapshots, the newest first."""
    page = Paginator(BenchmarkSnapshot.objects.all(), PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/snapshots.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def build_snapshot_page(request: HttpRequest) -> HttpResponse:
    """Ask for the quarter and the companies; on POST let a worker build."""
    form = SnapshotForm(request.POST or None)
    if form.is_valid():
        synthetic = form.cleaned_data["companies"] == "synthetic"
        run = start(
            "benchmarks.build",
            firm=None,
            actor=request.user,
            period=form.cleaned_data["period"],
            synthetic=synthetic,
        )
        return redirect("jobs:run", run.public_id)
    return render(request, "reports/snapshot_form.html", {"form": form})


@require_safe
@administrator_required
def snapshot_page(request: HttpRequest, snapshot: int) -> HttpResponse:
    """A snapshot's release record, and its cohorts as they are or would be published."""
    found = get_object_or_404(BenchmarkSnapshot.objects.prefetch_related("cells"), pk=snapshot)
    approvals = list(found.approvals.select_related("by"))
    files = list(found.files.all())
    context = {
        "snapshot": found,
        "approvals": approvals,
        "asked": settings.RELEASE_APPROVERS,
        "approved": request.user.pk in [approval.by_id for approval in approvals],
        "refusals": refusals(found.refused),
        "rows": page_rows(found),
        "dimensions": dimension_tables(found),
        "files": files,
        "made": MADE,
        "no_companies": None if TABLE in [file.table for file in files] else refusal(found),
        "waits": found.state == BenchmarkSnapshot.State.BUILT,
        "stands": found.state in {BenchmarkSnapshot.State.BUILT, BenchmarkSnapshot.State.RELEASED},
    }
    return render(request, "reports/snapshot.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
@reauthenticated
def approve_snapshot_page(request: HttpRequest, snapshot: int) -> HttpResponse:
    """Ask before a yes to releasing; with the last that is asked for the snapshot is out."""
    found = get_object_or_404(BenchmarkSnapshot, pk=snapshot)
    if request.method != "POST":
        context = {"snapshot": found, "asked": settings.RELEASE_APPROVERS, "given": found.approvals.count()}
        return render(request, "reports/snapshot_approve.html", context)
    if approve_snapshot(snapshot=found, by=request.user):
        messages.success(request, _("The snapshot is released."))
    else:
        messages.success(request, _("You approved the snapshot. Another administrator has to, too."))
    return redirect("reports:snapshot", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def withdraw_snapshot_page(request: HttpRequest, snapshot: int) -> HttpResponse:
    """Ask before a snapshot is taken back."""
    found = get_object_or_404(BenchmarkSnapshot, pk=snapshot)
    if request.method != "POST":
        return render(request, "reports/snapshot_withdraw.html", {"snapshot": found})
    withdraw_snapshot(snapshot=found)
    messages.success(request, _("The snapshot is taken back."))
    return redirect("reports:snapshot", found.pk)
