"""Share links: made for a released wave, opened with a passcode, and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from reports.models import ShareLink
from reports.readers import share_by_secret
from reports.services.shares import make_share, open_share, revoke_share
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from surveys.errors import SurveyError
from tests.reports.released import owner_of, released, reviewed, share_of
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    release = released(answered_wave(1, 1, closed=True))
    with firm_scope(release.firm):
        yield release


def fresh(share):
    return ShareLink.objects.get(pk=share.pk)


def test_link_and_passcode_are_stored_nowhere(release):
    share, secret, passcode = share_of(release)
    stored = " ".join(str(value) for value in ShareLink.objects.values_list().get())
    assert (secret in stored, passcode in stored, passcode.replace("-", "") in stored) == (False,) * 3
    assert share_by_secret(secret) == share


def test_only_a_released_wave_is_shared(release):
    wave = answered_wave(1, 1, closed=True, firm_name="Other")
    pending = reviewed(wave)
    with firm_scope(wave.firm), pytest.raises(SurveyError, match="Only a released wave"):
        make_share(release=pending, label="x", days=1, with_passcode=True, by=owner_of(wave))


def test_no_link_lasts_longer_than_ninety_days(release):
    share, _secret, _passcode = share_of(release, days=900)
    assert share.expires_at <= timezone.now() + timedelta(days=90)


def test_the_passcode_opens_in_any_case_and_with_any_dashes(release):
    share, _secret, passcode = share_of(release)
    for given in (passcode, passcode.lower(), passcode.replace("-", " "), f" {passcode.replace('-', '')}"):
        assert open_share(share=fresh(share), given=given) is True
    assert fresh(share).visits == 4
    acts = AuditEvent.objects.filter(action__startswith="share.").order_by("sequence")
    assert [event.action for event in acts] == ["share.made"] + ["share.opened"] * 4


def test_a_link_without_passcode_opens_for_whoever_holds_it(release):
    share, _secret, passcode = share_of(release, with_passcode=False)
    assert (passcode, open_share(share=share, given="")) == ("", True)


def test_ten_tries_then_a_quarter_of_an_hour(release):
    share, _secret, passcode = share_of(release)
    assert [open_share(share=fresh(share), given="WRONG") for _try in range(10)] == [False] * 10
    assert open_share(share=fresh(share), given=passcode) is False
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert open_share(share=fresh(share), given=passcode) is True


def test_revoking_is_noted_once(release):
    share, _secret, _passcode = share_of(release)
    revoke_share(share=share)
    revoke_share(share=share)
    assert AuditEvent.objects.filter(action="share.revoked").count() == 1
