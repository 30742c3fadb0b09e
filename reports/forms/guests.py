"""Inviting a guest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Guest
from reports.services.guests import invite_guest

if TYPE_CHECKING:
    from smax.accounts.models import User
    from surveys.models import Client


class GuestForm(forms.ModelForm):
    """A new guest of `client`."""

    class Meta:
        model = Guest
        fields = ("name", "email")
        help_texts = {"email": _("The link and each code go to this address, and to no other.")}

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client

    def clean_email(self) -> str:
        """Refuse an address that has a link already."""
        email = self.cleaned_data["email"].lower()
        if Guest.objects.filter(client=self.client, email__iexact=email, revoked_at=None).exists():
            raise forms.ValidationError(_("This address belongs to a guest of this client already."))
        return email

    def store(self, *, by: User) -> Guest:
        """Invite the guest."""
        return invite_guest(client=self.client, by=by, **self.cleaned_data)
