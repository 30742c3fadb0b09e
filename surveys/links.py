"""Personal links: their secrets, and the cookie that stands for an opened one.

A link is a key of 256 bits. Its digest is stored, by which it is found, and a random number from which, with
the server's own secret key, it can be worked out again: so a letter can carry it, and no table holds it.
"Start" exchanges it for a signed cookie bound to one participant and an address without the key, so that no
log and no Referer carries it further.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from surveys.models import PersonalLink

SALT = "surveys.links"
COOKIE_AGE = 14 * 24 * 60 * 60
# What a respondent is promised, by identity mode; a changed promise gets a new code.
CONSENT_WORDINGS = MappingProxyType({"attributed": "attributed-3", "aggregated": "aggregated-2"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a participant agreed to. It is stored with the first answer: Start writes nothing."""

    given_at: datetime
    wording: str
    language: str


@dataclass(frozen=True, slots=True)
class Pass:
    """What a respondent's cookie says: which link opened it, what was agreed to, and the link's language."""

    link_id: int
    agreement: Agreement | None
    language: str = ""


def new_secret() -> tuple[str, bytes]:
    """Make the secret of a link, 256 bits in 43 characters, and the number to store for it."""
    nonce = secrets.token_bytes(32)
    return _derived(nonce, settings.SECRET_KEY), nonce


def secret_of(link: PersonalLink) -> str | None:
    """The secret of a live link; None where it is older than nonces, or the key it came from is retired."""
    if link.nonce is None or link.revoked_at is not None:
        return None
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secret = _derived(bytes(link.nonce), key)
        if constant_time_compare(digest_of(secret), link.digest):
            return secret
    return None


def _derived(nonce: bytes, key: str) -> str:
    made = salted_hmac(f"{SALT}.secret", nonce, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def digest_of(secret: str) -> str:
    """SHA-256 of a secret: what is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def cookie_name(public_id: UUID) -> str:
    """One cookie a participant: two people's links opened in one browser do not take each other's place."""
    return f"{settings.SURVEY_COOKIE_PREFIX}{public_id.hex}"


def give_pass(response: HttpResponse, *, public_id: UUID, given: Pass) -> None:
    """Set the cookie for an opened link."""
    agreement = given.agreement
    value: dict[str, Any] = {"link": given.link_id, "language": given.language}
    if agreement:
        value["agreed"] = [agreement.given_at.isoformat(), agreement.wording, agreement.language]
    response.set_cookie(
        cookie_name(public_id),
        signing.dumps(value, salt=SALT),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def read_pass(request: HttpRequest, public_id: UUID) -> Pass | None:
    """Read the cookie for one participant; None where there is none, or it is forged or too old."""
    cookie = request.COOKIES.get(cookie_name(public_id), "")
    try:
        given, made = _signed(cookie, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    except signing.BadSignature:
        return None
    return given if time.time() - made <= COOKIE_AGE else None


@lru_cache(maxsize=1024)
def _signed(cookie: str, *_keys: str) -> tuple[Pass, int]:
    """What a cookie says, and when it was made. A good one comes again with each answer; no other is kept."""
    value = signing.loads(cookie, salt=SALT)
    _value, made, _signature = cookie.rsplit(":", 2)
    agreed = value.get("agreed")
    agreement = Agreement(datetime.fromisoformat(agreed[0]), agreed[1], agreed[2]) if agreed else None
    return Pass(value["link"], agreement, value.get("language", "")), signing.b62_decode(made)
