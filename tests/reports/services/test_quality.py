"""The questionnaire's quality is made once of a released snapshot."""

from __future__ import annotations

import pytest
from django.utils import timezone

from reports.jobs import quality as job_of_quality
from reports.models import InstrumentQuality
from reports.services.quality import make_quality, without_quality
from smax.accounts.tenancy import every_firm
from smax.accounts.trail import AuditEvent
from surveys.errors import SurveyError
from tests.cast import make_snapshot

pytestmark = pytest.mark.django_db


def released(**fields):
    return make_snapshot(state="released", released_at=timezone.now(), **fields)


def test_it_is_made_once_and_stays():
    snapshot = released()
    made = make_quality(snapshot=snapshot)
    assert made.figures["enough"] is False
    with pytest.raises(SurveyError, match="known of this snapshot already"):
        make_quality(snapshot=snapshot)
    assert InstrumentQuality.objects.get() == made
    with every_firm("a test reads the server's trail"):
        assert AuditEvent.objects.get().action == "benchmark.measured"


def test_a_snapshot_that_is_not_out_tells_nothing():
    with pytest.raises(SurveyError, match="Only of a released snapshot"):
        make_quality(snapshot=make_snapshot())
    assert not InstrumentQuality.objects.exists()


def test_the_clock_finds_what_is_not_made_yet():
    released()
    released(synthetic=True)
    make_snapshot(number=2)
    assert without_quality().count() == 2
    job_of_quality(None)
    assert without_quality().count() == 0
