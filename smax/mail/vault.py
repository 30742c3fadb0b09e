"""Passwords of firms' mail servers at rest: encrypted with a key derived from the server's own."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"smax.mail.vault"


def seal(text: str) -> str:
    """Encrypt a text."""
    return _ring().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """Decrypt a sealed text; None where the key that sealed it is retired."""
    try:
        return _ring().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _ring() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
