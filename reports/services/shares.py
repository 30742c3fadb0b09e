"""Share links: making one for a released wave, opening it with its passcode, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Release, ShareLink
from reports.readers import new_passcode, plain_passcode
from smax.accounts.audit import record
from surveys.errors import SurveyError
from surveys.links import digest_of, new_secret

if TYPE_CHECKING:
    from smax.accounts.models import User

MOST_DAYS = 90
TRIES = 10
TRIES_FORGOTTEN_AFTER = timedelta(minutes=15)


@transaction.atomic
def make_share(
    *, release: Release, label: str, days: int, with_passcode: bool, by: User
) -> tuple[ShareLink, str, str]:
    """Make a link to a released wave; gives it with its secret and its passcode ("" for none), this once.

    SurveyError where the release is not out.
    """
    if not Release.objects.filter(pk=release.pk, state=Release.State.RELEASED).exists():
        raise SurveyError(_("Only a released wave can be shared. Look at its release."))
    secret, nonce = new_secret()
    passcode = new_passcode() if with_passcode else ""
    share = ShareLink(
        release=release,
        label=label,
        nonce=nonce,
        digest=digest_of(secret),
        passcode=make_password(plain_passcode(passcode)) if passcode else "",
        expires_at=timezone.now() + timedelta(days=min(days, MOST_DAYS)),
        made_by=by,
    )
    share.save()
    record("share.made", on=share, share=share.pk, days=days, passcode=with_passcode)
    return share, secret, passcode


@transaction.atomic
def revoke_share(*, share: ShareLink) -> None:
    """Take a share link back; it ends with the next request. Revoking twice changes nothing."""
    if ShareLink.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("share.revoked", on=share, share=share.pk)


def open_share(*, share: ShareLink, given: str) -> bool:
    """Count a try, and say whether the passcode is right; ten tries in a quarter of an hour.

    An opening is counted, and stands in the audit trail.
    """
    if share.passcode and not (_may_try(share) and check_password(plain_passcode(given), share.passcode)):
        return False
    with transaction.atomic():
        ShareLink.objects.filter(pk=share.pk).update(
            visits=F("visits") + 1, visited_at=timezone.now(), tries=0
        )
        record("share.opened", on=share, share=share.pk)
    return True


def _may_try(share: ShareLink) -> bool:
    """Count a try before it is looked at, so that ten at once are ten tries."""
    now = timezone.now()
    rows = ShareLink.objects.filter(pk=share.pk)
    recent = rows.filter(tries_since__gt=now - TRIES_FORGOTTEN_AFTER)
    if recent.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return True
    return not recent.exists() and bool(rows.update(tries=1, tries_since=now))
