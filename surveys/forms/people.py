"""One participant: who they are, why their answers do not count; and whom to ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.enums import Seniority, Side
from surveys.imports.checking import LONGEST_ADDRESS, LONGEST_NAME, Nominee
from surveys.services.nominations import add_people, change_person, exclude_person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.models import Assessment, Participant


class PersonForm(forms.Form):
    """Corrects name, side and seniority of somebody who has not answered yet."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    side = forms.ChoiceField(
        label=gettext_lazy("Which function does this person lead?"),
        choices=Side.choices,
        widget=forms.RadioSelect,
    )
    seniority = forms.ChoiceField(
        label=gettext_lazy("Seniority"), choices=Seniority.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant
        self.initial = {name: getattr(participant, name) for name in self.fields}

    def clean_name(self) -> str:
        """Collapse spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def store(self) -> None:
        """Store what was corrected."""
        change_person(participant=self.participant, **self.cleaned_data)


class ExcludeForm(forms.Form):
    """Why somebody's answers are left out."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stands beside the results, such as “clicked through in 90 seconds”."),
        max_length=300,
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant

    def store(self) -> None:
        """Exclude the person's answers."""
        exclude_person(participant=self.participant, reason=" ".join(self.cleaned_data["reason"].split()))


class AgainForm(forms.Form):
    """One leader of the last wave: whether to ask them again, and as whom."""

    again = forms.BooleanField(label=gettext_lazy("Ask again"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=LONGEST_ADDRESS, required=False)
    side = forms.ChoiceField(label=gettext_lazy("Side"), choices=Side.choices, required=False)
    seniority = forms.ChoiceField(label=gettext_lazy("Seniority"), choices=Seniority.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for everything about those who are asked again, and for nothing about the others."""
        given = self.cleaned_data
        if given.get("again"):
            for field in ("name", "email", "side", "seniority"):
                given[field] = " ".join((given.get(field) or "").split())
                if not given[field] and field not in self.errors:
                    self.add_error(field, _("This field is required."))
        return given

    @property
    def nominee(self) -> Nominee | None:
        """Who is asked again; None where the line is not ticked."""
        given = self.cleaned_data
        if not given["again"]:
            return None
        codes = {"side": given["side"], "seniority": given["seniority"]}
        return Nominee(name=given["name"], email=given["email"].lower(), **codes)


class AgainForms:
    """The leaders of the last wave, a form a person, ticked unless they declined or were excluded."""

    def __init__(self, data: Any, *, wave: Assessment, people: Sequence[Participant]) -> None:
        self.wave = wave
        self.lines = [(person, _line(data, person)) for person in people]

    def is_valid(self) -> bool:
        """Whether every line can be read, and each address stands there once and is not in the wave yet."""
        read = [form.is_valid() for _person, form in self.lines]  # all of them, so that each says its faults
        if not all(read):
            return False
        taken = set(self.wave.participants.values_list("email", flat=True))
        for _person, form in self.lines:
            email = form.nominee.email if form.nominee else None
            if email in taken:
                form.add_error(
                    "email", _("%(email)s stands there twice, or is in the wave already.") % {"email": email}
                )
            elif email:
                taken.add(email)
        return all(form.is_valid() for _person, form in self.lines)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Faults with the place they lead to, for the summary on top."""
        return [
            (form[field].id_for_label, f"{person.name} · {told}")
            for person, form in self.lines
            for field, messages in form.errors.items()
            for told in messages
        ]

    def store(self) -> int:
        """Add those who are ticked; says how many."""
        people = [form.nominee for _person, form in self.lines if form.nominee]
        return add_people(assessment=self.wave, people=people)


def _line(data: Any, person: Participant) -> AgainForm:
    kept = {name: getattr(person, name) for name in ("name", "email", "side", "seniority")}
    kept["again"] = person.declined_at is None and person.excluded_at is None
    return AgainForm(data, initial=kept, prefix=str(person.pk))
