"""Declining to take part, or naming the right person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MYSELF, SOMEBODY_ELSE = "no", "other"


class DeclineForm(forms.Form):
    """Asks for a choice and offers none: a mail scanner that presses the button declines nothing."""

    reason = forms.ChoiceField(
        label=_("What should they know?"),
        choices=[
            (MYSELF, _("I do not want to take part.")),
            (SOMEBODY_ELSE, _("Somebody else is the right person to ask.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two. Nothing is sent before you have.")},
    )
    suggestion = forms.CharField(
        label=_("Who is the right person?"),
        help_text=_("A name or a role. The consultants decide whom they ask; your link leads to you alone."),
        max_length=300,
        required=False,
    )

    def clean_suggestion(self) -> str:
        """Collapse spaces."""
        return " ".join(self.cleaned_data["suggestion"].split())

    def clean(self) -> dict[str, Any]:
        """Ask for a name where somebody else is the right person; keep none where nobody is named."""
        given = self.cleaned_data
        if given.get("reason") == SOMEBODY_ELSE and not given.get("suggestion"):
            self.add_error("suggestion", _("Write a name or a role, so that the right person can be asked."))
        return given
