"""Released waves, guests and share links, made through the services."""

from __future__ import annotations

from typing import Any

from reports.models import Release
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


def guest_of(client: Any, email: str = "ceo@client.example") -> Any:
    with firm_scope(client.firm):
        return invite_guest(client=client, name="Cleo Executive", email=email, by=owner_of(client))


def share_of(release: Release, *, days: int = 30, with_passcode: bool = True) -> tuple[Any, str, str]:
    with firm_scope(release.firm):
        return make_share(
            release=release, label="The board", days=days, with_passcode=with_passcode, by=owner_of(release)
        )
