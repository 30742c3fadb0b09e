"""Benchmarks: what an administrator sees of all companies together, and never of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.benchmarks.cohorts import cohorts
from reports.benchmarks.pool import companies
from reports.benchmarks.rows import HEADER, file_row, page_row
from smax.accounts.access import administrator_required
from smax.accounts.audit import record_for_server
from smax.csv import csv_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase


@require_safe
@administrator_required
def benchmarks_page(request: HttpRequest) -> HttpResponse:
    """Show the cohorts, real and synthetic companies apart."""
    found = cohorts(companies())
    parts = [
        (kind, [page_row(cohort) for cohort in found if cohort.synthetic is kind]) for kind in (False, True)
    ]
    return render(request, "reports/benchmarks.html", {"parts": [part for part in parts if part[1]]})


@require_safe
@administrator_required
def benchmark_export(request: HttpRequest) -> HttpResponseBase:
    """Stream one row a cohort."""
    record_for_server("benchmark.exported", on=request.user, format="csv")
    return csv_response("benchmark.csv", HEADER, (file_row(cohort) for cohort in cohorts(companies())))
