"""Why a flag of somebody's answers does not stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.services.dismissals import dismiss_flag

if TYPE_CHECKING:
    from smax.accounts.models import User
    from surveys.models import Participant

LONGEST_REASON = 300


class DismissForm(forms.Form):
    """The reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What you found out, such as “we went through the answers on the phone”."),
        max_length=LONGEST_REASON,
    )

    def store(self, *, participant: Participant, flag: str, by: User) -> None:
        """Dismiss the flag."""
        reason = " ".join(self.cleaned_data["reason"].split())
        dismiss_flag(participant=participant, flag=flag, reason=reason, by=by)
