"""The parts of the page that are read: from the demonstration's finished client, and from single answers."""

from __future__ import annotations

import uuid
from types import SimpleNamespace

import pytest

from reports.demo import cast, story
from reports.inputs import Leader, WaveInput
from reports.numbers import signed, whole
from reports.scorecards import ScoredWave
from reports.tables.awareness import awareness_table
from reports.tables.belief import belief
from reports.tables.concordance import fact_cards
from reports.tables.headline import beliefs, figures
from reports.tables.items import item_groups
from reports.tables.outcomes import outcome_lines
from reports.texts import Texts
from scoring import Cohort, load_method, score
from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED

CATALOGUE = Catalogue.read(SHIPPED)
TEXTS = Texts(catalogue=CATALOGUE, language="en", segments=cast.SEGMENTS)
NAMES = TEXTS.dimensions()


def leader(place, **changed):
    person = cast.FINISHED_LEADERS[place]
    return Leader(
        id=f"{person.side[0]}{place}",
        public_id=uuid.UUID(int=place),
        name=person.name,
        side=person.side,
        seniority=person.seniority,
        seniority_name=person.seniority,
        answers={**story.answers_of(place), **changed},
        submitted=True,
        counts=True,
    )


def figures_of():
    """The outcome figures of the demonstration's client, as entered."""
    return tuple(
        SimpleNamespace(item=item, value=value, period="2025", source=source)
        for item, (value, source) in story.OUTCOMES.items()
    )


def scored(*leaders, outcomes=(), mode="attributed", full=False):
    """A wave of these leaders, without a database; `full` has its statistics, too."""
    version = SimpleNamespace(catalogue=CATALOGUE)
    client = SimpleNamespace(**dict.fromkeys(("attrition_pct",)), headwinds=[])
    assessment = SimpleNamespace(
        client=client, instrument_version=version, identity_mode=mode, state="closed", takes_answers=False
    )
    wave = WaveInput(assessment=assessment, leaders=leaders, outcomes=outcomes)
    people = [
        {"id": one.id, "side": one.side, "level": one.seniority, "answers": one.answers} for one in leaders
    ]
    entry = {
        "method_version": "1",
        "respondents": people,
        "outcomes": {figure.item: figure.value for figure in outcomes},
    }
    method = load_method("1")
    [card] = score(Cohort.from_interchange([entry], method), method, statistics=full)
    return ScoredWave.of(wave, card, method)


@pytest.fixture(scope="module")
def finished():
    return scored(*(leader(place) for place in range(7)))


def test_awareness_puts_each_prediction_beside_what_the_other_side_said(finished):
    table = awareness_table(finished, NAMES)
    assert table.finding == "In 1 dimension the two sides disagree without both knowing it"
    first = table.lines[0]
    flow = finished.card.dimensions["FLW"]
    assert (first.name, first.verdict, first.verdict_name) == (
        "Lead and revenue flow",
        "hidden_disagreement",
        "Hidden disagreement",
    )
    assert (first.predicted_by_sales, first.said_by_marketing) == (
        whole(flow.predicted_by_sales),
        whole(flow.perceived_marketing),
    )
    assert (first.predicted_by_marketing, first.said_by_sales) == (
        whole(flow.predicted_by_marketing),
        whole(flow.perceived_sales),
    )
    verdicts = [line.verdict for line in table.lines]
    assert verdicts[:3] == ["hidden_disagreement", "imagined_disagreement", "known_disagreement"]
    assert set(verdicts[3:]) == {"shared_view"}


def test_awareness_says_from_where_a_side_knows(finished):
    assert awareness_table(finished, NAMES).rule.startswith(
        "A side knows where its prediction lies within 25 points of what the other side said;"
    )


def test_no_awareness_without_predictions_of_both_sides():
    assert awareness_table(scored(leader(0), leader(1)), NAMES) is None


def card_of(wave, item):
    return next(card for card in fact_cards(wave, TEXTS) if card.code == item)


def test_a_set_shows_each_code_with_its_count_and_marks_what_both_said(finished):
    card = card_of(finished, "CUS-F1")
    sales, marketing = card.sides
    first = sales.answers[0]
    assert (first.text, first.counted, first.shared) == (
        "Water utilities, head of operations",
        "2 of 3",
        True,
    )
    assert {line.text for line in marketing.answers if line.shared} == {
        line.text for line in sales.answers if line.shared
    }
    assert card.concordance == finished.card.items["CUS-F1"].concordance
    assert (card.concordance_shown, card.level) == (whole(card.concordance), None)


def test_a_ladder_fact_shows_its_step_in_words_and_its_level(finished):
    card = card_of(finished, "CAD-F1")
    assert [(line.text, line.counted) for line in card.sides[0].answers] == [
        ("About every quarter", "3 of 3")
    ]
    assert card.level == whole(finished.card.items["CAD-F1"].level)


def test_dont_know_is_an_answer_that_is_never_shared():
    card = card_of(scored(leader(0, **{"FLW-F1": "dk"}), leader(5)), "FLW-F1")
    lines = [line for side in card.sides for line in side.answers]
    assert [(line.text, line.counted, line.shared, line.unknown) for line in lines] == [
        ("Don't know", "1 of 1", False, True)
    ] * 2
    assert card.unknown_to_both is True


def test_a_side_that_gave_no_answer_has_no_lines():
    card = card_of(scored(leader(0)), "STR-F1")
    assert [(side.n, len(side.answers)) for side in card.sides] == [(1, 1), (0, 0)]
    assert (card.concordance, card.concordance_shown) == (None, "–")


def test_people_leading_both_functions_are_in_neither_side(finished):
    assert [side.n for side in card_of(finished, "ORG-F1").sides] == [3, 3]


def test_items_show_side_means_joint_scores_and_what_they_rest_on(finished):
    groups = item_groups(finished, TEXTS)
    gaps = [abs(finished.card.dimensions[group.code].gap) for group in groups]
    assert (gaps, {group.code for group in groups}) == (sorted(gaps, reverse=True), set(NAMES))
    lines = {line.code: line for group in groups for line in group.lines}
    assert len(lines) == 16 + 16 + 9
    practice = finished.card.items["CUS-K2"]
    line = lines["CUS-K2"]
    shown = (line.sales, line.marketing, line.joint, line.concordance, line.remarks)
    assert shown == (whole(practice.sales), whole(practice.marketing), whole(practice.joint), "–", ())
    assert (line.of, line.of_concordance) == ("CUS-K2.joint", "")
    assert (lines["CUS-F1"].of, lines["CUS-F1"].of_concordance) == ("", "CUS-F1.concordance")
    customers = finished.card.dimensions["CUS"]
    group = next(group for group in groups if group.code == "CUS")
    assert (group.class_code, group.class_name, group.gap, group.flags) == (
        "blind_spot",
        "Blind spot",
        signed(customers.gap),
        ("overrated by Sales and Marketing", "level: Ambiguous"),
    )
    assert group.numbers == (
        ("perceived", whole(customers.perceived), "CUS.perceived"),
        ("measured", whole(customers.measured), "CUS.measured"),
    )
    alone = item_groups(scored(leader(0)), TEXTS)[0]
    assert (alone.numbers, alone.gap, alone.class_code, alone.reason) == ((), "", "", "needs both sides")


def test_items_say_what_only_one_side_knows_and_what_nobody_does():
    wave = scored(
        leader(0, **{"CUS-K1": "dk", "CUS-K2": "dk"}),
        leader(3, **{"CUS-K1": "dk"}),
    )
    lines = {line.code: line.remarks for group in item_groups(wave, TEXTS) for line in group.lines}
    assert lines["CUS-K1"] == ("unknown to both sides",)
    assert lines["CUS-K2"] == ("one side only, counts half",)


def test_outcomes_show_figure_unit_score_period_and_source():
    figure = SimpleNamespace(item="O5", value=-3.0, period="2025", get_source_display=lambda: "A report")
    wave = scored(leader(0), outcomes=(figure,))
    lines = {
        item.id: line for item, line in zip(CATALOGUE.outcome_items, outcome_lines(wave, TEXTS), strict=True)
    }
    assert (lines["O5"].figure, lines["O5"].score, lines["O5"].origin) == ("−3.0 %", "34", "2025 · A report")
    assert (lines["O1"].figure, lines["O1"].score, lines["O1"].origin) == (None, "–", "")


def test_intervals_stand_beside_n_from_three_a_side(finished):
    notes = {figure.code: figure.note for figure in figures(finished)}
    spread = finished.card.intervals.perceived
    assert notes["perceived"] == (
        f"n = 6 (3 sales, 3 marketing); 95% interval {whole(spread.low)} to {whole(spread.high)}"
    )
    gap = finished.card.intervals.gap
    assert notes["gap"].endswith(f"95% interval {signed(gap.low)} to {signed(gap.high)}")
    few = {figure.code: figure.note for figure in figures(scored(leader(0), leader(3)))}
    assert few["perceived"] == "n = 2 (1 sales, 1 marketing); 95% interval: from three people a side"


def test_who_believes_is_counted_over_all_who_answered(finished):
    found = belief(finished)
    assert (found.share, found.marks) == ("86", (True,) * 6 + (False,))
    assert found.counted == ("6 of 7 leaders who answered call the two teams largely or completely aligned.")
    assert beliefs(finished)[0] == (
        "People responsible for both functions rate alignment at 56 (n = 1). They count in neither side."
    )
    unsure = scored(leader(0, G0="dk"), leader(3))
    assert belief(unsure).counted == (
        "1 of 1 leader who answered calls the two teams largely or completely aligned."
    )
    assert belief(scored(leader(0, G0="dk"))) is None
