"""The letters that guests get: what each says is asked of the rows when it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Guest, Release
from reports.readers import code_of
from reports.services.guests import CODE_LASTS
from smax.mail.occasions import Letter, NotWanted, register
from surveys.links import secret_of

if TYPE_CHECKING:
    from smax.mail.models import Message

FOLDER = Path(__file__).parent / "letters"
REVOKED = gettext_lazy("The guest's access was taken back.")


def register_all() -> None:
    """Make the three occasions known."""
    common = ("firm", "client")
    register(
        "guest_invitation",
        _invitation,
        title="Invitation of a guest",
        placeholders=(*common, "link"),
        folder=FOLDER,
    )
    register("guest_code", _code, title="Code for a guest", placeholders=(*common, "code"), folder=FOLDER)
    register(
        "results_ready",
        _results_ready,
        title="Results are ready",
        placeholders=(*common, "wave", "link"),
        folder=FOLDER,
    )


def _guest(message: Message) -> Guest | None:
    """The guest whom a letter is for, while they may read."""
    return Guest.objects.select_related("client", "firm").filter(pk=message.about_id, revoked_at=None).first()


def _common(guest: Guest) -> dict[str, str]:
    return {"firm": str(guest.firm), "client": guest.client.name}


def _link(guest: Guest) -> str | None:
    secret = secret_of(guest)
    return secret and settings.BASE_URL.origin + reverse("reports:guest_door", args=[secret])


def _invitation(message: Message) -> Letter | NotWanted:
    guest = _guest(message)
    link = _link(guest) if guest else None
    if guest is None or link is None:
        return NotWanted(str(REVOKED))
    return Letter({**_common(guest), "link": link})


def _code(message: Message) -> Letter | NotWanted:
    guest = _guest(message)
    if guest is None:
        return NotWanted(str(REVOKED))
    if not (guest.code_nonce and guest.code_asked_at and timezone.now() - guest.code_asked_at < CODE_LASTS):
        return NotWanted(_("The code is too old to be of use."))
    return Letter({**_common(guest), "code": code_of(guest)})


def _results_ready(message: Message) -> Letter | NotWanted:
    guest = _guest(message)
    link = _link(guest) if guest else None
    if guest is None or link is None:
        return NotWanted(str(REVOKED))
    # The key of the letter is "results-ready:<release>:<guest>".
    release = Release.objects.filter(pk=message.key.split(":")[1], state=Release.State.RELEASED)
    number = release.values_list("assessment__number", flat=True).first()
    if number is None:
        return NotWanted(_("The release was taken back."))
    return Letter({**_common(guest), "wave": str(number), "link": link})
