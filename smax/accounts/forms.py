"""Accepting an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from smax.accounts.colleagues import accept

if TYPE_CHECKING:
    from smax.accounts.invitations import Invitation
    from smax.accounts.models import User


class AcceptForm(SetPasswordForm):
    """A name, and a password twice."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "new_password1", "new_password2")

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(invitation.membership.user, *args, **kwargs)
        self.invitation = invitation
        self.fields["new_password1"].label = _("Password")
        self.fields["new_password2"].label = _("The same password again")

    def clean_name(self) -> str:
        """Collapse spaces; a name goes into letters and headers."""
        return " ".join(self.cleaned_data["name"].split())

    def store(self) -> User:
        """Accept. RefusedError where somebody else did at the same moment."""
        return accept(
            invitation=self.invitation,
            name=self.cleaned_data["name"],
            password=self.cleaned_data["new_password1"],
        )
