"""Editions made at random without a database, and what their numbers have to read like everywhere."""

from __future__ import annotations

import hashlib
import json
import math
import random
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from types import SimpleNamespace
from uuid import UUID

import numpy as np

from reports.benchmarks.cohort import NORM, SNAPSHOT
from reports.benchmarks.cohort import Cohort as Published
from reports.benchmarks.figures import measure_of
from reports.benchmarks.measures import MEASURES
from reports.benchmarks.reading import placeable, scores_of
from reports.benchmarks.standing import Benchmark, peers_of
from reports.edition import Edition
from reports.exports.outside import outside
from reports.frozen import FrozenClient, FrozenFigure, FrozenWave
from reports.inputs import Leader, WaveInput
from reports.models import Release
from reports.scorecards import ScoredWave
from reports.written import PlanLine
from scoring import Cohort, load_method, score
from smax.accounts.models import Firm
from surveys.management.commands.load_instrument import SHIPPED
from surveys.models import InstrumentVersion
from tests.cast import PROFILE, SEGMENTS

METHOD = load_method("1")
SIDES = ("sales", "marketing", "both")
# Ranges that lie inside, outside and on the ends of the curves.
FIGURES = {
    "O1": (-12, 45),
    "O2": (65, 115),
    "O3": (-12, 12),
    "O4": (0.3, 1.4),
    "O5": (-25, 45),
    "O6": (65, 100),
}
CLOSED = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


@cache
def questionnaire():
    """The shipped questionnaire as a version that was never stored."""
    text = SHIPPED.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return InstrumentVersion(
        instrument="smax", version="1", definition=json.loads(text), digest=digest, published_at=CLOSED
    )


def random_input(seed, *, number=1, sizes=None, mode=None):
    """A wave of one to five people a side, in one mode or the other, with some figures and documents."""
    chance = random.Random(seed)
    sizes = sizes or (chance.randint(1, 5), chance.randint(1, 5), chance.randint(0, 2))
    figures = {
        item: round(chance.uniform(*ends), 1) for item, ends in FIGURES.items() if chance.random() < 0.85
    }
    ladders = [item for item in METHOD.layout.ladders if chance.random() < 0.15]
    return WaveInput(
        assessment=frozen_wave(mode or chance.choice(("attributed", "aggregated")), number),
        leaders=tuple(
            leader(chance, side, place)
            for side, size in zip(SIDES, sizes, strict=True)
            for place in range(size)
        ),
        outcomes=tuple(
            FrozenFigure(item=item, value=value, period="2025", source="report")
            for item, value in figures.items()
        ),
        documents=tuple(SimpleNamespace(item=item, step=chance.randint(1, 5)) for item in ladders),
    )


def frozen_wave(mode, number=1, *, client="Acme", segments=None, trigger_labels=None):
    return FrozenWave(
        client=FrozenClient(name=client, synthetic=False),
        instrument_version=questionnaire(),
        number=number,
        identity_mode=mode,
        deadline=CLOSED,
        time_zone="Europe/Berlin",
        segments=segments or SEGMENTS,
        trigger_labels=trigger_labels or {},
        profile={**PROFILE, "headwinds": ["budget"], "attrition_pct": None},
    )


def leader(chance, side, place):
    seniority = chance.choice(("c_level", "c_level", "director", "manager"))
    return Leader(
        id=f"{side[0]}{place + 1}",
        public_id=UUID(int=place),
        name="",
        side=side,
        seniority=seniority,
        seniority_name=seniority,
        answers=random_answers(chance, side),
        submitted=True,
        counts=True,
    )


def random_answers(chance, side):
    """An answer to nearly every item of a side; some are left open, some are not known."""
    answers = {}
    for item in questionnaire().catalogue.items_for(side):
        if chance.random() < 0.04:
            continue
        if item.allows_dk and chance.random() < 0.08:
            answers[item.id] = "dk"
        elif item.form == "nominal":
            answers[item.id] = chance.choice(codes_of(item))
        elif item.form == "set":
            answers[item.id] = chance.sample(codes_of(item), item.max_choices)
        else:
            answers[item.id] = chance.randint(1, 5)
    return answers


def codes_of(item):
    options = item.options("en", segments=[(each["code"], each["text"]) for each in SEGMENTS])
    return [code for code, _text in options if code != "none"]


def scored_wave(wave):
    cohort = Cohort.from_interchange([wave.interchange()], METHOD)
    [card] = score(cohort, METHOD, intervals=True, statistics=True)
    return ScoredWave.of(wave, card, METHOD)


def release_of(firm="Ours"):
    """A release that was never stored."""
    return Release(
        firm=Firm(name=firm),
        number=1,
        state=Release.State.RELEASED,
        method_version="1",
        digest="0" * 64,
        made_at=CLOSED,
        reviewed_at=CLOSED,
        released_at=CLOSED,
    )


def random_edition(seed, **options):
    """An edition with an earlier wave, as it may leave the house, and what it was read from."""
    wave = random_input(seed, number=2, **options)
    before = scored_wave(random_input(seed + 1000, mode=wave.assessment.identity_mode))
    scored = scored_wave(wave)
    edition = Edition(
        scored=scored,
        earlier=(before.without_answers(),),
        release=release_of(),
        notes={"headline": "First *look* at the gap.", "method": "- one\n- two"},
        plan=(plan_line(),),
        benchmark=random_benchmark(scored, seed),
    )
    return outside(edition), wave


def random_benchmark(scored, seed):
    """Groups of companies of sizes about the thresholds, one a norm; in two of the first the wave itself."""
    if not placeable(scored):
        return None
    chance, scores = np.random.default_rng(seed), scores_of(scored)
    own = {name: None if value is None else round(value / 2.5) * 2.5 for name, value in scores.items()}
    found = []
    for place, (key, count) in enumerate(
        (("all", chance.integers(21, 90)), ("industry:software", 20), ("region:europe", 12), ("all", 30))
    ):
        measures = {
            name: published
            for name in MEASURES
            if (published := _published(chance, int(count), own.get(name) if place < 2 else None, name))
        }
        known = {"key": key, "date": date(2026, 11, 3 + place), "synthetic": False, "n": 0, "shares": {}}
        origin = (
            {"code": f"norm-1-{key}", "origin": NORM, "source": "Verband"}
            if place == 3
            else {"code": f"cohort-{key}", "origin": SNAPSHOT, "source": "Benchmark 2026Q4.1"}
        )
        cohort = Published(**known, **origin, measures=measures)
        found.append(peers_of(cohort, scores, own if place < 2 else {}))
    return Benchmark(released=True, peers=tuple(each for each in found if each.standings))


def _published(chance, count, own, name):
    """A measure of random companies, one of them the wave's own; now and then it is not published."""
    if chance.random() < 0.1:
        return None
    low = -40 if name == "gap" else 5
    others = chance.uniform(low, low + chance.uniform(20, 90), count - (own is not None))
    measure = measure_of(np.append(others, [] if own is None else [own]))
    histogram = {"edges": measure.histogram.edges, "below": measure.histogram.below}
    return {"n": measure.n, "quartiles": measure.quartiles, "histogram": histogram}


def plan_line(**fields):
    own = {
        **{
            "wave": 2,
            "recommendation": "REC-CUS-1",
            "text": "",
            "first_step": "Call Ada",
            "dimension": "CUS",
        },
        **{"item": "CUS-K1.joint", "value": 37.5, "target": 75.0, "method_version": "1", "since": 2},
        **{"sales_owner": "Ada", "marketing_owner": "Max", "due_on": date(2027, 1, 31), "status": "open"},
        **{"note": "Agreed in Vienna", "carried": False},
    }
    return PlanLine(**{**own, **fields})


# ---- How numbers read, worked out here and nowhere else ---------------------------------------------------


def whole(value):
    """A score as it is shown: whole points, a half away from zero, a minus that is one."""
    if value is None:
        return None
    exact = Decimal(repr(round(value, 9)))
    points = int(exact.copy_abs().quantize(Decimal(1), ROUND_HALF_UP))
    return f"−{points}" if value < 0 and points else str(points)


def signed(value):
    text = whole(value)
    return text if text in (None, "0") or value < 0 else f"+{text}"


def same(one, other):
    """Equal but for the last bits of a sum."""
    if one is None or other is None:
        return one in (None, "") and other in (None, "")
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)
