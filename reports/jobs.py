"""Work of the reports that somebody starts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.benchmarks.quarters import ended_quarter
from reports.exports.making import Order, make_export
from reports.models import BenchmarkSnapshot
from reports.services.benchmarks import build_snapshot
from reports.services.quality import make_quality, without_quality
from reports.services.study import make_study, unstudied
from smax.jobs import every, job
from surveys.errors import SurveyError
from surveys.queries import waves_of
from surveys.rules import visible_waves

if TYPE_CHECKING:
    from smax.accounts.models import Membership
    from smax.jobs.models import JobRun


log = logging.getLogger(__name__)


def _sees(membership: Membership, *, wave: int, **_asked: Any) -> bool:
    """Whether whoever asked still works with the client."""
    return visible_waves(membership).filter(pk=wave).exists()


# Twice: what fails on a machine that is only short of something works the second time.
@job("reports.export", title=_("Make a file of a wave's results"), attempts=2, allowed=_sees)
def export(run: JobRun, *, wave: int, code: str, language: str, release: int | None) -> None:
    """Make one file of a wave's results and keep it for who asked."""
    found = waves_of(run.firm).get(pk=wave)
    make_export(run, Order(wave=found, code=code, language=language, release=release))


def _study_due() -> bool:
    return unstudied().exists()


@every(minutes=10, when=_study_due)
@job("reports.study", title=_("Ask a released snapshot the questions of the study"))
def study(_run: JobRun) -> None:
    """Make the study of each snapshot that is out and has none."""
    for snapshot in unstudied():
        make_study(snapshot=snapshot)


def _quality_due() -> bool:
    return without_quality().exists()


# Once: half of it is not kept, and in ten minutes it is asked for again.
@every(minutes=10, when=_quality_due)
@job("reports.quality", title=_("Measure the questionnaire over a released snapshot"), attempts=1)
def quality(_run: JobRun) -> None:
    """Work out the questionnaire's quality over each snapshot that is out and has none."""
    for snapshot in without_quality():
        make_quality(snapshot=snapshot)


# Once: a refusal stays one, and after a fault somebody looks first.
@job("benchmarks.build", title=_("Build a benchmark snapshot"), attempts=1)
def build(run: JobRun, *, period: str, synthetic: bool) -> None:
    """Build a snapshot, which waits for administrators; the page of the run leads to it."""
    built = build_snapshot(
        period=period,
        synthetic=synthetic,
        tell=lambda done, of: run.advance(100 * done // max(1, of)),
    )
    run.lead_to(reverse("reports:snapshot", args=[built.pk]))


def _quarter_due() -> bool:
    period = ended_quarter(timezone.now().date())
    return not BenchmarkSnapshot.objects.filter(period=period, synthetic=False).exists()


@every(minutes=24 * 60, when=_quarter_due)
@job("benchmarks.quarter", title=_("Build the benchmark of the quarter that ended"), attempts=1)
def quarter(_run: JobRun) -> None:
    """Build the snapshot of the last quarter over real companies, unless somebody did; never release it."""
    try:
        build_snapshot(period=ended_quarter(timezone.now().date()), synthetic=False)
    except SurveyError as error:
        # Nothing is wrong: too few companies, or too few that moved. Tomorrow it asks again.
        log.info("no benchmark is built for the quarter that ended: %s", error.reason)
