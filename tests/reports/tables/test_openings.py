"""What would open the next level: which gates, where they stand, and what they ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.numbers import whole
from reports.tables.openings import openings
from tests.reports.tables.test_tables import TEXTS, figures_of, leader, scored


def wave(*places, **changed):
    return scored(*(leader(place, **changed) for place in places), outcomes=figures_of(), full=True)


def test_shut_gates_say_where_they_stand_and_what_they_need():
    found = wave(*range(6))
    told = openings(found, TEXTS)
    card = found.card
    assert (card.maturity.level, told.level) == ("ambiguous", "Collaborative")
    assert told.index == (
        f"The index is there already: {whole(card.measured.index)}, and 40 are needed."
        if card.measured.index >= 40
        else f"The index stands at {whole(card.measured.index)} and has to reach 40."
    )
    [group] = told.groups
    shut = [gate for gate in ("GC1", "GC2", "GC3", "GC4") if card.maturity.gates[gate] != "passed"]
    assert (group.name, [line.code for line in group.lines]) == ("Foundations", shut)
    lines = {line.code: line for line in group.lines}
    assert (lines["GC1"].now, lines["GC1"].needed) == (
        "It changes from stage to stage: Sales 1 of 3, Marketing 1 of 3",
        "50% of each side name the same",
    )
    gate = lines["GC2"]
    assert (gate.now, gate.of, gate.dimension) == (whole(card.items["CUS-K2"].joint), "CUS-K2.joint", "CUS")
    step = TEXTS.answers(TEXTS.catalogue.item("CUS-K2"))[3]
    assert gate.needed == f"50: both sides say “{step}”"


def test_from_collaborative_the_highest_level_is_told():
    found = wave(*range(6), **{"CUS-K2": 4, "FLW-K1": 4, "CAD-F1": 4, "ORG-F1": "cro"})
    told = openings(found, TEXTS)
    assert (found.card.maturity.level, told.level) == ("collaborative", "Aligned")
    lines = {line.code: line for group in told.groups for line in group.lines}
    assert lines["GA1"].needed == "100: 2 customer KPIs that at least half of each side name"
    assert (lines["GA5"].now, lines["GA5"].needed) == (
        "The chief executive (CEO): Sales 0 of 3, Marketing 0 of 3",
        "50% of each side say “The chief executive (CEO)”",
    )
    measured = found.card.measured
    assert (lines["GA8"].now, lines["GA8"].needed) == (
        f"revenue {whole(measured.revenue)}, pipeline {whole(measured.pipeline)}",
        "both at 55",
    )


def test_what_falls_short_by_less_than_half_a_point_never_reads_as_if_it_were_there():
    found = wave(*range(6))
    short = replace(found.card.measured, index=39.98)
    level = replace(found.card.maturity, level="ambiguous", index_level="ambiguous")
    items = found.card.items | {"CUS-K2": replace(found.card.items["CUS-K2"], joint=49.6)}
    card = replace(found.card, measured=short, maturity=level, items=items)
    told = openings(replace(found, disclosed=replace(found.disclosed, card=card)), TEXTS)
    assert told.index == "The index stands at 39.9 and has to reach 40."
    [now] = [line.now for group in told.groups for line in group.lines if line.code == "GC2"]
    assert now == "49.6"


def test_on_the_highest_level_and_without_one_nothing_is_left_to_open():
    found = wave(*range(6))
    assert openings(wave(0), TEXTS) is None
    top = replace(found.card, maturity=replace(found.card.maturity, level="aligned"))
    assert openings(replace(found, disclosed=replace(found.disclosed, card=top)), TEXTS) is None


@pytest.mark.parametrize("answer", ["dk", "nobody"])
def test_what_nobody_names_counts_for_nobody(answer):
    lines = {
        line.code: line
        for group in openings(wave(*range(6), **{"ORG-F1": answer}), TEXTS).groups
        for line in group.lines
    }
    assert lines["GC1"].now.endswith(": Sales 0 of 3, Marketing 0 of 3")
