"""Reads of releases: which one the desk works on, and which ones a reader outside may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.models import Release

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from surveys.models import Assessment, Client


def releases_of(wave: Assessment) -> QuerySet[Release]:
    """A wave's releases, the newest first, without what they hold."""
    people = ("made_by", "reviewed_by", "released_by", "withdrawn_by")
    return Release.objects.filter(assessment=wave).select_related(*people).defer("content", "words")


def newest_release(wave: Assessment) -> Release | None:
    """The release that the desk works on or worked on last."""
    return releases_of(wave).first()


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
