"""Opening a wave."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.forms.promises import PromisesForm
from surveys.forms.segments import SegmentsField
from surveys.models import InstrumentVersion
from surveys.questionnaire import FALLBACK_LANGUAGE
from surveys.services.waves import open_wave
from surveys.zones import grouped, moments

if TYPE_CHECKING:
    from surveys.models import Assessment, Client

FURTHEST = timedelta(days=731)


class VersionField(forms.ModelChoiceField):
    """Chooses among published questionnaires."""

    def label_from_instance(self, version: InstrumentVersion) -> str:
        """Name one such as "SMAX, version 1"."""
        return _("%(name)s, version %(version)s") % {
            "name": version.instrument.upper(),
            "version": version.version,
        }


class WaveForm(PromisesForm):
    """Opens the next wave of `client`: questionnaire, deadline on the client's clock, segments, promises."""

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

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        versions = InstrumentVersion.objects.exclude(published_at=None).order_by("-published_at", "-pk")
        self.fields["instrument_version"].queryset = versions.defer("definition")
        self.fields["time_zone"].choices = [("", _("Choose a city")), *grouped()]
        last = client.assessments.first()
        self.initial |= {
            "instrument_version": versions.only("pk").first(),
            "deadline_time": "18:00",
            "time_zone": last.time_zone if last else "",
            "segments": "\n".join(text for _code, text in last.segment_options) if last else "",
            "language": last.language if last else FALLBACK_LANGUAGE,
        }

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
        if "instrument_version" in given:
            self.refuse_unspoken(given["instrument_version"].catalogue)
        return given

    def store(self) -> Assessment:
        """Open the wave."""
        names = ("instrument_version", "deadline", "time_zone", "segments", *self.promises)
        return open_wave(client=self.client, **{name: self.cleaned_data[name] for name in names})


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
