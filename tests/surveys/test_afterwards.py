"""After submitting: the receipt, the own answers, and the way to change them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.errors import WaveClosedError
from surveys.models import Assessment, Response
from surveys.services.answers import submit
from surveys.services.reopening import reopen
from surveys.services.waves import close_wave
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import sign_in
from tests.surveys.respondent import Respondent, every_row, heading, text

pytestmark = pytest.mark.django_db

PAGE = "/clients/northwind-pumps/waves/1/"


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    respondent = Respondent(wave)
    respondent.enter()
    respondent.answer(full_answers(wave, "sales"))
    respondent.post("review/")
    return respondent


def state(respondent):
    with every_firm("a test reads"):
        return Response.objects.get(participant=respondent.person).state


def pass_deadline(wave):
    with every_firm("a test moves time"):
        Assessment.objects.filter(pk=wave.pk).update(deadline=timezone.now() - timedelta(minutes=1))


# ---- Changing what was submitted -------------------------------------------------------------------------


def test_reopening_asks_first(ana):
    assert f'href="{ana.place}reopen/"' in ana.get("receipt/").content.decode()
    before = every_row()
    for method in ("get", "head"):
        assert getattr(ana.browser, method)(f"{ana.place}reopen/").status_code == 200
    assert "What you submitted counts until you submit again" in text(ana.get("reopen/"))
    assert every_row() == before


def test_a_reopened_response_counts_until_the_next_submit_and_then_the_new_one_does(wave, ana):
    first = full_answers(wave, "sales")
    assert ana.post("reopen/").headers["Location"] == f"{ana.place}review/"
    ana.post("cus/", {"G0": "1"})
    assert (state(ana), [one["answers"] for one in ana.submissions]) == ("open", [first])
    ana.post("review/")
    assert state(ana) == "submitted"
    submitted = [(one["number"], one["answers"]) for one in ana.submissions]
    assert submitted == [(1, first), (2, first | {"G0": 1})]
    receipts = [one["receipt"] for one in ana.submissions]
    assert len(set(receipts)) == 2
    assert f"Receipt {receipts[1]}" in text(ana.get("receipt/"))


def test_the_receipt_of_a_reopened_response_leads_back_to_the_review(ana):
    ana.post("reopen/")
    page = ana.get("receipt/")
    assert "What this receipt stands for counts until you submit again." in text(page)
    assert f'href="{ana.place}review/"' in page.content.decode()
    assert f'href="{ana.place}reopen/"' not in page.content.decode()


def test_the_consultant_sees_that_answers_are_being_changed(ana):
    consultant = sign_in("consultant@hartmann.example")
    assert "is changing the answers" not in text(consultant.get(PAGE))
    ana.post("reopen/")
    page = text(consultant.get(PAGE))
    assert "is changing the answers" in page
    assert "1 of 1 submitted" in page


def test_reopening_twice_changes_nothing_more(ana):
    ana.post("reopen/")
    ana.post("cus/", {"G0": "1"})
    before = every_row()
    assert ana.post("reopen/").status_code == 302
    assert every_row() == before


def close(wave):
    close_wave(assessment=wave)


@pytest.mark.parametrize("end", [close, pass_deadline])
def test_after_the_end_nothing_is_reopened(wave, ana, end):
    with firm_scope(wave.firm):
        end(wave)
    before = every_row()
    assert f'href="{ana.place}reopen/"' not in ana.get("receipt/").content.decode()
    assert ana.post("reopen/").status_code == 409
    with firm_scope(wave.firm), pytest.raises(WaveClosedError):
        reopen(response=ana.person.response)
    assert every_row() == before


def test_changes_that_came_too_late_do_not_pass_for_the_submission_before_them(wave, ana):
    ana.post("reopen/")
    ana.post("cus/", {"G0": "1"})
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    answer = ana.post("review/")
    assert (answer.status_code, heading(answer)) == (409, "This wave is closed")
    assert "What you submitted before counts. Changes that you did not submit are kept," in text(answer)
    assert f"Receipt {ana.submissions[0]['receipt']}" in text(answer)
    with firm_scope(wave.firm), pytest.raises(WaveClosedError):
        submit(response=Response.objects.get(participant=ana.person))
    assert len(ana.submissions) == 1


def test_before_the_first_submit_there_is_nothing_to_reopen_or_download(wave):
    ben = Respondent(wave, "marketing", "Ben Ode")
    ben.enter()
    pages = ("reopen/", "answers.txt", "answers.json")
    assert [ben.get(page).headers["Location"] for page in pages] == [ben.place] * 3


# ---- The own answers -------------------------------------------------------------------------------------


def test_the_text_holds_every_question_with_its_answer(wave):
    ana = Respondent(wave)
    ana.enter()
    ana.answer(full_answers(wave, "sales") | {"DAT-P2": "dk"})
    ana.post("review/")
    with every_firm("a test moves time"):
        submission = ana.person.response.submissions.get()
    page = ana.get("answers.txt")
    receipt = ana.submissions[0]["receipt"]
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert page.headers["Content-Disposition"] == f'attachment; filename="smax-answers-{receipt}.txt"'
    lines = page.content.decode().splitlines()
    moment = submission.submitted_at.astimezone(wave.zone)
    assert lines[:7] == [
        "Your answers",
        "",
        "Asked by: Hartmann",
        "Company: Northwind Pumps, wave 1",
        "Answered for: Sales",
        f"Submitted: {moment:%Y-%m-%d %H:%M} (Europe/Berlin)",
        f"Receipt: {receipt}",
    ]
    catalogue = wave.instrument_version.catalogue
    for item in catalogue.items_for("sales"):
        assert lines.count(item.wording("sales", "en")) >= 1
    assert lines[lines.index(catalogue.item("DAT-P2").wording("sales", "en")) + 1] == "  Don't know"
    assert lines[lines.index(catalogue.item("CUS-F1").wording("sales", "en")) + 1] == "  Segment A, Segment B"


def test_the_json_holds_everything_that_was_submitted(wave, ana):
    page = ana.get("answers.json")
    document = json.loads(page.content)
    receipt = ana.submissions[0]["receipt"]
    assert page.headers["Content-Disposition"] == f'attachment; filename="smax-answers-{receipt}.json"'
    given = {entry["item"]: entry["answer"] for entry in document.pop("answers")}
    assert given == ana.submissions[0]["answers"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00", document.pop("submitted_at"))
    assert document == {
        "asked_by": "Hartmann",
        "company": "Northwind Pumps",
        "synthetic": False,
        "wave": 1,
        "instrument": "smax",
        "instrument_version": "1",
        "side": "sales",
        "level": "c_level",
        "receipt": receipt,
        "submission": 1,
        "time_zone": "Europe/Berlin",
        "language": "en",
        "comments": {},
        "notes": {},
        "seconds": {},
    }


def test_an_open_question_stands_there_as_open(wave):
    ben = Respondent(wave, "marketing", "Ben Ode")
    ben.enter()
    given = full_answers(wave, "marketing")
    del given["COL-P2"]
    ben.answer(given)
    ben.post("review/")
    wording = wave.instrument_version.catalogue.item("COL-P2").wording("marketing", "en")
    lines = ben.get("answers.txt").content.decode().splitlines()
    assert lines[lines.index(wording) + 1] == "  no answer"
    entries = {entry["item"]: entry for entry in json.loads(ben.get("answers.json").content)["answers"]}
    assert (entries["COL-P2"]["answer"], entries["COL-P2"]["in_words"]) == (None, None)


def test_a_reopened_response_downloads_what_counts(wave, ana):
    ana.post("reopen/")
    ana.post("cus/", {"G0": "1"})
    entries = json.loads(ana.get("answers.json").content)["answers"]
    assert {entry["item"]: entry["answer"] for entry in entries} == full_answers(wave, "sales")


# ---- The own profile -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("allowed", "other_side", "shown"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_the_own_profile_is_offered_where_allowed_and_both_sides_have_submitted(allowed, other_side, shown):
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"), own_profile=allowed)
    ana = Respondent(wave)
    ana.enter()
    answer_and_submit(ana.person)
    answer_and_submit(make_leader(wave, "both")[0])
    if other_side:
        answer_and_submit(make_leader(wave, "marketing")[0])
    assert (f'href="{ana.place}profile/"' in ana.get("receipt/").content.decode()) is shown


def test_the_receipt_keeps_its_moment(ana, wave):
    with every_firm("a test reads"):
        submitted = ana.person.response.submissions.get().submitted_at
    assert datetime.now(UTC) - submitted < timedelta(minutes=5)
    assert f'<time datetime="{submitted.astimezone(wave.zone).isoformat()}" data-zone="Europe/Berlin">' in (
        ana.get("receipt/").content.decode()
    )
