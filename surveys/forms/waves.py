"""Opening a wave."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from surveys.enums import Rhythm
from surveys.forms.promises import PromisesForm
from surveys.forms.segments import SegmentsField
from surveys.forms.triggers import TriggersForm
from surveys.models import InstrumentVersion
from surveys.models.waves import usual_reminders
from surveys.questionnaire import FALLBACK_LANGUAGE
from surveys.services.plans import STANDING
from surveys.services.waves import open_wave
from surveys.zones import grouped, moments

if TYPE_CHECKING:
    from surveys.models import Assessment, Client

FURTHEST = timedelta(days=731)
REMINDERS = (21, 14, 10, 7, 5, 3, 2, 1)
SETTINGS = ("instrument_version", "time_zone", "segments", "language", "identity_mode", "own_profile")
OWN = ("reminder_days", "minimum_per_side", "trial")
# A plan is taken to mean the wave that is opened now from this long before its day.
EARLY = timedelta(days=30)


class VersionField(forms.ModelChoiceField):
    """Chooses among published questionnaires."""

    def label_from_instance(self, version: InstrumentVersion) -> str:
        """Name one such as "SMAX, version 1"."""
        return _("%(name)s, version %(version)s") % {
            "name": version.instrument.upper(),
            "version": version.version,
        }


class WaveForm(PromisesForm):
    """Opens the next wave of `client`: questionnaire, deadline on the client's clock, segments, promises.

    It begins with what the last wave had. `plan` is the planned wave that stands, if one does.
    """

    instrument_version = VersionField(
        label=_("Questionnaire"), queryset=InstrumentVersion.objects.none(), empty_label=None
    )
    deadline_date = forms.DateField(
        label=_("Last day for answers"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2030-11-29.")},
    )
    deadline_time = forms.TimeField(
        label=_("Time of day"),
        input_formats=["%H:%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time with 24 hours, such as 18:00.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the client"),
        help_text=_("The deadline means this city's clock, whatever clock a leader lives by."),
    )
    segments = SegmentsField(
        label=_("The client's segments"),
        help_text=_(
            "6 to 10, one a line: a type of organisation and the people to win there, such as “Regional "
            "hospitals, heads of procurement”. The leaders choose this year's two top targets among them."
        ),
    )

    reminder_days = forms.TypedMultipleChoiceField(
        label=_("Reminders: days before the deadline"),
        help_text=_("Only those who have not submitted are reminded. No tick, no reminder."),
        choices=[(days, days) for days in REMINDERS],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    minimum_per_side = forms.IntegerField(
        label=_("Responses wanted from each side"),
        help_text=_(
            "The wave's page counts against it. One is the least that gives joint scores, three that give "
            "intervals; an aggregated wave needs three in any case."
        ),
        min_value=1,
        max_value=50,
        initial=1,
    )
    trial = forms.BooleanField(label=_("This is a trial, to see that everything works"), required=False)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        versions = InstrumentVersion.objects.exclude(published_at=None).order_by("-published_at", "-pk")
        self.fields["instrument_version"].queryset = versions.defer("definition")
        self.fields["time_zone"].choices = [("", _("Choose a city")), *grouped()]
        self.plan = client.plans.filter(state__in=STANDING).first()
        self._offer_plan()
        newest = versions.first()
        last = client.assessments.filter(trial=False).first() or client.assessments.first()
        self.initial |= _initial(last) | {"instrument_version": newest and newest.pk}
        self.triggers = newest and TriggersForm(
            self.data if self.is_bound else None,
            catalogue=newest.catalogue,
            known=last.trigger_labels if last else {},
        )

    def _offer_plan(self) -> None:
        if self.plan:
            days = {"day": date_format(self.plan.due_on, "j F Y"), "rhythm": self.plan.get_rhythm_display()}
            self.fields["as_planned"] = forms.BooleanField(
                label=_("This is the wave planned for %(day)s (%(rhythm)s); plan the next one") % days,
                required=False,
                initial=self.plan.due_on <= timezone.now().date() + EARLY,
            )
        else:
            self.fields["rhythm"] = forms.TypedChoiceField(
                label=_("Plan the next wave"),
                help_text=_("On its day it waits for you. Nobody is asked anything before you open it."),
                choices=[("", _("not now")), *Rhythm.choices],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def clean_deadline_date(self) -> date:
        """Refuse days whose moments could overflow, before any time zone is reckoned with."""
        day = self.cleaned_data["deadline_date"]
        today = timezone.now().date()
        if not today - timedelta(days=1) <= day <= today + FURTHEST:
            raise _out_of_range(day)
        return day

    def clean(self) -> dict[str, Any]:
        """Turn day, time and zone into the one moment they mean."""
        given = self.cleaned_data
        if {"deadline_date", "deadline_time", "time_zone"} <= given.keys():
            wall = datetime.combine(given["deadline_date"], given["deadline_time"])
            try:
                given["deadline"] = _moment(wall, given["time_zone"])
            except forms.ValidationError as error:
                self.add_error("deadline_time" if error.code == "clock" else "deadline_date", error)
        if self.triggers and not self.triggers.is_valid():
            for message in [text for told in self.triggers.errors.values() for text in told]:
                self.add_error(None, message)
        if given.get("trial"):
            given["as_planned"], given["rhythm"] = False, None
        if "instrument_version" in given:
            self.refuse_unspoken(given["instrument_version"].catalogue)
        return given

    def store(self) -> Assessment:
        """Open the wave, and plan the next one where that is wanted."""
        given = self.cleaned_data
        return open_wave(
            client=self.client,
            plan=self.plan if given.get("as_planned") else None,
            rhythm=given.get("rhythm"),
            trigger_labels=self.triggers.labels if self.triggers else {},
            **{name: given[name] for name in (*SETTINGS, "deadline", *OWN)},
        )


def _initial(last: Assessment | None) -> dict[str, Any]:
    """What the form begins with: the choices of the last wave, or the usual ones."""
    usual = {"deadline_time": "18:00", "language": FALLBACK_LANGUAGE, "reminder_days": usual_reminders()}
    if last is None:
        return usual
    kept = {name: getattr(last, name) for name in ("time_zone", "language", "identity_mode", "own_profile")}
    return (
        usual
        | kept
        | {
            "segments": "\n".join(text for _code, text in last.segment_options),
            "reminder_days": last.reminder_days,
            "minimum_per_side": last.minimum_per_side,
        }
    )


def _moment(wall: datetime, zone: str) -> datetime:
    found = moments(wall, ZoneInfo(zone))
    shown = {"time": f"{wall:%Y-%m-%d %H:%M}", "zone": zone}
    if not found:
        text = _("There is no %(time)s in %(zone)s: clocks are put forward over it. Choose another time.")
        raise forms.ValidationError(text, code="clock", params=shown)
    if len(found) > 1:
        text = _("%(time)s comes twice in %(zone)s: clocks are put back over it. Choose another time.")
        raise forms.ValidationError(text, code="clock", params=shown)
    if not timezone.now() < found[0] <= timezone.now() + FURTHEST:
        raise _out_of_range(shown["time"])
    return found[0]


def _out_of_range(shown: date | str) -> forms.ValidationError:
    return forms.ValidationError(
        _("%(shown)s cannot be the deadline: it must lie in the future, and within two years."),
        code="range",
        params={"shown": shown},
    )
