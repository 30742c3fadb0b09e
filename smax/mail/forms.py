"""Forms of the letters: a firm's settings, and its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from smax.mail.models import MailSettings, MailTemplate
from smax.mail.occasions import OCCASIONS, Words
from smax.mail.services import save_settings, save_words
from smax.mail.vault import seal
from smax.mail.words import LINK, unknown_fields

if TYPE_CHECKING:
    from smax.accounts.models import Firm

# What mail servers listen on. Other ports are no mail servers, and firms need not knock there.
OPEN_PORTS = (25, 465, 587, 2525)


class MailSettingsForm(forms.ModelForm):
    """A firm's name, answers and footer on letters, and its own mail server if it has one."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        help_text=_("Stored encrypted and never shown again. Leave it empty to keep the one that is stored."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = MailSettings
        fields = (
            *("sender_name", "reply_to", "footer"),
            *("host", "port", "security", "username", "password", "from_address"),
        )
        widgets = {"footer": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "sender_name": _("Whom letters come from, and who signs them. Empty: the firm's name."),
            "footer": _("Stands below each letter: your address, your registration, your privacy notice."),
            "host": _("Such as smtp.example.com. Empty: letters leave by this server's own mail server."),
            "from_address": _("The address that letters come from. Your mail server must accept it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.known_server = (self.instance.host, self.instance.port, self.instance.username)

    def clean_sender_name(self) -> str:
        """Keep the name on one line."""
        return " ".join(self.cleaned_data["sender_name"].split())

    def clean_port(self) -> int:
        """Take the ports of mail servers only."""
        port = self.cleaned_data["port"]
        if port not in OPEN_PORTS:
            raise forms.ValidationError(
                _("Port %(port)s is none of mail servers' ports: 25, 465, 587 or 2525."),
                params={"port": port},
            )
        return port

    def clean(self) -> dict[str, Any]:
        """Ask for what an own mail server needs; a password goes to no other server than it was given for."""
        data = super().clean()
        if data.get("host") and not data.get("from_address"):
            self.add_error("from_address", _("Your own mail server needs an address that letters come from."))
        server = (data.get("host"), data.get("port"), data.get("username"))
        kept = data.get("host") and self.instance.sealed_password and not data.get("password")
        if kept and server != self.known_server:
            self.add_error("password", _("Enter the password again: it was given for another server."))
        return data

    def store(self) -> None:
        """Store the settings, the password sealed."""
        own = self.instance
        if not own.host:
            own.sealed_password = ""
        elif self.cleaned_data["password"]:
            own.sealed_password = seal(self.cleaned_data["password"])
        save_settings(own=own, changed=sorted(self.changed_data))


class WordsForm(forms.ModelForm):
    """A firm's own subject and text for one occasion in one language."""

    class Meta:
        model = MailTemplate
        fields = ("subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 18})}

    def __init__(self, *args: Any, firm: Firm, occasion: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.firm, self.occasion, self.language = firm, OCCASIONS[occasion], language
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_subject(self) -> str:
        """Keep the subject on one line, and the link out of it: mail programs show subjects to others."""
        subject = " ".join(self.cleaned_data["subject"].split())
        self._check_fields(subject)
        if f"{{{LINK}}}" in subject:
            raise forms.ValidationError(_("The link is a key: it must not stand in the subject."))
        return subject

    def clean_body(self) -> str:
        """Refuse placeholders that this occasion does not have, and a letter without its link."""
        body = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        self._check_fields(body)
        if LINK in self.occasion.placeholders and f"{{{LINK}}}" not in body:
            raise forms.ValidationError(_("The text needs {link}: without it nobody can answer."))
        return body

    @property
    def words(self) -> Words:
        """What was written."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])

    def store(self) -> None:
        """Store the words as the firm's own."""
        save_words(firm=self.firm, occasion=self.occasion.code, language=self.language, words=self.words)

    def _check_fields(self, text: str) -> None:
        unknown = unknown_fields(text, self.occasion.placeholders)
        if unknown:
            raise forms.ValidationError(
                _("There is no %(unknown)s in this letter. It has %(known)s."),
                params={
                    "unknown": ", ".join(f"{{{name}}}" for name in unknown),
                    "known": ", ".join(f"{{{name}}}" for name in self.occasion.placeholders),
                },
            )
