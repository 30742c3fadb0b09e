"""Brands, each kept under the digest of its content."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Brand(models.Model):
    """A firm's colour and logo as they were set at one time. It is made once and never changes.

    Not a row that is read in the firm's scope: what it holds stands on pages for anybody who has a link.
    """

    class LogoKind(models.TextChoices):
        """Pictures are stored as we wrote them ourselves, never as they came."""

        NONE = "", _("none")
        PNG = "png", _("picture")
        SVG = "svg", _("drawing")

    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="brands")
    digest = models.CharField(max_length=32, unique=True)
    colour = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(default=b"")
    logo_kind = models.CharField(max_length=3, choices=LogoKind.choices, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("brand")

    def __str__(self) -> str:
        return f"brand {self.digest}"

    @property
    def audit_label(self) -> str:
        """Nothing but the digest."""
        return self.digest
