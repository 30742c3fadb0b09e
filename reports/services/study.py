"""Making the study of a released snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import BenchmarkSnapshot, SnapshotStudy
from reports.study.asking import VERSION, study
from reports.study.findings import stored
from reports.study.rows import companies_of
from smax.accounts.audit import record_for_server
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = BenchmarkSnapshot.State


def unstudied() -> QuerySet[BenchmarkSnapshot]:
    """Snapshots that are out and not studied yet by the tests in force."""
    return BenchmarkSnapshot.objects.filter(state=State.RELEASED).exclude(study__version=VERSION)


def make_study(*, snapshot: BenchmarkSnapshot) -> SnapshotStudy:
    """Ask a snapshot the six questions and keep the answers in place of earlier ones.

    SurveyError where it is not out: who has not approved a snapshot has not seen what it tells.
    """
    findings = stored(study(companies_of(snapshot)))
    with transaction.atomic():
        if not BenchmarkSnapshot.objects.filter(pk=snapshot.pk, state=State.RELEASED).exists():
            raise SurveyError(_("A study is made of a released snapshot only."))
        made, _new = SnapshotStudy.objects.update_or_create(
            snapshot=snapshot,
            defaults={"version": VERSION, "findings": findings, "made_at": timezone.now()},
        )
        record_for_server("benchmark.studied", on=snapshot, version=VERSION)
    return made
