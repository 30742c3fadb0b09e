"""Work of the reports that somebody starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from reports.exports.making import Order, make_export
from reports.services.study import make_study, unstudied
from smax.jobs import every, job
from surveys.queries import waves_of
from surveys.rules import visible_waves

if TYPE_CHECKING:
    from smax.accounts.models import Membership
    from smax.jobs.models import JobRun


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
