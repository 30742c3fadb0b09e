"""What stands on every page of a file: whose results they are, and how far they may be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Release
from reports.tables.participation import notices

if TYPE_CHECKING:
    from datetime import datetime

    from reports.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Whose results a file holds.

    Parameters
    ----------
    firm, client, wave
        Names; the wave with its number.
    limits
        Titles of what limits the figures: draft, synthetic, provisional ...
    versions
        Method and questionnaire, in words.
    moment
        When the results were released, or until when the wave was asked: the same in every file of one
        edition, so that making it twice gives the same bytes.
    """

    firm: str
    client: str
    wave: str
    limits: tuple[str, ...]
    versions: str
    moment: datetime

    @classmethod
    def of(cls, edition: Edition) -> Marks:
        """Read them from an edition."""
        wave, release = edition.scored.wave.assessment, edition.release
        firm = release.firm if release else wave.firm
        draft = release is None or release.state != Release.State.RELEASED
        titles = [notice.title.rstrip(".") for notice in notices(edition.scored)]
        moment = release.made_at if release else wave.closed_at or wave.deadline
        return cls(
            firm=firm.display_name or firm.name,
            client=wave.client.name,
            wave=_("Wave %(number)s") % {"number": wave.number},
            limits=(*([_("Draft, not released")] if draft else []), *titles),
            versions=_("SMAX method %(method)s, questionnaire %(questionnaire)s")
            % {"method": edition.scored.card.method_version, "questionnaire": wave.instrument_version},
            moment=timezone.localtime(moment, wave.zone),
        )

    @property
    def subject(self) -> str:
        """The client with the wave."""
        return f"{self.client} · {self.wave}"

    @property
    def limit(self) -> str:
        """All limits in one line; "" without any."""
        return " · ".join(self.limits)
