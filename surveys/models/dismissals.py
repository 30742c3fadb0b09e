"""Flags of data quality that a consultant has looked into, and why they say nothing against the answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from surveys.models.answers import Submission


class FlagDismissal(FirmRow):
    """One flag of one submission that does not stand any more. Answers submitted anew are flagged anew."""

    parent_field: ClassVar[str] = "submission"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="dismissals")
    flag = models.CharField(max_length=20)
    reason = models.CharField(_("reason"), max_length=300)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    dismissed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("dismissed flag")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["submission", "flag"], name="one_dismissal_per_flag"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="dismissal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.flag} of submission {self.submission_id}"
