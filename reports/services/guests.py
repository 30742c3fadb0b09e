"""Inviting a client's leaders to read released waves, the codes that let them in, and taking it back."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Guest, GuestVisit
from reports.readers import is_code
from smax.accounts.audit import record
from smax.mail.outbox import queue
from surveys.errors import SurveyError
from surveys.links import digest_of, new_secret

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.models import Release
    from smax.accounts.models import User
    from surveys.models import Client

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 5


def invite_guest(*, client: Client, name: str, email: str, by: User) -> Guest:
    """Give a leader of the client a link, and send it. SurveyError where the address has one already."""
    secret, nonce = new_secret()
    try:
        with transaction.atomic():
            guest = Guest(
                client=client,
                name=name,
                email=email.lower(),
                invited_by=by,
                nonce=nonce,
                digest=digest_of(secret),
            )
            guest.save()
            _write(guest, "guest_invitation")
            record("guest.invited", on=guest, guest=guest.pk)
            return guest
    except IntegrityError as error:
        raise SurveyError(_("%(email)s is a guest of this client already.") % {"email": email}) from error


@transaction.atomic
def send_again(*, guest: Guest) -> None:
    """Send the invitation once more, with the same link. SurveyError where the guest was revoked."""
    if not _standing(guest).exists():
        raise SurveyError(_("This guest's access was taken back. Invite them anew."))
    _write(guest, "guest_invitation")
    record("guest.invited_again", on=guest, guest=guest.pk)


@transaction.atomic
def revoke_guest(*, guest: Guest) -> None:
    """Take a guest's access back: it ends with their next request. Revoking twice changes nothing."""
    if _standing(guest).update(revoked_at=timezone.now()):
        record("guest.revoked", on=guest, guest=guest.pk)


@transaction.atomic
def ask_for_code(*, guest: Guest) -> bool:
    """Send a new code to the guest's address, five times an hour; whether one is sent.

    A new code takes the place of the last, and begins its five tries anew.
    """
    now = timezone.now()
    guests = _standing(guest)
    within = guests.filter(codes_since__gt=now - timedelta(hours=1))
    counted = within.filter(codes__lt=CODES_AN_HOUR).update(codes=F("codes") + 1)
    if not counted and (within.exists() or not guests.update(codes=1, codes_since=now)):
        return False
    guests.update(code_nonce=secrets.token_bytes(32), code_asked_at=now, code_tries=0)
    _write(guest, "guest_code")
    return True


@transaction.atomic
def enter_code(*, guest: Guest, given: str) -> bool:
    """Count a try, and say whether the code is right, at most ten minutes old, and within five tries.

    A right code is used up.
    """
    live = _standing(guest).filter(
        code_asked_at__gt=timezone.now() - CODE_LASTS, code_tries__lt=CODE_TRIES, code_nonce__isnull=False
    )
    # Counted before it is looked at: ten at once are ten tries.
    if not live.update(code_tries=F("code_tries") + 1):
        return False
    guest.refresh_from_db(fields=["code_nonce"])
    if not is_code(guest, given):
        return False
    _standing(guest).update(code_nonce=None)
    record("guest.let_in", on=guest, guest=guest.pk)
    return True


def note_visit(*, guest: Guest, release: Release) -> None:
    """Remember that the guest read a release today; the first time a day goes into the audit trail."""
    today = {"guest": guest, "release": release, "day": timezone.now().date()}
    if GuestVisit.objects.filter(**today).exists():
        return
    with transaction.atomic():
        _visit, first = GuestVisit.objects.get_or_create(**today)
        if first:
            record("release.read_by_guest", on=release, guest=guest.pk, number=release.number)


def tell_guests(release: Release) -> None:
    """Tell every guest of the client that a wave's results are there; within the release's transaction."""
    for guest in Guest.objects.filter(client=release.assessment.client_id, revoked_at=None):
        queue(
            "results_ready",
            firm=guest.firm,
            key=f"results-ready:{release.pk}:{guest.pk}",
            recipient=guest.email,
            name=guest.name,
            language=release.assessment.language,
            about=guest,
        )


def _standing(guest: Guest) -> QuerySet[Guest]:
    return Guest.objects.filter(pk=guest.pk, revoked_at=None)


def _write(guest: Guest, occasion: str) -> None:
    """Queue a letter: each is one of its own."""
    Guest.objects.filter(pk=guest.pk).update(letters=F("letters") + 1)
    guest.refresh_from_db(fields=["letters"])
    queue(
        occasion,
        firm=guest.firm,
        key=f"{occasion}:{guest.pk}:{guest.letters}",
        recipient=guest.email,
        name=guest.name,
        language=_language(guest),
        about=guest,
    )


def _language(guest: Guest) -> str:
    """The language of the client's newest wave."""
    newest = guest.client.assessments.order_by("-number").values_list("language", flat=True).first()
    return newest or "en"
