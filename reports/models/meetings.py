"""What a meeting over a wave's results decides: the target it sets, and the answers it agrees on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow


class Target(FirmRow):
    """The scores that a client wants to reach, as set on the page of what-ifs.

    `scores` are by path, such as {"CUS-K1.joint": 75.0}. The index that they give is never stored: it is
    scored again whenever somebody looks, as the answers of an open wave still move.
    """

    parent_field: ClassVar[str] = "assessment"

    assessment = models.OneToOneField("surveys.Assessment", on_delete=models.PROTECT, related_name="target")
    scores = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("target")

    def __str__(self) -> str:
        return f"target of assessment {self.assessment_id}"


class AgreedAnswer(FirmRow):
    """What the two sides agreed on in a meeting. It stands beside what was answered and moves no score."""

    parent_field: ClassVar[str] = "assessment"

    assessment = models.ForeignKey(
        "surveys.Assessment", on_delete=models.PROTECT, related_name="agreed_answers"
    )
    item = models.CharField(max_length=10)
    answer = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("agreed answer")
        ordering = ("item",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_agreed_answer_per_item"),
        ]

    def __str__(self) -> str:
        return f"agreed answer to {self.item}"
