"""Which clients a consultant works with who does not work with all."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.models import Membership
from smax.accounts.tenancy import FirmRow
from surveys.models.clients import Client


class Assignment(FirmRow):
    """That a consultant works with a client. It ends with the membership: nobody who comes back finds it."""

    parent_field: ClassVar[str] = "client"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assignments")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="assignments")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(fields=["client", "membership"], name="one_assignment_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} works with {self.client}"
