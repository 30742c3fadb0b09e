"""The leaders who are asked, and the personal links that let them in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from surveys.enums import Seniority, Side
from surveys.models.waves import Assessment


class Participant(FirmRow):
    """One leader in one wave."""

    parent_field: ClassVar[str] = "assessment"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="participants")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    seniority = models.CharField(_("seniority"), max_length=10, choices=Seniority.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    # A leader may decline, and say who would be the right person. The consultant decides what follows.
    declined_at = models.DateTimeField(null=True, editable=False)
    suggestion = models.CharField(_("the right person"), max_length=300, blank=True)
    # Answers of somebody excluded stay and count in nothing; the reason stands beside them.
    excluded_at = models.DateTimeField(null=True, editable=False)
    excluded_reason = models.CharField(_("reason"), max_length=300, blank=True)
    # Name and address are gone for good; side, seniority and submitted answers stay.
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("participant")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "email"], name="one_participant_per_address"),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="side_known"),
            models.CheckConstraint(
                condition=models.Q(excluded_at=None, excluded_reason="")
                | models.Q(excluded_at__isnull=False) & ~models.Q(excluded_reason=""),
                name="exclusion_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonalLink(FirmRow):
    """A key to one participant's questionnaire; a new one revokes the last.

    The digest of its secret is stored, and the number from which this server can work the secret out again.
    """

    parent_field: ClassVar[str] = "participant"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    # None: made before links could be shown a second time.
    nonce = models.BinaryField(max_length=32, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(revoked_at=None),
                name="one_live_link_per_participant",
            )
        ]

    def __str__(self) -> str:
        return f"link of participant {self.participant_id}"
