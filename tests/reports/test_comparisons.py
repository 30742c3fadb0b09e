"""What results can be held against, and what an address cannot reach."""

from __future__ import annotations

import pytest

from reports.comparisons import comparing, number_at, of_wave
from reports.decisions import TargetLine
from reports.edition import Edition
from reports.numbers import points, signed
from reports.tables.compared import beside
from reports.tables.headline import figures
from tests.reports.charts.samples import random_wave, scored
from tests.reports.tables.test_change import edition

TARGET = TargetLine(
    wave=2,
    scores={"CUS-K1.joint": 75.0},
    index=61.5,
    level="collaborative",
    dimensions={"CUS": 70.0, "CAD": None},
)


def with_target(line=TARGET):
    plain = edition(scored(range(4)), scored())
    return Edition(scored=plain.scored, earlier=plain.earlier, target=line)


def test_earlier_waves_newest_first_and_the_target():
    together = edition(scored(), scored(range(4)), scored())
    assert [each.code for each in comparing(together, {}).choices] == ["wave-2", "wave-1"]
    assert [each.code for each in comparing(with_target(), {}).choices] == ["wave-1", "target"]


@pytest.mark.parametrize(
    ("query", "chosen", "unknown"),
    [
        pytest.param({}, None, False, id="nothing"),
        pytest.param({"compare": ""}, None, False, id="empty"),
        pytest.param({"compare": "wave-1"}, "wave-1", False, id="wave"),
        pytest.param({"compare": "target"}, "target", False, id="target"),
        pytest.param({"compare": "wave-2"}, None, True, id="itself"),
        pytest.param({"compare": "wave-9"}, None, True, id="not-there"),
        pytest.param({"compare": "other-client/wave-1"}, None, True, id="foreign"),
        pytest.param({"compare": "cohort-all"}, None, True, id="no-cohort"),
    ],
)
def test_only_what_the_edition_holds_can_be_chosen(query, chosen, unknown):
    held = comparing(with_target(), query)
    assert (held.chosen.code if held.chosen else None, held.unknown) == (chosen, unknown)


@pytest.mark.parametrize(
    ("show", "differences"), [("difference", True), ("score", False), ("", False), ("<b>", False)]
)
def test_scores_unless_differences_are_asked_for(show, differences):
    held = comparing(with_target(), {"compare": "wave-1", "show": show})
    assert held.differences is differences
    assert held.query == f"compare=wave-1&show={'difference' if differences else 'score'}"
    assert comparing(with_target(), {"show": show}).query == ""


@pytest.mark.parametrize("seed", range(20))
def test_a_difference_needs_both_and_is_rounded_once(seed):
    then, now = random_wave(seed), random_wave(seed + 100, number=2)
    comparison = of_wave(then)
    for path in ("perceived.joint", "measured.index", "gap", "measured.revenue", "dimensions.CUS.measured"):
        values = [number_at(each.card, path) for each in (now, then)]
        wanted = None if None in values else points(values[0] - values[1])
        assert (comparison.then(path), comparison.difference(now, path)) == (points(values[1]), wanted)
        held = now.disclosed.reason(path) or then.disclosed.reason(path)
        assert bool(comparison.why(now, path)) is bool(held)


def test_headline_figures_say_then_and_the_difference():
    together = edition(scored(range(2, 6)), scored())
    then, now = together.earlier[0].card, together.scored.card
    told = {
        each.code: each
        for each in beside(figures(together.scored), together.scored, of_wave(together.earlier[0]))
    }
    assert told["gap"].then == f"Wave 1: {signed(then.gap)}"
    assert told["gap"].change == signed(now.gap - then.gap)
    assert told["perceived"].change == signed(now.perceived.joint - then.perceived.joint)
    assert told["level"].then.startswith("Wave 1: ")
    assert beside(figures(together.scored), together.scored, None) == figures(together.scored)


def test_what_is_withheld_then_says_why_beside_the_figure():
    few, now = scored(range(5), mode="aggregated"), scored(number=2)
    told = beside(figures(now), now, of_wave(few))
    assert [(each.then, each.change) for each in told] == [
        ("Wave 1: shown from three people a side", "")
    ] * 3 + [("", "")]


def test_a_target_holds_only_what_it_gives():
    together = with_target()
    target = comparing(together, {"compare": "target"}).chosen
    index = together.scored.card.measured.index
    assert (target.then("measured.index"), target.level) == (62, "collaborative")
    assert target.difference(together.scored, "measured.index") == points(index - 61.5)
    assert (target.then("dimensions.CUS.measured"), target.then("dimensions.CAD.measured")) == (70, None)
    assert (target.then("perceived.joint"), target.then("gap")) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(None, id="none"),
        pytest.param(TargetLine(wave=2, scores={}), id="index-withheld"),
        pytest.param(TargetLine(wave=9, scores={}, index=50.0), id="of-a-wave-that-does-not-compare"),
    ],
)
def test_no_target_to_choose(line):
    assert [each.code for each in comparing(with_target(line), {}).choices] == ["wave-1"]
