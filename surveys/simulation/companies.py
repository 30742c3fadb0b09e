"""What a simulated company is like, and what its leaders answer (docs/simulation.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from surveys.enums import (
    AbmUse,
    BusinessModel,
    Employees,
    Headwind,
    Industry,
    Region,
    ReportingStructure,
    RevenueBand,
    Seniority,
    Sponsor,
    TeamLocation,
)
from surveys.pace import estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.catalogue import Catalogue, Item

# Code and share of companies.
SHARES: dict[str, dict[str, float]] = {
    "industry": dict(zip(Industry.values, (20, 12, 16, 8, 8, 8, 8, 5, 4, 4, 2, 5), strict=True)),
    "revenue_band": dict(zip(RevenueBand.values, (5, 40, 35, 10, 10), strict=True)),
    "region": dict(zip(Region.values, (45, 6, 32, 5, 12), strict=True)),
    "business_model": dict(zip(BusinessModel.values, (40, 25, 15, 20), strict=True)),
    "abm_use": dict(zip(AbmUse.values, (40, 40, 20), strict=True)),
    "team_location": dict(zip(TeamLocation.values, (35, 40, 25), strict=True)),
    "sponsor": dict(zip(Sponsor.values, (25, 8, 22, 10, 35), strict=True)),
    "reporting_structure": dict(zip(ReportingStructure.values, (45, 25, 10, 20), strict=True)),
}
SENIORITIES = dict(zip(Seniority.values, (55, 30, 12, 3), strict=True))
PEOPLE = {1: 60, 2: 20, 3: 15, 4: 5}  # leaders a side
HEADWIND_SHARE = 0.22
LEADS_BOTH_SHARE = 0.15

SEGMENTS = tuple((f"segment-{letter}", f"Segment {letter.upper()}") for letter in "abcdef")

# Spreads of the latent scores, in standard deviations of practice between companies.
BELIEF_ON_PRACTICE = 0.3
SIDES_APART = {"practice": 0.25, "belief": 0.45}
PEOPLE_APART = 0.5
# Latent cuts between the five steps: practice ends far below the middle of the scale, belief far above.
PRACTICE_CUTS = (-0.7, 0.1, 0.9, 1.7)
BELIEF_CUTS = (-2.6, -1.9, -0.9, 0.9)
# Nine in ten choose one of the two highest steps: 1.28 of the spread that company, side and person add up to.
ALIGNED_CUTS = (-3.6, -2.7, -1.65, 0.5)
UNKNOWN_SHARE = 0.03

CUSTOMER_KPIS = ("bookings", "ltv", "retention", "renewals", "satisfaction")
COUNT_KPIS = ("qualified_leads", "sales_leads", "marketing_leads", "pipeline", "opportunities", "margin")
OWNERS = ("nobody", "by_stage", "marketing_head", "sales_head", "cro", "ceo")  # from the least to the most

# How much of practice outcomes feel, by industry and size; reporting structure has no part in anything.
SLOPES = {"software": 1.0, "it_services": 0.9, "manufacturing": 0.7, "public_education": 0.3}
USUAL_SLOPE = 0.6
SIZE_FACTORS = dict(zip(RevenueBand.values, (1.2, 1.1, 1.0, 0.8, 0.7), strict=True))
# Item: middle, what a standard deviation of the latent outcome adds, luck, lowest, highest, decimals.
FIGURES: dict[str, tuple[float, float, float, float, float, int]] = {
    "O1": (8.0, 7.0, 5.0, -30.0, 80.0, 1),
    "O2": (93.0, 6.0, 6.0, 50.0, 140.0, 1),
    "O3": (0.3, 2.2, 2.0, -15.0, 15.0, 1),
    "O4": (0.88, 0.16, 0.14, 0.1, 2.5, 2),
    "O5": (6.0, 9.0, 8.0, -40.0, 80.0, 1),
    "O6": (88.0, 4.0, 4.0, 55.0, 100.0, 1),
}
HEADWIND_COST = 0.35
# Of the logarithm of time: standard deviations between people and between screens; and which paces there are.
PACES_APART, SCREENS_APART = 0.35, 0.2
PACES = (0.5, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedLeader:
    """A leader with answers, and seconds by screen, as a questionnaire stores them."""

    side: str
    seniority: str
    answers: dict[str, Any]
    seconds: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCompany:
    """A company as `manage.py simulate_companies` stores it; `age_days` is how long ago its wave closed."""

    number: int
    profile: dict[str, Any]
    leaders: tuple[SimulatedLeader, ...]
    outcomes: dict[str, float]
    age_days: int


class Simulation:
    """Draws companies; the same seed and number give the same company, whatever others are drawn."""

    def __init__(self, seed: int, catalogue: Catalogue) -> None:
        self.seed = seed
        self.catalogue = catalogue

    def company(self, number: int) -> SimulatedCompany:
        """Draw one company by its number, from 1 on."""
        return _Drawing(self, number).company(number)


class _Drawing:
    def __init__(self, simulation: Simulation, number: int) -> None:
        self.catalogue = simulation.catalogue
        self.random = np.random.default_rng([simulation.seed, number])
        # Apart, so that companies have the answers that they had before times were drawn.
        self.clock = np.random.default_rng([simulation.seed, number, 1])
        self.practice = float(self.random.normal())
        rest = (1 - BELIEF_ON_PRACTICE**2) ** 0.5
        self.belief = BELIEF_ON_PRACTICE * self.practice + rest * float(self.random.normal())

    def company(self, number: int) -> SimulatedCompany:
        profile = self._profile()
        facts = [item for item in self.catalogue.items if item.form in ("nominal", "set")]
        agreed = {item.id: self._fact(item) for item in facts}
        return SimulatedCompany(
            number=number,
            profile=profile,
            leaders=tuple(self._leaders(agreed)),
            outcomes=self._outcomes(profile),
            age_days=int(self.random.integers(95, 360)),
        )

    def _profile(self) -> dict[str, Any]:
        codes = {field: self._one(shares) for field, shares in SHARES.items()}
        size = list(RevenueBand.values).index(codes["revenue_band"])
        employees = Employees.values[int(np.clip(size + self.random.integers(-1, 2), 0, 4))]
        met = [code for code in Headwind.values if self.random.random() < HEADWIND_SHARE]
        attrition = round(float(np.clip(self.random.normal(14, 6), 0, 60)), 1)
        return {**codes, "employees": employees, "headwinds": met, "attrition_pct": attrition}

    def _one(self, shares: Mapping[Any, float]) -> Any:
        weights = np.array(list(shares.values()), dtype=float)
        return list(shares)[int(self.random.choice(len(weights), p=weights / weights.sum()))]

    def _leaders(self, agreed: Mapping[str, Any]) -> list[SimulatedLeader]:
        sides = [side for side in ("sales", "marketing") for _ in range(self._one(PEOPLE))]
        sides += ["both"] if self.random.random() < LEADS_BOTH_SHARE else []
        seen = {
            side: (
                self.practice + SIDES_APART["practice"] * float(self.random.normal()),
                self.belief + SIDES_APART["belief"] * float(self.random.normal()),
            )
            for side in ("sales", "marketing", "both")
        }
        return [
            SimulatedLeader(
                side=side,
                seniority=self._one(SENIORITIES),
                answers=self._answers(side, *seen[side], agreed),
                seconds=self._seconds(side),
            )
            for side in sides
        ]

    def _answers(
        self, side: str, practice: float, belief: float, agreed: Mapping[str, Any]
    ) -> dict[str, Any]:
        items = self.catalogue.items_for(side)
        noise = PEOPLE_APART * self.random.normal(size=len(items))
        own = PEOPLE_APART * float(self.random.normal())
        return {
            item.id: self._answer(item, practice, belief + own, float(noise[place]), agreed)
            for place, item in enumerate(items)
        }

    def _seconds(self, side: str) -> dict[str, int]:
        pace = float(np.clip(np.exp(PACES_APART * self.clock.normal()), *PACES))
        return {
            screen.code: max(
                1, round(estimate(screen.items) * pace * np.exp(SCREENS_APART * self.clock.normal()))
            )
            for screen in self.catalogue.screens(side)
        }

    def _answer(
        self, item: Item, practice: float, belief: float, noise: float, agreed: Mapping[str, Any]
    ) -> Any:
        if item.allows_dk and self.random.random() < UNKNOWN_SHARE:
            return "dk"
        if item.id in agreed:
            keeps = self.random.random() < 1 / (1 + np.exp(0.3 - 0.9 * practice))
            return agreed[item.id] if keeps else self._fact(item)
        if item.id in ("G0", "G1"):
            return _step(belief + noise, ALIGNED_CUTS)
        if item.kind in ("P", "X"):
            step = _step(belief + noise, BELIEF_CUTS)
            return 6 - step if item.scale == "frequency" else step
        return _step(practice + noise, PRACTICE_CUTS)

    def _fact(self, item: Item) -> Any:
        if item.id == "ORG-F1":
            place = 1.6 + 1.3 * self.practice + float(self.random.normal())
            return OWNERS[int(np.clip(round(place), 0, len(OWNERS) - 1))]
        if item.id == "DAT-F1":
            return self._kpis()
        codes = [code for code, _text in item.options("en", segments=SEGMENTS)]
        if item.form == "nominal":
            return codes[int(self.random.integers(len(codes)))]
        chosen = self.random.choice(len(codes), size=min(item.max_choices or 1, 3), replace=False)
        return [codes[place] for place in sorted(chosen.tolist())]

    def _kpis(self) -> list[str]:
        """Who practises alignment measures customers; who feels aligned counts leads and deals."""
        customer = 1 / (1 + np.exp(0.9 - 1.1 * self.practice))
        counts = 1 / (1 + np.exp(0.2 - 0.6 * self.belief))
        ticked = [kpi for kpi in CUSTOMER_KPIS if self.random.random() < customer]
        ticked += [kpi for kpi in COUNT_KPIS if self.random.random() < counts]
        return ticked[:5] or ["none"]

    def _outcomes(self, profile: Mapping[str, Any]) -> dict[str, float]:
        slope = SLOPES.get(profile["industry"], USUAL_SLOPE) * SIZE_FACTORS[profile["revenue_band"]]
        latent = slope * self.practice + 0.5 * float(self.random.normal())
        latent -= HEADWIND_COST * min(len(profile["headwinds"]), 2)
        figures = {}
        for item, (middle, gain, luck, lowest, highest, decimals) in FIGURES.items():
            value = middle + gain * latent + luck * float(self.random.normal())
            figures[item] = round(float(np.clip(value, lowest, highest)), decimals)
        return figures


def _step(latent: float, cuts: Sequence[float]) -> int:
    return 1 + sum(latent > cut for cut in cuts)
