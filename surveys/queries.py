"""Reads that views and other apps share. They see only the firm in scope, unless they say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from smax.accounts.tenancy import every_firm
from surveys.links import digest_of
from surveys.models import Assessment, PersonalLink

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from smax.accounts.models import Firm


def waves_of(firm: Firm) -> QuerySet[Assessment]:
    """All waves of a firm, with client and instrument version; the version's definition stays unread."""
    return (
        Assessment.objects.filter(firm=firm)
        .select_related("client", "instrument_version")
        .defer("instrument_version__definition")
    )


def link_by_secret(secret: str) -> PersonalLink | None:
    """The link with this secret, revoked ones included, with everything its landing page shows."""
    return _link(Q(digest=digest_of(secret)))


def link_by_pass(link_id: int, public_id: UUID) -> PersonalLink | None:
    """The live link behind a respondent's cookie, if it still belongs to that participant."""
    return _link(Q(pk=link_id, participant__public_id=public_id, revoked_at=None))


def _link(test: Q) -> PersonalLink | None:
    with every_firm("a personal link is found before its firm is known"):
        return (
            PersonalLink.objects.filter(test, firm__is_active=True)
            .select_related(
                "firm",
                "participant__response",
                "participant__consent",
                "participant__assessment__client",
                "participant__assessment__instrument_version",
            )
            .defer("participant__assessment__instrument_version__definition")
            .first()
        )
