from __future__ import annotations

from dataclasses import replace

import pytest

from reports import wording
from scoring import load_method
from scoring.awareness import STATES
from scoring.gaps import CLASSES
from scoring.maturity import GATE_STATES

METHOD = load_method("1")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (wording.LEVELS, [level for level, _cut in METHOD.levels]),
        (wording.CLASSES, CLASSES),
        (wording.CLASS_MEANINGS, CLASSES),
        (wording.AWARENESS, STATES),
        (wording.AWARENESS_MEANINGS, STATES),
        (wording.GATES, [gate.id for gate in METHOD.gates]),
        (wording.GATE_STATES, GATE_STATES),
        (wording.GATE_GROUPS, [group.id for group in METHOD.gate_groups]),
        (wording.PATTERNS, [pattern.id for pattern in METHOD.patterns]),
        (wording.ZONE_FINDINGS, wording.ZONES),
    ],
)
def test_every_code_of_the_method_has_words_and_no_others(words, codes):
    assert set(words) == set(codes)


def said(**changed):
    values = {"perceived": 76.8, "index": 44.5, "gap": 32.3, "strong_gap": 15, "provisional": False}
    return wording.headline(**{**values, **changed})


def test_the_headline_states_p_the_index_and_the_gap():
    assert said() == [
        "Leaders rate alignment at ",
        "77",
        " of 100; what was measured supports ",
        "45",
        ". Belief runs ahead of evidence by ",
        "32",
        " points.",
    ]


@pytest.mark.parametrize(
    ("changed", "ending"),
    [
        ({"gap": 14.9}, ". Belief and evidence lie close together: the gap is +15 points."),
        ({"gap": -15.0}, ". Evidence runs ahead of belief: the gap is −15 points."),
        ({"provisional": True}, ", a provisional gap of +32."),
    ],
)
def test_the_headline_fits_the_gap(changed, ending):
    assert "".join(said(**changed)).endswith(f"45{ending}")


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        (
            ("ambiguous", "collaborative", "ambiguous", "collaborative"),
            "The index would carry “Collaborative”; gates that did not pass hold the company back.",
        ),
        (
            ("ambiguous", "ambiguous", "collaborative", "collaborative"),
            "The gates would carry “Collaborative”; the index is too low for it.",
        ),
        (
            ("collaborative", "collaborative", "collaborative", "aligned"),
            "Both the index and the gates below would have to rise for “Aligned”.",
        ),
        (
            ("collaborative", "aligned", "aligned", "aligned"),
            "“Aligned” needs outcome figures for revenue and pipeline.",
        ),
        (("aligned", "aligned", "aligned", None), "Index and gates both carry the highest level."),
    ],
)
def test_what_holds_a_company_back(levels, sentence):
    assert wording.held_back(*levels) == sentence


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        (51.1, "Belief runs furthest ahead of evidence in Cadence: +51"),
        (-15.0, "Evidence runs furthest ahead of belief in Cadence: −15"),
        (9.0, "Belief and evidence lie close together in every dimension"),
    ],
)
def test_the_title_of_the_dumbbells_says_the_finding(gap, sentence):
    assert wording.dumbbell_finding("Cadence", gap, 15) == sentence


@pytest.mark.parametrize(
    ("sides", "sentence"),
    [
        (["Sales"], "How each dimension is rated: Sales"),
        (["Sales", "Marketing"], "How each dimension is rated: Sales and Marketing"),
        ([], "No dimension was rated: only what was measured is shown"),
    ],
)
def test_without_a_gap_the_title_says_whose_ratings_are_shown(sides, sentence):
    assert wording.ratings_of(sides) == sentence


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "Where the two sides disagree, both know it"),
        (1, "In 1 dimension the two sides disagree without both knowing it"),
        (3, "In 3 dimensions the two sides disagree without both knowing it"),
    ],
)
def test_the_title_of_the_awareness_table(count, sentence):
    assert wording.hidden_disagreements(count) == sentence


def test_n_stands_with_its_sides():
    assert wording.respondents(2, 1) == "n = 3 (2 sales, 1 marketing)"


@pytest.mark.parametrize(("names", "joined"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b and c")])
def test_names_are_joined_as_people_do(names, joined):
    assert wording.named_list(names) == joined


def test_the_cut_points_of_the_classes_are_those_of_the_method():
    told = wording.class_rules(
        replace(METHOD.gap, disputed=21.0, small_side=4, blind_spot=16.0, hidden_strength=-17.0)
    )
    for part in ("from 21 points", "from 30 while", "than 4 leaders", "gap of +16", "from −17", "where 60"):
        assert part in told
