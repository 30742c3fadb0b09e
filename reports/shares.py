"""Reads of share links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.models import ShareLink

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from surveys.models import Assessment


def links_of(wave: Assessment) -> QuerySet[ShareLink]:
    """Every share link to a release of a wave, the newest first."""
    return (
        ShareLink.objects.filter(release__assessment=wave)
        .select_related("release", "made_by")
        .defer("release__content")
    )
