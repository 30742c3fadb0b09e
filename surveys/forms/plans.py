"""Planning the waves of a client."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import Rhythm
from surveys.services.plans import change_plan, plan_wave

if TYPE_CHECKING:
    from surveys.models import Client, PlannedWave

FURTHEST = timedelta(days=731)


class PlanForm(forms.Form):
    """Plans the next wave of `client`, or changes `plan`."""

    due_on = forms.DateField(
        label=_("Day of the next wave"),
        help_text=_("On this day it appears as due on the client's page, and waits for you."),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2030-11-29.")},
    )
    rhythm = forms.TypedChoiceField(
        label=_("And then"), choices=Rhythm.choices, coerce=int, initial=Rhythm.HALF_YEAR
    )

    def __init__(self, *args: Any, client: Client, plan: PlannedWave | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.plan = plan
        if plan:
            self.initial = {"due_on": plan.due_on, "rhythm": plan.rhythm}

    def clean_due_on(self) -> date:
        """Refuse days that are past or further away than two years."""
        day = self.cleaned_data["due_on"]
        today = timezone.now().date()
        if not today <= day <= today + FURTHEST:
            raise forms.ValidationError(
                _("%(day)s cannot be planned: it must not be past, and lie within two years."),
                code="range",
                params={"day": day},
            )
        return day

    def store(self) -> None:
        """Store the plan."""
        if self.plan is None:
            plan_wave(client=self.client, **self.cleaned_data)
        else:
            change_plan(plan=self.plan, **self.cleaned_data)
