"""What every look at a wave's results begins with, in one statement.

The wave, if the reader may see it; whether their look is on record today; what the results are made from;
and the wave's newest release.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from reports.fingerprint import Fingerprint
from reports.models import Release
from smax.accounts.audit import done_before, record, today
from smax.prepared import PreparedReads
from surveys.models import Assessment
from surveys.rules import wave_of_all, wave_of_assigned

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from smax.accounts.models import Membership

SEEN = "answers.seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A wave that may be looked at, its newest release, and the fingerprint of its results."""

    wave: Assessment
    release: Release | None
    fingerprint: str
    seen_today: bool

    def put_on_record(self) -> None:
        """Write the first look of the day into the trail."""
        if not self.seen_today:
            record(SEEN, on=self.wave)


def look_at(membership: Membership, slug: str, number: int) -> Look | None:
    """Read what a look at a wave begins with; None where the reader may not see the wave."""
    if not membership.advises:
        return None
    place = {"firm": membership.firm_id, "slug": slug, "number": number}
    asked = {"actor": str(membership.user_id), "since": today()}
    if membership.sees_all_clients:
        wave, release = _ALL.get(**place, **asked)
    else:
        wave, release = _ASSIGNED.get(**place, **asked, membership=membership.pk)
    if wave is None:
        return None
    return Look(wave=wave, release=release, fingerprint=wave.fingerprint, seen_today=wave.seen_today)


def _looked_at(waves: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return waves.order_by().annotate(
        seen_today=done_before(SEEN, Assessment), fingerprint=Fingerprint(F("client_id"))
    )


def _newest_release() -> QuerySet[Release]:
    """That of the wave, whoever looks: it is shown with the wave or not at all."""
    releases = Release._base_manager.filter(assessment__in=wave_of_all().order_by().values("pk"))
    return releases.defer("content", "words").order_by("-number")[:1]


_ALL = PreparedReads(lambda: _looked_at(wave_of_all()), _newest_release, stored="reports_look_2")
_ASSIGNED = PreparedReads(
    lambda: _looked_at(wave_of_assigned()), _newest_release, stored="reports_look_assigned_2"
)
