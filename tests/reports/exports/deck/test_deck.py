"""A deck says what the scorecard says, in native charts and tables, marked and with its working."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from reports.charts.dumbbell import dumbbell_chart
from reports.charts.matrix import matrix_chart
from reports.charts.table import table
from reports.decisions import TargetLine
from reports.exports.deck import tables
from reports.exports.deck.fitting import Box
from reports.exports.deck.pages import SIDE, Deck
from reports.exports.deck.tables import Column
from reports.frozen import thaw
from reports.numbers import one_decimal, signed, whole
from reports.tables.awareness import awareness_table
from reports.tables.concordance import fact_cards
from reports.tables.recommendations import recommendation_table
from reports.texts import Texts
from smax.accounts.tenancy import every_firm
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.charts.slides import kept
from tests.reports.editions import plan_line
from tests.reports.exports.deck.decks import (
    chart_of,
    deck_of,
    edition_of,
    notes_of,
    opened,
    rows_of,
    slide_named,
    texts_of,
    titles,
)
from tests.reports.released import released
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(shared_rows):
    return edition_of(answered_wave(3, 3, 1, closed=True, synthetic=True))


@pytest.fixture(scope="module")
def slides(edition, tmp_path_factory):
    return opened(deck_of(edition, tmp_path_factory.mktemp("deck")))


def test_titles_state_what_was_found(slides):
    shown = titles(slides)
    for title in shown[10:12]:
        assert re.fullmatch("Answers lie furthest apart, from [1-5] to 5, on “.*”", title)
    assert shown[:10] + shown[12:] == [
        "Acme",
        "7 of 7 leaders answered",
        "Leaders rate alignment at 58 of 100, and what was measured supports 58. Belief and evidence lie "
        "close together: the gap is 0 points.",
        "0% of these leaders call the two teams aligned; in the original study about 90% did",
        "Revenue and pipeline both hold (borderline)",
        "Maturity: Ambiguous. The index would carry “Collaborative”; gates that did not pass hold the "
        "company back.",
        "Belief runs furthest ahead of evidence in Customer alignment: +37",
        "Hidden strength in 3 of 8 dimensions",
        "On 1 of 9 facts the answers of the two sides lie far apart",
        "In 1 dimension the two sides disagree without both knowing it",
        "To do first: Name one owner of the customer, at the level of the chief executive, and bring what is "
        "known of customers into the strategic plan.",
        "100% of 1,000 other weightings leave the index on the same level.",
        "Method and versions",
    ]


def test_every_slide_is_marked_numbered_and_in_one_language(slides):
    for slide in slides:
        assert all(mark in texts_of(slide) for mark in ("Draft, not released", "Synthetic data"))
        tags = {each.get("lang") for each in slide._element.iter() if each.get("lang")}
        assert tags == {"en-GB"}
    for slide in slides[1:]:
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        assert [str(kind).partition(" ")[0] for kind in kinds][-2:] == ["FOOTER", "SLIDE_NUMBER"]
        assert slide._element.xpath('.//a:fld[@type="slidenum"]')


def test_a_title_is_read_first_and_nothing_is_left_empty(slides):
    for slide in slides:
        first, *others = slide.shapes
        assert first == slide.shapes.title
        assert [shape.name for shape in others if shape.has_text_frame and not shape.text_frame.text] in (
            [],
            [slide.shapes[-1].name],  # the number, which the program fills in
        )


def test_charts_hold_the_numbers_of_the_model(edition, slides):
    texts = Texts.of(edition.scored.wave.assessment)
    dumbbell = dumbbell_chart(edition.scored, texts.dimensions())
    found = {
        series.name[0]: series
        for series in kept(chart_of(slide_named(slides, "^Belief runs")))
        if not series.name[0].startswith("Band")
    }
    for part in ("sales", "marketing", "perceived", "measured"):
        series = found[getattr(dumbbell, f"{part}_name")]
        wanted = [getattr(pair, part) for pair in dumbbell.pairs]
        assert (
            [int(value) for value in series.values[0]] == [int(cell) for cell in series.values[1]] == wanted
        )
    assert rows_of(slide_named(slides, "of 8 dimensions$"))[1:] == [list(row) for row in table(dumbbell).rows]
    matrix = matrix_chart(edition.scored)
    marker = kept(chart_of(slide_named(slides, "^Revenue and")))[-1]
    assert (marker.categories[1], marker.values[1]) == ([matrix.revenue], [matrix.pipeline])


def test_tables_hold_the_numbers_of_the_scorecard(edition, slides):
    card, texts = edition.scored.card, Texts.of(edition.scored.wave.assessment)
    _head, figures, *_others = rows_of(slide_named(slides, "^Leaders rate"))
    assert figures == [
        whole(card.perceived.joint),
        whole(card.measured.index),
        signed(card.gap),
        "Ambiguous",
    ]
    facts = {card.question: card for card in fact_cards(edition.scored, texts)}
    for question, *_answers, concordance in rows_of(slide_named(slides, "facts the answers"))[1:]:
        assert concordance == whole(facts[question].concordance)
    awareness = {line.name: line for line in awareness_table(edition.scored, texts.dimensions()).lines}
    for name, verdict, *numbers in rows_of(slide_named(slides, "without both knowing"))[1:]:
        line = awareness[name]
        assert verdict == line.verdict_name
        assert numbers == [
            line.predicted_by_sales,
            line.said_by_marketing,
            line.predicted_by_marketing,
            line.said_by_sales,
        ]
    advice = {line.action: line for line in recommendation_table(edition.scored, texts).lines}
    for action, first, owner, lift, due in rows_of(slide_named(slides, "^To do first"))[1:]:
        line = advice[action]
        assert (first, owner, due) == (line.first_step, line.owner, line.due)
        assert lift.partition("\n")[0] == (line.lift or ("–" if line.pinned else "no measured target"))
    outcomes = [row[2] for row in rows_of(slide_named(slides, "^Revenue and"))[1:]]
    assert outcomes == [whole(score) for score in card.outcomes.values()]


def test_notes_hold_the_working_and_what_the_consultant_wrote(edition, tmp_path):
    notes = {"headline": "They **nearly** agree.\n\n- ask why", "dimensions": "=1+1"}
    slides = opened(deck_of(replace(edition, notes=notes), tmp_path))
    headline = notes_of(slide_named(slides, "^Leaders rate"))
    believed = edition.scored.card.perceived
    told = [f"{one_decimal(each):.1f}" for each in (believed.joint, believed.sales, believed.marketing)]
    assert "Working: P {} is the mean of sales {} and marketing {}.".format(*told) in headline
    assert "The consultant's note:\nThey nearly agree.\n• ask why" in headline
    dimensions = notes_of(slide_named(slides, "^Belief runs"))
    assert "Customer alignment: Sales 100, Marketing 88, Perceived 94, Measured 57, Gap +37" in dimensions
    assert [place for place, slide in enumerate(slides) if not notes_of(slide)] == []


def test_charts_and_tables_are_described_for_those_who_do_not_see_them(slides):
    frames = [shape for slide in slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert len(frames) > 10
    for frame in frames:
        about = frame._element.nvGraphicFramePr.cNvPr
        assert about.get("title")
        assert about.get("descr")


def test_every_fact_that_the_sides_see_apart_is_on_a_slide_and_not_in_the_notes_alone(tmp_path):
    wave = make_wave(make_client(make_firm("Theirs")))
    for side in ("sales", "marketing"):
        given = full_answers(wave, side)
        for item in wave.instrument_version.catalogue.items_for(side):
            codes = [
                code for code, _text in item.options("en", segments=wave.segment_options) if code != "none"
            ]
            if item.kind == "F" and side == "marketing":
                given[item.id] = codes[-item.max_choices :] if item.form == "set" else codes[-1]
            elif item.form == "ordinal":
                given[item.id] = 1
        for name in "abc":
            answer_and_submit(make_leader(wave, side, f"{side} {name}")[0], given)
    slides = opened(deck_of(edition_of(wave), tmp_path))
    told = [slide for slide in slides if "of 9 facts" in slide.shapes.title.text_frame.text]
    assert len({row[0] for slide in told for row in rows_of(slide)[1:]}) == 9


def test_charts_and_tables_stand_in_the_layouts_placeholders(slides):
    for slide in slides:
        known = {each.placeholder_format.idx for each in slide.slide_layout.placeholders}
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape.placeholder_format.idx in known


def test_a_reader_chooses_the_language(edition, tmp_path):
    slides = opened(deck_of(edition, tmp_path, language="de"))
    tags = {each.get("lang") for slide in slides for each in slide._element.iter() if each.get("lang")}
    assert tags == {"de-DE"}
    assert "Kundenausrichtung" in texts_of(slide_named(slides, "Kundenausrichtung voraus: [+]37$"))


def test_target_agreed_answers_and_level_gap_have_slides_of_their_own(tmp_path):
    wave = answered_wave(6, 6, firm_name="Theirs")
    with every_firm("a test makes some of them directors"):
        for side in ("sales", "marketing"):
            people = wave.participants.filter(side=side).order_by("pk")
            wave.participants.filter(pk__in=[each.pk for each in people[3:]]).update(seniority="director")
    edition = edition_of(wave)
    told = replace(
        edition,
        target=TargetLine(wave=1, scores={"CUS-K1.joint": 75.0}, index=61.4, level="aligned"),
        agreed={"ORG-F1": "ceo"},
    )
    slides = opened(deck_of(told, tmp_path))
    rows = rows_of(slide_named(slides, "^Target, "))
    assert rows[1][:3] == ["SMAX index", whole(edition.scored.card.measured.index), "61"]
    [agreed] = rows_of(slide_named(slides, "^Agreed in the meeting$"))[1:]
    assert agreed[1] == "The chief executive (CEO)"
    assert all(agreed)
    card = edition.scored.card
    gap = card.vertical_gap
    rows = rows_of(slide_named(slides, "^The view from above$"))[1:]
    assert [row[:2] for row in rows] == [["Sales", signed(gap.sales)], ["Marketing", signed(gap.marketing)]]
    untold = replace(card, vertical_gap=replace(gap, sales=None, marketing=None))
    disclosed = replace(edition.scored.disclosed, card=untold)
    bare = replace(edition, scored=replace(edition.scored, disclosed=disclosed))
    shown = titles(opened(deck_of(bare, tmp_path)))
    assert [title for title in shown if title.startswith(("Target", "Agreed", "The view from"))] == []


def test_without_outcomes_there_is_no_matrix_and_the_slides_say_so(tmp_path):
    slides = opened(deck_of(edition_of(answered_wave(3, 3, outcomes=False, firm_name="Theirs")), tmp_path))
    missing = slide_named(slides, "^Outcome figures are missing")
    assert [row[1:] for row in rows_of(missing)[1:]] == [["not entered", "–"]] * 6
    assert all("Provisional" in texts_of(slide) for slide in slides)


def test_a_second_wave_says_what_changed_and_who_moved(tmp_path):
    client = make_client(make_firm("Theirs"))
    for number in (1, 2):
        wave = make_wave(client)
        fill(wave, sales=3, marketing=3 + number)
        finish(wave)
    edition = edition_of(wave)
    slides = opened(deck_of(edition, tmp_path))
    changed = slide_named(slides, "Wave 1")
    rows = {row[0]: row[1:] for row in rows_of(changed)[1:]}
    then, now = edition.earlier[0].card, edition.scored.card
    assert rows["SMAX index"] == [
        whole(then.measured.index),
        whole(now.measured.index),
        signed(now.measured.index - then.measured.index),
    ]
    assert len(rows_of(slide_named(slides, "^The gap changed most in"))) == 9
    assert re.findall("Wave 1", texts_of(slide_named(slides, "^Revenue and"))) == ["Wave 1"] * 2


def test_text_that_is_too_long_for_its_slide_ends_in_dots_and_goes_on_in_the_notes(edition):
    page = Deck(edition, "").page("Text", "Too long")
    told = [f"{number}: {'a part of what is to be said ' * 9}".strip() for number in range(12)]
    frame = page.places[SIDE].text_frame
    page.text(SIDE, [("", text) for text in told])
    shown = [paragraph.text for paragraph in frame.paragraphs]
    many = len(shown)
    assert 0 < many < len(told)
    assert shown == [*told[: many - 1], f"{told[many - 1]} …"]
    assert page.said == told[many:]


@pytest.mark.parametrize(("width", "size"), [(90.0, 14), (85.0, 13)])
def test_a_word_that_fills_its_column_to_the_brim_is_set_smaller(width, size):
    fitted = tables._fitting(Box(width, 400.0), [Column("", 1)], [["Collaboratif"]])
    assert fitted[:2] == (size, 1)


def test_the_month_of_a_due_date_is_no_other_month_in_french(edition, tmp_path):
    for month in (6, 7):
        line = plan_line(due_on=date(2026, month, 24))
        slides = opened(deck_of(replace(edition, plan=(line,)), tmp_path, language="fr"))
        [row] = rows_of(slide_named(slides, "^Le plan commun"))[1:]
        assert row[3] == f"24 {('juin', 'juil.')[month - 6]} 2026"


def test_a_release_gives_the_deck_that_its_live_figures_gave(tmp_path):
    wave = answered_wave(3, 3, 1, closed=True, firm_name="Theirs")
    live = opened(deck_of(edition_of(wave), tmp_path))
    frozen = thaw(released(wave))
    slides = opened(deck_of(frozen, tmp_path))
    assert titles(slides) == titles(live)
    assert [notes_of(slide) for slide in slides] == [notes_of(slide) for slide in live]
    assert not any("Draft" in texts_of(slide) for slide in slides)
    assert frozen.release.digest[:16] in texts_of(slides[-1])


def test_very_long_names_stay_on_their_slides(edition, tmp_path, monkeypatch):
    name = "Société d’Équipements Hydrauliques et de Pompage " * 4
    monkeypatch.setattr(edition.scored.wave.assessment.client, "name", name[:120])
    slides = opened(deck_of(edition, tmp_path))
    title = slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    assert title.font.size.pt < 40
    assert all("…" in texts_of(slide) for slide in slides[1:])
