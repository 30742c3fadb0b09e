"""Releases: draft, reviewed, released, withdrawn; each act asks the state and stands in the trail."""

from __future__ import annotations

import pytest

from reports.models import Release
from reports.models.releases import digest_of_content
from reports.releases import shown_releases
from reports.services.releases import (
    discard_release,
    prepare_release,
    release_wave,
    review_release,
    withdraw_release,
)
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.models import Message
from surveys.errors import SurveyError
from surveys.models import OutcomeFigure
from surveys.queries import waves_of
from surveys.services.waves import withdraw_wave
from tests.cast import make_client, make_firm, make_wave
from tests.reports.released import guest_of, owner_of, released, reviewed
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db


def acts(firm):
    with firm_scope(firm):
        rows = AuditEvent.objects.filter(action__startswith="release.").order_by("sequence")
        return [event.action for event in rows]


def read(wave):
    return waves_of(wave.firm).get(pk=wave.pk)


def test_from_draft_to_withdrawn_with_every_step_in_the_trail():
    wave = answered_wave(2, 2, closed=True)
    release = released(wave)
    assert (release.number, release.state, release.method_version) == (1, "released", "1")
    assert release.digest == digest_of_content(release.content)
    assert release.released_by == release.reviewed_by == owner_of(wave)
    with firm_scope(wave.firm):
        assert list(shown_releases(wave.client)) == [release]
        withdraw_release(release=release, by=owner_of(wave))
        assert list(shown_releases(wave.client)) == []
    assert acts(wave.firm) == [
        "release.prepared",
        "release.reviewed",
        "release.released",
        "release.withdrawn",
    ]


@pytest.mark.parametrize(
    ("wave", "said"),
    [
        ({"closed": False}, "The wave is open"),
        ({"sales": 0, "marketing": 0, "closed": True}, "Too few have answered"),
    ],
)
def test_what_cannot_be_released_says_why(wave, said):
    wave = answered_wave(**wave)
    with firm_scope(wave.firm), pytest.raises(SurveyError, match=said):
        prepare_release(assessment=read(wave), by=owner_of(wave))


def test_a_trial_and_a_small_aggregated_wave_are_not_released():
    firm = make_firm("Ours")
    small = make_wave(make_client(firm), identity_mode="aggregated")
    fill(small, sales=2, marketing=3)
    finish(small)
    trial = make_wave(small.client, trial=True)
    finish(trial)
    with firm_scope(firm):
        with pytest.raises(SurveyError, match="Too few have answered"):
            prepare_release(assessment=read(small), by=owner_of(small))
        with pytest.raises(SurveyError, match="Nothing of this wave is scored"):
            prepare_release(assessment=read(trial), by=owner_of(trial))
        assert Release.objects.count() == 0


def test_what_is_released_is_what_was_reviewed():
    wave = answered_wave(2, 2, closed=True)
    release = reviewed(wave)
    with firm_scope(wave.firm):
        OutcomeFigure.objects.filter(assessment=wave).update(value=1.0)
        release_wave(release=release, by=owner_of(wave))
        kept = Release.objects.get()
        assert (kept.content, kept.digest) == (release.content, release.digest)
        fresh = prepare_release(assessment=read(wave), by=owner_of(wave))
    assert (fresh.number, fresh.state) == (2, "draft")
    assert fresh.digest != release.digest


def test_a_draft_frozen_anew_must_be_reviewed_anew():
    wave = answered_wave(2, 2, closed=True)
    release = reviewed(wave)
    by = owner_of(wave)
    with firm_scope(wave.firm):
        OutcomeFigure.objects.filter(assessment=wave).update(value=1.0)
        again = prepare_release(assessment=read(wave), by=by)
        assert (again.pk, again.state, again.reviewed_at) == (release.pk, "draft", None)
        with pytest.raises(SurveyError, match="Only a reviewed release"):
            release_wave(release=again, by=by)
        with pytest.raises(SurveyError, match="frozen anew or reviewed"):
            review_release(release=again, by=by, digest=release.digest)
        assert Release.objects.get().state == "draft"


def test_a_new_release_takes_the_place_of_the_last():
    wave = answered_wave(2, 2, closed=True)
    first, second = released(wave), released(wave)
    with firm_scope(wave.firm):
        first.refresh_from_db()
        assert (first.state, second.state, second.number) == ("withdrawn", "released", 2)
        assert list(shown_releases(wave.client)) == [second]
    assert acts(wave.firm)[-2:] == ["release.replaced", "release.released"]


def test_a_refused_release_leaves_the_last_one_out():
    wave = answered_wave(2, 2, closed=True)
    first = released(wave)
    with firm_scope(wave.firm):
        draft = prepare_release(assessment=read(wave), by=owner_of(wave))
        with pytest.raises(SurveyError):
            release_wave(release=draft, by=owner_of(wave))
        first.refresh_from_db()
        assert first.state == "released"


def test_only_what_was_never_released_is_dropped():
    wave = answered_wave(2, 2, closed=True)
    release = released(wave)
    with firm_scope(wave.firm):
        with pytest.raises(SurveyError, match="released in the meantime"):
            discard_release(release=release)
        withdraw_release(release=release, by=owner_of(wave))
        with pytest.raises(SurveyError, match="not out"):
            withdraw_release(release=release, by=owner_of(wave))
        draft = prepare_release(assessment=read(wave), by=owner_of(wave))
        discard_release(release=draft)
        assert list(Release.objects.values_list("number", "state")) == [(1, "withdrawn")]


def test_a_withdrawn_wave_takes_its_release_along():
    wave = answered_wave(2, 2, closed=True)
    pending, out = reviewed(wave), None
    with firm_scope(wave.firm):
        release_wave(release=pending, by=owner_of(wave))
        out = Release.objects.get()
        withdraw_wave(assessment=wave)
        assert list(shown_releases(wave.client)) == []
        assert out.state == "released"


def test_guests_are_told_once():
    wave = answered_wave(2, 2, closed=True)
    guest = guest_of(wave.client)
    release = released(wave)
    with firm_scope(wave.firm):
        letters = Message.objects.filter(occasion="results_ready")
        assert [(letter.recipient, letter.key) for letter in letters] == [
            ("ceo@client.example", f"results-ready:{release.pk}:{guest.pk}")
        ]
