"""Who is in the demonstration. Nobody and no company in it exists."""

from __future__ import annotations

from dataclasses import dataclass

HOST_FIRM = "Northbridge Advisory (demonstration)"
OTHER_FIRMS = (
    "Alder and Finch (demonstration)",
    "Castellan Partners (demonstration)",
    "Fennimore Partners (demonstration)",
    "Lindqvist Associates (demonstration)",
    "Quay Street Consulting (demonstration)",
)
OWNER = ("owner@northbridge.example", "Ingrid Solberg")
CONSULTANT = ("consultant@northbridge.example", "Tomás Arriaga")
ADMINISTRATOR = ("administrator@smax.example", "Server administrator")
# Approves the benchmark beside the first, and cannot sign in.
SECOND_ADMINISTRATOR = ("second-administrator@smax.example", "Second administrator")

FINISHED = "Meridian Flow Systems"
WAITING = "Harbour Analytics"
INDUSTRIES = ("software", "manufacturing")
# Four a firm, two of each industry: no firm holds more than a quarter of a cohort, with one missing, too.
COMPANIES = (
    "Aspen Ledger",
    "Birchwood Valves",
    "Cobalt Metrics",
    "Dunmore Castings",
    "Evergreen Cloud",
    "Fairfax Bearings",
    "Glasswing Labs",
    "Hollis Robotics",
    "Ironbridge Data",
    "Juniper Motion",
    "Kestrel Software",
    "Larkfield Pumps",
    "Maple Signal",
    "Norwick Tooling",
    "Orchard Systems",
    "Pemberton Drives",
    "Quarry Insights",
    "Redfern Plastics",
    "Saltmarsh Apps",
    "Thornbury Coatings",
    "Umber Networks",
    "Vale Hydraulics",
    "Willow Compute",
    "Yarrow Controls",
)
SEGMENTS = (
    ("water-utilities", "Water utilities, head of operations"),
    ("food-plants", "Food and drink plants, plant manager"),
    ("chemical-plants", "Chemical plants, maintenance lead"),
    ("hospitals", "Hospitals, technical director"),
    ("machine-builders", "Machine builders, head of engineering"),
    ("service-contracts", "Plants with service contracts, procurement"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A leader of a client."""

    name: str
    side: str
    seniority: str


FINISHED_LEADERS = (
    Person("Helena Brandt", "sales", "c_level"),
    Person("Marcus Oduya", "sales", "director"),
    Person("Priya Raman", "sales", "director"),
    Person("Claire Fontaine", "marketing", "c_level"),
    Person("Jonas Lindqvist", "marketing", "director"),
    Person("Aiko Tanabe", "marketing", "manager"),
    Person("Robert Hale", "both", "c_level"),
)
WAITING_LEADERS = (
    Person("Samuel Okafor", "sales", "c_level"),
    Person("Lena Hartmann", "marketing", "c_level"),
)
FIRST_NAMES = ("Ada", "Boris", "Carmen", "Dilan", "Elif", "Farid", "Greta", "Hugo")
LAST_NAMES = ("Abel", "Brook", "Conti", "Dahl", "Egan", "Frost", "Gallo", "Hayes")


def pair_of(number: int) -> tuple[Person, Person]:
    """Name the two leaders of a small company, by its number."""
    shift = 1 + number // len(FIRST_NAMES)
    first, second = FIRST_NAMES[number % 8], FIRST_NAMES[(number + 3) % 8]
    return (
        Person(f"{first} {LAST_NAMES[(number * shift) % 8]}", "sales", "c_level"),
        Person(f"{second} {LAST_NAMES[(number * shift + 5) % 8]}", "marketing", "c_level"),
    )


def profile(number: int) -> dict[str, str | list[str] | float]:
    """Give a client's profile, varied by its number."""
    bands, regions = ("25_99", "100_499", "500_999"), ("europe", "north_america", "asia_pacific")
    return {
        "industry": INDUSTRIES[number % len(INDUSTRIES)],
        "revenue_band": bands[number % 3],
        "employees": ("50_249", "250_999", "1000_4999")[number % 3],
        "region": regions[number // 2 % 3],
        "business_model": ("subscription", "product")[number % 2],
        "abm_use": ("none", "pilot", "main")[number // 3 % 3],
        "team_location": ("same_site", "split", "remote")[number // 2 % 3],
        "sponsor": ("none", "ceo", "cfo", "cro")[number // 2 % 4],
        "reporting_structure": ("separate", "cro", "ceo_direct")[number // 4 % 3],
        "headwinds": [["budget"], [], ["market", "talent"]][number % 3],
        "attrition_pct": float(5 + number % 9),
    }
