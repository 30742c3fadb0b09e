"""The companies a firm advises."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from smax.accounts.models import Firm
from smax.accounts.tenancy import FirmRow
from surveys.enums import (
    PROFILE_CODES,
    AbmUse,
    BusinessModel,
    Employees,
    Industry,
    Region,
    ReportingStructure,
    RevenueBand,
    Sponsor,
    TeamLocation,
)


class Client(FirmRow):
    """A company with its profile (method C). The profile is never scored."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="clients", editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, editable=False)
    industry = models.CharField(_("industry"), max_length=30, choices=Industry.choices)
    revenue_band = models.CharField(_("yearly revenue"), max_length=10, choices=RevenueBand.choices)
    employees = models.CharField(_("employees"), max_length=10, choices=Employees.choices)
    region = models.CharField(_("region of the head office"), max_length=20, choices=Region.choices)
    business_model = models.CharField(_("business model"), max_length=15, choices=BusinessModel.choices)
    abm_use = models.CharField(_("account-based programmes"), max_length=10, choices=AbmUse.choices)
    team_location = models.CharField(
        _("where the two teams work"), max_length=10, choices=TeamLocation.choices
    )
    sponsor = models.CharField(_("champion of alignment"), max_length=10, choices=Sponsor.choices)
    reporting_structure = models.CharField(
        _("to whom the two heads report"), max_length=15, choices=ReportingStructure.choices
    )
    headwinds = models.JSONField(_("headwinds"), default=list, blank=True)
    attrition_pct = models.FloatField(
        _("staff who left the two teams in the last year, %"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    benchmark_consent = models.BooleanField(
        _("agrees that its figures count in anonymous benchmarks"), default=False
    )
    benchmark_consent_at = models.DateTimeField(null=True, blank=True, editable=False)
    synthetic = models.BooleanField(default=False, editable=False)
    # An archived client leaves the lists and keeps its data.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["firm", "slug"], name="one_client_per_slug"),
            models.UniqueConstraint(Lower("name"), "firm", name="one_client_per_name"),
            models.CheckConstraint(
                condition=models.Q(attrition_pct=None) | models.Q(attrition_pct__range=(0, 100)),
                name="attrition_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(benchmark_consent=False) | models.Q(benchmark_consent_at__isnull=False),
                name="consent_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """The company's name."""
        return self.name

    @property
    def profile(self) -> dict[str, Any]:
        """The profile as codes: what a wave keeps of it from the day it is opened."""
        codes = {code: getattr(self, code) for code in PROFILE_CODES}
        return {**codes, "headwinds": list(self.headwinds), "attrition_pct": self.attrition_pct}


class Contact(FirmRow):
    """Somebody at a client whom the firm talks to. Contacts are not asked anything."""

    parent_field: ClassVar[str] = "client"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contact")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class BenchmarkConsent(FirmRow):
    """That a client agreed that its figures count in benchmarks, or took that back. Never changed.

    The newest row says what holds; `Client.benchmark_consent` repeats it for queries.
    """

    parent_field: ClassVar[str] = "client"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    agreed = models.BooleanField()
    # The wording that was agreed to; a changed one gets a new code.
    wording = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        verbose_name = _("benchmark consent")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.client_id}: {'agreed' if self.agreed else 'withdrawn'}"
