"""The events that make buyers look (CUS-F2): the client's own words for them, and which are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from surveys.catalogue import Catalogue, Item
    from surveys.catalogue.items import Labels

LONGEST = 100
FEWEST = 4  # one more than a leader may tick: with three there would be nothing to choose
WORDS, HIDE = "words-", "hide-"


class TriggersForm(forms.Form):
    """A line for each event: its own words, and a tick to leave it out. Belongs to a form of a wave."""

    def __init__(self, *args: Any, catalogue: Catalogue, known: Labels, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = owned_item(catalogue)
        for code, text in self.item.options("en") if self.item else ():
            self.fields[f"{WORDS}{code}"] = forms.CharField(
                label=_("Own words for “%(event)s”") % {"event": text},
                max_length=LONGEST,
                required=False,
                initial=known.get(str(code)) or "",
                widget=forms.TextInput(attrs={"placeholder": text}),
            )
            self.fields[f"{HIDE}{code}"] = forms.BooleanField(
                label=_("Leave out"), required=False, initial=str(code) in known and not known[str(code)]
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines: what the event is called, and its two fields."""
        options = self.item.options("en") if self.item else ()
        return [
            {"text": text, "words": self[f"{WORDS}{code}"], "hide": self[f"{HIDE}{code}"]}
            for code, text in options
        ]

    @property
    def worded(self) -> bool:
        """Whether the form begins with words of the client's own, or with something left out."""
        return any(field.initial for field in self.fields.values())

    @property
    def labels(self) -> dict[str, str | None]:
        """What to store: own words by code, None for what is left out."""
        given = self.cleaned_data
        labels = {}
        for code, text in self.item.options("en") if self.item else ():
            words = " ".join(given[f"{WORDS}{code}"].split())
            if given[f"{HIDE}{code}"]:
                labels[str(code)] = None
            elif words and words != text:
                labels[str(code)] = words
        return labels

    def clean(self) -> dict[str, Any]:
        """Refuse to leave out so many that nothing is left to choose."""
        hidden = [name for name in self.fields if name.startswith(HIDE) and self.cleaned_data.get(name)]
        left = len(self.rows) - len(hidden)
        if self.item and left < FEWEST:
            message = _("Leave at least %(fewest)s events in: %(left)s are left now.")
            raise forms.ValidationError(message, code="few", params={"fewest": FEWEST, "left": left})
        texts = [text.casefold() for text in self._shown()]
        double = next((text for text in texts if texts.count(text) > 1), None)
        if double:
            raise forms.ValidationError(
                _("“%(text)s” stands there twice."), code="double", params={"text": double}
            )
        return self.cleaned_data

    def _shown(self) -> list[str]:
        given = self.cleaned_data
        options = self.item.options("en") if self.item else ()
        return [
            " ".join(given.get(f"{WORDS}{code}", "").split()) or text
            for code, text in options
            if not given.get(f"{HIDE}{code}")
        ]


def owned_item(catalogue: Catalogue) -> Item | None:
    """The item whose options the owner may reword, where the questionnaire has one."""
    return next((item for item in catalogue.items if item.owner_labels), None)
