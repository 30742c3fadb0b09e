"""Rules that the database itself holds, whoever writes: each guard stands, and refuses what it should."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.models import Assessment, Assignment, Client, InstrumentVersion, Submission
from surveys.services.answers import save_answers
from tests.cast import (
    AGREEMENTS,
    answer_and_submit,
    full_answers,
    make_client,
    make_firm,
    make_leader,
    make_wave,
)

pytestmark = pytest.mark.django_db

CHILDREN = [
    *("assessment", "outcomefigure", "participant", "personallink", "consent", "response", "submission"),
    *("contact", "benchmarkconsent", "plannedwave", "assignment"),
    *("document", "evidencechange", "flagdismissal"),
]
FINAL = ["submission", "instrumentversion", "benchmarkconsent", "evidencechange", "erasure"]
OWN = ("surveys_", "accounts_auditevent_")
PROMISED = ["identity_mode", "profile", "trial"]
GUARDS = {
    "surveys_client_firm_fixed",
    "surveys_erasure_firm_fixed",
    "accounts_auditevent_no_change",
    "accounts_auditevent_no_delete",
    *(f"surveys_assignment_membership_{rule}" for rule in ("same_firm", "moved")),
    *(f"surveys_document_file_{rule}" for rule in ("same_firm", "moved")),
    *(
        f"surveys_{table}_{rule}"
        for table in CHILDREN
        for rule in ("firm_fixed", "same_firm", "same_firm_moved")
    ),
    *(f"surveys_assessment_{column}_promised" for column in PROMISED),
    *(f"surveys_{table}_{rule}" for table in FINAL for rule in ("no_change", "no_delete")),
}


def refused(act, message):
    """Whether the database refuses the act with this message."""
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()


@pytest.fixture
def rows():
    """An answered wave of our firm, and a client of theirs."""
    ours, theirs = make_firm("Ours"), make_firm("Theirs")
    wave = make_wave(make_client(ours))
    submission = answer_and_submit(make_leader(wave, "sales")[0])
    with every_firm("a test"):
        yield ours, theirs, wave, submission, make_client(theirs, "Their Client")


def test_every_guard_stands_after_all_migrations():
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert {name for (name,) in cursor.fetchall() if name.startswith(OWN)} == GUARDS


def test_a_row_never_changes_its_firm(rows):
    _ours, theirs, wave, _submission, _client = rows
    refused(
        lambda: Client.objects.filter(pk=wave.client_id).update(firm=theirs), "a row never changes its firm"
    )
    refused(lambda: Assessment.objects.filter(pk=wave.pk).update(firm=theirs), "a row never changes its firm")


def test_a_child_of_another_firm_is_refused(rows):
    ours, _theirs, wave, _submission, their_client = rows

    def insert():
        Assessment.objects.create(
            firm=ours, client=their_client, number=1, instrument_version=wave.instrument_version,
            segments=wave.segments, deadline=wave.deadline, time_zone="UTC",
        )  # fmt: skip

    refused(insert, "firm differs from the firm of its client")


def test_a_child_cannot_be_moved_to_another_firm(rows):
    _ours, _theirs, wave, _submission, their_client = rows
    refused(lambda: Assessment.objects.filter(pk=wave.pk).update(client=their_client), "firm differs from")


def test_a_submission_is_final(rows):
    submission = rows[3]
    own = Submission.objects.filter(pk=submission.pk)
    refused(lambda: own.update(answers={}), "this row is final")
    refused(own.delete, "this row is final")
    submission.refresh_from_db()
    assert submission.answers["CUS-P1"] == 4


@pytest.mark.parametrize(
    "change",
    [
        {"comments": {}, "notes": {}},
        {"erased_at": timezone.now()},
        {"comments": {"CUS": {"text": "Another", "show": True}}, "notes": {}, "erased_at": timezone.now()},
        {"comments": {}, "notes": {}, "erased_at": timezone.now(), "number": 2},
        {"comments": {}, "notes": {}, "erased_at": timezone.now(), "answers": {}},
    ],
)
def test_own_words_go_with_a_mark_and_nothing_else_does(rows, change):
    wave = rows[2]
    person, _secret = make_leader(wave, "marketing")
    words = {"comment:CUS": {"text": "Mine", "show": True}, "note:CUS-K1": "Mine too"}
    submission = answer_and_submit(person, {**full_answers(wave, "marketing"), **words})
    own = Submission.objects.filter(pk=submission.pk)
    refused(lambda: own.update(**change), "this row is final")
    blank = {"comments": {}, "notes": {}, "erased_at": timezone.now()}
    assert own.update(**blank) == 1
    refused(lambda: own.update(**blank), "this row is final")
    refused(own.delete, "this row is final")
    assert own.get().answers["CUS-P1"] == 4


def test_a_published_questionnaire_is_final(rows):
    version = InstrumentVersion.objects.filter(pk=rows[2].instrument_version_id)
    refused(lambda: version.update(version="2"), "this row is final")
    refused(lambda: version.update(published_at=None), "this row is final")
    draft = InstrumentVersion.objects.create(instrument="draft", version="1", definition={}, digest="x")
    draft.definition = {"changed": True}
    draft.save()
    assert draft.delete()[0] == 1


def test_a_raw_statement_is_refused_too(rows):
    def statement():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM surveys_submission")

    refused(statement, "this row is final")


def test_a_wave_keeps_the_profile_and_the_kind_it_was_opened_with(rows):
    wave = Assessment.objects.filter(pk=rows[2].pk)
    refused(lambda: wave.update(profile={"industry": "other"}), "profile is kept from the day of opening")
    refused(lambda: wave.update(trial=True), "trial is settled on the day of opening")


def test_ordinary_changes_pass(rows):
    ours, _theirs, wave, _submission, _client = rows
    with firm_scope(ours):
        assert Client.objects.filter(pk=wave.client_id).update(name="Renamed") == 1


def test_the_identity_mode_is_fixed_once_somebody_answered():
    wave = make_wave(make_client(make_firm("Promise")))
    person, _secret = make_leader(wave, "sales")
    with firm_scope(wave.firm):
        type(wave).objects.filter(pk=wave.pk).update(identity_mode="aggregated")
        save_answers(response=person.response, given={"CUS-P1": 4}, agreement=AGREEMENTS["aggregated"])
        refused(lambda: type(wave).objects.filter(pk=wave.pk).update(identity_mode="attributed"), "promised")
        type(wave).objects.filter(pk=wave.pk).update(identity_mode="aggregated")


def test_nobody_is_assigned_to_a_client_of_another_firm(rows):
    ours, _theirs, wave, _submission, their_client = rows
    ana = ours.memberships.get(role="consultant")
    refused(lambda: Assignment.objects.create(client=their_client, membership=ana), "firm of its membership")
    refused(
        lambda: Assignment.objects.create(firm=ours, client=their_client, membership=ana),
        "firm of its client",
    )
    assert Assignment.objects.create(client=wave.client, membership=ana).firm_id == ours.pk
