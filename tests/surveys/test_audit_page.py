"""The audit trail as its owner reads it, filters it and takes it away."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser

from smax.accounts.audit import acting, record, record_for_server
from smax.accounts.chains import write_anchors
from smax.accounts.models import User
from smax.accounts.sentences import PHRASES, lines
from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import AuditEvent
from surveys.services.waves import close_wave
from tests.cast import answer_and_submit, make_administrator, make_client, make_firm, make_leader, make_wave
from tests.signing_in import confirm
from tests.surveys.rights.cast import somebody
from tests.surveys.rights.test_erasing import forget

pytestmark = pytest.mark.django_db
HERE = "/firm/audit/"
ROOT = Path(__file__).parents[2]
ACT = re.compile(r'\brecord(?:_for_server|_once_a_day|_about)?\(\s*(?:user, )?"([a-z_.]+)"')


@pytest.fixture(autouse=True)
def _own_records(settings, tmp_path):
    settings.RECORDS_DIR = tmp_path


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours"), "Northwind Pumps"))


def person(who):
    return User.objects.get(email=f"{who}@ours.example")


@pytest.fixture
def owner(wave):
    browser = Browser()
    browser.force_login(person("owner"))
    return browser


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def told(**tests):
    with every_firm("a test"):
        events = AuditEvent.objects.filter(**tests).order_by("sequence")
        return [f"{line.who} {line.did}" for line in lines(list(events))]


def test_rows_read_as_sentences(wave):
    with acting(person("consultant")):
        ana, _secret = make_leader(wave, "sales", "Ana Ruiz")
    with acting(f"participant {ana.public_id}"):
        answer_and_submit(ana)
    with acting(person("owner")), firm_scope(wave.firm):
        close_wave(assessment=wave)
    record("shelf.tidied_up", on=wave)
    assert told(firm=wave.firm)[-4:] == [
        "Consultant of Ours added Ana Ruiz to wave 1 of Northwind Pumps",
        "Ana Ruiz submitted answers in wave 1 of Northwind Pumps",
        "Owner of Ours closed wave 1 of Northwind Pumps",
        "The server tidied up: shelf, wave 1 of Northwind Pumps",
    ]


def test_an_erased_person_has_no_name_in_it(wave):
    one = somebody(wave, 1)
    with acting(f"participant {one.participant.public_id}"), firm_scope(wave.firm):
        record("response.submitted", on=one.participant.__class__.objects.get(pk=one.participant.pk).response)
    forget(one, wave)
    assert "Erased person submitted answers in wave 1 of Northwind Pumps" in told(firm=wave.firm)
    assert [trace for trace in one.traces for line in told(firm=wave.firm) if trace in line.lower()] == []


def test_every_act_that_is_recorded_has_a_sentence():
    used = set()
    for folder in ("smax", "surveys", "reports"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            used |= set(ACT.findall(source))
    assert len(used) > 40
    assert sorted(used - set(PHRASES)) == []


def test_the_page_shows_the_newest_first_and_fifty_a_page(wave, owner):
    with acting(person("owner")):
        for number in range(60):
            record("wave.opened", on=wave, number=number)
    page = owner.get(HERE)
    assert [line.facts for line in page.context["lines"]][:2] == ["number: 59", "number: 58"]
    assert len(page.context["lines"]) == 50
    total = page.context["page_obj"].paginator.count
    assert len(owner.get(HERE, {"page": 2}).context["lines"]) == total - 50
    assert f"The newest {total} rows checked: all as they were written." in text(page)


def test_the_number_of_queries_does_not_grow(wave, owner, django_assert_max_num_queries):
    counts = []
    for number in (3, 40):
        for place in range(number):
            ana, _secret = make_leader(wave, "sales", f"Leader {number} {place}")
            with acting(f"participant {ana.public_id}"):
                answer_and_submit(ana)
        owner.get(HERE)
        with django_assert_max_num_queries(40) as asked:
            owner.get(HERE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 17


def test_filters(wave, owner):
    other = make_client(wave.firm, "Elsewhere")
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False), acting(person("consultant")):
        record("client.changed", on=other)
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False), acting(person("owner")):
        record("wave.closed", on=wave)

    def shown(**filters):
        return [line.event.action for line in owner.get(HERE, filters).context["lines"]]

    consultant = f"user {person('consultant').pk}"
    assert shown(by=consultant) == ["client.changed"]
    assert shown(act="wave.closed") == ["wave.closed"]
    assert shown(client=f"surveys.client:{other.pk}") == ["client.changed"]
    assert shown(since="2026-03-01", until="2026-03-01") == ["client.changed"]
    assert shown(since="2026-03-01", until="2026-03-02") == ["wave.closed", "client.changed"]
    assert shown(by=consultant, act="wave.closed") == []
    assert "No act passes these filters" in text(owner.get(HERE, {"act": "wave.closed", "by": consultant}))
    for name, odd in (("by", "user 999"), ("act", "x"), ("since", "yesterday"), ("page", "x")):
        assert owner.get(HERE, {name: odd}).status_code == 200
    assert owner.get(HERE, {"since": "0001-01-01", "until": "9999-12-31"}).status_code == 200


def test_another_firms_acts_are_not_in_it(wave, owner):
    theirs = make_firm("Theirs")
    make_leader(make_wave(make_client(theirs, "Their Client")), "sales")
    assert "Their Client" not in text(owner.get(HERE))


def test_a_broken_trail_is_said(wave, owner):
    for _ in range(3):
        record("wave.opened", on=wave)
    write_anchors()
    place = f" ON {AuditEvent._meta.db_table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER accounts_auditevent_no_change{place}")
        changed = "UPDATE accounts_auditevent SET label = 'x' WHERE sequence = 2 AND chain = %s"
        cursor.execute(changed, [wave.firm_id])
    assert "Row 2 is broken: the row is not as it was written." in text(owner.get(HERE))


def test_the_export_holds_every_row_and_is_one_itself(wave, owner):
    make_leader(wave, "sales", "Ana Ruiz")
    assert "reauthenticate" in owner.get(f"{HERE}trail.csv").headers["Location"]
    confirm(owner)
    answer = owner.get(f"{HERE}trail.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    with firm_scope(wave.firm):
        events = list(AuditEvent.objects.order_by("-sequence"))
    assert events[0].action == "trail.exported"
    assert events[0].facts == {"format": "csv", "rows": len(rows)}
    assert [int(row["sequence"]) for row in rows] == [event.sequence for event in events[1:]]
    assert [row["seal"] for row in rows] == [event.seal for event in events[1:]]
    some = owner.get(f"{HERE}trail.csv", {"act": "participant.added"})
    [row] = csv.DictReader(io.StringIO(b"".join(some.streaming_content).decode()))
    assert row["sentence"] == "The server added Ana Ruiz to wave 1 of Northwind Pumps"


def test_it_is_the_owners(wave):
    for who in ("consultant", "analyst"):
        browser = Browser()
        browser.force_login(person(who))
        assert (browser.get(HERE).status_code, browser.get(f"{HERE}trail.csv").status_code) == (404, 404)


def test_administrators_read_the_servers_own_trail_only(wave):
    administrator = make_administrator()
    with acting(administrator):
        record_for_server("firm.suspended", on=wave.firm)
    make_leader(wave, "sales", "Ana Ruiz")
    browser = Browser()
    browser.force_login(administrator)
    page = text(browser.get("/server/audit/"))
    assert "administrator@server.example suspended the firm Ours" in page
    assert "Northwind" not in page
    assert browser.get(HERE).status_code == 404
    owner = Browser()
    owner.force_login(person("owner"))
    assert owner.get("/server/audit/").status_code == 404
