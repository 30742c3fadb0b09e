"""What a participant agrees to before the first question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import IdentityMode
from surveys.links import CONSENT_WORDINGS, Agreement
from surveys.questionnaire import Questionnaire
from surveys.services.answers import ANSWERED_SHARE

if TYPE_CHECKING:
    from surveys.models import Participant

AGREED = {
    IdentityMode.ATTRIBUTED: _(
        "I take part, and I agree that my answers are shown by my role as described above."
    ),
    IdentityMode.AGGREGATED: _(
        "I take part, and I agree that my answers are shown only together with those of others as described "
        "above."
    ),
}


class ConsentForm(forms.Form):
    """Asks for consent; where it was given before, who is there, once enough is answered to be submitted.

    A machine that opens the links of letters and presses every button would submit what it finds there. It
    ticks nothing, so it comes no further than this.
    """

    consent = forms.BooleanField(
        label=_("Your agreement"),
        error_messages={
            "required": _("Tick this box to take part. Without your agreement nothing is stored.")
        },
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant
        self.mode = participant.assessment.identity_mode
        self.given = bool(participant.response.revision)  # it is stored with the first answer
        self.fields["consent"].help_text = AGREED[self.mode]
        if self.given:
            self._ask_who_is_there()

    def _ask_who_is_there(self) -> None:
        questionnaire = Questionnaire(self.participant)
        if questionnaire.answered < ANSWERED_SHARE * questionnaire.asked:
            del self.fields["consent"]
            return
        field = self.fields["consent"]
        field.error_messages["required"] = _("Tick this box to go on with your answers.")
        field.help_text = _("I am %(name)s, and I go on with my answers.") % {"name": self.participant.name}

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms lays it out; the form tag and the button stand in the template."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            *(Field(name, template="surveys/survey/_consent.html") for name in self.fields)
        )
        return helper

    @property
    def agreement(self) -> Agreement | None:
        """What was agreed to just now; None where it was before."""
        if self.given:
            return None
        language = Questionnaire(self.participant).language
        return Agreement(timezone.now(), CONSENT_WORDINGS[self.mode], language)
