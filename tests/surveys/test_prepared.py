"""A prepared statement finds and changes what the queryset does, in one query, whoever is in scope."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.tenancy import every_firm
from smax.acts import PreparedUpdate
from smax.prepared import Argument, PreparedRead
from surveys import queries
from surveys.models import InstrumentVersion, Participant, PersonalLink, Response
from surveys.queries import link_by_pass, link_by_secret
from surveys.services import answers
from tests.cast import AGREEMENT, full_answers, make_client, make_firm, make_leader, make_wave

pytestmark = pytest.mark.django_db

JOINED = (
    "participant",
    "participant__firm",
    "participant__response",
    "participant__assessment",
    "participant__assessment__client",
    "participant__assessment__instrument_version",
)


STORED = {
    "link by secret": queries._BY_SECRET,
    "link by pass": queries._BY_PASS,
    "store answer": answers._storing(("draft", "revisions", "seconds", "revision")).stored,
    "before submit": answers._BEFORE_SUBMIT,
    "submit": answers._SUBMIT_AT_ONCE,
}
VERSION = ("instrument", "version", "digest", "published_at")


@pytest.fixture
def pair():
    wave = make_wave(make_client(make_firm("Hartmann")))
    return [make_leader(wave, side) for side in ("sales", "marketing")]


def values(row):
    """Every column of a row that was read."""
    return {field.attname: row.__dict__.get(field.attname, "deferred") for field in row._meta.concrete_fields}


def at(row, path):
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def test_it_reads_every_column_as_the_queryset_does(pair):
    person, secret = pair[0]
    wave = person.assessment
    with every_firm("a test writes"):
        person.response.draft = full_answers(wave, "sales")
        person.response.save()
        read = (place + name for place, names in queries._READ.items() for name in names)
        known = ("participant__assessment__instrument_version__" + name for name in VERSION)
        expected = PersonalLink.objects.select_related(*JOINED).only(*read, *known)
        expected = expected.get(participant=person)
    link_by_secret(secret)  # the first reader of a process reads the version
    for find in (lambda: link_by_secret(secret), lambda: link_by_pass(expected.pk, person.public_id)):
        with CaptureQueriesContext(connection) as asked:
            found = find()
            for path in JOINED:
                assert values(at(found, path)) == values(at(expected, path)), path
            assert values(found) == values(expected)
        assert len(asked) == 1


def test_each_reader_gets_their_own_row(pair):
    found = [link_by_secret(secret).participant_id for _person, secret in pair]
    assert found == [person.pk for person, _secret in pair]


def test_what_is_not_joined_is_none(pair):
    def rows():
        with every_firm("a test reads"):
            people = Participant.objects.filter(pk=Argument("pk", Participant.id.field))
            return people.select_related("consent")

    found = PreparedRead(rows).get(pk=pair[0][0].pk)
    with CaptureQueriesContext(connection) as asked:
        assert not hasattr(found, "consent")
    assert len(asked) == 0


def test_a_version_that_is_not_published_is_read_anew(pair):
    version = pair[0][0].assessment.instrument_version
    known = InstrumentVersion.known(version.pk)
    assert InstrumentVersion.known(version.pk) is known
    assert known.digest == version.digest
    draft = InstrumentVersion.objects.create(instrument="x", version="1", definition={}, digest="old")
    assert InstrumentVersion.known(draft.pk).digest == "old"
    InstrumentVersion.objects.filter(pk=draft.pk).update(digest="new")
    assert InstrumentVersion.known(draft.pk).digest == "new"


def test_no_row_is_none(pair):
    person, secret = pair[0]
    link = link_by_secret(secret)
    assert link_by_secret("x" * 43) is None
    assert link_by_pass(link.pk, uuid4()) is None
    assert link_by_pass(link.pk, pair[1][0].public_id) is None
    with every_firm("a test takes a link back"):
        PersonalLink.objects.filter(pk=link.pk).update(revoked_at=AGREEMENT.given_at)
    assert link_by_pass(link.pk, person.public_id) is None
    assert link_by_secret(secret).revoked_at == AGREEMENT.given_at


def test_a_row_that_was_read_can_be_saved(pair):
    found = link_by_secret(pair[0][1])
    with every_firm("a test writes"):
        found.participant.name = "Changed"
        found.participant.save()
        found.participant.refresh_from_db()
    assert found.participant.name == "Changed"


def test_the_queryset_is_made_once(pair):
    made = []

    def rows():
        made.append(1)
        with every_firm("a test reads"):
            return PersonalLink.objects.filter(digest=Argument("digest", PersonalLink.digest.field))

    read = PreparedRead(rows)
    assert [read.get(digest=text) for text in ("a", "b")] == [None, None]
    assert made == [1]


# Updates


def renaming():
    def rows():
        with every_firm("a test prepares"):
            return Participant.objects.filter(pk=Argument("pk", Participant.id.field), side="sales")

    return PreparedUpdate(rows, lambda: {"name": Argument("name", Participant.name.field), "seniority": "vp"})


def test_an_update_changes_the_rows_that_the_queryset_finds(pair):
    (sales, _), (marketing, _) = pair
    update = renaming()
    assert [update.run(pk=person.pk, name="'; --") for person in (sales, marketing)] == [1, 0]
    with every_firm("a test reads"):
        names = list(Participant.objects.order_by("pk").values_list("name", "seniority"))
    assert names == [("'; --", "vp"), ("marketing leader", "c_level")]


def test_json_goes_in_and_comes_out(pair):
    response = pair[0][0].response
    with every_firm("a test prepares"):
        rows = Response.objects.filter(pk=Argument("pk", Response.id.field))
    update = PreparedUpdate(lambda: rows, lambda: {"draft": Argument("draft", Response.draft.field)})
    draft = {"CUS-F1": ["a", "b"], "CUS-P1": 5, "x": "\"'%s ß"}
    assert update.run(pk=response.pk, draft=draft) == 1
    with every_firm("a test reads"):
        assert Response.objects.get(draft__x="\"'%s ß").draft == draft


@pytest.mark.parametrize("other", ["firm", "wave", "known", "now"])
def test_a_save_reaches_nothing_but_the_row_that_was_read(pair, other):
    response = pair[0][0].response
    place = {"response": response.pk, "wave": response.participant.assessment_id, "firm": response.firm_id}
    values = {**place, "known": 0, "now": timezone.now()}
    changed = {
        "draft": {"G0": 1},
        "comments": {},
        "notes": {},
        "revisions": {"G0": 1},
        "seconds": {},
        "revision": 1,
    }
    other_wave = make_wave(make_client(make_firm("Lindqvist")))
    late = timezone.now() + timedelta(days=15)
    foreign = {"firm": other_wave.firm_id, "wave": other_wave.pk, "known": 7, "now": late}
    store = answers._storing(tuple(changed))
    assert store.run(**values | {other: foreign[other]}, **changed) == 0
    assert store.run(**values, **changed) == 1


# What PostgreSQL stores


@pytest.mark.postgres
@pytest.mark.parametrize("prepared", STORED.values(), ids=STORED.keys())
def test_the_database_has_each_function_as_its_statements_are_today(prepared):
    # Where this fails, a statement was changed: give the function a new name, and a migration with its text.
    now = prepared.function()
    types = "SELECT prosrc, pg_get_function_arguments(oid) FROM pg_proc WHERE proname = %s"
    plain = [kind.partition("(")[0].replace("varchar", "character varying") for kind in now.arguments]
    with connection.cursor() as cursor:
        cursor.execute(types, [now.name])
        assert cursor.fetchall() == [(now.body, ", ".join(plain))]
