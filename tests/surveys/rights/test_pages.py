"""The pages on which somebody's data are found, copied out and erased."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client as Browser

from smax.accounts.models import Firm, User
from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.models import Message
from surveys.models import Assignment, Erasure, Participant
from surveys.rights import ledger
from surveys.services.letters import invite
from surveys.services.nominations import remove_person
from surveys.services.retention import apply_retention, due_waves, months_after, months_before
from surveys.services.waves import close_wave
from tests.cast import make_client, make_firm, make_leader, make_wave
from tests.signing_in import confirm
from tests.surveys.rights.cast import somebody

pytestmark = pytest.mark.django_db
HERE = "/firm/people-data/"


@pytest.fixture(autouse=True)
def _own_records(settings, tmp_path):
    settings.RECORDS_DIR = tmp_path


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours"), "Acme"))


def browser_of(who, *, confirmed=True):
    browser = Browser()
    browser.force_login(User.objects.get(email=f"{who}@ours.example"))
    if confirmed:
        confirm(browser)
    return browser


@pytest.fixture
def owner(wave):
    return browser_of("owner")


def text(answer):
    return " ".join(answer.content.decode().split())


def acts(action):
    with every_firm("a test"):
        return AuditEvent.objects.filter(action=action).count()


def test_somebody_is_found_and_shown(wave, owner):
    one = somebody(wave, 1)
    page = owner.get(HERE, {"q": one.traces[2]})
    assert "1 person" in text(page)
    there = f"{HERE}participant-{one.participant.pk}/"
    assert there in text(page)
    page = text(owner.get(there))
    for phrase in ("wave 1 of Acme", one.traces[2], "Contact", "Guest", "Erase the identity"):
        assert phrase in page


def test_nobody_is_found(wave, owner):
    assert "Nobody is found" in text(owner.get(HERE, {"q": "no such name"}))
    assert "at least 2 characters" in text(owner.get(HERE, {"q": "a"}))
    assert "Nobody is found" not in text(owner.get(HERE))
    assert "Nobody was erased yet" in text(owner.get(HERE))


def test_people_are_listed_fifty_a_page(wave, owner, django_assert_num_queries):
    counts = []
    for number in (3, 57):
        for place in range(number):
            make_leader(wave, "sales", f"Many {number} {place}")
        owner.get(HERE, {"q": "many"})
        with django_assert_num_queries(9) as asked:
            page = owner.get(HERE, {"q": "many"})
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "60 people" in text(page)
    assert len(page.context["page_obj"].object_list) == 50
    assert len(owner.get(HERE, {"q": "many", "page": 2}).context["page_obj"].object_list) == 10


def test_a_copy_holds_everything(wave, owner):
    one = somebody(wave, 2)
    there = f"{HERE}participant-{one.participant.pk}/copy"
    answer = owner.get(f"{there}.json")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="personal-data-participant-{one.participant.pk}.json"'
    )
    copy = json.loads(answer.content)
    assert [part["kind"] for part in copy["appearances"]] == ["participant", "contact", "guest"]
    person, contact, _guest = copy["appearances"]
    assert {letter["state"] for letter in person["letters"]} == {"sent", "failed", "queued"}
    assert (person["consent"]["wording"], contact["position"]) == ("attributed-3", "CMO")
    [submission] = person["submissions"]
    assert submission["comments"]["CUS"]["text"].endswith(one.traces[4])
    assert {event["action"] for event in copy["audit_trail"]} >= {"participant.added", "response.submitted"}
    whole = json.dumps(copy, ensure_ascii=False).lower()
    assert [trace for trace in one.traces if trace not in whole] == []

    rows = list(csv.reader(io.StringIO(b"".join(owner.get(f"{there}.csv").streaming_content).decode())))
    assert rows[0] == ["field", "value"]
    values = dict(rows[1:])
    assert values["appearances.1.submissions.1.receipt"] == submission["receipt"]
    assert values["email"] == one.traces[2]
    assert acts("person.copied") == 2


def test_copying_and_erasing_ask_who_is_there(wave):
    one = somebody(wave, 3)
    browser = browser_of("owner", confirmed=False)
    place = f"{HERE}participant-{one.participant.pk}/"
    for last in ("copy.json", "copy.csv", "erase/"):
        answer = browser.get(place + last)
        assert answer.status_code == 302
        assert "reauthenticate" in answer.headers["Location"]
    assert acts("person.copied") == 0


def test_erasing_asks_first_and_leaves_a_receipt(wave, owner):
    one = somebody(wave, 4)
    place = f"{HERE}participant-{one.participant.pk}/"
    asks = text(owner.get(f"{place}erase/"))
    assert "This cannot be taken back" in asks
    assert "every score stays as it is" in asks
    with every_firm("a test"):
        assert Erasure.objects.count() == 0
    done = owner.post(f"{place}erase/")
    with every_firm("a test"):
        erasure = Erasure.objects.get()
    assert (done.status_code, done.headers["Location"]) == (302, f"{HERE}erasures/{erasure.receipt}/")
    receipt = text(owner.get(done.headers["Location"]))
    assert erasure.receipt in receipt
    assert [trace for trace in one.traces if trace in receipt.lower()] == []
    assert owner.get(place).status_code == 404
    assert owner.post(f"{place}erase/").status_code == 404
    assert erasure.receipt in text(owner.get(f"{HERE}erasures/"))
    assert erasure.receipt in text(owner.get(HERE))


def test_a_consultant_finds_and_copies_and_does_not_erase(wave):
    one = somebody(wave, 5)
    consultant = browser_of("consultant")
    place = f"{HERE}participant-{one.participant.pk}/"
    assert consultant.get(place).status_code == 200
    assert "Erase the identity" not in text(consultant.get(place))
    assert consultant.get(f"{place}copy.json").status_code == 200
    for there in (f"{place}erase/", f"{HERE}kept/"):
        assert (consultant.get(there).status_code, consultant.post(there).status_code) == (404, 404)
    assert consultant.get(f"{HERE}erasures/").status_code == 404


def test_a_consultant_of_other_clients_finds_nobody(wave):
    one = somebody(wave, 6)
    member = User.objects.get(email="consultant@ours.example").membership
    type(member).objects.filter(pk=member.pk).update(all_clients=False)
    consultant = browser_of("consultant")
    place = f"{HERE}participant-{one.participant.pk}/"
    assert consultant.get(place).status_code == 404
    assert "Nobody is found" in text(consultant.get(HERE, {"q": one.traces[2]}))
    with firm_scope(wave.firm):
        Assignment.objects.create(client=wave.client, membership=member)
    assert consultant.get(place).status_code == 200


@pytest.mark.parametrize(
    ("at", "months", "expected"),
    [
        ("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"), ("2026-01-15", 24, "2024-01-15"),
        ("2026-11-30", 9, "2026-02-28"), ("2026-01-31", 0, "2026-01-31"),
    ],
)  # fmt: skip
def test_months_end_where_their_month_does(at, months, expected):
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert f"{months_before(moment, months):%Y-%m-%d}" == expected
    assert f"{months_after(datetime(2025, 12, 31, tzinfo=UTC), 2):%Y-%m-%d}" == "2026-02-28"


def test_identities_of_old_waves_go_and_others_stay(wave):
    one = somebody(wave, 7)
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
        wave.refresh_from_db()
    fresh = make_wave(wave.client, deadline=wave.closed_at + timedelta(days=900))
    make_leader(fresh, "sales", "Recent Leader")
    Firm.objects.filter(pk=wave.firm_id).update(retention_months=12)
    firm = Firm.objects.get(pk=wave.firm_id)
    edge = months_after(wave.closed_at, 12)
    with firm_scope(firm):
        assert list(due_waves(firm, edge)) == []
        assert list(due_waves(firm, edge + timedelta(seconds=1))) == [wave]
    with time_machine.travel(edge + timedelta(days=1), tick=False):
        call_command("apply_retention")
        assert apply_retention() == 0
    with firm_scope(firm):
        assert [p.name for p in Participant.objects.filter(assessment=wave)] == ["Erased person"] * 2
        assert [p.name for p in Participant.objects.filter(assessment=fresh)] == ["Recent Leader"]
        assert Erasure.objects.get().reason == "retention"
        assert AuditEvent.objects.get(action="person.erased").actor_ref == "apply_retention"
    assert len(ledger.entries()[0].marks) == 2
    assert one.participant.pk


def test_zero_months_keep_identities(wave):
    Firm.objects.filter(pk=wave.firm_id).update(retention_months=0)
    with time_machine.travel("2046-01-01", tick=False):
        assert apply_retention() == 0


def test_the_page_warns_before_identities_go(wave, owner):
    make_leader(wave, "sales")
    over = months_after(wave.deadline, 24)
    with time_machine.travel(over - timedelta(days=20), tick=False):
        browser = browser_of("owner")
        page = text(browser.get(HERE))
    assert "Identities that go within 30 days" in page
    assert f"{over:%-d %B %Y}" in page
    assert "No identities go within the next 30 days." in text(owner.get(HERE))


def test_the_owner_changes_the_time(wave, owner):
    assert owner.get(f"{HERE}kept/").status_code == 200
    for bad in ("", "-1", "121", "x"):
        assert owner.post(f"{HERE}kept/", {"retention_months": bad}).status_code == 200
    assert acts("firm.retention_changed") == 0
    for _ in range(2):
        assert owner.post(f"{HERE}kept/", {"retention_months": "6"}).status_code == 302
    assert (Firm.objects.get().retention_months, acts("firm.retention_changed")) == (6, 1)
    assert "6 months after the end of a wave" in text(owner.get(HERE))
    owner.post(f"{HERE}kept/", {"retention_months": "0"})
    assert "Identities are kept until somebody asks for erasure." in text(owner.get(HERE))


def test_on_the_page_of_the_wave_an_erased_person_is_nobody(wave, owner):
    one = somebody(wave, 12)
    place = "/clients/acme/waves/1/"
    own = f"{place}participants/{one.participant.public_id}/"
    acts_on = [f"{own}{last}" for last in ("", "link/", "exclude/", "address/", "invite/", "remove/")]
    assert {owner.get(there).status_code for there in acts_on} == {200}
    owner.post(f"{HERE}participant-{one.participant.pk}/erase/")
    page = owner.get(place)
    assert page.status_code == 200
    assert "Erased person" in text(page)
    assert own not in page.content.decode()
    assert {owner.get(there).status_code for there in acts_on} == {404}
    assert [trace for trace in one.traces if trace in page.content.decode().lower()] == []


def test_letters_to_somebody_removed_name_nobody(wave):
    person, _secret = make_leader(wave, "sales", "Removed Leader")
    with firm_scope(wave.firm):
        invite(participant=person)
        remove_person(participant=person)
        [letter] = Message.objects.all()
        assert (letter.recipient, letter.name, letter.state) == ("letter@erased.invalid", "", "cancelled")


def test_a_consultant_is_warned_of_the_own_clients_only(wave):
    make_leader(wave, "sales")
    member = User.objects.get(email="consultant@ours.example").membership
    with time_machine.travel(months_after(wave.deadline, 24) - timedelta(days=20), tick=False):
        assert "Acme, wave 1" in text(browser_of("consultant").get(HERE))
        type(member).objects.filter(pk=member.pk).update(all_clients=False)
        assert "Acme, wave 1" not in text(browser_of("consultant").get(HERE))
