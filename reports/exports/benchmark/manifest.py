"""What a snapshot's files are called, and what is told with them: docs/benchmark-files.md has the format."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reports.benchmarks.companies import TABLE
from reports.exports.benchmark.research import refusal
from reports.models import BenchmarkSnapshot
from surveys.errors import SurveyError

FORMAT = 1
RULES = (
    "Cohorts of ten companies or more, of several firms, audited together before any was published.",
    "Quartiles to 2.5 points, shares to 5 percent, n and the counts of histograms to a multiple of 5.",
)
RESEARCH_RULES = (
    "Companies: five or more of the same industry, size and region (k-anonymity), three or more of five "
    "bands in each headline score (l-diversity), bands at most 0.3 from those of all (t-closeness); "
    "at most 5 percent left out; random ids and order. Where a company can be known, its row is still "
    "personal data."
)


def stem(snapshot: BenchmarkSnapshot) -> str:
    """What all of a snapshot's files begin with: "benchmark_2026Q4.1_synthetic"."""
    kind = "_synthetic" if snapshot.synthetic else ""
    return f"benchmark_{snapshot.period}.{snapshot.number}{kind}"


def check_released(snapshot: BenchmarkSnapshot, *, companies: bool) -> None:
    """SurveyError where the snapshot is not out, or single companies are asked for and may not leave."""
    if snapshot.state != BenchmarkSnapshot.State.RELEASED:
        raise SurveyError(_("Only a released snapshot can be exported."))
    if companies and (reason := refusal(snapshot)):
        raise SurveyError(reason)


def manifest_of(snapshot: BenchmarkSnapshot, files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Tell of a released snapshot and its files: by name their rows, bytes and SHA-256."""
    rules = [*RULES, RESEARCH_RULES] if f"{stem(snapshot)}_{TABLE}.csv" in files else list(RULES)
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
        "rules": rules,
        "rules_version": snapshot.rules_version,
        "method_version": snapshot.method_version,
        "instrument_versions": snapshot.instrument_versions,
        "files": files,
        "left_out": {},
    }


def single_files(snapshot: BenchmarkSnapshot) -> dict[str, dict[str, Any]]:
    """The files that have an address each, as the manifest tells of them."""
    return {
        f"{stem(snapshot)}_{file.table}.csv": {"rows": file.rows, "bytes": file.size, "sha256": file.sha256}
        for file in snapshot.files.all()
    }
