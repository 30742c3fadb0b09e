"""Files that a firm keeps. Their bytes lie below FILES_DIR; these rows say what they are."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from smax.files.kinds import KINDS, Kind


class StoredFile(FirmRow):
    """One file of one firm. Each row has bytes of its own, so that deleting it deletes them for good."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=20)
    kind = models.CharField(_("type"), max_length=10)
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)

    class Meta:
        verbose_name = _("file")
        ordering = ("pk",)
        indexes = [models.Index(fields=["expires_at"], name="files_by_expiry")]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """What it is kept for: its name may name somebody."""
        return f"file ({self.purpose})"

    @property
    def type(self) -> Kind:
        """What a browser is told of it."""
        return KINDS[self.kind]

    @property
    def path(self) -> Path:
        """Where its bytes lie: below the firm, by digest."""
        return folder_of(self.firm_id) / self.sha256[:2] / f"{self.sha256}.{self.public_id.hex}"


def folder_of(firm_id: int) -> Path:
    """The folder of a firm's files."""
    return Path(settings.FILES_DIR) / str(firm_id)
