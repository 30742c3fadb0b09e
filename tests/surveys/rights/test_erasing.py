"""Whoever is erased is nowhere any more, and every score is what it was."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client as Browser

from reports.inputs import all_waves
from reports.scorecards import scorecard_for
from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.models import Message
from surveys.errors import SurveyError, WaveClosedError
from surveys.models import Erasure, Participant, Response, Submission
from surveys.rights import ledger
from surveys.rights.places import PLACES, Appearance, find, person_of
from surveys.services.answers import save_answers
from surveys.services.erasing import erase, erase_person, replay
from surveys.services.letters import invite
from tests.cast import AGREEMENT, make_client, make_firm, make_leader, make_wave
from tests.surveys.rights.cast import somebody
from tests.surveys.rights.dump import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.RECORDS_DIR = tmp_path / "records"
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


def person_behind(one, wave):
    return person_of(wave.firm.clients.all(), f"participant-{one.participant.pk}")


def forget(one, wave):
    with firm_scope(wave.firm):
        return erase_person(firm=wave.firm, person=person_behind(one, wave))


def scores(wave):
    with every_firm("a test reads"):
        return scorecard_for(all_waves().get(pk=wave.pk)).as_dict()


def left_of(people):
    text = everything()
    return [(number, trace) for number, one in enumerate(people) for trace in one.traces if trace in text]


@pytest.mark.parametrize("count", [6, pytest.param(200, marks=pytest.mark.slow)])
def test_random_people_are_nowhere_afterwards_and_scores_are_as_before(wave, count):
    people = [somebody(wave, seed, submits=seed % 5 != 0) for seed in range(count)]
    assert len(left_of(people)) == sum(len(one.traces) for one in people)  # the scan finds what is there
    before = scores(wave)
    erased, staying = people[: count // 2], people[count // 2 :]
    for one in erased:
        forget(one, wave)
    assert left_of(erased) == []
    assert len(left_of(staying)) == sum(len(one.traces) for one in staying)
    assert scores(wave) == before
    for one in staying:
        forget(one, wave)
    assert left_of(people) == []
    assert scores(wave) == before


def test_what_stays_and_what_goes(wave):
    one = somebody(wave, 1)
    erasure = forget(one, wave)
    with firm_scope(wave.firm):
        row = Participant.objects.get(pk=one.participant.pk)
        assert (row.name, row.email) == ("Erased person", f"{row.public_id.hex}@erased.invalid")
        assert (row.erased_at, row.declined_at) == (erasure.erased_at, None)
        assert row.links.filter(revoked_at=None).exists() is False
        submission = Submission.objects.get(response__participant=row)
        assert (submission.comments, submission.notes, submission.erased_at) == ({}, {}, erasure.erased_at)
        assert len(submission.answers) >= 42
        states = Message.objects.filter(about_id=row.pk, about_kind="surveys.participant")
        assert {message.state for message in states} == {"sent", "failed", "cancelled"}
    assert Browser().get(f"/s/{one.secret}/").status_code == 410


def test_somebody_who_has_not_submitted_is_asked_no_more(wave):
    one = somebody(wave, 5, submits=False)
    with firm_scope(wave.firm):
        person = Participant.objects.get(pk=one.participant.pk)
        save_answers(response=person.response, given={"CUS-P1": 4}, agreement=AGREEMENT)
        open_page = Response.objects.select_related("participant__consent").get(participant=person)
        forget(one, wave)
        row = Participant.objects.get(pk=person.pk)
        assert row.declined_at == row.erased_at
        assert row.response.draft == {}
        with pytest.raises(WaveClosedError):
            save_answers(
                response=open_page, given={"comment:CUS": {"text": "x", "show": True}}, agreement=None
            )
        assert Response.objects.get(pk=open_page.pk).comments == {}


def test_the_act_has_a_receipt_a_row_and_a_line_in_the_ledger(wave):
    one = somebody(wave, 2)
    erasure = forget(one, wave)
    [entry] = ledger.entries()
    assert (entry.receipt, entry.firm, entry.reason) == (erasure.receipt, wave.firm_id, "asked")
    assert len(entry.marks) == 3
    with firm_scope(wave.firm):
        event = AuditEvent.objects.get(action="person.erased")
        assert event.facts == {"reason": "asked", "receipt": erasure.receipt, "rows": 3}
        with pytest.raises(SurveyError, match="nobody to erase"):
            erase(firm=wave.firm, found=[], reason="asked")


def test_a_person_is_found_by_name_and_address_over_all_places(wave):
    one = somebody(wave, 3)
    with firm_scope(wave.firm):
        clients = wave.firm.clients.all()
        first, last, email = one.traces[:3]
        for text in (
            last.upper() if last.isascii() else last,
            email[:6].upper(),
            f"{first.title()} {last.title()}",
        ):
            [found] = (person for person in find(clients, text) if person.email)
            assert [part.place.code for part in found.appearances] == ["participant", "contact", "guest"]
            assert (found.email, found.code) == (email, f"participant-{one.participant.pk}")
        # As an owner somebody is a name alone: each such row stands for itself.
        owners = [person for person in find(clients, one.traces[0]) if not person.email]
        assert sorted(person.appearances[0].place.code for person in owners) == [
            "marketingowner",
            "salesowner",
        ]
        assert find(clients, "no such name") == []
        for code in (f"participant-{10**17}", "nobody-1"):
            assert person_of(clients, code) is None


def test_clients_that_a_reader_does_not_see_are_not_searched(wave):
    other = make_client(wave.firm, "Elsewhere")
    one = somebody(wave, 4)
    with firm_scope(wave.firm):
        there = wave.firm.clients.filter(pk=other.pk)
        assert find(there, one.traces[2]) == []
        assert person_of(there, f"participant-{one.participant.pk}") is None


def test_a_restored_backup_is_told_to_forget_again(wave):
    people = [somebody(wave, seed) for seed in (6, 7, 8)]
    before = transaction.savepoint()
    for one in people[:2]:
        forget(one, wave)
    transaction.savepoint_rollback(before)  # the database is as old as the backup, the ledger is not
    assert len(left_of(people[:2])) > 10
    assert [entry.receipt for entry in ledger.pending()] == [entry.receipt for entry in ledger.entries()]
    health = Browser().get("/healthz")
    assert (health.status_code, health.content) == (
        503,
        b"2 erasures to replay: run manage.py replay_erasures",
    )
    assert [error.id for error in run_checks(include_deployment_checks=True) if error.id == "surveys.E001"]

    out = StringIO()
    call_command("replay_erasures", stdout=out)
    assert out.getvalue() == "2 erasures replayed.\n"
    assert left_of(people[:2]) == []
    assert len(left_of(people[2:])) == len(people[2].traces)
    assert Browser().get("/healthz").content == b"ok"
    assert replay() == 0
    with every_firm("a test"):
        receipts = set(Erasure.objects.values_list("receipt", flat=True))
        assert receipts == {entry.receipt for entry in ledger.entries()}
        assert (
            AuditEvent.objects.filter(action="person.erased_again", actor_ref="replay_erasures").count() == 2
        )


def test_a_ledger_of_a_retired_secret_is_replayed(wave, settings):
    one = somebody(wave, 9)
    before = transaction.savepoint()
    forget(one, wave)
    transaction.savepoint_rollback(before)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 8
    assert replay() == 1
    assert left_of([one]) == []


def test_an_erasure_that_is_rolled_back_waits_to_be_replayed(wave, monkeypatch):
    one = somebody(wave, 10)
    monkeypatch.setattr(ledger, "write", lambda _entry: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        forget(one, wave)
    assert len(left_of([one])) == len(one.traces)


def test_an_unreadable_ledger_is_named(wave):
    forget(somebody(wave, 11), wave)
    with ledger.ledger_path().open("a") as file:
        file.write("{}\n")
    with pytest.raises(CommandError, match=r"erasures\.jsonl, line 2: not an entry"):
        call_command("replay_erasures")
    assert b"erasure ledger unreadable" in Browser().get("/healthz").content


def test_names_inside_other_words_stay(wave):
    person, _secret = make_leader(wave, "sales", name="Al")
    other, _secret = make_leader(wave, "sales", name="Someone")
    with firm_scope(wave.firm):
        Participant.objects.filter(pk=other.pk).update(suggestion="Always ask al, not Alma")
        erase(firm=wave.firm, found=[Appearance(PLACES["participant"], person)], reason="asked")
        other.refresh_from_db()
        assert other.suggestion == "Always ask [erased], not Alma"


def test_letters_to_a_leader_who_is_nothing_else_go_too(wave):
    person, _secret = make_leader(wave, "sales", "Solitary Leader")
    with firm_scope(wave.firm):
        invite(participant=person)
        assert "solitary" in everything()
        erase(firm=wave.firm, found=[Appearance(PLACES["participant"], person)], reason="asked")
        assert [(letter.name, letter.state) for letter in Message.objects.all()] == [("", "cancelled")]
    assert "solitary" not in everything()
