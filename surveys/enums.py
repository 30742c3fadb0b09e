"""Codes that rows and files share with the method, and their names on screens."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    """The function a participant leads."""

    SALES = "sales", _("Sales")
    MARKETING = "marketing", _("Marketing")
    BOTH = "both", _("Both functions")


class Seniority(TextChoices):
    """How high in the company a participant stands (`level` in the interchange format)."""

    C_LEVEL = "c_level", _("C-level or vice president")
    DIRECTOR = "director", _("Director")
    MANAGER = "manager", _("Manager")
    OTHER = "other", _("Other")


class IdentityMode(TextChoices):
    """Whether results show what one person answered (method D11)."""

    ATTRIBUTED = "attributed", _("Attributed: answers are shown by role")
    AGGREGATED = "aggregated", _("Aggregated: nothing from fewer than three people of a side is shown")


class SourceGrade(TextChoices):
    """Where an outcome figure comes from, best first."""

    SYSTEM = "system", _("From a system of record")
    REPORT = "report", _("From a report")
    ESTIMATE = "estimate", _("An estimate")


class Rhythm(IntegerChoices):
    """Days from one planned wave to the next."""

    QUARTER = 90, _("every 90 days")
    HALF_YEAR = 180, _("every 180 days")
    YEAR = 365, _("every 365 days")


class Industry(TextChoices):
    """The company's industry."""

    SOFTWARE = "software", _("Software")
    IT_SERVICES = "it_services", _("IT services")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    INDUSTRIAL_DISTRIBUTION = "industrial_distribution", _("Industrial distribution")
    HEALTHCARE = "healthcare_life_sciences", _("Healthcare and life sciences")
    FINANCIAL_SERVICES = "financial_services", _("Financial services")
    PROFESSIONAL_SERVICES = "professional_services", _("Professional services")
    TELECOM_MEDIA = "telecom_media", _("Telecommunications and media")
    ENERGY_UTILITIES = "energy_utilities", _("Energy and utilities")
    TRANSPORT_LOGISTICS = "transport_logistics", _("Transport and logistics")
    PUBLIC_EDUCATION = "public_education", _("Public sector and education")
    OTHER = "other", _("Other")


class RevenueBand(TextChoices):
    """Yearly revenue in millions of US dollars."""

    UNDER_25 = "under_25", _("Under 25 million USD (smaller than the companies of the original study)")
    FROM_25 = "25_99", _("25 to 99 million USD")
    FROM_100 = "100_499", _("100 to 499 million USD")
    FROM_500 = "500_999", _("500 to 999 million USD")
    FROM_1000 = "1000_up", _("1 billion USD or more")


class Employees(TextChoices):
    """Number of employees."""

    UP_TO_49 = "1_49", _("1 to 49")
    FROM_50 = "50_249", _("50 to 249")
    FROM_250 = "250_999", _("250 to 999")
    FROM_1000 = "1000_4999", _("1,000 to 4,999")
    FROM_5000 = "5000_up", _("5,000 or more")


class Region(TextChoices):
    """Where the company's head office is."""

    NORTH_AMERICA = "north_america", _("North America")
    LATIN_AMERICA = "latin_america", _("Latin America")
    EUROPE = "europe", _("Europe")
    MIDDLE_EAST_AFRICA = "middle_east_africa", _("Middle East and Africa")
    ASIA_PACIFIC = "asia_pacific", _("Asia and Pacific")


class BusinessModel(TextChoices):
    """What the company mostly earns its money with."""

    SUBSCRIPTION = "subscription", _("Subscriptions")
    PRODUCT = "product", _("Products")
    SERVICES = "services", _("Services")
    MIXED = "mixed", _("A mix")


class AbmUse(TextChoices):
    """How far the company runs account-based programmes."""

    NONE = "none", _("None")
    PILOT = "pilot", _("A pilot")
    MAIN = "main", _("Our main approach")


class TeamLocation(TextChoices):
    """Where the two teams work."""

    SAME_SITE = "same_site", _("At the same site")
    SPLIT = "split", _("At different sites")
    REMOTE = "remote", _("Mostly remote")


class Headwind(TextChoices):
    """What holds results back, whatever the alignment."""

    BUDGET = "budget", _("Budget limits")
    SEASONALITY = "seasonality", _("Seasonality")
    MARKET = "market", _("A weak market")
    LEADERSHIP_CHANGE = "leadership_change", _("A change of leadership")
    TALENT = "talent", _("Lack of talent")
    OTHER = "other", _("Other")


class Sponsor(TextChoices):
    """Who champions alignment at the top."""

    CEO = "ceo", _("Chief executive")
    CFO = "cfo", _("Chief financial officer")
    CRO = "cro", _("Chief revenue officer")
    OTHER = "other", _("Somebody else")
    NONE = "none", _("Nobody")


class ReportingStructure(TextChoices):
    """To whom the two heads report."""

    SEPARATE = "separate", _("To different executives")
    CRO = "cro", _("Both to a chief revenue officer")
    OTHER_SHARED = "other_shared", _("Both to another shared head")
    CEO_DIRECT = "ceo_direct", _("Both to the chief executive")


PROFILE_CHOICES: dict[str, type[TextChoices]] = {
    "industry": Industry,
    "revenue_band": RevenueBand,
    "employees": Employees,
    "region": Region,
    "business_model": BusinessModel,
    "reporting_structure": ReportingStructure,
}
"""The properties by which companies are compared with their peers, with the codes of each."""

PROFILE_CODES = (
    *("industry", "revenue_band", "employees", "region", "business_model"),
    *("abm_use", "team_location", "sponsor", "reporting_structure"),
)
"""The fields of a client's profile that hold one code each."""
