"""Who reads released results without an account: guests of a client, and holders of a share link."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.releases import Release
from smax.accounts.tenancy import FirmRow


class Guest(FirmRow):
    """A leader of a client who reads its released waves: by personal link and a code sent by mail.

    Of the link only a nonce and the digest of its secret are stored, of the code only a nonce: both are
    derived from the server's key (see `reports.links`).
    """

    parent_field: ClassVar[str] = "client"

    client = models.ForeignKey("surveys.Client", on_delete=models.PROTECT, related_name="guests")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    nonce = models.BinaryField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    # Letters asked for so far, invitations and codes: part of each letter's key.
    letters = models.PositiveIntegerField(default=0, editable=False)
    code_nonce = models.BinaryField(max_length=32, null=True, editable=False)
    code_asked_at = models.DateTimeField(null=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    # Codes asked for since the moment that the counting began.
    codes = models.PositiveSmallIntegerField(default=0, editable=False)
    codes_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("guest")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                "client",
                Lower("email"),
                condition=models.Q(revoked_at=None),
                name="one_live_guest_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.name


class GuestVisit(FirmRow):
    """That a guest read a release on a day: one row a day, and one line in the audit trail."""

    parent_field: ClassVar[str] = "guest"

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="visits")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="guest_visits")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest", "release", "day"], name="one_visit_a_day_and_release")
        ]

    def __str__(self) -> str:
        return f"guest {self.guest_id}, release {self.release_id}, {self.day}"


class ShareLink(FirmRow):
    """A link to one release that expires: with a passcode unless the consultant wanted none."""

    parent_field: ClassVar[str] = "release"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="shares")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    label = models.CharField(_("for whom"), max_length=120)
    nonce = models.BinaryField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # Django's password hash of the passcode; "" where none is asked for.
    passcode = models.CharField(max_length=128, blank=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    visits = models.PositiveIntegerField(default=0, editable=False)
    visited_at = models.DateTimeField(null=True, editable=False)
    # Passcodes tried since the moment that the counting began.
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    tries_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("share link")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"share link {self.pk} of release {self.release_id}"

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()
