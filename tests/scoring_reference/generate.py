"""Seeded assessments in interchange form that reach for the edges of the method.

All of them are synthetic and valid. `assessments(seed, count)` always yields the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.scoring_reference.tables import CURVES, FACTS, K_ITEMS, LADDER_FACTS, WEIGHTS

SEGMENTS = ("north", "south", "mid-market", "health", "public", "industry", "retail", "banks")
EVENTS = (
    "regulation",
    "growth",
    "new_executive",
    "cost_pressure",
    "failed_tool",
    "competitor",
    "expansion",
    "contract_end",
    "other",
)
CAPABILITIES = (
    "segmentation",
    "personas",
    "content",
    "campaigns",
    "buyer_journey",
    "contact_data",
    "coverage",
    "territories",
    "methodology",
    "process",
    "enablement",
    "training",
)
CUSTOMER = ("bookings", "ltv", "retention", "renewals", "satisfaction")
OTHER_KPIS = (
    "qualified_leads",
    "sales_leads",
    "marketing_leads",
    "pipeline",
    "opportunities",
    "win_rate",
    "velocity",
    "cycle_length",
    "acquisition_cost",
    "margin",
)
PRIORITIES = ("new_customers", "expansion", "churn", "new_market", "margin")
OWNERS = ("nobody", "by_stage", "marketing_head", "sales_head", "cro", "ceo")
SPONSORS = ("ceo", "cfo", "cro", "other", "none")
SENIORITY = ("c_level", "director", "manager", "other")
SETS = {
    "CUS-F1": (SEGMENTS, 2),
    "CUS-F2": (EVENTS, 3),
    "CAP-F2": (CAPABILITIES, 3),
    "DAT-F1": (CUSTOMER + OTHER_KPIS, 5),
}
DOCUMENTED = tuple(item for items in K_ITEMS.values() for item in items) + tuple(sorted(LADDER_FACTS))
STEPS = (1, 2, 3, 4, 5)


class Company:
    """The habits of one made-up company: how good, how sure and how unanimous its leaders are."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.blank = rng.choice((0, 0, 0.05, 0.3, 0.7))
        self.unsure = rng.choice((0, 0, 0.05, 0.2, 0.6))
        strong = rng.random() < 0.15
        moods = (4, 5) if strong else (1, 2, 3, 4, 5, None)
        self.mood = {side: rng.choice(moods) for side in ("sales", "marketing", "both")}
        self.practice = {side: rng.choice(moods) for side in ("sales", "marketing", "both")}
        self.unanimity = 1 if strong else rng.choice((0, 0.5, 0.9, 1))
        # The highest ranks may see a rosier picture than the others of their side.
        self.rank_moves_mood = rng.random() < 0.3
        self.truth: dict = {}
        self.empty = set(rng.sample(sorted(WEIGHTS), rng.choice((0, 0, 0, 1, 2, 3, 5))))
        # An item that one side never answers.
        self.one_sided = {
            side: {item for item in every_item() if rng.random() < 0.08} if rng.random() < 0.4 else set()
            for side in ("sales", "marketing", "both")
        }

    def step(self, centre: int | None) -> int:
        if centre is None:
            return self.rng.choice(STEPS)
        return min(5, max(1, centre + self.rng.choice((-1, 0, 0, 0, 1))))

    def fact(self, item: str) -> object:
        """The company's own answer, or anybody's guess."""
        if item not in self.truth:
            self.truth[item] = self.guess(item)
        return self.truth[item] if self.rng.random() < self.unanimity else self.guess(item)

    def guess(self, item: str) -> object:
        rng = self.rng
        if item == "STR-F1":
            return rng.choice(PRIORITIES)
        if item == "ORG-F1":
            return rng.choice(OWNERS)
        codes, most = SETS[item]
        if item == "DAT-F1":
            kind = rng.random()
            if kind < 0.1:
                return ["none"]
            codes = codes if kind < 0.6 else (CUSTOMER if kind < 0.8 else OTHER_KPIS)
        size = rng.choice((0, most, most, rng.randint(1, most)))
        return rng.sample(codes, size)

    def answer(self, item: str, side: str, seniority: str) -> object:
        """One stored answer; None: blank."""
        if item[:3] in self.empty or item in self.one_sided[side] or self.rng.random() < self.blank:
            return None
        if self.rng.random() < self.unsure:
            return self.rng.choice(("dk", "dk", "na"))
        if item in SETS or item in {"STR-F1", "ORG-F1"}:
            return self.fact(item)
        if item[3:5] in {"-K", "-F"}:
            return self.step(self.practice[side])
        if self.rank_moves_mood:
            return self.step(5 if seniority == "c_level" else 2)
        return self.step(self.mood[side])


def every_item() -> list[str]:
    """What a leader of one side is asked, the predictions last."""
    asked = ["G0"]
    for d in WEIGHTS:
        asked += [f"{d}-P1", f"{d}-P2", *K_ITEMS[d], *FACTS[d]]
    return [*asked, *(f"{d}-X" for d in WEIGHTS), "G1"]


def asked_of(side: str) -> list[str]:
    return [item for item in every_item() if side != "both" or not (item.endswith("-X") or item == "G1")]


def respondent(number: int, side: str, company: Company) -> dict:
    seniority = company.rng.choice(SENIORITY if company.rng.random() < 0.6 else SENIORITY[:1])
    answers = {item: company.answer(item, side, seniority) for item in asked_of(side)}
    return {
        "id": f"{side[0]}{number}",
        "side": side,
        "level": seniority,
        "answers": {item: value for item, value in answers.items() if value is not None},
    }


def outcomes(rng: Random) -> dict:
    """Nothing, anything, far outside, or exactly on a point of the curve or a cut of the matrix."""
    kind = rng.choice(("none", "some", "extreme", "points", "cuts", "good", "bad"))
    chosen = {}
    for code, points in CURVES.items():
        low, high = points[0][0], points[-1][0]
        chosen[code] = {
            "none": None,
            "some": rng.uniform(low - 5, high + 5),
            "extreme": rng.choice((-1e6, 0.0, 1e6, low, high)),
            "points": float(rng.choice(points)[0]),
            "cuts": at_score(code, rng.choice((55, 60, 65))),
            "good": rng.uniform(points[-2][0], high),
            "bad": rng.uniform(low, points[1][0]),
        }[kind]
    if rng.random() < 0.3:
        chosen = {code: x for code, x in chosen.items() if rng.random() < 0.7}
    return {code: x for code, x in chosen.items() if x is not None}


def at_score(code: str, score: float) -> float:
    """The metric's value whose score it is."""
    for (x1, y1), (x2, y2) in zip(CURVES[code], CURVES[code][1:], strict=False):
        if y1 <= score <= y2:
            return x1 + (x2 - x1) * (score - y1) / (y2 - y1)
    raise ValueError(score)


def random_assessment(rng: Random) -> dict:
    company = Company(rng)
    people = []
    for side, most in (("sales", 5), ("marketing", 5), ("both", 2)):
        count = rng.randint(0 if rng.random() < 0.2 or side == "both" else 1, most)
        people += [respondent(number, side, company) for number in range(1, count + 1)]
    if not people:
        people = [respondent(1, "both", company)]
    if rng.random() < 0.15:
        people = mirrored(people)
    rng.shuffle(people)
    return {
        "method_version": "1",
        "profile": profile(rng),
        "respondents": people,
        "documents": documents(rng),
        "outcomes": outcomes(rng),
    }


def documents(rng: Random) -> dict:
    share = rng.choice((0, 0, 0.1, 0.5))
    return {item: rng.choice(STEPS) for item in DOCUMENTED if rng.random() < share}


def profile(rng: Random) -> dict:
    return {"sponsor": rng.choice(SPONSORS)} if rng.random() < 0.8 else {}


def mirrored(people: list[dict]) -> list[dict]:
    """Marketing answers exactly as sales does."""
    sales = [person for person in people if person["side"] == "sales"]
    twins = [{**person, "id": "m" + person["id"][1:], "side": "marketing"} for person in sales]
    return sales + twins + [person for person in people if person["side"] == "both"]


def exact_steps(rng: Random, count: int, total: int) -> list[int]:
    """`count` steps whose scores (0-100) sum to `total`."""
    scores = [0] * count
    while sum(scores) < total:
        i = rng.choice([i for i, score in enumerate(scores) if score < 100])
        scores[i] += 25
    return [score // 25 + 1 for score in scores]


def plain(sides: dict[str, int], answers: dict) -> list[dict]:
    """Respondents who all answer alike."""
    return [
        {"id": f"{side[0]}{i}", "side": side, "level": "director", "answers": dict(answers)}
        for side, count in sides.items()
        for i in range(1, count + 1)
    ]


def even_company(step: int, owner: str, kpis: list[str]) -> dict:
    """Every dimension answered, every set agreed, every ladder on `step`."""
    answers: dict = {"CUS-F1": ["north"], "CUS-F2": ["growth"], "STR-F1": "churn", "CAP-F2": ["content"]}
    answers |= {"ORG-F1": owner, "DAT-F1": kpis} | dict.fromkeys(LADDER_FACTS, step)
    answers |= dict.fromkeys((item for items in K_ITEMS.values() for item in items), step)
    return answers | {f"{d}-P{i}": 4 for d in WEIGHTS for i in (1, 2)}


def spread(people: list[dict], items: tuple[str, ...], total: int, rng: Random) -> None:
    """Give each item steps that sum to `total` on each side of five."""
    for item in items:
        for side in ("sales", "marketing"):
            members = [person for person in people if person["side"] == side]
            for person, step in zip(members, exact_steps(rng, len(members), total), strict=True):
                person["answers"][item] = step


def on_the_cut(rng: Random) -> dict:
    """An index of exactly 40 or 70: every dimension on it, the outcomes missing or on it as well."""
    cut = rng.choice((40, 70))
    step, kpis = (1, ["pipeline"]) if cut == 40 else (3, ["pipeline", "ltv"])
    people = plain({"sales": 5, "marketing": 5}, even_company(step, "cro", kpis))
    ladders_only = (*K_ITEMS["CAD"], "CAD-F1", *K_ITEMS["FLW"], "FLW-F1", *K_ITEMS["COL"])
    spread(people, ladders_only, 5 * cut, rng)
    if cut == 40:
        for person in people:
            for item in ("ORG-K1", "ORG-K2", "ORG-F1"):
                del person["answers"][item]
    exact = {code: at_score(code, cut) for code in CURVES}
    return {
        "method_version": "1",
        "profile": profile(rng),
        "respondents": people,
        "documents": {},
        "outcomes": rng.choice(({}, exact)),
    }


def on_the_gap(rng: Random) -> dict:
    """Gaps of exactly 15 either way and side distances of exactly 20 or 30, in every dimension."""
    sales, marketing = rng.choice(((5, 5), (5, 1), (5, 2), (1, 5)))
    people = plain({"sales": sales, "marketing": marketing}, even_company(3, "cro", ["pipeline"]))
    for d in WEIGHTS:
        step = rng.choice(STEPS)
        ladders = [*K_ITEMS[d], *(fact for fact in FACTS[d] if fact in LADDER_FACTS)]
        for person in people:
            person["answers"] |= dict.fromkeys(ladders, step)
        distance = rng.choice((0, 20, -20, 30, -30, 15))
        centre = 25 * (step - 1) + rng.choice((15, -15, 0))
        for side, target in (("sales", centre + distance / 2), ("marketing", centre - distance / 2)):
            members = [person for person in people if person["side"] == side]
            perceive(members, d, min(100, max(0, target)), rng)
    if rng.random() < 0.5:
        people = two_levels(people, rng)
    return {
        "method_version": "1",
        "profile": profile(rng),
        "respondents": people,
        "documents": {},
        "outcomes": outcomes(rng),
    }


def close_to_aligned(rng: Random) -> dict:
    """All but a few answers as the highest level wants them."""
    sides = {"sales": rng.randint(1, 4), "marketing": rng.randint(1, 4)}
    people = plain(sides, even_company(5, "ceo", ["ltv"]))
    company = Company(rng)
    kpis = rng.choice((["ltv"], ["ltv", "renewals"], ["ltv", "renewals", "margin"]))
    weak = rng.sample(every_item(), rng.choice((0, 3, 8, 16)))
    for person in people:
        person["answers"] |= {"DAT-F1": kpis, "COL-P2": 1, "DAT-P2": 1}
        given = {item: company.answer(item, person["side"], person["level"]) for item in weak}
        person["answers"] |= {item: value for item, value in given.items() if value is not None}
    good = {code: at_score(code, rng.choice((54, 55, 60, 65, 70, 100))) for code in CURVES}
    return {
        "method_version": "1",
        "profile": profile(rng),
        "respondents": people,
        "documents": documents(rng),
        "outcomes": good,
    }


def perceive(members: list[dict], d: str, target: float, rng: Random) -> None:
    """P answers of one side whose mean is `target`, or the next below it that steps can reach."""
    total = int(target * 2 * len(members)) // 25 * 25
    steps = exact_steps(rng, 2 * len(members), total)
    for person, first, second in zip(members, steps[::2], steps[1::2], strict=True):
        back = d in {"DAT", "COL"}
        person["answers"] |= {f"{d}-P1": first, f"{d}-P2": 6 - second if back else second}
        person["answers"][f"{d}-X"] = rng.choice(STEPS)


def two_levels(people: list[dict], rng: Random) -> list[dict]:
    """Seniorities mixed, so that a side has a view from above."""
    return [{**person, "level": rng.choice(("c_level", "manager"))} for person in people]


def assessments(seed: int, count: int) -> Iterator[dict]:
    """Mostly random ones; one in ten sits on a threshold, one in twenty near the top."""
    rng = Random(seed)
    for _ in range(count):
        make = rng.choices((random_assessment, on_the_cut, on_the_gap, close_to_aligned), (85, 3, 7, 5))[0]
        yield make(rng)
