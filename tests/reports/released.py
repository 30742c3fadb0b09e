"""Released waves, guests and share links, made through the services."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from reports.edition import Edition
from reports.frozen import freeze
from reports.models import Release
from reports.models.releases import digest_of_content
from reports.scorecards import scored_waves
from reports.services.guests import invite_guest
from reports.services.releases import prepare_release, release_wave, review_release
from reports.services.shares import make_share
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of


def owner_of(row: Any) -> Any:
    return row.firm.memberships.get(role="owner").user


def reviewed(wave: Any) -> Release:
    """A reviewed release of a closed wave."""
    by = owner_of(wave)
    with firm_scope(wave.firm):
        release = prepare_release(assessment=waves_of(wave.firm).get(pk=wave.pk), by=by)
        review_release(release=release, by=by, digest=release.digest)
        release.refresh_from_db()
        return release


def released(wave: Any) -> Release:
    """A released wave."""
    release = reviewed(wave)
    with firm_scope(wave.firm):
        release_wave(release=release, by=owner_of(wave))
        release.refresh_from_db()
    return release


def bare_release(wave: Any) -> Release:
    """A release of a wave in any state, past every rule of the services: for tests of who may touch it."""
    now, by = timezone.now(), owner_of(wave)
    with firm_scope(wave.firm):
        content = freeze(Edition(scored=scored_waves([waves_of(wave.firm).get(pk=wave.pk)])[0]))
        return Release.objects.create(
            firm=wave.firm,
            assessment=wave,
            number=1,
            state=Release.State.RELEASED,
            instrument_version=wave.instrument_version,
            method_version="1",
            content=content,
            digest=digest_of_content(content),
            made_by=by,
            made_at=now,
            reviewed_by=by,
            reviewed_at=now,
            released_by=by,
            released_at=now,
        )


def guest_of(client: Any, email: str = "ceo@client.example") -> Any:
    with firm_scope(client.firm):
        return invite_guest(client=client, name="Cleo Executive", email=email, by=owner_of(client))


def share_of(release: Release, *, days: int = 30, with_passcode: bool = True) -> tuple[Any, str, str]:
    with firm_scope(release.firm):
        return make_share(
            release=release, label="The board", days=days, with_passcode=with_passcode, by=owner_of(release)
        )
