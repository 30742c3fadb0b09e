"""Documents the consultant has seen (evidence grade E2), and what changed in a wave's evidence and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from smax.files.models import StoredFile
from surveys.models.waves import Assessment


class Document(FirmRow):
    """The step of a practice as a document shows it: in scoring it stands in for both sides' answers."""

    parent_field: ClassVar[str] = "assessment"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="documents")
    item = models.CharField(max_length=10)
    step = models.PositiveSmallIntegerField(_("step"))
    note = models.TextField(_("what you saw"), max_length=1000)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="document", null=True, blank=True
    )
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("document")
        ordering = ("item",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_document_per_practice"),
            models.CheckConstraint(condition=models.Q(step__range=(1, 5)), name="document_step_known"),
        ]

    def __str__(self) -> str:
        return f"document for {self.item}"


class EvidenceChange(FirmRow):
    """One change of an outcome figure or a document. Append-only; names of people are not in it."""

    parent_field: ClassVar[str] = "assessment"

    class Act(models.TextChoices):
        """What was done."""

        ENTERED = "entered", _("entered")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence_changes")
    item = models.CharField(max_length=10)
    act = models.CharField(max_length=10, choices=Act.choices)
    # As it stood after the change; for a removal, as it stood before.
    value = models.FloatField()
    period = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=10, blank=True)
    # The fields that differ from what stood before.
    fields = models.JSONField(default=list)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of evidence")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.item} {self.act}"
