"""The profile of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from surveys.enums import Headwind
from surveys.forms.figures import FigureField
from surveys.models import Client
from surveys.services.clients import add_client, change_client

if TYPE_CHECKING:
    from smax.accounts.models import Firm, User

BLANK = _("Choose one")
CHOICES = (
    *("industry", "revenue_band", "employees", "region", "business_model"),
    *("abm_use", "team_location", "sponsor", "reporting_structure"),
)


class ClientForm(forms.ModelForm):
    """Adds or changes a client of `firm`; names are unique within it, whatever their case."""

    headwinds = forms.MultipleChoiceField(
        label=_("Headwinds: what holds results back, whatever the alignment"),
        choices=Headwind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    attrition_pct = FigureField(
        label=_("People who left the two teams in the last 12 months, in % of their size"),
        help_text=_("From 0 to 100, such as 7.5. Leave it empty if nobody knows."),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        required=False,
    )

    class Meta:
        model = Client
        fields = ("name", *CHOICES, "headwinds", "attrition_pct", "benchmark_consent")
        labels = {
            "name": _("Name of the company"),
            "abm_use": _("Account-based programmes (marketing and sales aimed at named companies)"),
            "team_location": _("Where the two teams work"),
            "sponsor": _("Who champions alignment at the top"),
            "reporting_structure": _("To whom the heads of sales and marketing report"),
            "benchmark_consent": _("The client agrees that its figures count in anonymous benchmarks"),
        }

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.firm = firm
        for name in CHOICES:
            codes = self.fields[name].choices
            self.fields[name].choices = [("", BLANK), *((code, text) for code, text in codes if code)]

    def clean_name(self) -> str:
        """Collapse spaces; refuse the name of another client of the firm."""
        name = " ".join(self.cleaned_data["name"].split())
        # Compared here, not in SQL: SQLite folds the case of ASCII letters only.
        others = self.firm.clients.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if name.casefold() in {other.casefold() for other in others}:
            raise forms.ValidationError(
                _("Your firm has a client named “%(name)s” already."), code="duplicate", params={"name": name}
            )
        return name

    def clean_headwinds(self) -> list[str]:
        """Store each code once, in the order of the list."""
        return [code for code in Headwind.values if code in self.cleaned_data["headwinds"]]

    def store(self, *, by: User) -> Client:
        """Store the client; the consent is noted with its day and who says so."""
        if self.instance.pk is None:
            return add_client(firm=self.firm, client=self.instance, by=by)
        return change_client(client=self.instance, fields=self._meta.fields, by=by)
