"""Readers without an account: their links, the codes they are sent, and the cookies that stand for both.

A link's secret is derived as a participant's is (see `surveys.links`), and so is a code: neither is stored.
Each cookie is bound to one guest or one share link, and each request looks the row up again.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from reports.models import Guest, ShareLink
from smax.accounts.tenancy import every_firm
from surveys.links import digest_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

SALT = "reports.readers"
COOKIE_AGE = 12 * 60 * 60
CODE_DIGITS = 6
# No letter or digit that looks like another.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PREFIXES = {"guest": "GUEST_COOKIE_PREFIX", "share": "SHARE_COOKIE_PREFIX"}


def code_of(guest: Guest) -> str:
    """The code that the guest asked for last: six digits from its nonce and the server's key."""
    made = salted_hmac(f"{SALT}.code", bytes(guest.code_nonce or b""), algorithm="sha256").digest()
    return str(int.from_bytes(made[:8]) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def is_code(guest: Guest, given: str) -> bool:
    """Whether what was given is the guest's code."""
    return constant_time_compare(code_of(guest), "".join(given.split()))


def new_passcode() -> str:
    """Make a passcode such as "KQ7M-3XPT": 40 bits, and nothing that is misread aloud."""
    drawn = [secrets.choice(ALPHABET) for _place in range(8)]
    return f"{''.join(drawn[:4])}-{''.join(drawn[4:])}"


def plain_passcode(given: str) -> str:
    """A passcode as it is compared: without blanks and dashes, in capitals."""
    return "".join(given.split()).replace("-", "").upper()


def guest_by_secret(secret: str) -> Guest | None:
    """The guest with this link, while it is not revoked."""
    return _guests(digest=digest_of(secret))


def guest_by_cookie(request: HttpRequest, public_id: UUID) -> Guest | None:
    """The guest whose code was entered in this browser in the last 12 hours, while not revoked."""
    found = _cookie(request, "guest", public_id)
    return None if found is None else _guests(pk=found, public_id=public_id)


def share_by_secret(secret: str) -> ShareLink | None:
    """The share link with this secret, whatever became of it."""
    return _shares(digest=digest_of(secret))


def share_by_cookie(request: HttpRequest, public_id: UUID) -> ShareLink | None:
    """The share link opened in this browser in the last 12 hours, whatever became of it."""
    found = _cookie(request, "share", public_id)
    return None if found is None else _shares(pk=found, public_id=public_id)


def give_cookie(request: HttpRequest, response: HttpResponse, kind: str, row: Guest | ShareLink) -> None:
    """Let the browser in for 12 hours; the pages behind it look the row up again each time."""
    response.set_cookie(
        _name(kind, row.public_id),
        signing.dumps(row.pk, salt=f"{SALT}.{kind}"),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(kind: str, public_id: UUID) -> str:
    return f"{getattr(settings, PREFIXES[kind])}{public_id.hex}"


def _cookie(request: HttpRequest, kind: str, public_id: UUID) -> int | None:
    given = request.COOKIES.get(_name(kind, public_id), "")
    try:
        found: int = signing.loads(given, salt=f"{SALT}.{kind}", max_age=COOKIE_AGE)
    except signing.BadSignature:
        return None
    return found


def _guests(**tests: object) -> Guest | None:
    with every_firm("a guest is found before their firm is known"):
        rows = Guest.objects.filter(firm__is_active=True, revoked_at=None, **tests)
        return rows.select_related("client", "firm").first()


def _shares(**tests: object) -> ShareLink | None:
    with every_firm("a share link is found before its firm is known"):
        rows = ShareLink.objects.filter(firm__is_active=True, **tests)
        joined = ("firm", "release__assessment__client", "release__instrument_version")
        return rows.select_related(*joined).defer("release__instrument_version__definition").first()
