"""One row a submission, and nothing that guards it."""

from __future__ import annotations

from django.db import models


class Sheet(models.Model):
    """Submitted answers as one JSON value."""

    answers = models.JSONField()

    class Meta:
        app_label = "limits"

    def __str__(self) -> str:
        return f"sheet {self.pk}"
