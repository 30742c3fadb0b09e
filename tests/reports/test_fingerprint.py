"""Whatever changes in a row that results are made from changes the fingerprint: column by column."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from reports import looks
from reports.benchmarks import reading
from reports.fingerprint import COVERED, NEVER_CHANGE, fingerprint_of, stored_fingerprint
from reports.models import (
    AgreedAnswer,
    BenchmarkSnapshot,
    NormTable,
    Note,
    PlanAction,
    Target,
)
from smax.accounts import members
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from smax.stored import body_of
from surveys.models import Assessment, Client, Document, OutcomeFigure, Participant, Response, Submission
from tests.cast import answer_and_submit, make_client, make_leader, make_wave
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
OF_ANSWERS = (Response, Submission)
TABLES = [model for model in COVERED if model not in (*NEVER_CHANGE, *OF_ANSWERS)]
# Keys; and what the database does not let change in a row of these, or not by itself.
KEYS = {"id", "firm_id", "client_id", "instrument_version_id", "assessment_id", "file_id", "carried_from_id"}
FIXED = {Assessment: {"identity_mode", "profile", "trial"}, OutcomeFigure: {"item"}}
TOGETHER = {
    Client: {"benchmark_consent": True, "benchmark_consent_at": NOW},
    Assessment: {"state": "closed", "closed_at": NOW},
    Participant: {"excluded_at": NOW, "excluded_reason": "Left."},
    BenchmarkSnapshot: {"state": "replaced", "released_at": NOW, "ended_at": NOW},
}


@pytest.fixture
def wave():
    """A wave with a row in every table."""
    wave = answered_wave(1, 1)
    with firm_scope(wave.firm):
        Document.objects.create(assessment=wave, item="CUS-K1", step=2, note="Seen.")
        Target.objects.create(assessment=wave, scores={"CUS-K1.joint": 75.0})
        AgreedAnswer.objects.create(assessment=wave, item="ORG-F1", answer="ceo")
        Note.objects.create(assessment=wave, section="headline", text="A word before.")
        PlanAction.objects.create(
            assessment=wave, place=1, text="Meet every week.", method_version="1", since=1
        )
    BenchmarkSnapshot.objects.create(
        period="2026Q3", number=1, synthetic=True, companies=60, cells_offered=9, cells_kept=3, refused={},
        joined=0, left=0, rules_version="1", method_version="1", instrument_versions="1", membership="0" * 64,
        built_at=NOW,
    )  # fmt: skip
    NormTable.objects.create(
        source="Elsewhere", date=date(2026, 1, 1), synthetic=True, method_version="1", digest="1" * 64,
        imported_by=User.objects.first(), imported_at=NOW,
    )  # fmt: skip
    return wave


def other(field, value):
    """Another value of a column than the one it has."""
    kind = field.get_internal_type()
    if isinstance(field, models.BooleanField):
        return not value
    if kind in {"DateTimeField", "DateField"}:
        return (value or NOW) + timedelta(days=1)
    if kind == "JSONField":
        return {"another": [value]}
    if kind == "UUIDField":
        return uuid4()
    if isinstance(field, models.CharField | models.TextField):
        choices = [code for code, _name in field.flatchoices if code != value]
        return choices[0] if choices else f"x{value}"[: field.max_length]
    return (value or 0) + 1


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_column_counts(wave, model):
    together = TOGETHER.get(model, {})
    columns = [field for field in model._meta.concrete_fields if field.attname not in {*KEYS, *together}]
    row = model._base_manager.order_by("pk").first()
    single = {field.attname: {field.attname: other(field, getattr(row, field.attname))} for field in columns}
    refused = {name for name, changed in single.items() if not counts(wave, row, changed)}
    assert refused == FIXED.get(model, set())
    assert not together or counts(wave, row, together)


def counts(wave, row, changed):
    """Whether the database lets a row change; if so, the fingerprint has to change with it, and back."""
    before = fingerprint_of(wave.client_id)
    try:
        with transaction.atomic():
            assert type(row)._base_manager.filter(pk=row.pk).update(**changed) == 1
            assert fingerprint_of(wave.client_id) != before, changed
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    assert fingerprint_of(wave.client_id) == before
    return True


@pytest.mark.parametrize("model", TABLES[2:], ids=lambda model: model.__name__)
def test_every_row_counts(wave, model):
    before = fingerprint_of(wave.client_id)
    with connection.cursor() as cursor, transaction.atomic():
        # Without the guards and keys that would not let it go.
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [model._meta.db_table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        with every_firm("a test writes"):
            model._base_manager.all()._raw_delete("default")
        assert fingerprint_of(wave.client_id) != before
        transaction.set_rollback(True)


def test_answers_count_when_they_are_submitted_or_erased(wave):
    before = fingerprint_of(wave.client_id)
    with firm_scope(wave.firm):
        person, _secret = make_leader(wave, "sales", "Newcomer")
        added = fingerprint_of(wave.client_id)
        answer_and_submit(person)
        submitted = fingerprint_of(wave.client_id)
        Submission.objects.filter(response__participant=person).update(
            erased_at=timezone.now(), comments={}, notes={}
        )
        erased = fingerprint_of(wave.client_id)
    assert len({before, added, submitted, erased}) == 4


def test_another_client_does_not_count(wave):
    before = fingerprint_of(wave.client_id)
    with firm_scope(wave.firm):
        answer_and_submit(make_leader(make_wave(make_client(wave.firm, "Another")), "sales")[0])
    assert fingerprint_of(wave.client_id) == before


def test_it_is_read_beside_the_wave_as_by_itself(wave):
    owner = User.objects.get(email="owner@ours.example").membership
    with firm_scope(wave.firm):
        look = looks.look_at(owner, wave.client.slug, wave.number)
    assert look.fingerprint == fingerprint_of(wave.client_id)
    assert (look.wave, look.release, look.seen_today) == (wave, None, False)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "function",
    [
        *(stored_fingerprint, looks._ALL.function, looks._ASSIGNED.function, members._PERSON.function),
        reading._FITTING.function,
    ],
    ids=["fingerprint", "look", "look of who sees some clients", "person", "benchmark"],
)
def test_the_database_has_each_function_as_it_is_today(function):
    # Where this fails, the read was changed: give it a new name, and a migration with this very function.
    now = function()
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [now.name])
        assert [row[0] for row in cursor.fetchall()] == [body_of(now.sql, now.columns)]
