"""A screen of the questionnaire as a form: how answers are sent. What they may be, the catalogue says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _

from surveys.catalogue import REASONS, AnswerError
from surveys.errors import BadAnswerError

if TYPE_CHECKING:
    from django.http import QueryDict

    from surveys.catalogue import Item, Screen
    from surveys.questionnaire import Questionnaire

# With each question goes what the page showed for it: an answer changed in another window is then not
# overwritten unseen, and a set with nothing ticked is told from a set that was not on the page.
SHOWN = "-shown"
GO = "go"
NEXT, BACK = "next", "back"
LAYOUTS = {"scale": "row", "set": "set"}


class OneOf(forms.RadioSelect):
    """Radios. A group without a mark sends nothing, so None means "as it was", never "taken back"."""

    def value_from_datadict(self, data: QueryDict, _files: Any, name: str) -> str | list[str] | None:
        """Return the value sent; two of them, which no browser sends, as a list."""
        sent = [value for value in data.getlist(name) if value]
        return sent if len(sent) > 1 else next(iter(sent), None)


class SeveralOf(forms.CheckboxSelectMultiple):
    """Checkboxes. With nothing ticked only the hidden field says that they were on the page."""

    def value_from_datadict(self, data: QueryDict, _files: Any, name: str) -> list[str] | None:
        """Return the values ticked; None where the set was not on the page."""
        sent = data.getlist(name)
        return sent if sent or name + SHOWN in data else None


class ItemField(forms.Field):
    """The answer to one item."""

    def __init__(self, item: Item, questionnaire: Questionnaire) -> None:
        self.item = item
        self.questionnaire = questionnaire
        self.several = item.form == "set"
        choices = questionnaire.choices(item)
        self.texts = dict(choices)
        super().__init__(
            required=False,
            label=questionnaire.wording(item),
            help_text=item.help(questionnaire.language),
            widget=(SeveralOf if self.several else OneOf)(choices=choices),
        )

    @property
    def shown(self) -> str:
        """The stored answer as the hidden field carries it."""
        answer = self.questionnaire.draft.get(self.item.id, "")
        return " ".join(answer) if isinstance(answer, list) else str(answer)

    def clean(self, value: object) -> Any:
        """Return the answer to store, None for none; the refusal says what was chosen."""
        try:
            return self.item.check(value, segments=self.questionnaire.segments)
        except AnswerError as error:
            raise forms.ValidationError(self._refusal(value, error), code=error.code) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show what is stored where the page sent nothing."""
        return initial if data is None else data

    def read_shown(self, sent: str) -> Any:
        """Read back what the page showed. BadAnswerError where it is no answer to this item."""
        try:
            raw = sent.split() if self.several else sent
            return self.item.check(raw, segments=self.questionnaire.segments)
        except AnswerError as error:
            raise BadAnswerError(_("%(field)s holds no answer.") % {"field": self.item.id + SHOWN}) from error

    def _refusal(self, value: object, error: AnswerError) -> str:
        params = {name: self.texts.get(str(given), given) for name, given in error.params.items()}
        sent = value if isinstance(value, list) else [value]
        known = all(code in self.texts for code in sent)
        chosen = ", ".join(self.texts[code] for code in sent) if known else error.value
        reason = _(REASONS[error.code]) % params
        return _("%(reason)s You chose: %(chosen)s.") % {"reason": reason, "chosen": chosen}


class ScreenForm(forms.Form):
    """One screen. Valid answers are kept even where another one is refused."""

    def __init__(self, data: QueryDict | None, *, questionnaire: Questionnaire, screen: Screen) -> None:
        super().__init__(data)
        self.questionnaire = questionnaire
        self.screen = screen
        for item in questionnaire.ordered(screen):
            self.fields[item.id] = ItemField(item, questionnaire)

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms lays the screen out; the form tag and the buttons stand in the template."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        template = "surveys/survey/_item.html"
        helper.layout = Layout(
            *(Field(name, template=template, wrapper_class=self._layout(name)) for name in self.fields)
        )
        return helper

    def get_initial_for_field(self, _field: forms.Field, field_name: str) -> Any:
        """Show the stored answer."""
        return self.questionnaire.draft.get(field_name)

    def refuse_foreign_names(self) -> None:
        """Raise BadAnswerError for a field or a step that does not exist, naming it."""
        known = {"csrfmiddlewaretoken", GO, *self.fields, *(name + SHOWN for name in self.fields)}
        foreign = next((name for name in self.data if name not in known), None)
        if foreign is not None:
            raise BadAnswerError(_("There is no field “%(field)s” on this page.") % {"field": foreign[:60]})
        if self.destination not in self.questionnaire.codes:
            raise BadAnswerError(_("There is no step “%(step)s”.") % {"step": self.destination[:60]})

    @property
    def destination(self) -> str:
        """The code of the step that the pressed button leads to."""
        pressed = self.data.get(GO, NEXT)
        return {NEXT: self.following, BACK: self.previous}.get(pressed, pressed) or pressed

    @property
    def name(self) -> str:
        """The heading."""
        return self.screen.name(self.questionnaire.language)

    @property
    def summary(self) -> str:
        """The line below the heading."""
        return self.screen.summary(self.questionnaire.language)

    @property
    def previous(self) -> str | None:
        """The code of the step before this one, None on the first."""
        place = self.questionnaire.codes.index(self.screen.code)
        return self.questionnaire.codes[place - 1] if place else None

    @property
    def following(self) -> str:
        """The code of the step after this one."""
        return self.questionnaire.codes[self.questionnaire.codes.index(self.screen.code) + 1]

    @property
    def shown(self) -> dict[str, Any]:
        """What the page showed, by item, before anything was chosen on it."""
        names = [name for name in self.fields if name + SHOWN in self.data]
        return {name: self.fields[name].read_shown(self.data[name + SHOWN]) for name in names}

    @property
    def given(self) -> dict[str, Any]:
        """The valid answers that were sent; None for a set whose ticks were all taken away."""
        shown = self.shown
        return {
            name: answer
            for name, answer in self.cleaned_data.items()
            if self[name].data is not None and (answer is not None or shown.get(name) is not None)
        }

    def report_differences(self, stored: dict[str, Any]) -> None:
        """Say where another window has stored something else since this page was opened."""
        for name, answer in stored.items():
            field = self.fields[name]
            here, there = (
                self.questionnaire.in_words(field.item, value) if value is not None else _("no answer")
                for value in (self.cleaned_data[name], answer)
            )
            message = _(
                "Another window has saved “%(there)s” since this page was opened; here stands “%(here)s”. "
                "To keep what stands here, save again."
            )
            self.add_error(name, message % {"here": here, "there": there})

    def _layout(self, name: str) -> str:
        return f"item item--{LAYOUTS.get(self.fields[name].item.form, 'list')}"
