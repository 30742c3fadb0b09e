from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from tests.cast import full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import finish

pytestmark = pytest.mark.django_db

SCREENS = ("cus", "str", "cap", "org", "cad", "dat", "flw", "col", "predictions")


def varied(wave, side, **changed):
    """Answers without any flag: perception items go up and down as their number does."""
    answers = full_answers(wave, side, step=3)
    perceptions = [item for item in answers if item[3:5] == "-P"]
    for place, item in enumerate(sorted(perceptions, key=lambda item: (item[4:], item))):
        answers[item] = 1 + place % 5
    return {**answers, **changed}


def submitted(wave, side, name, answers, *, seconds=None, comments=None, notes=None):
    person, _secret = make_leader(wave, side, name)
    with firm_scope(wave.firm):
        person.response.submissions.create(
            number=1,
            answers=answers,
            seconds=dict.fromkeys(SCREENS, 40) if seconds is None else seconds,
            comments=comments or {},
            notes=notes or {},
            receipt=name[:20],
            submitted_at=wave.deadline,
        )
    return person


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def aggregated():
    return make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")


def quality(wave):
    browser = Browser()
    browser.force_login(User.objects.get(email="consultant@ours.example"))
    page = browser.get(f"/clients/acme/waves/{wave.number}/quality/")
    assert page.status_code == 200
    return page


def flags(wave):
    """Name to flags with their words."""
    return {
        line.name: {flag.code: flag.text for flag in line.flags} for line in quality(wave).context["lines"]
    }


def test_an_unremarkable_response_has_no_flag_and_its_time(wave):
    submitted(wave, "sales", "Ada", varied(wave, "sales"))
    page = quality(wave)
    assert [(line.name, line.time, line.flags) for line in page.context["lines"]] == [
        ("Ada", "6 min 0 s", ())
    ]


def test_each_flag_is_said_with_its_numbers(wave):
    answers = varied(wave, "sales")
    submitted(wave, "sales", "Fast", answers, seconds=dict.fromkeys(SCREENS, 10))
    submitted(wave, "sales", "Same", full_answers(wave, "sales", step=3))
    unknown = {item: "dk" for item in answers if item[3:5] == "-K"}
    submitted(wave, "sales", "Unsure", {**answers, **unknown})
    submitted(wave, "sales", "Short", dict(list(answers.items())[:39]))
    assert flags(wave) == {
        "Fast": {"too_fast": "1.8 seconds a question on average; below 2 they can hardly be read."},
        "Same": {
            "straight_line": "16 of the 16 statements in a row, in the order shown, have the same answer.",
            "no_variation": "The answers to the statements hardly differ: a standard deviation of 0.00 "
            "steps, below 0.3.",
        },
        "Unsure": {"many_unknown": "“Don't know” to 16 of 51 questions, more than 30%."},
        "Short": {"many_blank": "12 of 51 questions left open, more than 20%."},
    }


def test_agreeing_with_everything_contradicts_itself(wave):
    answers = varied(wave, "sales")
    perceptions = [item for item in answers if item[3:5] == "-P"]
    agree = {item: 4 + place % 2 for place, item in enumerate(perceptions)}
    submitted(wave, "sales", "Eager", {**answers, **agree})
    assert "contradiction" in flags(wave)["Eager"]


def test_time_is_judged_only_where_every_screen_was_measured(wave):
    submitted(wave, "sales", "Ada", varied(wave, "sales"), seconds={"cus": 1})
    [line] = quality(wave).context["lines"]
    assert (line.time, line.flags) == ("not measured on every screen", ())


def test_runs_are_looked_for_in_the_order_each_leader_saw(wave):
    person = submitted(wave, "sales", "Ada", {})
    catalogue = wave.instrument_version.catalogue
    order = [
        item.id
        for screen in catalogue.screens("sales")
        for item in catalogue.ordered(screen, person.public_id.bytes)
        if item.kind == "P" and item.dimension
    ]
    answers = full_answers(wave, "sales", step=3)
    answers.update({item: 1 if place < 8 else 2 + place % 3 for place, item in enumerate(order)})
    with firm_scope(wave.firm):
        person.response.submissions.create(
            number=2, answers=answers, receipt="second", submitted_at=wave.deadline
        )
    assert flags(wave) == {
        "Ada": {"straight_line": "8 of the 16 statements in a row, in the order shown, have the same answer."}
    }


def test_rows_belong_to_their_people_beyond_the_ninth(wave):
    for place in range(11):
        answers = full_answers(wave, "sales", step=3) if place == 1 else varied(wave, "sales")
        submitted(wave, "sales", f"Leader {place}", answers)
    assert [name for name, found in flags(wave).items() if found] == ["Leader 1"]


def test_in_groups_a_pattern_of_answers_is_not_told(aggregated):
    submitted(aggregated, "sales", "Same", full_answers(aggregated, "sales", step=3))
    submitted(aggregated, "sales", "Fast", varied(aggregated, "sales"), seconds=dict.fromkeys(SCREENS, 5))
    assert {name: list(found) for name, found in flags(aggregated).items()} == {
        "Same": ["pattern"],
        "Fast": ["too_fast"],
    }
    assert "16 of the 16" not in quality(aggregated).content.decode()


def comments_of(wave):
    return [(name, comment.role, comment.text) for name, comment in quality(wave).context["comments"]]


def test_comments_are_listed_by_role_where_the_writer_agreed(wave):
    for name, show in (("Ada", True), ("Bea", False)):
        comments = {"STR": {"text": f"Says {name}", "show": show}, "CUS": None}
        submitted(wave, "sales", name, varied(wave, "sales"), comments=comments)
    assert comments_of(wave) == [
        (
            "Strategy and goals",
            "Sales, C-level or vice president",
            "Says Ada",
        )
    ]
    assert "Says Bea" not in quality(wave).content.decode()


def test_in_groups_three_of_a_side_must_have_written_about_the_same_area_and_the_wave_be_over(aggregated):
    def write(side, name, *areas):
        comments = {area: {"text": f"{name} on {area}", "show": False} for area in areas}
        submitted(aggregated, side, name, varied(aggregated, side), comments=comments)

    for name, areas in (("Ada", ("CUS", "STR")), ("Bea", ("CUS", "STR")), ("Cleo", ("CUS",))):
        write("sales", name, *areas)
    write("marketing", "Dan", "STR")
    assert comments_of(aggregated) == []
    finish(aggregated)
    found = comments_of(aggregated)
    assert {(name, role) for name, role, _text in found} == {("Customer alignment", "")}
    assert sorted(text for _name, _role, text in found) == ["Ada on CUS", "Bea on CUS", "Cleo on CUS"]
    assert " on STR" not in quality(aggregated).content.decode()


def test_before_anybody_submits_the_page_says_so(wave):
    make_leader(wave, "sales")
    text = quality(wave).content.decode()
    assert re.findall(r'<div class="empty">\s*<h2>([^<]*)', text) == ["Nobody has submitted yet"]


def test_of_a_withdrawn_wave_nothing_is_shown(wave):
    comments = {"CUS": {"text": "Says Ada", "show": True}}
    submitted(wave, "sales", "Ada", varied(wave, "sales"), comments=comments)
    with firm_scope(wave.firm):
        type(wave).objects.filter(pk=wave.pk).update(state="withdrawn", closed_at=wave.deadline)
    page = quality(wave)
    assert (page.context["lines"], page.context["comments"]) == ([], [])
    assert "This wave was withdrawn. Nothing of its responses is shown." in page.content.decode()


def test_eight_queries_however_many_answer(wave, django_assert_num_queries):
    browser = Browser()
    browser.force_login(User.objects.get(email="consultant@ours.example"))
    for number in (1, 6):
        for place in range(number):
            submitted(wave, "sales", f"L {number} {place}", varied(wave, "sales"))
        browser.get("/clients/acme/waves/1/quality/")
        # Session, reader, wave with client and version, leaders, figures and documents,
        # whether this look is on record today, comments, dismissed flags.
        with django_assert_num_queries(8):
            browser.get("/clients/acme/waves/1/quality/")


def notes_of(wave):
    return [(question, note.role, note.text) for question, note in quality(wave).context["notes"]]


def test_notes_on_evidence_are_listed_by_role(wave):
    notes = {"STR-K1": "Signed on 3 March", "CUS-K1": "See <b>the</b> calendar", "COL-K1": None}
    submitted(wave, "sales", "Ada", varied(wave, "sales"), notes=notes)
    question = wave.instrument_version.catalogue.item
    assert notes_of(wave) == [
        (
            question("CUS-K1").wording("both", "en"),
            "Sales, C-level or vice president",
            "See <b>the</b> calendar",
        ),
        (question("STR-K1").wording("both", "en"), "Sales, C-level or vice president", "Signed on 3 March"),
    ]
    assert "See &lt;b&gt;the&lt;/b&gt; calendar" in quality(wave).content.decode()


def test_notes_of_fewer_than_three_of_a_side_stay_hidden_in_an_aggregated_wave(aggregated):
    for number, name in enumerate(("Ada", "Bea", "Cleo")):
        notes = {"CUS-K1": f"{name} knows", **({"STR-K1": "Two wrote this"} if number else {})}
        submitted(aggregated, "sales", name, varied(aggregated, "sales"), notes=notes)
    assert notes_of(aggregated) == []
    finish(aggregated)
    found = notes_of(aggregated)
    assert {(role, text) for _question, role, text in found} == {
        ("", f"{name} knows") for name in ("Ada", "Bea", "Cleo")
    }
    assert "Two wrote this" not in quality(aggregated).content.decode()
