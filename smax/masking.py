"""The token of a form, masked anew for each page as Django masks it, with one look at the system's chance.

Django asks the system for each of 32 random characters by itself: about a twentieth of a respondent's page.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

if TYPE_CHECKING:
    from django.http import HttpRequest

COUNT = len(CSRF_ALLOWED_CHARS)
PLACES = {character: place for place, character in enumerate(CSRF_ALLOWED_CHARS)}
# Bytes from here on would make some characters likelier than others.
EVEN = 256 // COUNT * COUNT


def form_token(request: HttpRequest) -> str:
    """What `django.middleware.csrf.get_token` returns, and the same cookie with it."""
    secret = request.META.get("CSRF_COOKIE", "")
    mask = [byte % COUNT for byte in secrets.token_bytes(2 * CSRF_SECRET_LENGTH) if byte < EVEN]
    if len(secret) != CSRF_SECRET_LENGTH or len(mask) < CSRF_SECRET_LENGTH:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    cipher = [(PLACES[character] + place) % COUNT for character, place in zip(secret, mask, strict=False)]
    return "".join([CSRF_ALLOWED_CHARS[place] for place in (*mask[:CSRF_SECRET_LENGTH], *cipher)])
