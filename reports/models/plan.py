"""The joint plan of a wave: what the two sides agreed to do, who does it, and what it is to move."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from smax.accounts.tenancy import FirmRow


class PlanAction(FirmRow):
    """One action of a wave's plan.

    `text` and `first_step` are the consultant's own words; where they are empty, those of the method's
    recommendation stand. `item` is the path of the score that the action is to move, such as "CUS-K1.joint";
    `value` is what it was when the action was agreed on, in wave `since` and under `method_version`.
    """

    parent_field: ClassVar[str] = "assessment"

    class Status(models.TextChoices):
        """Where an action stands; one that was dropped stays in the list."""

        OPEN = "open", pgettext_lazy("action", "Open")
        UNDER_WAY = "under_way", pgettext_lazy("action", "Under way")
        DONE = "done", pgettext_lazy("action", "Done")
        DROPPED = "dropped", pgettext_lazy("action", "Dropped")

    STANDING = (Status.OPEN, Status.UNDER_WAY)

    assessment = models.ForeignKey(
        "surveys.Assessment", on_delete=models.PROTECT, related_name="plan_actions"
    )
    place = models.PositiveSmallIntegerField()
    recommendation = models.CharField(max_length=20, blank=True, editable=False)
    text = models.CharField(_("action"), max_length=300, blank=True)
    first_step = models.CharField(_("first step"), max_length=300, blank=True)
    dimension = models.CharField(_("dimension"), max_length=10, blank=True)
    item = models.CharField(_("what it is to move"), max_length=40, blank=True)
    value = models.FloatField(null=True, editable=False)
    target = models.FloatField(_("target"), null=True, blank=True)
    method_version = models.CharField(max_length=20, editable=False)
    since = models.PositiveSmallIntegerField(editable=False)
    sales_owner = models.CharField(_("owner in sales"), max_length=120, blank=True)
    marketing_owner = models.CharField(_("owner in marketing"), max_length=120, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="carried_to", null=True, editable=False
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("action of the plan")
        ordering = ("place", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(recommendation="") | ~models.Q(text=""), name="actions_say_what_is_done"
            ),
            models.UniqueConstraint(
                fields=["assessment", "recommendation"],
                condition=~models.Q(recommendation="") & ~models.Q(status="dropped"),
                name="one_standing_action_per_recommendation",
            ),
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(target__range=(0, 100)), name="targets_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk} of assessment {self.assessment_id}"
