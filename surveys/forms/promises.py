"""What a wave promises its leaders: how answers are shown, in which language it speaks, what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from surveys.enums import IdentityMode
from surveys.errors import SurveyError
from surveys.services.waves import change_promises

if TYPE_CHECKING:
    from surveys.catalogue import Catalogue
    from surveys.models import Assessment

FIXED = _("Somebody has answered already, so how answers are shown stays as it was promised.")


class PromisesForm(forms.Form):
    """The promises of a wave: fields that opening a wave and changing it share."""

    promises = ("identity_mode", "language", "own_profile")

    identity_mode = forms.ChoiceField(
        label=_("How answers are shown"),
        help_text=_(
            "Attributed: results show each answer with the writer's side and seniority, and they work from "
            "one leader a side on. Aggregated: results show only what at least three leaders of a side "
            "answered, so with fewer than three they show who took part and nothing else. Leaders read this "
            "before they start. After the first answer it cannot be changed."
        ),
        choices=IdentityMode.choices,
        initial=IdentityMode.ATTRIBUTED,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_(
            "What leaders read unless their link or they themselves say otherwise. With English, the "
            "language of their browser comes first."
        ),
        choices=settings.LANGUAGES,
    )
    own_profile = forms.BooleanField(
        label=_("Each leader may see their own perceived profile, once both sides have submitted"),
        required=False,
    )

    def refuse_unspoken(self, catalogue: Catalogue) -> None:
        """Add an error where the questionnaire does not speak the language chosen."""
        chosen = self.cleaned_data.get("language")
        if chosen and chosen not in catalogue.languages:
            name = dict(settings.LANGUAGES)[chosen]
            message = _("This questionnaire has no texts in %(language)s. Choose another language.")
            self.add_error("language", forms.ValidationError(message, params={"language": name}))


class ChangePromisesForm(PromisesForm):
    """Changes the promises of `wave`; `fixed` says that somebody has answered, so its mode stays."""

    def __init__(self, *args: Any, wave: Assessment, fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave = wave
        self.fixed = fixed
        self.initial = {name: getattr(wave, name) for name in self.promises}
        self.fields["identity_mode"].required = not fixed

    def clean_identity_mode(self) -> str:
        """Refuse another mode after the first answer; the page does not ask for it then."""
        chosen = self.cleaned_data["identity_mode"]
        if self.fixed and chosen not in ("", self.wave.identity_mode):
            raise forms.ValidationError(FIXED, code="promised")
        return chosen or self.wave.identity_mode

    def clean(self) -> dict[str, Any]:
        """Check that the questionnaire speaks the language."""
        self.refuse_unspoken(self.wave.instrument_version.catalogue)
        return self.cleaned_data

    def stored(self) -> bool:
        """Store what is valid; say whether it was, with the reason of a refusal among the errors."""
        if not self.is_valid():
            return False
        try:
            change_promises(assessment=self.wave, **self.cleaned_data)
        except SurveyError as error:
            self.add_error(None, error.reason)
            return False
        return True
