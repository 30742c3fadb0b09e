"""The files that people of the firm had made of a wave's results."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from smax.files.models import StoredFile

if TYPE_CHECKING:
    from smax.accounts.models import User


class Export(FirmRow):
    """One file of one wave, for the person who asked for it. Its row goes when the file goes."""

    parent_field: ClassVar[str] = "assessment"

    assessment = models.ForeignKey("surveys.Assessment", on_delete=models.PROTECT, related_name="exports")
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="export")
    # The job that made it: a job that runs again finds its file here.
    run = models.UUIDField(unique=True, editable=False)
    code = models.CharField(_("format"), max_length=20)
    language = models.CharField(_("language"), max_length=8)
    # None: what stood on the desk's own page at that moment.
    release = models.ForeignKey("reports.Release", on_delete=models.CASCADE, related_name="+", null=True)

    class Meta:
        verbose_name = _("export")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.code} in {self.language} of assessment {self.assessment_id}"

    def belongs_to(self, user: User) -> bool:
        """Whether it was made for this person."""
        return self.file.maker_id is not None and self.file.maker_id == user.pk
