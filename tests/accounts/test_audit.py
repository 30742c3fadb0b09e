"""What the audit trail records: who, what, where, and nothing that says who a person is."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from smax.accounts.audit import acting, record, record_for_server
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import BEGINNING, AuditEvent
from tests.cast import make_client, make_firm, make_leader, make_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return make_firm("Ours")


def events(**tests):
    with every_firm("a test"):
        return list(AuditEvent.objects.filter(**tests).order_by("chain", "sequence"))


def test_an_act_names_its_actor_and_its_object(firm):
    owner = User.objects.get(email="owner@ours.example")
    client = make_client(firm)
    with acting(owner):
        event = record("client.archived", on=client, reason="merged", count=2, fields=["name", "region"])
    event.refresh_from_db()
    assert (event.firm, event.actor_kind, event.actor_ref) == (firm, "user", str(owner.pk))
    assert (event.action, event.object_kind, event.object_id) == (
        "client.archived", "surveys.client", str(client.pk),
    )  # fmt: skip
    assert (event.root, event.label) == (f"surveys.client:{client.pk}", "Acme")
    assert event.facts == {"reason": "merged", "count": 2, "fields": ["name", "region"]}


def test_a_person_is_named_by_reference_only(firm):
    wave = make_wave(make_client(firm))
    person, _secret = make_leader(wave, "sales", name="Ana Ruiz")
    with acting(f"participant {person.public_id}"):
        event = record("response.submitted", on=person.response, number=1)
    assert (event.actor_kind, event.actor_ref) == ("participant", str(person.public_id))
    assert (event.root, event.label) == (f"surveys.client:{wave.client_id}", "wave 1 of Acme")
    assert "Ana" not in event.canonical()
    assert "client.example" not in event.canonical()


def test_rows_without_a_firm_stand_in_the_chain_of_the_server(firm):
    with acting("command create_firm"):
        made = record_for_server("firm.created", on=firm)
        renamed = record("firm.renamed", on=firm)
    assert (made.firm, made.chain, made.label) == (None, 0, "Ours")
    assert (renamed.firm, renamed.chain) == (firm, firm.pk)
    assert (made.actor_kind, made.actor_ref) == ("command", "create_firm")


def test_without_an_actor_it_is_the_server(firm):
    assert record("firm.renamed", on=firm).actor_kind == "system"
    with pytest.raises(ValueError, match="stranger"), acting("stranger 1"):
        pass


@pytest.mark.parametrize("value", [{"a": 1}, 1.5, "x" * 201, [1], object()])
def test_a_fact_is_a_small_scalar(firm, value):
    with pytest.raises(TypeError, match="answers: a fact is"):
        record("wave.closed", on=firm, answers=value)


@pytest.mark.parametrize("action", ["closed", "wave closed", "Wave.Closed", "wave.closed.twice", ""])
def test_an_action_is_an_object_and_a_verb(firm, action):
    with pytest.raises(ValueError, match="is not an action"):
        record(action, on=firm)


def test_each_firm_has_a_chain_of_its_own(firm):
    theirs = make_firm("Theirs")
    start = {chain: len(events(chain=chain)) for chain in (firm.pk, theirs.pk)}
    for _ in range(3):
        record("firm.renamed", on=firm)
    record("firm.renamed", on=theirs)
    ours = events(chain=firm.pk)
    assert [event.sequence for event in ours] == list(range(1, start[firm.pk] + 4))
    assert len(events(chain=theirs.pk)) == start[theirs.pk] + 1
    seals = [BEGINNING, *(event.seal for event in ours)]
    assert all(event.follows(seal) for event, seal in zip(ours, seals, strict=False))
    assert not ours[-1].follows(seals[0])
    with firm_scope(firm):
        assert AuditEvent.objects.count() == len(ours)


def test_a_retired_secret_still_verifies(firm, settings):
    event = record("firm.renamed", on=firm)
    before = [BEGINNING, *(row.seal for row in events(chain=firm.pk))][-2]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 8
    assert event.follows(before)
    settings.SECRET_KEY_FALLBACKS = []
    assert not event.follows(before)


def test_an_act_that_is_taken_back_leaves_no_trace(firm):
    before = len(events())
    with transaction.atomic():
        record("firm.renamed", on=firm)
        transaction.set_rollback(True)
    assert len(events()) == before


@pytest.mark.parametrize("statement", ["UPDATE {} SET label = ''", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_trail(firm, statement):
    record("firm.renamed", on=firm)
    refusal = pytest.raises(IntegrityError, match="this row is final")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(AuditEvent._meta.db_table))
