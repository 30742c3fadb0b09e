"""Actions of the joint plan: chosen from recommendations or the last plan, or typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.advice import RECONCILE_FIRST
from reports.forms.lines import LinesField, SentenceField
from reports.levers import paths
from reports.models import PlanAction
from reports.tables.plan import MEASURES, recommended_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.scorecards import ScoredWave
    from reports.texts import Texts

LARGEST_REVISION = 2**31 - 1


class ChoosingForm(forms.Form):
    """Which of the rows offered are meant: by what names them."""

    chosen = forms.MultipleChoiceField(
        label=_("Actions"), error_messages={"required": _("Choose at least one.")}
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(code, code) for code in offered]


class RevisionForm(forms.Form):
    """The revision that somebody saw when they decided."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST_REVISION, widget=forms.HiddenInput)


class StatusForm(RevisionForm):
    """Where an action stands now."""

    status = forms.ChoiceField(choices=PlanAction.Status.choices)


def _line(name: str, label: Any, rows: int = 1) -> forms.CharField:
    longest = PlanAction._meta.get_field(name).max_length
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    return SentenceField(label=label, max_length=longest, required=False, widget=widget)


class ActionForm(forms.Form):
    """One action: what is done, who does it, until when, and what it is to move."""

    text = _line("text", _("What is done"), rows=2)
    first_step = _line("first_step", _("First step"), rows=2)
    sales_owner = _line("sales_owner", _("Owner in sales"))
    marketing_owner = _line("marketing_owner", _("Owner in marketing"))
    due_on = forms.DateField(
        label=_("Due"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2030-11-29.")},
    )
    status = forms.ChoiceField(label=_("Status"), choices=PlanAction.Status.choices)
    item = forms.ChoiceField(
        label=_("What it is to move"),
        required=False,
        help_text=_("The next wave measures it again, and shows beside the target what became of it."),
    )
    target = forms.FloatField(
        label=_("Target"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("From 0 to 100."),
        widget=forms.NumberInput(attrs={"min": 0, "max": 100, "step": "any"}),
    )
    dimension = forms.ChoiceField(
        label=_("Area"), required=False, help_text=_("Where nothing measured is to move.")
    )
    note = LinesField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_REVISION, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, scored: ScoredWave, texts: Texts, action: PlanAction | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scored, self.action = scored, action
        self.fields["item"].choices = [("", _("Nothing measured")), *_measures(scored, texts)]
        self.fields["dimension"].choices = [("", _("No area")), *texts.dimensions().items()]
        if action is None:
            del self.fields["status"]
            self.fields["text"].required = True
            return
        names = [name for name in self.fields if name != "revision"]
        self.initial = {**{name: getattr(action, name) for name in names}, "revision": action.revision}
        if action.target is not None:
            self.initial["target"] = f"{action.target:g}"
        self._offer_what_it_had(action.item, action.dimension)
        self._say_what_is_recommended(action)

    def _say_what_is_recommended(self, action: PlanAction) -> None:
        """Where nothing is typed, the words of the recommendation stand."""
        if action.first_step == RECONCILE_FIRST:
            self.initial["first_step"] = ""
        words = recommended_words(action.recommendation, action.first_step)
        self.fields["text"].required = not words[0]
        for name, text in zip(("text", "first_step"), words, strict=True):
            if text:
                self.fields[name].help_text = _("Empty, it reads: %(words)s") % {"words": text}

    def _offer_what_it_had(self, item: str, dimension: str) -> None:
        """A score that this wave's method does not know any more stays chosen until it is changed."""
        for name, value in (("item", item), ("dimension", dimension)):
            offered = self.fields[name].choices
            groups = [
                entries if isinstance(entries, list) else [(code, entries)] for code, entries in offered
            ]
            if value not in {code for group in groups for code, _label in group}:
                self.fields[name].choices = [*offered, (value, value)]

    def clean(self) -> dict[str, Any]:
        """Want a target with what is to move, and the other way round; the area is that of the item."""
        cleaned = super().clean() or {}
        item, target = cleaned.get("item"), cleaned.get("target")
        if item and target is None and "target" not in self.errors:
            self.add_error("target", _("Say which score is to be reached."))
        if target is not None and not item and "item" not in self.errors:
            self.add_error("item", _("Choose what is to reach the target."))
        known = self.scored.method.by_id.get((item or "").partition(".")[0])
        if known is not None:
            cleaned["dimension"] = known.dimension
        return cleaned

    def differences(self, stored: PlanAction) -> list[tuple[str, str]]:
        """What is stored instead of what stands in the form, by label."""
        return [
            (str(self.fields[name].label), self._shown(name, getattr(stored, name)))
            for name, value in self.values().items()
            if (value or "") != (getattr(stored, name) or "")
        ]

    def _shown(self, name: str, value: Any) -> str:
        """A stored value as the form's own choices call it."""
        for code, label in getattr(self.fields[name], "choices", ()):
            entries = label if isinstance(label, list) else [(code, label)]
            value = next((str(text) for known, text in entries if known and known == value), value)
        return str(value if value is not None else "")

    def values(self) -> dict[str, Any]:
        """What is to be stored."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        if self.action and self.action.first_step == RECONCILE_FIRST and not given["first_step"]:
            given["first_step"] = RECONCILE_FIRST
        return given


def _measures(scored: ScoredWave, texts: Texts) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that an action may be meant to move, by dimension."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for path in paths(scored.method):
        name, _point, part = path.partition(".")
        item = texts.catalogue.item(name)
        label = texts.question(item) + ("" if part == "joint" else f" ({MEASURES[part]})")
        groups.setdefault(texts.dimensions()[item.dimension], []).append((path, label))
    return list(groups.items())
