"""Looking for somebody, and how long identities are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from smax.accounts.models import Firm
from surveys.rights.places import SHORTEST_SEARCH
from surveys.services.retention import change_retention

LONGEST_RETENTION = 120


class FindForm(forms.Form):
    """A name or an address, or a part of one."""

    q = forms.CharField(
        label=_("Name or e-mail address"),
        max_length=120,
        validators=[MinLengthValidator(SHORTEST_SEARCH)],
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class RetentionForm(forms.ModelForm):
    """Months that identities are kept after a wave has ended."""

    retention_months = forms.IntegerField(
        label=_("Months"),
        min_value=0,
        max_value=LONGEST_RETENTION,
        help_text=_("Counted from the end of each wave. 0 keeps identities until somebody asks for erasure."),
    )

    class Meta:
        model = Firm
        fields = ("retention_months",)

    def store(self) -> None:
        """Change it for the firm of the form."""
        values: dict[str, Any] = self.cleaned_data
        change_retention(firm=self.instance, months=values["retention_months"])
