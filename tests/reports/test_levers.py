"""What can be moved in a what-if, and how far."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from reports.levers import Levers, paths, read_steps, reason, scores_of, step_names
from reports.scorecards import scored_waves, tried_waves
from reports.texts import Texts
from scoring import load_method
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import answered_wave, finish

METHOD = load_method("1")


def scored(wave):
    with firm_scope(wave.firm):
        return scored_waves([waves_of(wave.firm).get(pk=wave.pk)])[0]


def lever(levers, path):
    return next(each for each in levers if each.path == path)


def test_every_practice_level_and_counting_fact_has_one_lever():
    known = paths(METHOD)
    assert len(known) == len(set(known)) == 16 + 5 + 5
    assert {path for path in known if path.endswith(".level")} == {
        *("CAP-F1.level", "ORG-F1.level", "CAD-F1.level", "DAT-F1.level", "FLW-F1.level")
    }
    assert {path for path in known if path.endswith(".concordance")} == {
        f"{item}.concordance" for item in ("CUS-F1", "CUS-F2", "STR-F1", "CAP-F2", "DAT-F1")
    }
    dimensions = [METHOD.item(path.partition(".")[0]).dimension for path in known]
    assert dimensions == sorted(dimensions, key=METHOD.codes.index)


@pytest.mark.parametrize(
    ("path", "scores"),
    [
        ("CUS-K1.joint", (0, 25, 50, 75, 100)),
        ("CAD-F1.level", (0, 25, 50, 75, 100)),
        ("ORG-F1.level", (0, 25, 50, 100)),
        ("DAT-F1.level", (0, 50, 100)),
        ("STR-F1.concordance", (0, 25, 50, 75, 100)),
    ],
)
def test_steps_are_those_of_the_ladder(path, scores):
    assert scores_of(path, METHOD) == scores


@pytest.mark.django_db
def test_the_present_score_is_the_lowest_step():
    # CUS-K1: steps 2 and 3, so 25 and 50: together 31.25.
    found = scored(answered_wave(closed=True))
    still, below, above = (
        lever(Levers.of(found, wanted), "CUS-K1.joint")
        for wanted in ({}, {"CUS-K1.joint": 0.0}, {"CUS-K1.joint": 75.0})
    )
    assert (still.now, still.least, still.step, still.moved) == (31.25, 2, 2, False)
    assert below == still
    assert (above.least, above.step, above.moved, above.score) == (2, 4, True, 75.0)


@pytest.mark.django_db
def test_what_no_lever_moves_leaves_the_case_as_it_is():
    wave = answered_wave(closed=True)
    with firm_scope(wave.firm):
        read = waves_of(wave.firm).get(pk=wave.pk)
        (found,), tried = tried_waves(
            [read], {wave.pk: lambda each: Levers.of(each, {}).targets(each.method)}
        )
    assert tried[wave.pk].index == found.card.measured.index
    assert (tried[wave.pk].lift, tried[wave.pk].level) == (0.0, found.card.maturity.level)
    assert tried[wave.pk].gates == found.card.maturity.gates


@pytest.mark.django_db
def test_a_lever_on_a_rules_target_lifts_by_what_the_rule_says():
    wave = answered_wave(3, 3, closed=True)
    with firm_scope(wave.firm):
        read = waves_of(wave.firm).get(pk=wave.pk)
        rules = {each.id: each for each in scored_waves([read])[0].card.recommendations}
        for rule, wanted in {
            "REC-ORG-1": {"ORG-F1.level": 100.0},
            "REC-CUS-1": {"CUS-K1.joint": 75.0},
        }.items():
            _scored, tried = tried_waves(
                [read], {wave.pk: lambda each, w=wanted: Levers.of(each, w).targets(each.method)}
            )
            assert tried[wave.pk].lift == pytest.approx(rules[rule].lift)


@pytest.mark.django_db
def test_outcomes_move_for_nobody_and_levels_of_both_sides_move_together():
    found = scored(answered_wave(closed=True))
    top = dict.fromkeys(paths(found.method), 100.0)
    targets = Levers.of(found, top).targets(found.method)
    assert not [
        target for target in targets if target.of.startswith(("O", "outcomes")) and "ORG" not in target.of
    ]
    named = [(target.of, target.to) for target in targets if "ORG-F1" in target.of or "gate" in target.of]
    assert named == [
        ("ORG-F1.level", 100.0), ("ORG-F1.concordance", 100.0), ("gate.GC1", 1.0), ("gate.GA5", 1.0)
    ]  # fmt: skip


@pytest.mark.django_db
def test_naming_one_head_opens_the_first_gate_only():
    found = scored(answered_wave(closed=True))
    targets = Levers.of(found, {"ORG-F1.level": 50.0}).targets(found.method)
    assert [target.of for target in targets] == []  # the mean of "ceo" and "nobody" is 50 already
    nobody = [{"ORG-F1": "nobody"}, {"ORG-F1": "nobody"}]
    wave = make_wave(make_client(make_firm("Nobody")))
    for side, more in zip(("sales", "marketing"), nobody, strict=True):
        answer_and_submit(make_leader(wave, side)[0], full_answers(wave, side) | more)
    finish(wave)
    found = scored(wave)
    targets = Levers.of(found, {"ORG-F1.level": 50.0}).targets(found.method)
    assert [target.of for target in targets] == ["ORG-F1.level", "ORG-F1.concordance", "gate.GC1"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("open_items", "mode", "why"),
    [
        (("CUS-K1",), "aggregated", "shown from three people a side"),
        ((), "aggregated", ""),
    ],
)
def test_what_is_withheld_stays_where_it_is_and_says_why(open_items, mode, why):
    wave = make_wave(make_client(make_firm("Quiet")), identity_mode=mode)
    for side in ("sales", "marketing"):
        for place in range(3):
            given = full_answers(wave, side, step=3)
            person = make_leader(wave, side, f"{side} {place}")[0]
            answer_and_submit(person, {i: given[i] for i in given if not (place and i in open_items)})
    finish(wave)
    found = scored(wave)
    levers = Levers.of(found, {"CUS-K1.joint": 100.0})
    assert reason(found, lever(levers, "CUS-K1.joint")) == why
    assert [target.of for target in levers.targets(found.method)] == ([] if why else ["CUS-K1.joint"])


@pytest.mark.parametrize("text", ["0", "6", "", "-1", "1.5", "x", "９", "1e1", "99", "04"])
def test_what_is_no_step_is_named(text):
    wanted, faults = read_steps([("CUS-K1.joint", text), ("STR-K1.joint", "4"), ("page", "x")], METHOD)
    assert wanted == {"STR-K1.joint": 75.0}
    assert faults == [f"CUS-K1.joint: {text!r} is not a step from 1 to 5."]


def test_what_an_address_says_twice_counts_once():
    assert read_steps(QueryDict("CUS-K1.joint=2&CUS-K1.joint=4").items(), METHOD) == (
        {"CUS-K1.joint": 75.0},
        [],
    )


@pytest.mark.django_db
def test_steps_speak_the_questionnaires_words():
    wave = answered_wave(closed=True)
    found, texts = scored(wave), Texts.of(wave)
    levers = Levers.of(found, {})

    def names(path):
        return step_names(lever(levers, path), texts, found.method)

    assert names("CUS-K1.joint") == [name for _code, name in texts.options(texts.catalogue.item("CUS-K1"))]
    assert len(names("ORG-F1.level")) == 4
    assert names("ORG-F1.level")[2].count(" / ") == 2
    assert names("DAT-F1.level")[1:] == ["1 customer KPI shared", "2 customer KPIs shared"]
    assert names("STR-F1.concordance")[3] == "concordance 75"
