"""Secrets that the database keeps and only this server reads, such as the seeds of second factors.

A copy of the database alone opens none of them. A retired key (SMAX_SECRET_KEY_FALLBACKS) still opens what
was sealed under it.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class CannotOpenError(Exception):
    """What was sealed was not sealed by this server for this purpose, or its key is gone."""


def seal(text: str, purpose: str) -> str:
    """Encrypt and sign a text; what is sealed for one purpose opens for no other."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text again; CannotOpenError where it cannot be had."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpenError(purpose) from error


def _fernet(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str, purpose: str) -> bytes:
    made = salted_hmac(f"smax.sealing.{purpose}", "", secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest())
