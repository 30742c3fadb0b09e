"""Addresses of results, exports and benchmarks."""

from __future__ import annotations

from django.urls import path

import surveys.converters  # noqa: F401 - registers `wave`
from reports.views import benchmarks, exports, portfolio, profile, quality, releases, results

app_name = "reports"
WAVE = "clients/<slug:slug>/waves/<wave:number>/"

urlpatterns = [
    path("clients/", portfolio.portfolio_page, name="portfolio"),
    path("clients/<slug:slug>/waves/<wave:number>/results/", results.results_page, name="results"),
    path("clients/<slug:slug>/waves/<wave:number>/quality/", quality.quality_page, name="quality"),
    path(f"{WAVE}release/", releases.release_page, name="release"),
    path(f"{WAVE}release/preview/", releases.release_preview, name="release_preview"),
    path(f"{WAVE}release/review/", releases.review_page, name="review_release"),
    path(f"{WAVE}release/confirm/", releases.confirm_release_page, name="confirm_release"),
    path(f"{WAVE}release/withdraw/", releases.withdraw_release_page, name="withdraw_release"),
    path(f"{WAVE}release/discard/", releases.discard_release_page, name="discard_release"),
    path("survey/<uuid:public_id>/profile/", profile.own_profile_page, name="own_profile"),
    path("export/assessments.csv", exports.firm_export, name="firm_export"),
    path("benchmarks/", benchmarks.benchmarks_page, name="benchmarks"),
    path("benchmarks/benchmark.csv", benchmarks.benchmark_export, name="benchmark_export"),
]
