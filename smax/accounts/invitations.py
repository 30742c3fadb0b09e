"""An invitation to work for a firm: a mailed link with which somebody sets a name and a password, once.

As with personal links, the digest of the secret is stored and a number from which the secret can be worked
out again with the server's key: so a letter can carry the link, and no table holds it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow, every_firm

if TYPE_CHECKING:
    from smax.accounts.models import User

LASTS = timedelta(days=7)


class Invitation(FirmRow):
    """The membership stands from the day of the invitation; the person gets in by accepting it."""

    parent_field: ClassVar[str] = "membership"

    membership = models.OneToOneField(
        "accounts.Membership", on_delete=models.CASCADE, related_name="invitation"
    )
    digest = models.CharField(max_length=64, unique=True)
    nonce = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    # Each sending is a letter of its own.
    sendings = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return f"invitation of member {self.membership_id}"

    @property
    def is_open(self) -> bool:
        """Whether the link still opens the page that accepts."""
        return self.accepted_at is None and timezone.now() < self.expires_at

    @property
    def link(self) -> str | None:
        """The address that the letter carries; None once the key that it came from is retired."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            secret = _derived(bytes(self.nonce), key)
            if constant_time_compare(digest_of(secret), self.digest):
                return settings.BASE_URL.origin + reverse("accept_invitation", args=[secret])
        return None

    def renew(self) -> None:
        """Take a new secret, which ends the old link, for another seven days. The caller stores the row."""
        self.nonce = secrets.token_bytes(32)
        self.digest = digest_of(_derived(self.nonce, settings.SECRET_KEY))
        self.expires_at = timezone.now() + LASTS


def invitation_by_secret(secret: str) -> Invitation | None:
    """The invitation with this secret, if it can still be accepted for an active firm."""
    with every_firm("an invitation is found before its firm is known"):
        found = (
            Invitation.objects.select_related("membership__user", "membership__firm")
            .filter(digest=digest_of(secret), firm__is_active=True)
            .first()
        )
    return found if found and found.is_open else None


def open_invitation_of(user: User) -> Invitation | None:
    """The invitation that somebody can still accept."""
    with every_firm("who signs in by a provider is met before their firm"):
        found = (
            Invitation.objects.select_related("membership__user", "membership__firm")
            .filter(membership__user=user, firm__is_active=True)
            .first()
        )
    return found if found and found.is_open else None


def digest_of(secret: str) -> str:
    """SHA-256 of a secret: what is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _derived(nonce: bytes, key: str) -> str:
    made = salted_hmac("smax.accounts.invitations", nonce, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
