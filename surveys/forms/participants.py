"""Adding a leader to a wave, and renewing a personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.enums import Seniority, Side
from surveys.models import Participant
from surveys.services.people import add_participant, renew_link

if TYPE_CHECKING:
    from surveys.models import Assessment


class ParticipantForm(forms.ModelForm):
    """Adds a leader to `wave`; an address can stand in a wave once."""

    side = forms.ChoiceField(
        label=_("Which function does this person lead?"),
        help_text=_("People responsible for both are shown apart: they count for neither side."),
        choices=Side.choices,
        widget=forms.RadioSelect,
    )
    seniority = forms.ChoiceField(
        label=_("Seniority"), choices=Seniority.choices, initial=Seniority.C_LEVEL, widget=forms.RadioSelect
    )

    class Meta:
        model = Participant
        fields = ("name", "email", "side", "seniority")
        labels = {"name": _("Name"), "email": _("E-mail address")}

    def __init__(self, *args: Any, wave: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave = wave

    def clean_name(self) -> str:
        """Collapse spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self) -> str:
        """Refuse an address that is in the wave already."""
        email = self.cleaned_data["email"].lower()
        self.fields["email"].run_validators(email)  # in lower case it can be longer
        if self.wave.participants.filter(email=email).exists():
            raise forms.ValidationError(
                _("%(email)s is in this wave already."), code="duplicate", params={"email": email}
            )
        return email

    def store(self) -> tuple[Participant, str]:
        """Add the leader; gives the secret of the personal link, this once."""
        return add_participant(assessment=self.wave, **self.cleaned_data)


class RenewLinkForm(forms.Form):
    """Confirms that this very link is to be replaced: the form sent twice does not replace the new one."""

    link = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant
        newest = participant.links.order_by("-pk")
        self.initial = {"link": newest.values_list("pk", flat=True).first()}

    def store(self) -> str:
        """Replace the link; gives the secret of the new one, this once."""
        return renew_link(participant=self.participant, replaced=self.cleaned_data["link"])
