"""One answer at a time: what the script of a screen sends, and what it is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.models import Assessment, Consent, Participant
from surveys.services.waves import close_wave
from tests.cast import full_answers, make_client, make_firm, make_leader, make_wave
from tests.surveys.respondent import Respondent, every_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    respondent = Respondent(wave)
    respondent.enter()
    return respondent


def send(respondent, key, value, base=0, **more):
    return respondent.post("answer/", {"key": key, "value": value, "base": base, **more})


def row(respondent):
    with every_firm("a test reads"):
        return Participant.objects.select_related("response").get(pk=respondent.person.pk).response


# What is saved


@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [
        ("CUS-P1", "5", 5),
        ("CUS-P1", "dk", "dk"),
        ("CUS-P1", "na", "na"),
        ("CUS-F1", ["f", "b"], ["b", "f"]),
        ("CUS-F1", ["dk"], "dk"),
        ("ORG-F1", "ceo", "ceo"),
    ],
)
def test_an_answer_is_stored_and_acknowledged(ana, key, value, stored):
    before = timezone.now()
    reply = send(ana, key, value)
    said = reply.json()
    assert (reply.status_code, said["revision"], said["answered"], said["asked"]) == (200, 1, 1, 51)
    assert before <= datetime.fromisoformat(said["saved_at"]) <= timezone.now()
    assert (ana.draft, row(ana).revisions) == ({key: stored}, {key: 1})


def test_the_reply_says_how_far_the_person_is(ana):
    send(ana, "G0", "4")
    said = send(ana, "CUS-P1", "4", seconds="40").json()
    assert said["progress"] == "2 of 51 answered, about 12 minutes left"  # (40 + 60) / (14 + 60) of 495 s
    assert said["step"] == {"code": "cus", "state": "part", "text": "2 of 7 answered"}


def test_the_last_answer_of_all(wave, ana):
    answers = full_answers(wave, "sales")
    last = answers.pop("G1")
    ana.answer(answers)
    said = send(ana, "G1", last).json()
    assert said["progress"] == "51 of 51 answered"
    assert said["step"] == {"code": "predictions", "state": "done", "text": "9 of 9 answered"}


def test_people_responsible_for_both_count_their_own_items(wave):
    mia = Respondent(wave, "both", "Mia Chen")
    mia.enter()
    assert send(mia, "G0", "4").json()["asked"] == 42
    assert send(mia, "G1", "4").status_code == 400


def test_consent_comes_with_the_first_answer(ana):
    with every_firm("a test counts"):
        assert Consent.objects.count() == 0
        send(ana, "G0", "4")
        send(ana, "CUS-P1", "4")
        assert Consent.objects.get().participant == ana.person


def test_a_set_with_nothing_ticked_is_taken_back(ana):
    send(ana, "CUS-F1", ["a"])
    reply = send(ana, "CUS-F1", [], base=1)
    assert (reply.status_code, ana.draft, row(ana).revisions) == (200, {}, {"CUS-F1": 2})


def test_comments_and_notes_never_reach_the_answers(ana):
    send(ana, "comment:CUS", "  Slow\r\nhand-offs ", show="on")
    send(ana, "note:CUS-K1", "Sales wiki")
    stored = row(ana)
    assert (stored.draft, stored.comments, stored.notes) == (
        {},
        {"CUS": {"text": "Slow\nhand-offs", "show": True}},
        {"CUS-K1": "Sales wiki"},
    )
    reply = send(ana, "comment:CUS", " ", base=1, show="on")
    assert (reply.status_code, reply.json()["answered"], row(ana).comments) == (200, 0, {})


def test_in_an_aggregated_wave_no_comment_is_shown_on_its_own(wave):
    with every_firm("a test prepares"):
        Assessment.objects.filter(pk=wave.pk).update(identity_mode="aggregated")
    mia = Respondent(wave, "sales", "Mia Chen")
    mia.enter()
    send(mia, "comment:CUS", "Slow", show="on")
    assert row(mia).comments == {"CUS": {"text": "Slow", "show": False}}


def test_seconds_are_kept_by_screen(ana):
    send(ana, "G0", "4", seconds="12")
    send(ana, "STR-P1", "4", seconds="7")
    assert row(ana).seconds == {"cus": 12, "str": 7}


@pytest.mark.parametrize("people", [1, 20])
def test_an_answer_costs_two_queries_and_one_commit(wave, ana, people):
    for number in range(people - 1):
        make_leader(wave, "sales", f"Leader {number}")
    send(ana, "G0", "4")
    with CaptureQueriesContext(connection) as queries:
        send(ana, "CUS-P1", "4")
    asked = [query["sql"].split()[0] for query in queries]
    assert asked == ["SELECT", "UPDATE"]


# Retries and other windows


def test_a_retry_with_the_same_base_changes_nothing(ana):
    first = send(ana, "G0", "4").json()
    before = every_row()
    again = send(ana, "G0", "4").json()
    assert (again["revision"], again["answered"]) == (first["revision"], 1)
    assert every_row() == before


def test_a_stale_window_is_told_both_values(ana):
    send(ana, "G0", "4")
    before = every_row()
    reply = send(ana, "G0", "dk")
    assert (reply.status_code, reply.json()["conflict"]) == (
        409,
        {
            "revision": 1,
            "stored": {"values": ["4"], "show": False, "text": "Largely"},
            "sent": {"values": ["dk"], "show": False, "text": "Don't know"},
        },
    )
    assert every_row() == before
    assert send(ana, "G0", "dk", base=1).json()["revision"] == 2
    assert ana.draft == {"G0": "dk"}


@pytest.mark.parametrize(
    ("key", "values", "texts"),
    [
        ("CUS-F1", (["a", "b"], []), ("Segment A, Segment B", "no answer")),
        ("note:CUS-K1", ("Wiki", ""), ("Wiki", "no text")),
        ("comment:CUS", ("Slow", "Fast"), ("Slow (not shown)", "Fast (not shown)")),
    ],
)
def test_both_values_are_told_in_words(ana, key, values, texts):
    send(ana, key, values[0])
    said = send(ana, key, values[1]).json()["conflict"]
    assert (said["stored"]["text"], said["sent"]["text"]) == texts
    stored = values[0] if isinstance(values[0], list) else [values[0]]
    assert said["stored"]["values"] == stored


def test_a_late_copy_of_a_request_undoes_nothing(ana):
    send(ana, "G0", "3")
    send(ana, "G0", "4", base=1)
    assert send(ana, "G0", "3").status_code == 409
    assert ana.draft == {"G0": 4}


def test_the_form_and_the_script_know_the_same_revisions(ana):
    send(ana, "G0", "4")
    page = ana.get("cus/").content.decode()
    assert 'name="G0-base" value="1"' in page
    assert send(ana, "G0", "5", base=1).json()["revision"] == 2


def test_answers_of_two_windows_to_different_questions_are_merged(ana):
    for key in ("G0", "CUS-P1", "CUS-P2"):
        assert send(ana, key, "4").status_code == 200
    assert ana.draft == {"G0": 4, "CUS-P1": 4, "CUS-P2": 4}


# What is refused


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"key": "G0", "value": "9", "base": "0"},
            "The answer must be one of the steps 1 to 5. You chose: 9.",
        ),
        (
            {"key": "G0", "value": ["1", "2"], "base": "0"},
            "The answer has the wrong form. You chose: Not at all, Slightly.",
        ),
        (
            {"key": "CUS-K1", "value": "na", "base": "0"},
            "This answer is not offered here. You chose: na.",
        ),
        (
            {"key": "CUS-F1", "value": ["a", "b", "c"], "base": "0"},
            "Choose at most 2. You chose: Segment A, Segment B, Segment C.",
        ),
        ({"key": "O1", "value": "3", "base": "0"}, "There is no question “O1” here."),
        ({"key": "note:CUS-P1", "value": "x", "base": "0"}, "There is no question “note:CUS-P1” here."),
        ({"key": "comment:XXX", "value": "x", "base": "0"}, "There is no question “comment:XXX” here."),
        ({"value": "3", "base": "0"}, "There is no question “” here."),
        ({"key": "G0", "value": "3"}, "base holds “”, which is no whole number."),
        ({"key": "G0", "value": "3", "base": "-1"}, "base holds “-1”, which is no whole number."),
        ({"key": "G0", "value": "3", "base": "1" * 10}, "base holds “1111111111”, which is no whole number."),
        (
            {"key": "G0", "value": "3", "base": "0", "seconds": "1.5"},
            "seconds holds “1.5”, which is no whole number.",
        ),
        (
            {"key": "note:CUS-K1", "value": "x" * 501, "base": "0"},
            "Write at most 500 characters; these are 501.",
        ),
        (
            {"key": "comment:CUS", "value": "x" * 2001, "base": "0"},
            "Write at most 2000 characters; these are 2001.",
        ),
    ],
)
def test_what_is_no_answer_is_refused_by_name_and_changes_nothing(ana, fields, said):
    before = every_row()
    reply = ana.post("answer/", fields)
    assert (reply.status_code, reply.json()) == (400, {"key": fields.get("key", ""), "reason": said})
    assert every_row() == before


def over(wave):
    with every_firm("a test moves time"):
        Assessment.objects.filter(pk=wave.pk).update(deadline=timezone.now() - timedelta(seconds=1))


def closed(wave):
    with firm_scope(wave.firm):
        close_wave(assessment=wave)


@pytest.mark.parametrize("ends", [over, closed])
@pytest.mark.parametrize("value", ["4", "5"], ids=["as-stored", "changed"])
def test_nothing_is_said_to_be_saved_after_the_end(wave, ana, ends, value):
    send(ana, "G0", "4")
    ends(wave)
    before = every_row()
    reply = send(ana, "G0", value, base=1)
    said = "This questionnaire takes no more answers. What was saved before is kept."
    assert (reply.status_code, reply.json()) == (409, {"key": "G0", "reason": said})
    assert every_row() == before


def test_nothing_is_saved_after_the_submit(wave, ana):
    ana.answer(full_answers(wave, "sales"))
    ana.post("review/")
    before = every_row()
    assert [send(ana, "G0", value, base=1).status_code for value in ("4", "5")] == [409, 409]
    assert every_row() == before


def test_without_the_own_cookie_there_is_nothing(wave, ana):
    other = Respondent(wave, "marketing", "Mia Chen")
    for browser in (Browser(), other.enter()):
        reply = browser.post(f"{ana.place}answer/", {"key": "G0", "value": "4", "base": 0})
        assert (reply.status_code, ana.draft) == (404, {})
    assert Browser().post(f"/survey/{UUID(int=0)}/answer/", {}).status_code == 404


def test_without_a_token_nothing_is_saved(ana):
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = ana.browser.cookies
    reply = browser.post(f"{ana.place}answer/", {"key": "G0", "value": "4", "base": 0})
    assert (reply.status_code, ana.draft) == (403, {})


def test_looking_at_the_address_leads_to_the_questions(ana):
    assert ana.get("answer/").headers["Location"] == ana.place
