"""A person's new address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.services.letters import change_address

if TYPE_CHECKING:
    from surveys.models import Participant


class AddressForm(forms.Form):
    """Another address for a participant; an address can stand in a wave once."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant
        self.initial = {"email": participant.email}

    def clean_email(self) -> str:
        """Refuse the present address, and one that is somebody else's in the wave."""
        email = self.cleaned_data["email"].lower()
        if email == self.participant.email:
            raise forms.ValidationError(_("This is the address we write to already."))
        if self.participant.assessment.participants.filter(email=email).exists():
            raise forms.ValidationError(
                _("%(email)s is in this wave already."), code="duplicate", params={"email": email}
            )
        return email

    def store(self) -> None:
        """Change the address and send a new invitation."""
        change_address(participant=self.participant, email=self.cleaned_data["email"])
