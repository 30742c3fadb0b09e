"""Addresses of results, exports and benchmarks."""

from __future__ import annotations

from django.urls import include, path

import surveys.converters  # noqa: F401 - registers `wave` and `link`
from reports.views import (
    benchmark_files,
    benchmarks,
    charts,
    doors,
    exports,
    facilitation,
    files,
    guests,
    instrument,
    monitor,
    norms,
    notes,
    plan,
    portfolio,
    profile,
    quality,
    releases,
    results,
    shares,
    snapshots,
    study,
    waves,
    what_if,
    working,
)

app_name = "reports"
FLAG = "quality/<uuid:public_id>/<slug:flag>"
# Below one prefix each, so that what else is looked up here costs a respondent's page one look.
wave_pages = [
    path("", monitor.wave_page, name="wave"),
    path("monitor/", monitor.monitor_part, name="monitor"),
    path("results/", results.results_page, name="results"),
    path("results/working/", working.working_page, name="working"),
    path("results/change/", waves.change_page, name="change"),
    path("results/charts/<slug:chart>.svg", charts.chart_file, name="chart_file"),
    path("results/what-if/", what_if.what_if_page, name="what_if"),
    path("results/what-if/target/", what_if.target_page, name="target"),
    path("results/what-if/target/remove/", what_if.remove_target_page, name="remove_target"),
    path("facilitate/", facilitation.facilitate_page, name="facilitate"),
    path("facilitate/<slug:item>/", facilitation.step_page, name="facilitate_step"),
    path("facilitate/<slug:item>/revealed/", facilitation.revealed_page, name="facilitate_revealed"),
    path("facilitate/<slug:item>/agree/", facilitation.agree_page, name="agree"),
    path("facilitate/<slug:item>/agree/remove/", facilitation.remove_agreed_page, name="remove_agreed"),
    path("quality/", quality.quality_page, name="quality"),
    path(f"{FLAG}/dismiss/", quality.dismiss_flag_page, name="dismiss_flag"),
    path(f"{FLAG}/restore/", quality.restore_flag_page, name="restore_flag"),
    path("plan/", plan.joint_plan_page, name="joint_plan"),
    path("plan/recommendations/", plan.take_over_page, name="take_over"),
    path("plan/earlier/", plan.carry_over_page, name="carry_over"),
    path("plan/new/", plan.add_action_page, name="add_action"),
    path("plan/<int:action>/", plan.edit_action_page, name="edit_action"),
    path("plan/<int:action>/status/", plan.action_status, name="action_status"),
    path("plan/<int:action>/up/", plan.move_action, name="move_action"),
    path("plan/<int:action>/drop/", plan.drop_action_page, name="drop_action"),
    path("notes/", notes.notes_page, name="notes"),
    path("notes/<slug:section>/", notes.note_page, name="note"),
    path("exports/", files.exports_page, name="exports"),
    path("exports/<int:export>/", files.export_file, name="export_file"),
    path("release/", releases.release_page, name="release"),
    path("release/preview/", releases.release_preview, name="release_preview"),
    path("release/preview/change/", waves.previewed_change_page, name="previewed_change"),
    path("release/preview/working/", working.preview_working_page, name="preview_working"),
    path("release/review/", releases.review_page, name="review_release"),
    path("release/confirm/", releases.confirm_release_page, name="confirm_release"),
    path("release/withdraw/", releases.withdraw_release_page, name="withdraw_release"),
    path("release/discard/", releases.discard_release_page, name="discard_release"),
    path("release/shares/new/", shares.make_share_page, name="make_share"),
    path("release/shares/<uuid:public_id>/revoke/", shares.revoke_share_page, name="revoke_share"),
]

guest_pages = [
    path("", guests.guest_list, name="guests"),
    path("new/", guests.invite_guest_page, name="invite_guest"),
    path("<uuid:public_id>/revoke/", guests.revoke_guest_page, name="revoke_guest"),
    path("<uuid:public_id>/again/", guests.invite_again_page, name="invite_again"),
]

snapshot_pages = [
    path("", snapshots.snapshots_page, name="snapshots"),
    path("new/", snapshots.build_snapshot_page, name="build_snapshot"),
    path("<int:snapshot>/", snapshots.snapshot_page, name="snapshot"),
    path("<int:snapshot>/benchmark.zip", benchmark_files.benchmark_files, name="benchmark_files"),
    path("<int:snapshot>/manifest.json", benchmark_files.benchmark_manifest, name="benchmark_manifest"),
    *(
        path(
            f"<int:snapshot>/files/{name}.csv",
            benchmark_files.benchmark_table,
            {"table": name},
            f"benchmark_{name}",
        )
        for name in ("figures", "shares", "histogram", "codebook")
    ),
    path(
        "<int:snapshot>/files/benchmark.xlsx",
        benchmark_files.benchmark_made,
        {"kind": "xlsx"},
        "benchmark_workbook",
    ),
    *(
        path(
            f"<int:snapshot>/files/{name}{ending}",
            benchmark_files.benchmark_made,
            {"table": name, "kind": kind},
            f"benchmark_{name}_{kind}",
        )
        for name in ("figures", "shares", "histogram")
        for kind, ending in (("excel", "_excel.csv"), ("parquet", ".parquet"))
    ),
    path(
        "<int:snapshot>/files/companies.csv", benchmark_files.benchmark_companies, name="benchmark_companies"
    ),
    path("<int:snapshot>/approve/", snapshots.approve_snapshot_page, name="approve_snapshot"),
    path("<int:snapshot>/withdraw/", snapshots.withdraw_snapshot_page, name="withdraw_snapshot"),
]

norm_pages = [
    path("", norms.norms_page, name="norms"),
    path("new/", norms.import_norm_page, name="import_norm"),
    path("<int:norm>/", norms.norm_page, name="norm"),
    path("<int:norm>/use/", norms.use_norm_page, name="use_norm"),
    path("<int:norm>/remove/", norms.remove_norm_page, name="remove_norm"),
]

readers = [
    path("g/<link:secret>/", doors.guest_door, name="guest_door"),
    path("shared/<uuid:public_id>/", doors.guest_waves, name="guest_waves"),
    path("shared/<uuid:public_id>/<wave:number>/", doors.guest_wave, name="guest_wave"),
    path("shared/<uuid:public_id>/<wave:number>/change/", waves.guest_change, name="guest_change"),
    path("shared/<uuid:public_id>/<wave:number>/working/", working.guest_working_page, name="guest_working"),
    path("r/<link:secret>/", doors.share_door, name="share_door"),
    path("read/<uuid:public_id>/", doors.share_page, name="share_page"),
    path("read/<uuid:public_id>/working/", working.share_working_page, name="share_working"),
    path("read/<uuid:public_id>/change/", waves.share_change, name="share_change"),
]

urlpatterns = [
    path("clients/<slug:slug>/waves/<wave:number>/", include(wave_pages)),
    path("clients/<slug:slug>/guests/", include(guest_pages)),
    path("clients/", portfolio.portfolio_page, name="portfolio"),
    path("survey/<uuid:public_id>/profile/", profile.own_profile_page, name="own_profile"),
    path("export/assessments.csv", exports.firm_export, name="firm_export"),
    path("benchmarks/study/", study.study_page, name="study"),
    path("benchmarks/", benchmarks.benchmarks_page, name="benchmarks"),
    path("benchmarks/instrument/", instrument.instrument_page, name="instrument"),
    path("benchmarks/norms/", include(norm_pages)),
    path("benchmarks/snapshots/", include(snapshot_pages)),
    path("benchmarks/benchmark.csv", benchmarks.benchmark_export, name="benchmark_export"),
    *readers,
]
