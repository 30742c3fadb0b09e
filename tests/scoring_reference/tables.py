"""The numbers of method version 1, typed from its text (sections C, D5, D7)."""

from __future__ import annotations

WEIGHTS = {
    "CUS": 0.20,
    "STR": 0.10,
    "CAP": 0.10,
    "ORG": 0.10,
    "CAD": 0.125,
    "DAT": 0.15,
    "FLW": 0.125,
    "COL": 0.10,
}
P_ITEMS = {dimension: (f"{dimension}-P1", f"{dimension}-P2") for dimension in WEIGHTS}
REVERSED = {"DAT-P2", "COL-P2"}
K_ITEMS = {
    "CUS": ("CUS-K1", "CUS-K2"),
    "STR": ("STR-K1",),
    "CAP": ("CAP-K1",),
    "ORG": ("ORG-K1", "ORG-K2"),
    "CAD": ("CAD-K1", "CAD-K2"),
    "DAT": ("DAT-K1", "DAT-K2", "DAT-K3"),
    "FLW": ("FLW-K1", "FLW-K2"),
    "COL": ("COL-K1", "COL-K2", "COL-K3"),
}
LADDER_FACTS = {"CAP-F1", "CAD-F1", "FLW-F1"}
SET_FACTS = {"CUS-F1", "CUS-F2", "CAP-F2", "DAT-F1"}
NOMINAL_FACTS = {"STR-F1", "ORG-F1"}
FACTS = {
    "CUS": ("CUS-F1", "CUS-F2"),
    "STR": ("STR-F1",),
    "CAP": ("CAP-F1", "CAP-F2"),
    "ORG": ("ORG-F1",),
    "CAD": ("CAD-F1",),
    "DAT": ("DAT-F1",),
    "FLW": ("FLW-F1",),
    "COL": (),
}
LEVEL_FACTS = LADDER_FACTS | {"ORG-F1", "DAT-F1"}
ORG_LEVELS = {"nobody": 0, "by_stage": 25, "marketing_head": 50, "sales_head": 50, "cro": 50, "ceo": 100}
CUSTOMER_KPIS = {"bookings", "ltv", "retention", "renewals", "satisfaction"}
CURVES = {
    "O1": ((-10, 0), (0, 30), (10, 60), (25, 90), (40, 100)),
    "O2": ((70, 0), (85, 40), (100, 75), (110, 100)),
    "O3": ((-10, 0), (0, 50), (10, 100)),
    "O4": ((0.4, 0), (0.8, 50), (1.0, 75), (1.3, 100)),
    "O5": ((-20, 0), (0, 40), (20, 80), (40, 100)),
    "O6": ((70, 0), (80, 30), (90, 70), (95, 90), (100, 100)),
}
LEVELS = ("ambiguous", "collaborative", "aligned")
COLLABORATIVE = ("GC1", "GC2", "GC3", "GC4")
ALIGNED = ("GA1", "GA2", "GA3", "GA4", "GA5", "GA6", "GA7")
SUPPORTING = ("GS1", "GS2", "GS3", "GS4", "GS5")
# Gate -> (item, least joint score); GC1, GA5, GA8, GS4 and GS5 have tests of their own.
SCORE_GATES = {
    "GC2": ("CUS-K2", 50),
    "GC3": ("FLW-K1", 50),
    "GC4": ("CAD-F1", 50),
    "GA1": ("DAT-F1", 100),
    "GA2": ("STR-K1", 75),
    "GA3": ("ORG-K1", 75),
    "GA4": ("ORG-K2", 50),
    "GA6": ("COL-K1", 80),
    "GA7": ("CUS-K1", 75),
    "GS1": ("COL-K2", 75),
    "GS2": ("DAT-K3", 75),
    "GS3": ("CUS-K2", 75),
}
EPSILON = 1e-9


def at_least(value: float | None, limit: float) -> bool:
    """A missing value reaches nothing."""
    return value is not None and value >= limit - EPSILON


def under(value: float | None, limit: float) -> bool:
    """A missing value is under nothing."""
    return value is not None and value < limit - EPSILON


def mean(values: list) -> float | None:
    present = [value for value in values if value is not None]
    return sum(present) / len(present) if present else None
