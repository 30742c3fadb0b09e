"""What an administrator says of a norm table, and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.benchmarks.figures import SMALLEST
from reports.benchmarks.members import METHOD_VERSION
from reports.models import NormTable
from reports.norms.faults import NormFault
from reports.norms.files import Stated
from reports.services.norms import import_norm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crispy_forms.helper import FormHelper

    from reports.norms.faults import Fault
    from smax.accounts.models import User

MOST_COMPANIES = 1_000_000


class NormForm(forms.ModelForm[NormTable]):
    """The source of a norm, and a file that says the rest; a plain table needs date and method, too."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "The zip file of a released benchmark of another server, or a CSV table of figures."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,.csv"}),
    )
    date = forms.DateField(
        label=gettext_lazy("Date of the figures"),
        help_text=gettext_lazy("For a CSV table; a zip file says it."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    n = forms.IntegerField(
        label=gettext_lazy("Companies"),
        help_text=gettext_lazy("For a CSV table without a column n."),
        min_value=SMALLEST,
        max_value=MOST_COMPANIES,
        required=False,
    )
    method_version = forms.CharField(
        label=gettext_lazy("Version of the method"),
        help_text=gettext_lazy("For a CSV table: by which version the figures were scored."),
        initial=METHOD_VERSION,
        max_length=20,
        required=False,
    )
    synthetic = forms.BooleanField(
        label=gettext_lazy("The companies are synthetic"),
        help_text=gettext_lazy("Synthetic norms are shown to synthetic clients alone."),
        required=False,
    )
    helper: FormHelper | None = None
    faults: Sequence[Fault] = ()
    more_faults = 0
    table: NormTable

    class Meta:
        model = NormTable
        fields = ("source", "note")
        help_texts = {
            "source": gettext_lazy("Who assessed the companies, as readers of results shall see it."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    field_order = ("source", "upload", "date", "n", "method_version", "synthetic", "note")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_date(self) -> Any:
        """No figures are of a day to come."""
        date = self.cleaned_data["date"]
        if date and date > timezone.now().date():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return date

    def kept(self) -> bool:
        """Import the file, into `table`; where it has faults, they are in `faults` and nothing is kept."""
        given = self.cleaned_data
        stated = Stated(
            date=given["date"],
            n=given["n"],
            synthetic=given["synthetic"],
            method_version=given["method_version"],
        )
        upload = given["upload"]
        try:
            self.table = import_norm(
                stream=upload.file,
                name=upload.name,
                stated=stated,
                source=given["source"],
                note=given["note"],
                by=self.by,
            )
        except NormFault as fault:
            self.faults, self.more_faults = fault.faults, fault.more
            self.add_error("upload", _("The file cannot be imported. Nothing of it was kept."))
            return False
        return True
