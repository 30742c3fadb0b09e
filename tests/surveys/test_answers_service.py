"""Saving and submitting, without pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.audit import acting, record
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.models import Message
from surveys.errors import SurveyError, TooFewAnswersError, WaveClosedError
from surveys.links import Agreement
from surveys.models import Assessment, Consent, Response, Submission
from surveys.services import answers
from surveys.services.answers import open_items, save_answers, submit
from surveys.services.waves import close_wave
from tests.cast import AGREEMENT, full_answers, make_client, make_firm, make_leader, make_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    made = make_wave(make_client(make_firm("Ours")))
    with firm_scope(made.firm):
        yield made


@pytest.fixture
def response(wave):
    person, _secret = make_leader(wave, "sales")
    return person.response


def fresh(response):
    """The same row as another window has it."""
    return Response.objects.get(pk=response.pk)


def save(response, given, **more):
    return save_answers(response=response, given=given, agreement=AGREEMENT, **more)


def test_answers_are_merged_and_none_takes_one_back(response):
    save(response, {"G0": 4, "CUS-F1": ["a"]})
    save(response, {"CUS-F1": None, "STR-P1": "dk"})
    assert fresh(response).draft == response.draft == {"G0": 4, "STR-P1": "dk"}


def test_a_stale_window_merges_into_what_is_stored(response):
    stale = fresh(response)
    save(response, {"G0": 4})
    save(stale, {"STR-P1": 2})
    assert (fresh(response).draft, fresh(response).revision) == ({"G0": 4, "STR-P1": 2}, 2)


NOTHING_DONE = object()


@pytest.mark.parametrize(
    ("page", "elsewhere", "given", "kept", "told"),
    [
        pytest.param(None, NOTHING_DONE, 3, 3, {}, id="first-answer"),
        pytest.param(2, NOTHING_DONE, 3, 3, {}, id="changed-here"),
        pytest.param(2, NOTHING_DONE, None, None, {}, id="taken-back-here"),
        pytest.param(None, 3, 3, 3, {}, id="same-in-both"),
        pytest.param(None, 5, 3, 5, {"G0": 5}, id="answered-in-both"),
        pytest.param(2, 5, 3, 5, {"G0": 5}, id="changed-in-both"),
        pytest.param(2, 5, 2, 5, {"G0": 5}, id="changed-there"),
        pytest.param(2, None, 2, None, {"G0": None}, id="taken-back-there"),
        pytest.param(2, None, 3, None, {"G0": None}, id="taken-back-there-changed-here"),
    ],
)
def test_what_changed_elsewhere_stays_and_is_told(response, page, elsewhere, given, kept, told):
    if page is not None:
        save(response, {"G0": page})
    known = response.revisions.get("G0", 0)
    if elsewhere is not NOTHING_DONE:
        save(response, {"G0": elsewhere})
    differing = save(response, {"G0": given, "STR-P1": 1}, bases={"G0": known, "STR-P1": 0})
    assert differing == told
    assert (fresh(response).draft.get("G0"), fresh(response).draft["STR-P1"]) == (kept, 1)


def test_a_change_there_and_back_is_still_a_change(response):
    """A late copy of a request must not undo what was answered after it."""
    for answer in (3, 4, 3):
        save(response, {"G0": answer})
    assert save(response, {"G0": 4}, bases={"G0": 1}) == {"G0": 3}
    assert save(response, {"G0": 3}, bases={"G0": 1}) == {}
    assert (fresh(response).draft, fresh(response).revisions) == ({"G0": 3}, {"G0": 3})


def test_a_revision_is_kept_of_what_was_taken_back(response):
    save(response, {"CUS-F1": ["a"]})
    save(response, {"CUS-F1": None})
    assert (fresh(response).draft, fresh(response).revisions) == ({}, {"CUS-F1": 2})


def test_comments_and_notes_stand_apart_from_the_answers(wave, response):
    comment = {"text": "Slow hand-offs", "show": True}
    given = full_answers(wave, "sales")
    save(response, {**given, "comment:CUS": comment, "note:CUS-K1": "Sales wiki", "note:STR-K1": None})
    stored = fresh(response)
    assert (stored.draft, stored.comments, stored.notes) == (
        given,
        {"CUS": comment},
        {"CUS-K1": "Sales wiki"},
    )
    submission = submit(response=response)
    assert (submission.answers, submission.comments, submission.notes) == (
        given,
        {"CUS": comment},
        {"CUS-K1": "Sales wiki"},
    )


@pytest.mark.parametrize(
    ("told", "stored"),
    [([30], 30), ([30, 70], 70), ([70, 30], 70), ([100_000], 1800)],
    ids=["first", "later", "stale-window", "over-lunch"],
)
def test_seconds_are_the_longest_told_within_reason(wave, response, told, stored):
    for number, spent in enumerate(told, start=1):
        save(response, {"G0": number}, seconds={"cus": spent})
    assert fresh(response).seconds == {"cus": stored}
    save(response, full_answers(wave, "sales"))
    assert submit(response=response).seconds == {"cus": stored}


def test_time_alone_is_no_change(response):
    save(response, {}, seconds={"cus": 30})
    assert (fresh(response).seconds, fresh(response).revision, Consent.objects.count()) == ({}, 0, 0)


def test_saving_the_same_again_writes_nothing(response):
    save(response, {"G0": 4})
    with CaptureQueriesContext(connection) as queries:
        save(response, {"G0": 4})
    assert [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))] == []
    assert fresh(response).revision == 1


def test_a_lost_race_is_run_again(response, monkeypatch):
    """Another window stores between our reading and our writing."""
    store = answers._store
    raced = []

    def store_second(row, draft, merged):
        if not raced:
            raced.append(row.pk)
            save(fresh(response), {"STR-P1": 1})
        return store(row, draft, merged)

    monkeypatch.setattr(answers, "_store", store_second)
    save(response, {"G0": 4})
    assert (raced, fresh(response).draft) == ([response.pk], {"STR-P1": 1, "G0": 4})
    assert Consent.objects.count() == 1


def test_what_is_told_as_stored_is_stored_still(response):
    """The row that was read may be old by the time of the answer: the same value is then no longer there."""
    save(response, {"G0": 4})
    stale = fresh(response)
    save(response, {"G0": 5})
    assert save(stale, {"G0": 4}, bases={"G0": 1}) == {"G0": 5}


def test_consent_is_recorded_once_with_what_was_agreed_to(response):
    save(response, {"G0": 4})
    later = Agreement(timezone.now(), "another-wording", "de")
    save_answers(response=response, given={"G0": 5}, agreement=later)
    (consent,) = Consent.objects.all()
    assert (consent.given_at, consent.wording, consent.language) == (
        AGREEMENT.given_at,
        AGREEMENT.wording,
        AGREEMENT.language,
    )


def test_without_consent_nothing_is_stored(response):
    with pytest.raises(SurveyError, match="open your personal link again"):
        save_answers(response=response, given={"G0": 4}, agreement=None)
    assert (fresh(response).draft, fresh(response).revision, Consent.objects.count()) == ({}, 0, 0)


def over(wave):
    Assessment.objects.filter(pk=wave.pk).update(deadline=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("ends", [over, lambda wave: close_wave(assessment=wave)], ids=["deadline", "closed"])
def test_a_wave_that_is_over_takes_nothing(wave, response, ends):
    save(response, full_answers(wave, "sales"))
    ends(wave)
    for given in ({"G0": 1}, {"G0": 4}):
        with pytest.raises(WaveClosedError):
            save(response, given)
    with pytest.raises(WaveClosedError):
        submit(response=response)
    assert (fresh(response).draft["G0"], fresh(response).state) == (4, "open")


def test_a_submitted_response_takes_nothing(wave, response):
    stale = fresh(response)
    save(response, full_answers(wave, "sales"))
    submit(response=response)
    with pytest.raises(WaveClosedError):
        save(stale, {"G0": 1})
    assert fresh(response).draft["G0"] == 4


def test_submitting_freezes_the_draft_that_is_stored(wave, response):
    stale = fresh(response)
    save(response, full_answers(wave, "sales"))
    submission = submit(response=stale)
    assert (submission.number, submission.answers) == (1, full_answers(wave, "sales"))
    assert fresh(response).state == Response.State.SUBMITTED


def test_submitting_again_gives_the_same_submission(wave, response):
    save(response, full_answers(wave, "sales"))
    stale = fresh(response)
    first = submit(response=response)
    assert [submit(response=row) for row in (response, stale)] == [first, first]
    assert response.submissions.count() == 1


@pytest.mark.parametrize(
    ("side", "needed", "asked"), [("sales", 36, 51), ("marketing", 36, 51), ("both", 30, 42)]
)
def test_seven_tenths_are_needed(wave, side, needed, asked):
    person, _secret = make_leader(wave, side, f"Other {side}")
    given = full_answers(wave, side)
    assert len(given) == asked
    save(person.response, dict(list(given.items())[: needed - 1]))
    with pytest.raises(TooFewAnswersError) as refused:
        submit(response=person.response)
    assert refused.value.open_items == tuple(given)[needed - 1 :]
    assert (fresh(person.response).state, person.response.submissions.count()) == ("open", 0)
    save(person.response, {tuple(given)[needed - 1]: "dk"})
    assert len(submit(response=person.response).answers) == needed


def test_open_items_come_in_the_order_of_the_instrument(wave, response):
    given = full_answers(wave, "sales")
    save(response, {item: answer for item, answer in given.items() if item not in {"STR-F1", "G0"}})
    assert open_items(response) == ("G0", "STR-F1")


def test_whoever_waited_for_the_row_sees_what_happened_to_it(wave, response):
    """PostgreSQL looks again at conditions on the row itself, never at a subquery that read it before."""
    with CaptureQueriesContext(connection) as queries:
        save(response, full_answers(wave, "sales"))
        answers._submit_by_steps(response, timezone.now())
    updates = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert [update.count(f'FROM "{Response._meta.db_table}"') for update in updates] == [0, 0]


@pytest.mark.postgres
def test_at_once_and_by_steps_store_the_same(wave):
    now = timezone.now()
    stored = []
    for way in (answers._submit_at_once, answers._submit_by_steps):
        person, _secret = make_leader(wave, "sales", way.__name__)
        save(person.response, full_answers(wave, "sales") | {"comment:CUS": {"text": "Well", "show": True}})
        with acting(f"participant {person.public_id}"):
            submission = way(person.response, now)
        letter = Message.objects.get(about_id=person.pk)
        event = AuditEvent.objects.order_by("sequence").last()
        rows = (Submission.objects.get(pk=submission.pk), letter, event, fresh(person.response))
        stored.append([_comparable(row) for row in rows])
        assert (letter.recipient, letter.name) == (person.email, person.name)
        assert (event.object_id, event.actor_ref) == (str(person.response.pk), str(person.public_id))
        assert _values(submission) == _values(rows[0])
        assert event.follows(AuditEvent.objects.get(sequence=event.sequence - 1).seal)
    assert stored[0] == stored[1]


@pytest.mark.postgres
def test_at_once_is_two_statements_and_no_transaction_around_them(wave, response, monkeypatch):
    save(response, full_answers(wave, "sales"))
    monkeypatch.setattr(answers, "transaction", None)
    with CaptureQueriesContext(connection) as queries:
        submit(response=response)
    names = [query["sql"].partition('"')[2].partition('"')[0] for query in queries]
    assert names[-2:] == ["surveys_before_submit_1", "surveys_submit_2"]


@pytest.mark.postgres
def test_a_place_in_the_trail_that_somebody_took_meanwhile_is_not_taken_twice(wave, response, monkeypatch):
    look, act = answers._BEFORE_SUBMIT.get, answers._SUBMIT_AT_ONCE.run
    found = []

    def look_and_lose(**values):
        known = look(**values)
        record("wave.noticed", on=wave)
        return known

    monkeypatch.setattr(answers._BEFORE_SUBMIT, "get", look_and_lose)
    monkeypatch.setattr(answers._SUBMIT_AT_ONCE, "run", lambda *rows: found.append(act(*rows)))
    save(response, full_answers(wave, "sales"))
    submission = submit(response=response)
    assert (found, submission.number, response.submissions.count()) == ([None], 1, 1)
    events = list(AuditEvent.objects.order_by("-sequence")[:2])
    assert [event.action for event in events] == ["response.submitted", "wave.noticed"]
    assert events[0].follows(events[1].seal)


def test_a_row_that_changed_since_it_was_read_is_submitted_as_it_is(wave, response):
    given = full_answers(wave, "sales")
    save(response, given)
    stale = fresh(response)
    save(response, {"G0": "dk"})
    assert submit(response=stale).answers == {**given, "G0": "dk"}


def _values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _comparable(row):
    """What two people's rows have in common: the rest is of the moment, of chance, or of the person."""
    moment = {"id", "receipt", "message_id", "next_at", "created_at", "at", "sequence", "seal"}
    person = {"response_id", "participant_id", "about_id", "key", "recipient", "name"}
    others = moment | person | {"object_id", "actor_ref"}
    return {name: value for name, value in _values(row).items() if name not in others}
