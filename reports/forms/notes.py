"""The consultant's note to one section of the results."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.lines import LinesField
from reports.forms.plan import LARGEST_REVISION
from reports.models.notes import LONGEST_NOTE


class NoteForm(forms.Form):
    """The text, and the revision that its writer saw; 0 where there was none."""

    text = LinesField(
        label=_("Your note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "A blank line begins a paragraph. **strong**, *emphasis*, lines with - or 1. first for lists, "
            "[words](https://address) for links. Empty it to take the note away."
        ),
    )
    revision = forms.IntegerField(min_value=0, max_value=LARGEST_REVISION, widget=forms.HiddenInput)
