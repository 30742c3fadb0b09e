"""The finished client: leaders who are sure of their alignment, and evidence that is not.

Belief runs ahead of evidence nearly everywhere, the two sides see content and leads quite differently, and
of the leads they do not know it; revenue still holds, the pipeline behind it no longer does. Half a year on
they have worked on leads, customers and campaigns: those moved, belief sobered, and content is as disputed as
before.
"""

from __future__ import annotations

from typing import Any

# Item: answers of the three sales leaders, of the three marketing leaders, and of the one who leads both.
ANSWERS: dict[str, tuple[Any, ...]] = {
    "G0": (5, 4, 4, 4, 5, 4, 3),
    "CUS-P1": (5, 4, 5, 5, 5, 4, 4),
    "CUS-P2": (4, 4, 5, 5, 4, 5, 3),
    "CUS-K1": (2, 2, 2, 3, 3, 2, 2),
    "CUS-K2": (3, 2, 3, 4, 3, 4, 3),
    "CUS-F1": (
        ["water-utilities", "food-plants"],
        ["water-utilities", "machine-builders"],
        ["machine-builders", "service-contracts"],
        ["water-utilities", "hospitals"],
        ["food-plants", "hospitals"],
        ["water-utilities", "hospitals"],
        ["water-utilities", "food-plants"],
    ),
    "CUS-F2": (
        ["failed_tool", "contract_end", "cost_pressure"],
        ["failed_tool", "cost_pressure", "expansion"],
        ["failed_tool", "contract_end", "expansion"],
        ["regulation", "new_executive", "failed_tool"],
        ["regulation", "contract_end", "failed_tool"],
        ["regulation", "failed_tool", "cost_pressure"],
        ["failed_tool", "regulation", "expansion"],
    ),
    "STR-P1": (4, 5, 4, 4, 4, 5, 4),
    "STR-P2": (4, 4, 5, 3, 4, 3, 3),
    "STR-K1": (3, 3, 3, 3, 3, 4, 3),
    "STR-F1": (
        "new_customers",
        "new_customers",
        "expansion",
        "new_customers",
        "expansion",
        "new_market",
        "new_customers",
    ),
    "CAP-P1": (2, 3, 2, 4, 4, 5, 3),
    "CAP-P2": (3, 4, 3, 4, 4, 4, 3),
    "CAP-K1": (2, 2, 1, 3, 3, 3, 2),
    "CAP-F1": (2, 1, 2, 4, 4, 3, 3),
    "CAP-F2": (
        ["content", "contact_data", "campaigns"],
        ["content", "campaigns", "personas"],
        ["contact_data", "content", "buyer_journey"],
        ["methodology", "process", "enablement"],
        ["process", "coverage", "training"],
        ["methodology", "contact_data", "training"],
        ["content", "process", "contact_data"],
    ),
    "ORG-P1": (4, 4, 4, 4, 5, 4, 3),
    "ORG-P2": (3, 4, 4, 4, 3, 4, 3),
    "ORG-K1": (3, 2, 2, 3, 3, 2, 2),
    "ORG-K2": (3, 2, 3, 3, 2, 2, 2),
    "ORG-F1": (
        "sales_head",
        "sales_head",
        "by_stage",
        "by_stage",
        "nobody",
        "marketing_head",
        "by_stage",
    ),
    "CAD-P1": (4, 5, 4, 4, 4, 4, 3),
    "CAD-P2": (4, 4, 5, 4, 3, 4, 3),
    "CAD-K1": (4, 3, 3, 4, 4, 3, 3),
    "CAD-K2": (3, 4, 3, 4, 4, 3, 3),
    "CAD-F1": (3, 3, 3, 3, 4, 3, 3),
    "DAT-P1": (4, 4, 4, 4, 4, 3, 3),
    "DAT-P2": (2, 2, 1, 2, 3, 2, 3),
    "DAT-K1": (4, 3, 3, 4, 3, 4, 3),
    "DAT-K2": (2, 2, 3, 3, 3, 3, 2),
    "DAT-K3": (3, 2, 3, 3, 4, 3, 3),
    "DAT-F1": (
        ["bookings", "sales_leads", "pipeline"],
        ["bookings", "pipeline", "win_rate"],
        ["sales_leads", "pipeline"],
        ["qualified_leads", "marketing_leads", "pipeline"],
        ["qualified_leads", "pipeline", "acquisition_cost"],
        ["marketing_leads", "qualified_leads"],
        ["pipeline", "bookings"],
    ),
    "FLW-P1": (2, 2, 3, 4, 5, 4, 3),
    "FLW-P2": (4, 3, 4, 4, 4, 5, 3),
    "FLW-K1": (2, 2, 3, 4, 3, 4, 3),
    "FLW-K2": (2, 1, 2, 3, 3, 3, 2),
    "FLW-F1": (4, 4, 5, 2, 2, "dk", 3),
    "COL-P1": (4, 5, 4, 5, 4, 4, 4),
    "COL-P2": (2, 2, 1, 1, 2, 2, 2),
    "COL-K1": (3, 2, 2, 3, 3, 3, 2),
    "COL-K2": (4, 3, 3, 4, 3, 4, 3),
    "COL-K3": (3, 3, 3, 4, 3, 3, 3),
    "CUS-X": (4, 4, 5, 4, 5, 4),
    "STR-X": (4, 4, 4, 4, 4, 5),
    "CAP-X": (4, 4, 4, 3, 3, 3),
    "ORG-X": (4, 4, 3, 4, 4, 4),
    "CAD-X": (4, 4, 4, 4, 4, 4),
    "DAT-X": (2, 2, 3, 4, 4, 3),
    "FLW-X": (3, 2, 3, 4, 4, 5),
    "COL-X": (4, 5, 4, 4, 5, 4),
    "G1": (4, 4, 5, 4, 4, 4),
}
# What leaders wrote beside their answers, by their place in the row; notes say where a practice can be seen.
REMARKS: dict[int, dict[str, Any]] = {
    0: {
        "comment:FLW": {
            "text": "We stopped working the leads from trade fairs in spring. Nobody asked us why.",
            "show": True,
        },
        "note:CAD-K1": "Invitation to the Monday pipeline review, every week since January.",
    },
    3: {
        "comment:FLW": {
            "text": "Leads are handed over within the day. What becomes of them we hear at quarter end.",
            "show": True,
        },
    },
}
# Seconds on each screen, in the order of the screens; the second leader was in a hurry.
SECONDS = (
    (74, 52, 61, 66, 48, 83, 57, 50, 41),
    (14, 9, 11, 10, 8, 13, 9, 10, 7),
    (96, 71, 80, 77, 62, 104, 69, 73, 55),
    (68, 47, 59, 58, 44, 79, 61, 46, 38),
    (88, 63, 72, 81, 57, 95, 66, 60, 47),
    (59, 44, 50, 49, 41, 70, 52, 45, 36),
    (81, 58, 64, 70, 53, 87, 60, 55),
)
OUTCOMES = {
    "O1": (14.0, "report"),
    "O2": (101.0, "report"),
    "O3": (1.0, "system"),
    "O4": (0.7, "system"),
    "O5": (-3.0, "system"),
    "O6": (88.0, "report"),
}

# What they answered otherwise half a year later.
LATER: dict[str, tuple[Any, ...]] = {
    "G0": (4, 4, 4, 4, 4, 4, 3),
    "CUS-P1": (4, 4, 4, 4, 4, 4, 4),
    "CUS-K1": (3, 3, 3, 4, 3, 3, 3),
    "CUS-K2": (4, 3, 4, 4, 4, 4, 4),
    "CUS-F1": (
        ["water-utilities", "food-plants"],
        ["water-utilities", "food-plants"],
        ["water-utilities", "machine-builders"],
        ["water-utilities", "food-plants"],
        ["water-utilities", "food-plants"],
        ["water-utilities", "hospitals"],
        ["water-utilities", "food-plants"],
    ),
    "STR-P1": (4, 4, 4, 4, 4, 4, 4),
    "CAD-P1": (4, 4, 4, 4, 4, 4, 3),
    "CAD-K2": (4, 4, 4, 4, 4, 4, 4),
    "DAT-P1": (3, 4, 3, 3, 4, 3, 3),
    "DAT-K2": (4, 3, 4, 4, 4, 4, 3),
    "DAT-F1": (
        ["bookings", "retention", "pipeline"],
        ["bookings", "pipeline", "win_rate"],
        ["bookings", "pipeline"],
        ["bookings", "marketing_leads", "pipeline"],
        ["bookings", "pipeline", "acquisition_cost"],
        ["marketing_leads", "pipeline"],
        ["pipeline", "bookings"],
    ),
    "FLW-P1": (3, 3, 3, 4, 4, 4, 3),
    "FLW-K1": (4, 3, 4, 4, 4, 4, 4),
    "FLW-K2": (4, 3, 4, 4, 4, 4, 3),
    "FLW-F1": (4, 4, 4, 3, 4, 3, 3),
    "FLW-X": (4, 3, 4, 3, 3, 4),
    "COL-P1": (4, 4, 4, 4, 4, 4, 4),
}
LATER_OUTCOMES = OUTCOMES | {
    "O1": (12.0, "report"),
    "O3": (2.0, "system"),
    "O4": (0.9, "system"),
    "O5": (6.0, "system"),
}


def answers_of(place: int, *, later: bool = False) -> dict[str, Any]:
    """Give the answers of the leader in that place of the row, at the first wave or at the later one."""
    rows = ANSWERS | LATER if later else ANSWERS
    return {item: given[place] for item, given in rows.items() if place < len(given)}
