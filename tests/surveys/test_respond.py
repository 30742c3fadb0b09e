"""The questionnaire, screen by screen."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.models import Assessment, Consent
from surveys.services.waves import close_wave
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.surveys.respondent import (
    Respondent,
    checked,
    errors,
    every_row,
    facts,
    heading,
    hidden,
    links,
    text,
)

pytestmark = pytest.mark.django_db

DIMENSIONS = ["cus", "str", "cap", "org", "cad", "dat", "flw", "col"]


@pytest.fixture(scope="module")
def wave(shared_rows):
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    respondent = Respondent(wave)
    respondent.enter()
    return respondent


def pass_deadline(wave):
    with every_firm("a test moves time"):
        Assessment.objects.filter(pk=wave.pk).update(deadline=timezone.now() - timedelta(seconds=1))


# Where it leads


def test_it_resumes_at_the_first_open_question(ana):
    assert ana.get().headers["Location"] == f"{ana.place}cus/"
    first, second, *_rest = re.findall(r'<fieldset[^>]* id="item-([\w-]+)"', ana.get("cus/").content.decode())
    ana.post("cus/", {first: "4"})
    assert ana.get().headers["Location"] == f"{ana.place}cus/#item-{second}"


def test_it_resumes_on_another_device(ana):
    ana.answer({"G0": 4, "CUS-F1": ["a", "b"], "DAT-P2": "dk"})
    other = ana.enter(Browser())
    assert checked(other.get(f"{ana.place}cus/")) == {"G0": ["4"], "CUS-F1": ["a", "b"]}
    assert checked(other.get(f"{ana.place}dat/")) == {"DAT-P2": ["dk"]}


def test_with_everything_answered_it_resumes_at_the_review(wave, ana):
    ana.answer(full_answers(wave, "sales"))
    assert ana.get().headers["Location"] == f"{ana.place}review/"


@pytest.mark.parametrize(
    ("side", "codes"), [("sales", [*DIMENSIONS, "predictions"]), ("both", DIMENSIONS)], ids=["sales", "both"]
)
def test_saving_leads_through_all_screens_to_the_review(wave, side, codes):
    respondent = Respondent(wave, side)
    respondent.enter()
    assert respondent.codes == codes
    way = [respondent.post(f"{code}/", {"go": "next"}).headers["Location"] for code in codes]
    assert way == [f"{respondent.place}{code}/" for code in [*codes[1:], "review"]]


@pytest.mark.parametrize(
    ("pressed", "leads_to"),
    [("back", "cus"), ("next", "cap"), ("col", "col"), ("review", "review"), ("str", "str")],
)
def test_every_button_saves_and_goes_where_it_says(ana, pressed, leads_to):
    answer = ana.post("str/", {"STR-P1": "2", "go": pressed})
    assert answer.headers["Location"] == f"{ana.place}{leads_to}/"
    assert ana.draft == {"STR-P1": 2}


def test_enter_goes_forward(ana):
    page = ana.get("cap/").content.decode()
    # A browser presses the first submit button of the form, wherever it stands on the page.
    assert re.findall(r'<button[^>]* name="go" value="([a-z]+)"', page)[0] == "next"


def test_people_responsible_for_both_are_not_asked_to_predict(wave):
    mia = Respondent(wave, "both", "Mia Chen")
    mia.enter()
    assert mia.get("predictions/").status_code == 404
    assert "0 of 42 answered" in text(mia.get("cus/"))


def test_predictions_are_explained_as_guesses(ana):
    said = text(ana.get("predictions/"))
    assert "Predict how the leaders of the other team rated your company in each area." in said
    assert "last 12 months unless" not in said


@pytest.mark.parametrize("code", ["nonsense", "CUS", "both"])
def test_an_unknown_screen_is_not_there(ana, code):
    assert (ana.get(f"{code}/").status_code, ana.post(f"{code}/", {"G0": "1"}).status_code) == (404, 404)


# What a screen shows


def test_the_steps_say_what_is_done(wave, ana):
    answers = full_answers(wave, "sales")
    ana.answer({item: answers[item] for item in [*ana.items("cus"), "STR-P1"]})
    page = ana.get("str/")
    assert "Step 2 of 10: Strategy and goals 8 of 51 answered" in text(page)
    states = re.findall(r'<li class="step (step--\w+(?: step--here)?)"', page.content.decode())
    assert states == ["step--done", "step--part step--here", *["step--todo"] * 8]
    assert "Customer alignment 7 of 7 answered" in text(page)


@pytest.mark.parametrize(("side", "who"), [("sales", "marketing"), ("marketing", "sales")])
def test_each_side_reads_its_own_wording(wave, side, who):
    respondent = Respondent(wave, side)
    respondent.enter()
    assert f"How do you think the {who} leaders rated" in text(respondent.get("predictions/"))


def test_perceptions_come_in_an_order_of_the_participants_own_and_keep_it(wave):
    orders = set()
    for number in range(4):
        respondent = Respondent(wave, "sales", f"Leader {number}", public_id=UUID(int=number))
        respondent.enter()
        shown = re.findall(r'id="item-([\w-]+)"', respondent.get("cus/").content.decode())
        assert shown == re.findall(r'id="item-([\w-]+)"', respondent.get("cus/").content.decode())
        assert (shown[0], shown[3:]) == ("G0", ["CUS-K1", "CUS-K2", "CUS-F1", "CUS-F2"])
        orders.add(tuple(shown[1:3]))
    assert orders == {("CUS-P1", "CUS-P2"), ("CUS-P2", "CUS-P1")}


def test_a_set_offers_the_waves_own_segments_and_dont_know(ana):
    page = ana.get("cus/").content.decode()
    (fieldset,) = re.findall(r'<fieldset[^>]*id="item-CUS-F1".*?</fieldset>', page, re.DOTALL)
    assert re.findall(r'type="checkbox" name="CUS-F1" value="(\w+)"', fieldset) == [*"abcdef", "dk"]
    assert "Segment A" in fieldset
    assert fieldset.count("form-check--apart") == 1


def test_every_question_is_a_fieldset_with_a_legend(ana):
    page = ana.get("dat/").content.decode()
    assert (page.count("<fieldset"), page.count("<legend>")) == (6, 6)


@pytest.mark.parametrize("people", [1, 50])
def test_a_screen_costs_one_query_however_many_people_there_are(wave, ana, people):
    for number in range(people - 1):
        make_leader(wave, "sales", f"Leader {number}")
    ana.get("cus/")  # the first reader of a process reads the instrument
    with CaptureQueriesContext(connection) as queries:
        ana.get("cus/")
    assert len(queries) == 1


# What is kept


def test_everything_given_is_kept(wave, ana):
    answers = full_answers(wave, "sales")
    ana.answer(answers)
    assert ana.draft == answers


@pytest.mark.parametrize(
    ("item", "sent", "stored"),
    [
        ("CUS-P1", "5", 5),
        ("CUS-P1", "dk", "dk"),
        ("CUS-P1", "na", "na"),
        ("CUS-K1", "1", 1),
        ("CUS-F1", ["f", "b"], ["b", "f"]),
        ("CUS-F1", ["dk"], "dk"),
    ],
)
def test_an_answer_is_stored_and_shown_again(ana, item, sent, stored):
    ana.post("cus/", {item: sent})
    assert ana.draft == {item: stored}
    marked = stored if isinstance(stored, list) else [str(stored)]
    assert checked(ana.get("cus/")) == {item: marked}


def test_none_of_them_is_an_answer(ana):
    ana.post("dat/", {"DAT-F1": ["none"]})
    assert ana.draft == {"DAT-F1": ["none"]}


def test_a_radio_that_is_not_sent_keeps_its_answer(ana):
    ana.post("cus/", {"G0": "4", "CUS-K1": "2"})
    ana.post("cus/", {"CUS-K1": "3"})
    assert ana.draft == {"G0": 4, "CUS-K1": 3}


def test_a_set_that_was_shown_ticked_and_comes_back_empty_is_cleared(ana):
    ana.post("cus/", {"CUS-F1": ["a"], "CUS-F2": ["growth"]})
    known = hidden(ana.get("cus/"))
    assert {name: value for name, value in known.items() if value != "0"} == {
        "CUS-F1-base": "1",
        "CUS-F2-base": "1",
    }
    ana.post("cus/", {**known, "CUS-F2": ["growth"]})
    assert ana.draft == {"CUS-F2": ["growth"]}


def test_a_set_that_was_not_on_the_page_is_kept(ana):
    ana.post("cus/", {"CUS-F1": ["a"]})
    ana.post("cus/", {"G0": "1"})
    assert ana.draft == {"CUS-F1": ["a"], "G0": 1}


def test_consent_is_stored_with_the_first_answer_and_once(ana):
    with every_firm("a test counts"):
        ana.post("cus/", {})
        assert Consent.objects.count() == 0
        ana.post("cus/", {"G0": "4"})
        first = Consent.objects.get()
        ana.enter()
        ana.post("str/", {"STR-P1": "4"})
        again = Consent.objects.get()
    assert (first.participant, first.wording, first.language) == (ana.person, "attributed-3", "en")
    assert again.given_at == first.given_at
    assert timezone.now() - first.given_at < timedelta(minutes=1)


# Windows beside each other


def test_two_windows_with_different_answers_lose_nothing(ana):
    old = hidden(ana.get("cus/"))
    ana.post("cus/", {**old, "G0": "4", "CUS-F1": ["a"]})
    answer = ana.post("cus/", {**old, "CUS-P1": "2", "CUS-F2": ["growth"]})
    assert answer.status_code == 302
    assert ana.draft == {"G0": 4, "CUS-F1": ["a"], "CUS-P1": 2, "CUS-F2": ["growth"]}


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [("1", "5", ("Completely", "Not at all")), ("4", "dk", ("Don't know", "Largely"))],
    ids=["both-changed", "only-there"],
)
def test_an_answer_changed_in_another_window_is_not_overwritten_unseen(ana, here, there, told):
    ana.post("cus/", {"G0": "4"})
    old = hidden(ana.get("cus/"))
    ana.post("cus/", {**old, "G0": there})
    answer = ana.post("cus/", {**old, "G0": here, "CUS-P1": "2"})
    stored = int(there) if there.isdigit() else there
    assert (answer.status_code, ana.draft) == (200, {"G0": stored, "CUS-P1": 2})
    assert errors(answer)["G0"].startswith(
        f"Another window has saved “{told[0]}” since this page was opened; here stands “{told[1]}”."
    )
    ana.post("cus/", {**hidden(answer), **{name: values[0] for name, values in checked(answer).items()}})
    assert ana.draft == {"G0": int(here), "CUS-P1": 2}


def test_the_same_answer_in_two_windows_is_no_difference(ana):
    old = hidden(ana.get("cus/"))
    answers = [ana.post("cus/", {**old, "G0": "4"}).status_code for _window in range(2)]
    assert (answers, ana.draft) == ([302, 302], {"G0": 4})


# What is refused


@pytest.mark.parametrize(
    ("item", "sent", "said"),
    [
        ("G0", "9", "The answer must be one of the steps 1 to 5. You chose: 9."),
        ("G0", ["1", "2"], "The answer has the wrong form. You chose: Not at all, Slightly."),
        ("CUS-K1", "na", "This answer is not offered here. You chose: na."),
        ("CUS-F1", ["a", "b", "c"], "Choose at most 2. You chose: Segment A, Segment B, Segment C."),
        ("CUS-F1", ["a", "zz"], "The answer must be one of the options offered. You chose: zz."),
        ("CUS-F1", ["a", "a"], "Each option can be chosen only once. You chose: Segment A, Segment A."),
        (
            "CUS-F2",
            ["growth", "dk"],
            "“Don't know” cannot be combined with another answer. "
            "You chose: New funding or fast growth, Don't know.",
        ),
    ],
)
def test_a_refused_answer_is_named_and_the_others_are_kept(ana, item, sent, said):
    ana.post("cus/", {"CUS-K2": "5"})
    answer = ana.post("cus/", {item: sent, "CUS-P1": "2"})
    assert (answer.status_code, errors(answer)) == (200, {item: said})
    assert links(answer, "#id_") == [f"#id_{item}_0"]
    assert text(answer).startswith("Error: Customer alignment")
    assert "Your other answers on this page are saved." in text(answer)
    assert ana.draft == {"CUS-K2": 5, "CUS-P1": 2}
    assert (checked(answer)["CUS-K2"], checked(answer)["CUS-P1"]) == (["5"], ["2"])


def test_a_refused_set_shows_what_was_ticked(ana):
    answer = ana.post("cus/", {"CUS-F1": ["a", "b", "c"]})
    assert checked(answer) == {"CUS-F1": ["a", "b", "c"]}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"STR-P1": "3"}, "There is no field “STR-P1” on this page."),
        ({"O1": "3"}, "There is no field “O1” on this page."),
        ({"draft": "{}"}, "There is no field “draft” on this page."),
        ({"STR-F1-base": "0"}, "There is no field “STR-F1-base” on this page."),
        ({"G0-show": "on"}, "There is no field “G0-show” on this page."),
        ({"note:CUS-P1": "here"}, "There is no field “note:CUS-P1” on this page."),
        ({"go": "nowhere"}, "There is no step “nowhere”."),
        ({"go": "back"}, "There is no step “back”."),
        ({"CUS-F1-base": "zz"}, "CUS-F1-base holds “zz”, which is no whole number."),
        ({"seconds": "-3"}, "seconds holds “-3”, which is no whole number."),
    ],
)
def test_what_no_page_sends_is_refused_by_name_and_changes_nothing(ana, fields, named):
    before = every_row()
    answer = ana.post("cus/", {"G0": "4", **fields})
    assert answer.status_code == 400
    assert named in text(answer)
    assert every_row() == before


# The end in the middle


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        (pass_deadline, "The deadline has passed"),
        (lambda wave: close_wave(assessment=wave), "This wave is closed"),
    ],
    ids=["deadline", "closed"],
)
def test_an_end_in_the_middle_is_said_and_loses_nothing(wave, ana, ends, title):
    ana.post("cus/", {"G0": "4"})
    with firm_scope(wave.firm):
        ends(wave)
    before = every_row()
    answer = ana.post("str/", {"STR-P1": "4"})
    assert (answer.status_code, heading(answer)) == (409, title)
    assert "What you sent just now came too late and was not stored." in text(answer)
    assert [ana.get(page).status_code for page in ("", "cus/", "review/")] == [200, 200, 200]
    assert heading(ana.get("cus/")) == title
    assert every_row() == before


def test_a_stale_window_cannot_change_what_was_submitted(wave, ana):
    stale = hidden(ana.get("cus/"))
    ana.answer(full_answers(wave, "sales"))
    ana.post("review/")
    (submission,) = ana.submissions
    before = every_row()
    answer = ana.post("cus/", {**stale, "G0": "1"})
    assert (answer.status_code, heading(answer)) == (409, "Your answers were submitted already")
    assert f"Receipt {submission['receipt']}" in text(answer)
    assert facts(answer)["Answers"] == "51"
    assert every_row() == before


def test_after_the_submit_every_screen_leads_to_the_receipt(wave, ana):
    answer_and_submit(ana.person)
    assert {ana.get(page).headers["Location"] for page in ("", "cus/", "review/")} == {f"{ana.place}receipt/"}
