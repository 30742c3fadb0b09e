"""Reads of releases: which one the desk works on, and which ones a reader outside may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.models import Release
from smax.accounts.models import Firm
from smax.prepared import Argument, PreparedRead

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from surveys.models import Assessment, Client


def releases_of(wave: Assessment) -> QuerySet[Release]:
    """A wave's releases, the newest first, without what they hold."""
    return _listed(Release.objects.filter(assessment=wave))


def _listed(rows: QuerySet[Release]) -> QuerySet[Release]:
    people = ("made_by", "reviewed_by", "released_by", "withdrawn_by")
    return rows.select_related(*people).defer("content", "words")


def newest_release(wave: Assessment) -> Release | None:
    """The release that the desk works on or worked on last."""
    return _NEWEST.get(wave=wave.pk, firm=wave.firm_id)


def _of_any_wave() -> QuerySet[Release]:
    wave = Argument("wave", Release.assessment.field.target_field)
    rows = Release._base_manager.filter(assessment=wave, firm=Argument("firm", Firm.id.field))
    return _listed(rows).order_by(*Release._meta.ordering)[:1]


_NEWEST = PreparedRead(_of_any_wave)


def shown_releases(client: Client) -> QuerySet[Release]:
    """What may be read of a client outside the firm: a wave that is withdrawn takes its release along."""
    return (
        Release.objects.filter(
            assessment__client=client, assessment__state="closed", state=Release.State.RELEASED
        )
        .select_related("assessment__client", "instrument_version", "firm")
        .defer("instrument_version__definition")
        .order_by("-assessment__number")
    )
