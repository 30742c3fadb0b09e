"""Assessment waves and the outcome figures entered for them."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from surveys.enums import IdentityMode, Rhythm, SourceGrade
from surveys.models.clients import Client
from surveys.models.instruments import InstrumentVersion

SHOWN_FROM = 3  # method D11: aggregated results show nothing from fewer people of one side


def usual_reminders() -> list[int]:
    """Days before the deadline on which those who have not submitted are reminded."""
    return [7, 2]


class Assessment(FirmRow):
    """One wave of one client: "wave n" on screens and in addresses."""

    parent_field: ClassVar[str] = "client"

    class State(models.TextChoices):
        """An open wave takes answers until its deadline; a closed or withdrawn one takes none."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField(_("wave"))
    instrument_version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="+")
    # [{"code": "a", "text": "..."}]: the client's own options of CUS-F1
    segments = models.JSONField(_("segments"))
    # {code of CUS-F2: the client's own words, or None where the option is not offered}
    trigger_labels = models.JSONField(_("events that make buyers look"), default=dict)
    deadline = models.DateTimeField(_("deadline"))
    time_zone = models.CharField(_("time zone of the client"), max_length=60)
    # The database refuses to change it after the first answer: it is what respondents were promised.
    identity_mode = models.CharField(
        _("how answers are shown"),
        max_length=10,
        choices=IdentityMode.choices,
        default=IdentityMode.ATTRIBUTED,
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    own_profile = models.BooleanField(_("leaders see their own perceived profile"), default=False)
    reminder_days = models.JSONField(_("reminders, days before the deadline"), default=usual_reminders)
    minimum_per_side = models.PositiveSmallIntegerField(_("responses wanted from each side"), default=1)
    # A trial is run to see that all works. Nothing of it counts anywhere; the database keeps it one.
    trial = models.BooleanField(_("trial"), default=False)
    # The client's profile on the day of opening: results of a wave do not move when it is edited later.
    profile = models.JSONField(default=dict, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="one_wave_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="waves_count_from_one"),
            models.CheckConstraint(
                condition=models.Q(identity_mode__in=["attributed", "aggregated"]), name="identity_mode_known"
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_per_side__range=(1, 50)), name="minimum_per_side_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at=None)
                | models.Q(state__in=["closed", "withdrawn"], closed_at__isnull=False),
                name="closed_waves_have_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {_('wave')} {self.number}"

    @property
    def audit_label(self) -> str:
        """Which wave of which client."""
        return f"wave {self.number} of {self.client.name}"

    @property
    def zone(self) -> ZoneInfo:
        """The client's time zone: deadlines are shown in it."""
        return ZoneInfo(self.time_zone)

    @property
    def takes_answers(self) -> bool:
        """Whether answers given now still count."""
        return self.state == self.State.OPEN and timezone.now() < self.deadline

    @property
    def counts(self) -> bool:
        """Whether its answers count at all: nothing of a withdrawn wave or of a trial does."""
        return self.state != self.State.WITHDRAWN and not self.trial

    @property
    def wanted_per_side(self) -> int:
        """Responses wanted from each side: what was set, and never fewer than an aggregated wave needs."""
        needed = SHOWN_FROM if self.identity_mode == IdentityMode.AGGREGATED else 1
        return max(self.minimum_per_side, needed)

    @property
    def segment_options(self) -> list[tuple[str, str]]:
        """The client's own segments as (code, text)."""
        return [(segment["code"], segment["text"]) for segment in self.segments]


class PlannedWave(FirmRow):
    """A wave that is to be opened on a day, and then again and again at a rhythm.

    It asks nobody anything: on its day it becomes due and waits until the consultant opens the wave, moves
    the plan or drops it.
    """

    parent_field: ClassVar[str] = "client"

    class State(models.TextChoices):
        """A plan waits for its day, then for the consultant; then it is history."""

        PLANNED = "planned", _("Planned")
        DUE = "due", _("Due")
        OPENED = "opened", _("Opened")
        DROPPED = "dropped", _("Dropped")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="plans")
    due_on = models.DateField(_("day"))
    rhythm = models.PositiveSmallIntegerField(_("rhythm"), choices=Rhythm.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED, editable=False)
    wave = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="plan", null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("planned wave")
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(state__in=["planned", "due"]),
                name="one_standing_plan_per_client",
            ),
            models.CheckConstraint(condition=models.Q(rhythm__in=Rhythm.values), name="rhythm_known"),
            models.CheckConstraint(
                condition=models.Q(state="opened", wave__isnull=False)
                | models.Q(state__in=["planned", "due", "dropped"], wave=None),
                name="opened_plans_have_a_wave",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.due_on}"


class OutcomeFigure(FirmRow):
    """One of O1-O6 of a wave, as the consultant entered it, with its period and where it comes from."""

    parent_field: ClassVar[str] = "assessment"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="outcomes")
    item = models.CharField(max_length=2)
    value = models.FloatField()
    period = models.CharField(_("period"), max_length=60)
    source = models.CharField(_("source"), max_length=10, choices=SourceGrade.choices)
    # Who answers for the figure at the client: a name.
    owner = models.CharField(_("owner"), max_length=120, blank=True, default="")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("outcome figure")
        ordering = ("item",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_figure_per_outcome"),
            models.CheckConstraint(
                condition=models.Q(item__in=["O1", "O2", "O3", "O4", "O5", "O6"]), name="outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} = {self.value:g}"
