"""What a respondent may say besides answering: comments on dimensions, notes on the evidence of practices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from surveys.drafts import COMMENT, LONGEST_COMMENT, LONGEST_NOTE, NOTE
from surveys.enums import IdentityMode

if TYPE_CHECKING:
    from django.http import QueryDict

    from surveys.catalogue import Screen
    from surveys.questionnaire import Questionnaire

# With each question and text goes the revision that the page knows: what was changed in another window is not
# overwritten unseen then, and a set with nothing ticked is told from a set that was not on the page.
BASE = "-base"
SHOW = "-show"
CHECKED, OPEN = " checked", " open"


class Remark(forms.BoundField):
    """A text as a page shows it."""

    @property
    def opened(self) -> str:
        """Whether it stands open: where something is said, or refused."""
        return self._slot("-open", OPEN if self.value() or self.errors else "")

    @property
    def text(self) -> str:
        """What is said."""
        said = self.value()
        return self._slot("", (said["text"] if isinstance(said, dict) else said) or "")

    @property
    def ticked(self) -> str:
        """Whether its writer lets it be shown."""
        return self._slot(SHOW, CHECKED if (self.value() or {}).get("show") else "")

    def _slot(self, part: str, text: str) -> str:
        return self.field.questionnaire.slot(self.name + part, text)


class RemarkField(forms.CharField):
    """Text of at most `longest` characters; None where nothing is said."""

    def __init__(self, questionnaire: Questionnaire, key: str, longest: int, label: str) -> None:
        self.key = key
        self.longest = longest
        self.questionnaire = questionnaire
        super().__init__(required=False, label=label, empty_value=None, widget=self.box())

    def get_bound_field(self, form: forms.Form, field_name: str) -> Remark:
        """Show it with what a page needs to know."""
        return Remark(form, self, field_name)

    @property
    def base(self) -> str:
        """The revision at which it was last changed, as the hidden field carries it."""
        return self.questionnaire.slot(self.key + BASE, str(self.questionnaire.base(self.key)))

    @property
    def attributed(self) -> bool:
        """Whether results of the wave show what one person said, by role (method D11)."""
        mode = self.questionnaire.participant.assessment.identity_mode
        return bool(mode == IdentityMode.ATTRIBUTED)

    def box(self) -> forms.Widget:
        """The text area."""
        return forms.Textarea(attrs={"rows": 3, "maxlength": self.longest})

    def clean(self, value: Any) -> Any:
        """Return the text to store, its lines ending as one character; the refusal counts."""
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(text) > self.longest:
            raise forms.ValidationError(
                _("Write at most %(longest)s characters; these are %(length)s.")
                % {"longest": self.longest, "length": len(text)}
            )
        return text or None

    def in_words(self, value: Any) -> str:
        """The text, as it is shown beside another one."""
        return value or _("no text")


class NoteField(RemarkField):
    """Where the evidence for the answer to a practice item can be found."""

    def __init__(self, questionnaire: Questionnaire, item_id: str) -> None:
        super().__init__(questionnaire, NOTE + item_id, LONGEST_NOTE, _("Evidence for this answer"))


class CommentBox(forms.Textarea):
    """A text area, and whether its writer lets it be shown."""

    def value_from_datadict(self, data: QueryDict, _files: Any, name: str) -> dict[str, Any] | None:
        """Return text and tick; None where the comment was not on the page."""
        return {"text": data[name], "show": name + SHOW in data} if name in data else None

    def format_value(self, value: Any) -> str:
        """Show the text alone."""
        return (value or {}).get("text", "")


class CommentField(RemarkField):
    """A comment on a dimension: {"text": ..., "show": bool}. Only attributed waves ask whether to show it."""

    def __init__(self, questionnaire: Questionnaire, dimension: str) -> None:
        super().__init__(questionnaire, COMMENT + dimension, LONGEST_COMMENT, _("Your comment"))

    def box(self) -> forms.Widget:
        """The text area; the tick stands in the template."""
        return CommentBox(attrs={"rows": 4, "maxlength": self.longest})

    def clean(self, value: Any) -> Any:
        """Return text and tick to store; no tick without a text."""
        text = super().clean((value or {}).get("text"))
        return text and {"text": text, "show": bool(value["show"] and self.attributed)}

    def in_words(self, value: Any) -> str:
        """The text, and whether it would be shown."""
        if value is None or not self.attributed:
            return super().in_words(value and value["text"])
        shown = _("shown by role") if value["show"] else _("not shown")
        return f"{value['text']} ({shown})"


def remark_field(questionnaire: Questionnaire, key: str) -> RemarkField:
    """The field of a key that names a comment or a note."""
    if key.startswith(COMMENT):
        return CommentField(questionnaire, key.removeprefix(COMMENT))
    return NoteField(questionnaire, key.removeprefix(NOTE))


def remarks_on(screen: Screen) -> tuple[str, ...]:
    """List the keys a screen takes: a note for each practice, and a comment where it is a dimension."""
    notes = [NOTE + item.id for item in screen.items if item.kind == "K"]
    dimensions = {item.dimension for item in screen.items if item.kind == "K"}
    return (*notes, *(COMMENT + dimension for dimension in sorted(filter(None, dimensions))))
