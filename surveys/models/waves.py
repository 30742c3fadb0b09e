"""Assessment waves and the outcome figures entered for them."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from surveys.enums import IdentityMode, SourceGrade
from surveys.models.clients import Client
from surveys.models.instruments import InstrumentVersion


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
                condition=models.Q(state="open", closed_at=None)
                | models.Q(state__in=["closed", "withdrawn"], closed_at__isnull=False),
                name="closed_waves_have_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {_('wave')} {self.number}"

    @property
    def zone(self) -> ZoneInfo:
        """The client's time zone: deadlines are shown in it."""
        return ZoneInfo(self.time_zone)

    @property
    def takes_answers(self) -> bool:
        """Whether answers given now still count."""
        return self.state == self.State.OPEN and timezone.now() < self.deadline

    @property
    def segment_options(self) -> list[tuple[str, str]]:
        """The client's own segments as (code, text)."""
        return [(segment["code"], segment["text"]) for segment in self.segments]


class OutcomeFigure(FirmRow):
    """One of O1-O6 of a wave, as the consultant entered it, with its period and where it comes from."""

    parent_field: ClassVar[str] = "assessment"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="outcomes")
    item = models.CharField(max_length=2)
    value = models.FloatField()
    period = models.CharField(_("period"), max_length=60)
    source = models.CharField(_("source"), max_length=10, choices=SourceGrade.choices)
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
