"""What an administrator asks a snapshot for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.benchmarks.quarters import newest_quarters

if TYPE_CHECKING:
    from crispy_forms.helper import FormHelper

OFFERED = 5


class SnapshotForm(forms.Form):
    """The quarter, and over which companies."""

    period = forms.ChoiceField(label=_("Quarter"))
    companies = forms.ChoiceField(
        label=_("Companies"),
        choices=[("real", _("Real companies")), ("synthetic", _("Synthetic companies"))],
        widget=forms.RadioSelect,
        initial="real",
        help_text=_("The two are never mixed."),
    )
    helper: FormHelper | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = newest_quarters(timezone.now().date(), OFFERED)
        self.fields["period"].choices = [(quarter, quarter) for quarter in quarters]
        self.fields["period"].initial = quarters[1]
