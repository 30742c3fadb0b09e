"""A letter to nobody: what the words of an occasion look like, filled in with made-up values."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat, timezone
from django.utils.translation import override, pgettext

from smax.mail.composing import draft, settings_of

if TYPE_CHECKING:
    from smax.accounts.models import Firm
    from smax.mail.composing import Draft
    from smax.mail.occasions import Occasion, Words

ZONE = "Europe/Vienna"


def sample(words: Words, *, firm: Firm, occasion: Occasion, language: str) -> Draft:
    """What a reader would get, with the firm's own name and footer."""
    own = settings_of(firm)
    values = _values(language) | {"consultant": own.sender_name or str(firm)}
    shown = {name: values.get(name, f"[{name}]") for name in occasion.placeholders}
    stop = f"{settings.BASE_URL.origin}/" if occasion.can_stop else ""
    return draft(words, shown, firm=firm, own=own, language=language, stop=stop)


def _values(language: str) -> dict[str, str]:
    with override(language):
        shape = pgettext("date format", "l, j F Y, H:i")
        moment = (timezone.now() + timedelta(days=10)).astimezone(ZoneInfo(ZONE)).replace(hour=18, minute=0)
        return {
            "name": "Ada Brandt",
            "company": "Northwind Pumps",
            "deadline": f"{dateformat.format(moment, shape)} ({ZONE})",
            "link": f"{settings.BASE_URL.origin}/…",
            "minutes": "12",
        }
