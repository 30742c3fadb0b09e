"""Addresses of results, exports and benchmarks."""

from __future__ import annotations

from django.urls import path

import surveys.converters  # noqa: F401 - registers `wave`
from reports.views import benchmarks, exports, profile, quality, results

app_name = "reports"

urlpatterns = [
    path("clients/<slug:slug>/waves/<wave:number>/results/", results.results_page, name="results"),
    path("clients/<slug:slug>/waves/<wave:number>/quality/", quality.quality_page, name="quality"),
    path("survey/<uuid:public_id>/profile/", profile.own_profile_page, name="own_profile"),
    path("export/assessments.csv", exports.firm_export, name="firm_export"),
    path("benchmarks/", benchmarks.benchmarks_page, name="benchmarks"),
    path("benchmarks/benchmark.csv", benchmarks.benchmark_export, name="benchmark_export"),
]
