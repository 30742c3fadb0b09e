"""Norm tables: figures of companies that others assessed, as an administrator imported them.

They belong to the server and to no firm, tell of no single company, and never enter a snapshot.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NormTable(models.Model):
    """Published cohorts from elsewhere: whose they are, of which day and by which method.

    Somebody looks at an imported table first: it is used once `used_from` is set. `digest` is the SHA-256 of
    the file it was read from.
    """

    source = models.CharField(_("source"), max_length=120)
    date = models.DateField(_("date"))
    # What the server it comes from calls it: "2026Q4.1"
    snapshot_name = models.CharField(max_length=20, blank=True)
    synthetic = models.BooleanField(_("synthetic"))
    method_version = models.CharField(_("method version"), max_length=20)
    instrument_versions = models.CharField(max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    imported_at = models.DateTimeField()
    used_from = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("norm table")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.source} ({self.date:%Y-%m-%d})"

    @property
    def audit_label(self) -> str:
        """Source and day."""
        return str(self)


class NormCell(models.Model):
    """A cohort of a norm table, with the columns of `SnapshotCell`.

    A measure has no "histogram" where the table brings none: then it places nobody by percentile.
    """

    table = models.ForeignKey(NormTable, on_delete=models.CASCADE, related_name="cells")
    key = models.CharField(max_length=120)
    n = models.PositiveIntegerField()
    measures = models.JSONField()
    shares = models.JSONField()

    class Meta:
        verbose_name = _("cohort of a norm table")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="one_norm_per_cohort"),
            models.CheckConstraint(condition=models.Q(n__gte=10), name="norms_are_of_ten_or_more"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.table_id}"
