from __future__ import annotations

from dataclasses import replace

import pytest

from reports.advice import ADVICE, OWNERS, RECONCILE, SOURCES
from reports.tables.recommendations import GROUNDS, recommendation_table
from reports.wording import GATES, PATTERNS
from scoring import load_method
from scoring.scorecard import Recommendation, TargetStep, Trigger
from tests.reports.tables.test_tables import TEXTS, leader, scored

METHOD = load_method("1")
PAIR = (leader(0), leader(3))


def test_every_rule_of_the_method_has_words_and_no_others():
    assert set(ADVICE) == {rule.id for rule in METHOD.rules}
    assert len(ADVICE) == 26
    assert set(OWNERS) == {rule.owner for rule in METHOD.rules}
    assert set(SOURCES) == {source for rule in METHOD.rules for source in rule.sources}


@pytest.mark.parametrize("rule", METHOD.rules, ids=lambda rule: rule.id)
def test_every_ground_of_every_rule_can_be_said(rule):
    """Whatever makes a rule apply has a sentence, and the sentence has its numbers."""
    triggers = tuple(
        Trigger(
            of=clause.of, below=clause.below, at_least=clause.at_least, now=41.0, sales=30.0, marketing=None
        )
        for clause in rule.when
    )
    targets = tuple(TargetStep(of=target.of, now=None, to=target.to) for target in rule.targets)
    given = Recommendation(
        id=rule.id, lift=1.26, opens_gate=True, priority=2.0, dimension=rule.dimension, effort=rule.effort,
        owner=rule.owner, sources=rule.sources, first_step=rule.id, due_days=30, triggers=triggers,
        targets=targets,
    )  # fmt: skip
    wave = scored(*PAIR)
    wave = replace(wave, disclosed=replace(wave.disclosed, card=replace(wave.card, recommendations=(given,))))
    [line] = recommendation_table(wave, TEXTS).lines
    texts = [text for evidence in line.evidence for text in evidence.texts]
    for clause, text in zip(rule.when, texts, strict=True):
        head, _point, part = clause.of.partition(".")
        words = {"gate": GATES.get(part), "pattern": PATTERNS.get(part, ("",))[0]}.get(head)
        expected = str(words) if words else {"sponsor": "Nobody", "classes": "far apart"}.get(head, "41")
        assert expected in text
    questions = [evidence.question for evidence in line.evidence if evidence.question]
    asked = {clause.of.partition(".")[0] for clause in rule.when} - set(GROUNDS) - {"O6"}
    assert len(questions) == (1 if any(clause.of.startswith("gate") for clause in rule.when) else len(asked))
    assert line.lift == ("+1.3" if rule.targets else "")
    assert line.due == "within 30 days of agreeing on it"


def test_the_pinned_step_comes_first_then_at_most_five():
    wave = scored(*(leader(place) for place in range(7)))
    table = recommendation_table(wave, TEXTS)
    assert [line.code for line in table.lines] == [each.id for each in wave.card.recommendations]
    assert [line.pinned for line in table.lines] == [True] + [False] * 5
    assert (table.lines[0].lift, table.lines[0].dimension, table.reason) == ("", "", "")
    for line, each in zip(table.lines, wave.card.recommendations, strict=True):
        assert line.opens_gate is each.opens_gate
        if not line.pinned and each.targets:
            assert line.lift == f"+{each.lift:.1f}"


def test_where_the_sides_dispute_an_area_the_first_step_is_to_reconcile():
    wave = scored(*(leader(place) for place in range(7)))
    for line, each in zip(recommendation_table(wave, TEXTS).lines, wave.card.recommendations, strict=True):
        disputed = each.dimension and wave.card.dimensions[each.dimension].class_ == "disputed"
        assert line.first_step == str(RECONCILE if disputed else ADVICE[each.id].first_step)


def test_a_fact_brings_what_each_side_answered():
    wave = scored(leader(0, **{"ORG-F1": "ceo"}), leader(3, **{"ORG-F1": "nobody"}))
    lines = [line for line in recommendation_table(wave, TEXTS).lines if line.code == "REC-ORG-1"]
    [first] = lines[0].evidence
    assert first.texts == (
        "Both sides name the same owner of the customer: failed.",
        "The chief executive is accountable for the customer: failed.",
    )
    assert [(side.side, [line.counted for line in side.answers]) for side in first.sides] == [
        ("sales", ["1 of 1"]),
        ("marketing", ["1 of 1"]),
    ]


def test_without_recommendations_the_reason_is_said():
    one_sided = recommendation_table(scored(leader(0)), TEXTS)
    assert (one_sided.lines, one_sided.reason) == (
        (),
        "Recommendations weigh the answers of both sides, and one side is missing.",
    )
    answered = {
        item: answer for item, answer in leader(0).answers.items() if item[:3] not in {"CUS", "STR", "CAP"}
    }
    few = [replace(leader(place), answers=answered) for place in (0, 3)]
    no_index = recommendation_table(scored(*few), TEXTS)
    assert no_index.reason == (
        "Recommendations are ordered by what they would lift the index by, and there is no index yet."
    )


def test_nothing_where_only_participation_may_be_shown():
    assert recommendation_table(scored(*PAIR, mode="aggregated"), TEXTS) is None
    assert recommendation_table(scored(), TEXTS) is None
