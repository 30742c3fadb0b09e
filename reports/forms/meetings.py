"""What a meeting decides, as forms: which revision an act was made from, and an agreed answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.services.meetings import checked, record_agreed
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from reports.models import AgreedAnswer
    from reports.texts import Texts
    from smax.accounts.models import User
    from surveys.catalogue import Item
    from surveys.models import Assessment

MOST_REVISIONS = 2**31 - 1


class RevisionForm(forms.Form):
    """Says which revision somebody looked at; 0 where there was none."""

    revision = forms.IntegerField(min_value=0, max_value=MOST_REVISIONS, widget=forms.HiddenInput)


class AgreedForm(RevisionForm):
    """The answer that both sides agree on, among the item's own options."""

    def __init__(
        self,
        *args: Any,
        wave: Assessment,
        item: Item,
        texts: Texts,
        agreed: AgreedAnswer | None,
        **kwargs: Any,
    ) -> None:
        initial = {"revision": agreed.revision if agreed else 0, "answer": agreed.answer if agreed else None}
        super().__init__(*args, initial=initial, **kwargs)
        self.wave, self.item = wave, item
        several = item.form == "set"
        widget = forms.CheckboxSelectMultiple if several else forms.RadioSelect
        self.fields["answer"] = (forms.MultipleChoiceField if several else forms.ChoiceField)(
            label=_("What both sides agree on"), choices=texts.options(item), widget=widget
        )

    def clean_answer(self) -> Any:
        """Give the answer as it is stored; the item itself says what it may be."""
        try:
            return checked(self.wave, self.item.id, self.cleaned_data["answer"])
        except SurveyError as error:
            raise forms.ValidationError(error.reason) from error

    def store(self, *, by: User) -> None:
        """Record it."""
        record_agreed(assessment=self.wave, item=self.item.id, by=by, **self.cleaned_data)
