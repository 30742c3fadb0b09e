"""That identities were erased, so that a restored backup can be told to forget them again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow


class Erasure(FirmRow):
    """One act of erasing. It names nobody: `marks` are keyed digests of the rows whose identities went."""

    class Reason(models.TextChoices):
        """Why identities were erased."""

        ASKED = "asked", _("asked for")
        RETENTION = "retention", _("kept long enough")

    receipt = models.CharField(max_length=20, unique=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    erased_at = models.DateTimeField()
    marks = models.JSONField()

    class Meta:
        verbose_name = _("erasure")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.receipt
