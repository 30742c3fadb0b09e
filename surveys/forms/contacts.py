"""A contact at a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import Contact
from surveys.services.contacts import add_contact, change_contact

if TYPE_CHECKING:
    from surveys.models import Client


class ContactForm(forms.ModelForm):
    """Adds a contact of `client`, or changes one."""

    class Meta:
        model = Contact
        fields = ("name", "position", "email", "phone", "note")
        labels = {
            "name": _("Name"),
            "position": _("Position"),
            "email": _("E-mail address"),
            "phone": _("Telephone"),
            "note": _("Note"),
        }

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client

    def clean_name(self) -> str:
        """Collapse spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def store(self) -> Contact:
        """Store the contact."""
        if self.instance.pk is None:
            return add_contact(client=self.client, contact=self.instance)
        return change_contact(contact=self.instance)
