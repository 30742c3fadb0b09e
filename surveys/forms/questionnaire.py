"""A screen of the questionnaire as a form: how answers are sent. What they may be, the catalogue says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.translation import gettext as _

from surveys.catalogue import REASONS, AnswerError
from surveys.catalogue.faults import OPENING
from surveys.drafts import COMMENT, NOTE
from surveys.errors import BadAnswerError
from surveys.forms.remarks import BASE, CHECKED, SHOW, remark_field, remarks_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict

    from surveys.catalogue import Item, Screen
    from surveys.questionnaire import Questionnaire

GO, SECONDS, LANGUAGE = "go", "seconds", "language"
NEXT, BACK = "next", "back"
LAYOUTS = {"scale": "row", "set": "set"}


class Options:
    """Says of each option what its input carries, so that a page can leave the place open."""

    slot: Callable[[str, str], str]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `checked`: the attribute, or nothing."""
        option = super().create_option(name, value, *args, **kwargs)
        option["checked"] = self.slot(f"{name}={value}", CHECKED if option["selected"] else "")
        return option


class OneOf(Options, forms.RadioSelect):
    """Radios. A group without a mark sends nothing, so None means "as it was", never "taken back"."""

    def value_from_datadict(self, data: QueryDict, _files: Any, name: str) -> str | list[str] | None:
        """Return the value sent; two of them, which no browser sends, as a list."""
        sent = [value for value in data.getlist(name) if value]
        return sent if len(sent) > 1 else next(iter(sent), None)


class SeveralOf(Options, forms.CheckboxSelectMultiple):
    """Checkboxes. With nothing ticked only the hidden field says that they were on the page."""

    def value_from_datadict(self, data: QueryDict, _files: Any, name: str) -> list[str] | None:
        """Return the values ticked; None where the set was not on the page."""
        sent = data.getlist(name)
        return sent if sent or name + BASE in data else None


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
        self.widget.slot = questionnaire.slot

    @property
    def opening(self) -> bool:
        """Whether it asks about the whole before a screen turns to its dimension."""
        return self.item.id == OPENING

    @property
    def base(self) -> str:
        """The revision of the stored answer, as the hidden field carries it."""
        return self.questionnaire.slot(self.item.id + BASE, str(self.questionnaire.base(self.item.id)))

    def clean(self, value: object) -> Any:
        """Return the answer to store, None for none; the refusal says what was chosen."""
        try:
            labels = self.questionnaire.trigger_labels
            return self.item.check(value, segments=self.questionnaire.segments, trigger_labels=labels)
        except AnswerError as error:
            raise forms.ValidationError(self.refusal(value, error), code=error.code) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show what is stored where the page sent nothing."""
        return initial if data is None else data

    def in_words(self, value: Any) -> str:
        """An answer as the person reads it."""
        return _("no answer") if value is None else self.questionnaire.in_words(self.item, value)

    def refusal(self, value: object, error: AnswerError) -> str:
        """Why a value was refused, and what it was, in words."""
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
        remarks = remarks_on(screen)
        for item in questionnaire.ordered(screen):
            self.fields[item.id] = ItemField(item, questionnaire)
            if NOTE + item.id in remarks:
                self.fields[NOTE + item.id] = remark_field(questionnaire, NOTE + item.id)
        for key in (key for key in remarks if key not in self.fields):
            self.fields[key] = remark_field(questionnaire, key)

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms lays the screen out; the form tag and the buttons stand in the template."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*(self._laid_out(name) for name in self.fields))
        return helper

    def rendered(self, name: str) -> str:
        """One field as it stands among the others."""
        helper = self.helper
        helper.layout = Layout(self._laid_out(name))
        return render_crispy_form(self, helper)

    def get_initial_for_field(self, _field: forms.Field, field_name: str) -> Any:
        """Show the stored answer."""
        return self.questionnaire.stored.value(field_name)

    def refuse_foreign_names(self) -> None:
        """Raise BadAnswerError for a field or a step that does not exist, naming it."""
        known = {"csrfmiddlewaretoken", GO, SECONDS, LANGUAGE, *self.fields}
        known |= {name + BASE for name in self.fields}
        known |= {name + SHOW for name in self.fields if name.startswith(COMMENT)}
        foreign = next((name for name in self.data if name not in known), None)
        if foreign is not None:
            raise BadAnswerError(_("There is no field “%(field)s” on this page.") % {"field": foreign[:60]})
        if self.destination not in self.questionnaire.codes:
            raise BadAnswerError(_("There is no step “%(step)s”.") % {"step": self.destination[:60]})

    @property
    def destination(self) -> str:
        """The code of the step that the pressed button leads to; a choice of language stays here."""
        if LANGUAGE in self.data:
            return self.screen.code
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
    def bases(self) -> dict[str, int]:
        """The revisions that the page knew, by key, before anything was chosen on it."""
        names = [name for name in self.fields if name + BASE in self.data]
        return {name: whole_number(name + BASE, self.data[name + BASE]) for name in names}

    @property
    def counted(self) -> str:
        """The seconds stored so far, from which a script counts on."""
        return self.questionnaire.slot(SECONDS, str(self.questionnaire.seconds(self.screen)))

    @property
    def seconds(self) -> dict[str, int]:
        """How long the screen was looked at, where a script counted."""
        spent = self.data.get(SECONDS)
        return {self.screen.code: whole_number(SECONDS, spent)} if spent else {}

    @property
    def given(self) -> dict[str, Any]:
        """What was sent and is valid; None for a set whose ticks, or a text that, were taken away."""
        bases = self.bases
        return {
            name: answer
            for name, answer in self.cleaned_data.items()
            if self[name].data is not None and (answer is not None or bases.get(name))
        }

    def report_differences(self, stored: dict[str, Any]) -> None:
        """Say where another window has stored something else since this page was opened."""
        for name, answer in stored.items():
            field = self.fields[name]
            here, there = field.in_words(self.cleaned_data[name]), field.in_words(answer)
            message = _(
                "Another window has saved “%(there)s” since this page was opened; here stands “%(here)s”. "
                "To keep what stands here, save again."
            )
            self.add_error(name, message % {"here": here, "there": there})

    def _laid_out(self, name: str) -> Field:
        field = self.fields[name]
        if isinstance(field, ItemField):
            kind = f"item item--{LAYOUTS.get(field.item.form, 'list')}"
            return Field(name, template="surveys/survey/_item.html", wrapper_class=kind)
        template = "_comment.html" if name.startswith(COMMENT) else "_note.html"
        return Field(name, template=f"surveys/survey/{template}")


def whole_number(name: str, sent: str) -> int:
    """Read a revision or a number of seconds. BadAnswerError where it is none, naming the field."""
    if not (sent.isascii() and sent.isdigit() and len(sent) <= 9):
        raise BadAnswerError(
            _("%(field)s holds “%(value)s”, which is no whole number.") % {"field": name, "value": sent[:60]}
        )
    return int(sent)
