"""The outcome figures O1-O6 of a wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.catalogue import REASONS, AnswerError
from surveys.enums import SourceGrade
from surveys.forms.figures import FigureField
from surveys.models import OutcomeFigure
from surveys.services.evidence import record_outcomes

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from smax.accounts.models import User
    from surveys.catalogue import Item
    from surveys.models import Assessment

PARTS = ("value", "period", "source", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One outcome as the pages show it: what it is, its fields, and the figure stored for it, if any."""

    item: str
    name: str
    definition: str
    unit: str
    fields: tuple[BoundField, ...]
    stored: OutcomeFigure | None


class OutcomesForm(forms.Form):
    """Value, period, source and owner of each outcome of the questionnaire; an emptied one is removed."""

    def __init__(self, *args: Any, wave: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave = wave
        self.items = wave.instrument_version.catalogue.outcome_items
        self.stored = {figure.item: figure for figure in wave.outcomes.all()}
        for item in self.items:
            self._add_fields(item)

    def _add_fields(self, item: Item) -> None:
        stored = self.stored.get(item.id)
        names = {
            "item": item.id,
            "unit": item.unit(get_language()),
            "minimum": f"{item.minimum:g}",
            "maximum": f"{item.maximum:g}",
        }
        longest = OutcomeFigure._meta.get_field("period").max_length
        # The summary of errors names a field by its label alone: so each label names its outcome.
        fields = {
            "value": FigureField(
                label=_("%(item)s value") % names,
                help_text=_("Unit: %(unit)s. From %(minimum)s to %(maximum)s.") % names,
                required=False,
            ),
            "period": forms.CharField(label=_("%(item)s period") % names, max_length=longest, required=False),
            "source": forms.ChoiceField(
                label=_("%(item)s source") % names,
                choices=[("", _("Choose one")), *SourceGrade.choices],
                required=False,
            ),
            "owner": forms.CharField(
                label=_("%(item)s owner") % names,
                help_text=_("Who answers for the figure at the client."),
                max_length=OutcomeFigure._meta.get_field("owner").max_length,
                required=False,
            ),
        }
        for part, field in fields.items():
            self.fields[f"{item.id}-{part}"] = field
            self.initial[f"{item.id}-{part}"] = getattr(stored, part, None)

    def rows(self) -> list[OutcomeRow]:
        """List the outcomes for the page."""
        language = get_language()
        return [
            OutcomeRow(
                item=item.id,
                name=item.wording("both", language),
                definition=item.help(language),
                unit=item.unit(language),
                fields=tuple(self[f"{item.id}-{part}"] for part in PARTS),
                stored=self.stored.get(item.id),
            )
            for item in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """Check each figure against its limits, and that it has a period and a source."""
        for item in self.items:
            self._check(item)
        return self.cleaned_data

    def _check(self, item: Item) -> None:
        names = [f"{item.id}-{part}" for part in PARTS]
        if any(field in self.errors for field in names):
            return
        value, period, source, owner = (self.cleaned_data[field] for field in names)
        name = {"item": item.id}
        if value is None:
            if period or source or owner:
                self.add_error(names[0], _("%(item)s has no value. Enter it, or empty all four.") % name)
            return
        try:
            item.check_figure(value)
        except AnswerError as error:
            reason = _(REASONS[error.code]) % error.params
            self.add_error(names[0], f"{item.id} = {value:g}: {reason}")
        if not period:
            self.add_error(names[1], _("Say which period %(item)s is about, such as 2025.") % name)
        if not source:
            self.add_error(names[2], _("Say where %(item)s comes from.") % name)

    def store(self, *, entered_by: User) -> None:
        """Record what has changed, all or nothing; who entered an unchanged figure, and when, stays."""
        record_outcomes(assessment=self.wave, figures=self._changed(), entered_by=entered_by)

    def _changed(self) -> dict[str, dict[str, Any] | None]:
        changed: dict[str, dict[str, Any] | None] = {}
        for item in self.items:
            if any(f"{item.id}-{part}" in self.changed_data for part in PARTS):
                figure = {part: self.cleaned_data[f"{item.id}-{part}"] for part in PARTS}
                changed[item.id] = None if figure["value"] is None else figure
        return changed
