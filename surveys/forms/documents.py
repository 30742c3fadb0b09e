"""A document the consultant has seen, as evidence of a practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from smax.files.forms import CheckedFileField
from surveys.services.evidence import keep_document

if TYPE_CHECKING:
    from smax.accounts.models import User
    from surveys.catalogue import Item
    from surveys.models import Assessment, Document


class DocumentForm(forms.Form):
    """The step that the document shows, what was seen, and the document itself where it may be kept."""

    step = forms.TypedChoiceField(label=_("What the document shows"), coerce=int, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What you saw"),
        help_text=_("Which document, of which date, and the passage that shows it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    upload = CheckedFileField(
        purpose="evidence",
        label=_("The document itself (optional)"),
        help_text=_("PDF, XLSX, DOCX, PPTX, CSV, text or a picture, up to 10 MB. Your firm alone opens it."),
        required=False,
    )
    without_file = forms.BooleanField(label=_("Delete the file that is kept"), required=False)

    def __init__(
        self, *args: Any, wave: Assessment, item: Item, document: Document | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wave, self.item = wave, item
        self.fields["step"].choices = item.options(get_language() or "en")
        if document is not None:
            self.initial = {"step": document.step, "note": document.note}
        if document is None or document.file is None:
            del self.fields["without_file"]

    def store(self, *, seen_by: User) -> Document:
        """Keep what was seen."""
        return keep_document(assessment=self.wave, item=self.item.id, seen_by=seen_by, **self.cleaned_data)
