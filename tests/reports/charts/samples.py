"""Scored waves and charts for the tests: the demonstration's client, and others made at random."""

from __future__ import annotations

import random
from datetime import date
from types import SimpleNamespace

from reports.benchmarks.cohort import SNAPSHOT
from reports.benchmarks.measures import MEASURES
from reports.benchmarks.reading import scores_of
from reports.benchmarks.standing import Peers, standing_in
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.model import Dots, Strip, StripRow
from reports.charts.peers import peers_strips
from reports.charts.trend import trend_chart
from reports.demo import story
from scoring import Cohort, load_method, score
from scoring.disclosure import withhold

METHOD = load_method("1")
SIDES = ("sales",) * 3 + ("marketing",) * 3
NAMES = {
    "CUS": "Customer alignment",
    "STR": "Strategy and goals",
    "CAP": "Capabilities and content",
    "ORG": "Structure and incentives",
    "CAD": "Cadence",
    "DAT": "Shared metrics and data",
    "FLW": "Lead and revenue flow",
    "COL": "Collaboration",
}
PUBLISHED = {
    "n": 25,
    "quartiles": [42.5, 55.0, 67.5],
    "histogram": {"edges": [-100, 35.0, 50.0, 60.0, 100], "below": [0, 4, 11, 17, 24]},
}


def scored(leaders=range(6), *, outcomes=True, mode="attributed", number=1, ratings=()):
    """The demonstration's finished client, with the leaders in those places."""
    respondents = [
        {"id": f"{SIDES[place][0]}{place}", "side": SIDES[place], "answers": story.answers_of(place)}
        for place in leaders
    ]
    figures = {item: value for item, (value, _source) in story.OUTCOMES.items()} if outcomes else {}
    return of_entry(
        {"method_version": "1", "respondents": respondents, "outcomes": figures}, mode, number, ratings
    )


def of_entry(entry, mode="attributed", number=1, ratings=()):
    """Score one entry of the interchange form, and withhold what may not be shown."""
    [card] = score(Cohort.from_interchange([entry], METHOD), METHOD)
    disclosed = withhold(card, mode)
    wave = SimpleNamespace(assessment=SimpleNamespace(number=number))
    return SimpleNamespace(
        card=disclosed.card, disclosed=disclosed, method=METHOD, wave=wave, ratings=dict(ratings)
    )


def random_wave(seed, *, number=1):
    """A wave of one to five people a side who answer at random, in one mode or the other."""
    chance = random.Random(seed)
    respondents = [
        {"id": f"{side[0]}{place}", "side": side, "answers": _answers(chance)}
        for side in ("sales", "marketing")
        for place in range(chance.randint(1, 5))
    ]
    outcomes = {item: value * chance.uniform(0.6, 1.4) for item, (value, _source) in story.OUTCOMES.items()}
    entry = {"method_version": "1", "respondents": respondents, "outcomes": outcomes}
    return of_entry(entry, chance.choice(("attributed", "aggregated")), number)


def _answers(chance):
    """The answers of somebody of the demonstration, some of them changed."""
    given = dict(story.answers_of(chance.randrange(6)))
    for item, answer in given.items():
        if isinstance(answer, int) and chance.random() < 0.7:
            given[item] = chance.randint(1, 5)
    return given


def peers(wave, *, measure=PUBLISHED, **fields):
    """A group of companies with the same published figures of each measure, and the wave in it."""
    placed = {
        name: standing_in(measure, score, None, signed=name == "gap")
        for name, score in scores_of(wave).items()
        if name in MEASURES
    }
    given = {
        **{"code": "cohort-all", "key": "all", "origin": SNAPSHOT, "source": "Benchmark 2026Q4.1"},
        **{"date": date(2026, 11, 3), "synthetic": False, "n": 25, "standings": placed},
    }
    return Peers(**{**given, **fields})


def people_strip(*, statements=("Marketing understands what our customers buy and why", "We plan together")):
    """Answers of six people to a few statements, in the model's own words."""
    rows = [
        StripRow(
            code=f"CUS-P{place}",
            name=statement,
            dots=(
                Dots(side="sales", value=2, people=1),
                Dots(side="sales", value=5, people=2),
                Dots(side="marketing", value=4 - place, people=3),
                Dots(side="both", value=3, people=1),
            ),
        )
        for place, statement in enumerate(statements, start=1)
    ]
    return Strip(
        code="answers-CUS",
        finding="Answers lie furthest apart, from 2 to 5, on “We plan together”",
        units="Customer alignment: each dot is one person's answer, 1 to 5. n = 7 (4 sales, 4 marketing).",
        summary="Answers lie furthest apart.",
        notes=("“Don't know” has no place on the scale and is not drawn.",),
        rows=tuple(rows),
        ticks=((1, "1 Strongly disagree"), (2, "2"), (3, "3"), (4, "4"), (5, "5 Strongly agree")),
        rows_name="Statement",
        sides={"sales": "Sales", "marketing": "Marketing", "both": "Both functions"},
    )


def charts_of(wave, earlier=()):
    """Every chart that a wave can have, with the waves before it."""
    found = [
        matrix_chart(wave, earlier),
        dumbbell_chart(wave, NAMES) if wave.card.dimensions else None,
        ladder_chart(wave),
        trend_chart([*earlier, wave]),
        *peers_strips(wave, peers(wave), NAMES),
        people_strip(),
    ]
    return [chart for chart in found if chart is not None]
