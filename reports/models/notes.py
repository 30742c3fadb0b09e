"""What the consultant has to say about a wave's results: one note a section."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow

LONGEST_NOTE = 5000


class Note(FirmRow):
    """The consultant's words on one section, in limited Markdown (see `reports.markdown`).

    A note that was taken away stays as a row without text: its revision goes on, so that whoever still has
    the old text on their screen does not put it back unseen.
    """

    parent_field: ClassVar[str] = "assessment"

    assessment = models.ForeignKey("surveys.Assessment", on_delete=models.PROTECT, related_name="notes")
    section = models.CharField(max_length=20)
    text = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("note")
        ordering = ("section",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "section"], name="one_note_per_section"),
        ]

    def __str__(self) -> str:
        return f"note to {self.section}"
