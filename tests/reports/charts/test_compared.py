"""Charts held against an earlier wave: the same numbers in every medium, and none that is withheld there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.plotly import figure
from reports.charts.table import table
from reports.comparisons import of_wave
from reports.numbers import points, signed, whole
from scoring.change import change_between
from tests.reports.charts.samples import METHOD, NAMES, random_wave, scored
from tests.reports.charts.test_same_numbers import count, drawn, numbers, slide

SEEDS = range(10)
FIELDS = {"sales": "perceived_sales", "marketing": "perceived_marketing"}
MARKED = ("sales", "marketing", "measured")


def pair_of_waves(seed):
    return random_wave(seed + 1000), random_wave(seed, number=2)


@cache
def shown_pairs():
    """Waves of which the later one has dimensions to show."""
    return [(then, now) for then, now in map(pair_of_waves, SEEDS) if now.card.dimensions]


@pytest.mark.parametrize("place", range(len(shown_pairs())))
def test_a_difference_is_the_change_between_the_waves_rounded_once(place):
    then, now = shown_pairs()[place]
    change = change_between(then.card, now.card, METHOD)
    chart = dumbbell_chart(now, NAMES, of_wave(then), differences=True)
    for pair in chart.pairs:
        moved = change.dimensions.get(pair.code)
        for field in ("sales", "marketing", "perceived", "measured", "gap"):
            wanted = moved and getattr(moved, FIELDS.get(field, field)).change
            assert getattr(pair, field) == points(wanted)
            if wanted is None:
                paths = [f"dimensions.{pair.code}.{FIELDS.get(field, field)}"]
                held = any(each.disclosed.reason(path) for each in (then, now) for path in paths)
                assert bool(pair.withheld.get(field)) is held


@pytest.mark.parametrize("place", range(len(shown_pairs())))
def test_differences_are_the_same_in_every_medium(place):
    then, now = shown_pairs()[place]
    chart = dumbbell_chart(now, NAMES, of_wave(then), differences=True)

    def values(*parts):
        return count(*(getattr(pair, part) for pair in chart.pairs for part in parts))

    low, high = chart.ticks[0], chart.ticks[-1]
    assert (low, chart.ticks[2]) == (-high, 0)
    assert all(
        low <= getattr(pair, part) <= high
        for pair in chart.pairs
        for part in MARKED
        if getattr(pair, part) is not None
    )
    told = table(chart)
    assert numbers(cell for row in told.rows for cell in row[1:]) == values(*MARKED, "perceived", "gap")
    for trace in figure(chart)["data"]:
        assert count(*trace["x"]) == values(trace["meta"]["role"])
        assert numbers(text.rpartition(" ")[2] for text in trace["hovertext"]) == count(*trace["x"])
    shown = [part for part in (*MARKED, "gap") if part in chart.legend]
    ticks = count(*map(signed, chart.ticks))
    for narrow in (False, True):
        assert numbers(drawn(chart, narrow=narrow)) == values(*shown) + ticks
    for name, categories, found in slide(chart):
        [part] = [part for part in (*MARKED, "perceived") if getattr(chart, f"{part}_name") == name]
        values_of = [getattr(pair, part) for pair in chart.pairs]
        assert found == [None if value is None else str(value) for value in values_of]
        assert numbers(categories) == values("gap")


@pytest.mark.parametrize("place", range(len(shown_pairs())))
def test_what_a_row_is_held_against_is_the_same_in_every_medium(place):
    then, now = shown_pairs()[place]
    chart, alone = dumbbell_chart(now, NAMES, of_wave(then)), dumbbell_chart(now, NAMES)
    for pair in chart.pairs:
        score = then.card.dimensions.get(pair.code)
        for part in ("perceived", "measured", "gap"):
            assert getattr(pair.then, part) == points(score and getattr(score, part))
    told, before = table(chart), table(alone)
    assert [row[:7] for row in told.rows] == list(before.rows)
    assert told.header[7:] == ("Perceived, Wave 1", "Measured, Wave 1", "Gap, Wave 1")
    for row, pair in zip(told.rows, chart.pairs, strict=True):
        plain = {"perceived": whole, "measured": whole, "gap": signed}
        assert row[7:] == tuple(
            pair.then.withheld.get(part) or write(getattr(pair.then, part)) for part, write in plain.items()
        )
    beside = [trace for trace in figure(chart)["data"] if "then" in trace["meta"]]
    for trace in beside:
        part = trace["meta"]["then"]
        assert count(*trace["x"]) == count(*(getattr(pair.then, part) for pair in chart.pairs))
    assert [trace for trace in figure(chart)["data"] if trace not in beside] == figure(alone)["data"]
    for name, _categories, found in slide(chart):
        if name.endswith(", Wave 1"):
            [part] = [part for part in ("perceived", "measured") if name.startswith(part.capitalize())]
            values = [getattr(pair.then, part) for pair in chart.pairs]
            assert found == [None if value is None else str(value) for value in values]
    for narrow in (False, True):
        extra = Counter({"1": len(beside)})
        assert numbers(drawn(chart, narrow=narrow)) == numbers(drawn(alone, narrow=narrow)) + extra


def test_a_place_held_against_a_stop_of_its_trail():
    then, now = scored(range(4)), scored(number=2)
    now.card = of_outcomes(now.card, revenue=71.6, pipeline=40.2)
    then.card = of_outcomes(then.card, revenue=60.2, pipeline=48.4)
    chart = matrix_chart(now, [then], of_wave(then))
    other = chart.against
    assert (other.name, other.revenue, other.pipeline) == ("Wave 1", 60, 48)
    assert (other.revenue_difference, other.pipeline_difference) == (11, -8)
    assert chart.stops == chart.trail
    told = table(chart)
    assert told.header == (
        "Score",
        "Wave 1",
        "Value",
        "Now minus Wave 1",
        "Cut-point",
        "Borderline band",
    )
    assert [row[1:4] for row in told.rows[:2]] == [("60", "72", "+11"), ("48", "40", "−8")]
    traces = figure(chart)["data"]
    assert [trace["marker"]["symbol"] for trace in traces] == ["circle", "diamond-open", "diamond"]
    assert traces[1]["hovertext"] == ["Wave 1: 60, 48<br>Now minus Wave 1: +11, −8"]
    assert slide(chart)[-2] == ("Wave 1", ["60"], ["48"])


def of_outcomes(card, **scores):
    return replace(card, measured=replace(card.measured, **scores))


def test_gates_tell_what_they_were():
    then, now = scored(range(2, 6)), scored(number=2)
    chart, was = ladder_chart(now, of_wave(then)), ladder_chart(then)
    states = {
        gate.code: gate.state_name for rung in was.rungs for group in rung.groups for gate in group.gates
    }
    gates = [gate for rung in chart.rungs for group in rung.groups for gate in group.gates]
    assert {gate.code: gate.then for gate in gates} == states
    assert (chart.then_name, chart.then_level) == ("Wave 1", was.level_name)
    assert [row[4] for row in table(chart).rows] == [gate.then for gate in gates]
    changed = [gate for gate in gates if gate.then != gate.state_name]
    text = " ".join(drawn(chart))
    assert text.count("(Wave 1:") == len(changed)
    hovers = [text for trace in figure(chart)["data"] for text in trace["hovertext"]]
    assert Counter(hover.rpartition(": ")[2] for hover in hovers) == Counter(states.values())


def test_nothing_withheld_then_is_told_by_a_difference():
    then, now = scored(range(5), mode="aggregated"), scored(number=2)
    assert then.card.dimensions == {}
    chart = dumbbell_chart(now, NAMES, of_wave(then), differences=True)
    reason = "shown from three people a side"
    assert {cell for row in table(chart).rows for cell in row[1:]} == {"shown from three people a side"}
    assert chart.finding == "Against Wave 1: no difference by dimension"
    beside = of_wave(then)
    assert beside.why(now, "gap") == beside.why(now, "measured.index") == reason
    assert (beside.difference(now, "gap"), beside.then("gap")) == (None, None)
