"""A new firm with its owner's address."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from smax.accounts.services import create_firm
from smax.accounts.tenancy import firm_scope
from smax.mail.colleagues import mail_invitation


class FirmForm(forms.Form):
    """What a new firm is called, and who owns it."""

    name = forms.CharField(label=_("Name of the firm"), max_length=120)
    email = forms.EmailField(label=_("E-mail address of its owner"), max_length=254)

    def store(self) -> bool:
        """Make the firm and mail its owner; False, with the reason at its field, where it cannot be."""
        try:
            with transaction.atomic():
                invitation = create_firm(name=self.cleaned_data["name"], owner=self.cleaned_data["email"])
                with firm_scope(invitation.firm_id):
                    mail_invitation(invitation)
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                self.add_error(field if field in self.fields else None, texts)
            return False
        return True
