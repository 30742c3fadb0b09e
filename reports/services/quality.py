"""Making the figures on the questionnaire's quality, once of each released snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import BenchmarkSnapshot, InstrumentQuality
from reports.quality.answers import read_answers
from reports.quality.figures import quality_of
from reports.services.benchmarks import OLD_ENOUGH
from smax.accounts.audit import record_for_server
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = BenchmarkSnapshot.State


def without_quality() -> QuerySet[BenchmarkSnapshot]:
    """Snapshots that are out, and of whose companies the questionnaire's quality is not known yet."""
    return BenchmarkSnapshot.objects.filter(state=State.RELEASED, quality=None)


def make_quality(*, snapshot: BenchmarkSnapshot) -> InstrumentQuality:
    """Work out how well the questionnaire measured a snapshot's companies, and keep that for good.

    SurveyError where the snapshot is not out, or it is done already: a second reading beside the first would
    tell of whoever agreed or withdrew in between.
    """
    answers = read_answers(snapshot, before=snapshot.built_at - OLD_ENOUGH)
    figures = quality_of(answers, snapshot.method_version)
    try:
        with transaction.atomic():
            if not BenchmarkSnapshot.objects.filter(pk=snapshot.pk, state=State.RELEASED).exists():
                raise SurveyError(_("Only of a released snapshot the quality of the questionnaire is told."))
            made = InstrumentQuality(snapshot=snapshot, figures=figures, made_at=timezone.now())
            made.save(force_insert=True)
            record_for_server("benchmark.measured", on=snapshot)
    except IntegrityError as error:
        raise SurveyError(_("The quality of the questionnaire is known of this snapshot already.")) from error
    return made
