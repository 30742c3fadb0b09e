"""A client's page: its contacts, what it agreed to, its plan, and putting it away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.audit import acting
from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import AuditEvent
from surveys.errors import SurveyError
from surveys.models import BenchmarkConsent, Client, Contact, PlannedWave
from surveys.services.plans import any_due, drop_plan, mark_due, plan_wave
from surveys.services.waves import close_wave, open_wave
from tests.cast import PROFILE, SEGMENTS, make_client, make_firm, make_wave
from tests.surveys.desk import errors, rows, sign_in, text

pytestmark = pytest.mark.django_db
PAGE = "/clients/acme/"
TODAY = date(2026, 11, 22)


@pytest.fixture
def client():
    return make_client(make_firm("Ours"))


@pytest.fixture
def browser(client):
    return sign_in()


def actions():
    with every_firm("a test"):
        return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# ---- Contacts --------------------------------------------------------------------------------------------


def test_a_contact_is_added_changed_and_removed(client, browser):
    sent = {
        "name": " Ana  Ruiz ",
        "position": "CEO",
        "email": "ana@acme.example",
        "phone": "+34 1",
        "note": "x",
    }
    assert browser.post(f"{PAGE}contacts/new/", sent)["Location"] == PAGE
    with firm_scope(client.firm):
        contact = client.contacts.get()
    assert (contact.name, contact.position, contact.firm_id) == ("Ana Ruiz", "CEO", client.firm_id)
    page = text(browser.get(PAGE))
    assert "Ana Ruiz CEO ana@acme.example +34 1 x Change" in page
    browser.post(f"{PAGE}contacts/{contact.pk}/", {"name": "Ana Díaz"})
    assert "Ana Díaz not known" in text(browser.get(PAGE))
    assert "Remove Ana Díaz?" in text(browser.get(f"{PAGE}contacts/{contact.pk}/remove/"))
    assert rows(Contact) != [[]]
    browser.post(f"{PAGE}contacts/{contact.pk}/remove/")
    assert rows(Contact) == [[]]
    assert actions() == ["contact.added", "contact.changed", "contact.removed"]


def test_a_contact_needs_a_name_and_a_sound_address(client, browser):
    answer = browser.post(f"{PAGE}contacts/new/", {"name": " ", "email": "nobody"})
    assert errors(answer) == {
        "Name": "This field is required.",
        "E-mail address": "Enter a valid email address.",
    }
    assert rows(Contact) == [[]]


def test_a_client_has_fifty_contacts_at_most(client, browser):
    with firm_scope(client.firm):
        Contact.objects.bulk_create(
            Contact(firm=client.firm, client=client, name=f"Contact {n}") for n in range(50)
        )
    answer = browser.post(f"{PAGE}contacts/new/", {"name": "One more"})
    assert (answer.status_code, "at most 50 contacts" in text(answer)) == (409, True)
    assert len(rows(Contact)[0]) == 50


# ---- What it agreed to -----------------------------------------------------------------------------------


def test_each_change_of_the_consent_is_kept_with_day_wording_and_who(client, browser):
    fields = {**PROFILE, "name": "Acme"}
    for tick in ({"benchmark_consent": "on"}, {"benchmark_consent": "on"}, {}):
        browser.post(f"{PAGE}edit/", {**fields, **tick})
    with firm_scope(client.firm):
        kept = [(row.agreed, row.wording, row.by.email) for row in client.consents.all()]
        stored = Client.objects.get(pk=client.pk)
    consultant = "consultant@ours.example"
    assert kept == [(False, "benchmark-1", consultant), (True, "benchmark-1", consultant)]
    assert (stored.benchmark_consent, stored.benchmark_consent_at) == (False, None)
    today = timezone.now().date()
    row = f"{today.day} {today:%B %Y} Withdrawn benchmark-1 Consultant of Ours"
    assert row in text(browser.get(PAGE))
    found = [action for action in actions() if action.startswith("consent.")]
    assert found == ["consent.given", "consent.withdrawn"]


def test_a_new_client_may_agree_at_once(client, browser):
    browser.post("/clients/new/", {**PROFILE, "name": "Beta", "benchmark_consent": "on"})
    with every_firm("a test"):
        assert [(row.client.name, row.agreed) for row in BenchmarkConsent.objects.all()] == [("Beta", True)]


def test_a_consent_is_never_changed(client, browser):
    browser.post(f"{PAGE}edit/", {**PROFILE, "name": "Acme", "benchmark_consent": "on"})
    with firm_scope(client.firm), pytest.raises(IntegrityError, match="final"), transaction.atomic():
        client.consents.update(agreed=False)


# ---- Archive ---------------------------------------------------------------------------------------------


def test_an_archived_client_keeps_all_and_comes_back(client, browser):
    wave = make_wave(client)
    refused = browser.post(f"{PAGE}archive/")
    assert (refused.status_code, "Close or withdraw it first." in text(refused)) == (409, True)
    with firm_scope(client.firm):
        close_wave(assessment=wave)
    assert "Archive Acme?" in text(browser.get(f"{PAGE}archive/"))
    assert browser.post(f"{PAGE}archive/")["Location"] == "/clients/"
    page = text(browser.get(PAGE))
    assert "This client is on none of your lists. Nothing of it is deleted." in page
    assert "Wave 1" in page
    with firm_scope(client.firm), pytest.raises(SurveyError, match="archived"):
        open_wave(client=Client.objects.get(pk=client.pk))
    browser.post(f"{PAGE}restore/")
    assert "on none of your lists" not in text(browser.get(PAGE))
    assert [action for action in actions() if action.startswith("client.")] == [
        "client.archived",
        "client.restored",
    ]


# ---- Planned waves ---------------------------------------------------------------------------------------


@pytest.fixture
def plan(client):
    with firm_scope(client.firm):
        return plan_wave(client=client, due_on=TODAY + timedelta(days=3), rhythm=180)


def state(plan):
    with every_firm("a test"):
        return PlannedWave.objects.get(pk=plan.pk).state


@time_machine.travel("2026-11-22 12:00", tick=False)
def test_waves_are_planned_moved_and_dropped(client, browser):
    assert "No further wave is planned." in text(browser.get(PAGE))
    browser.post(f"{PAGE}plan/", {"due_on": "2027-01-10", "rhythm": "90"})
    assert "Next wave planned for 10 January 2027 , then every 90 days." in text(browser.get(PAGE))
    browser.post(f"{PAGE}plan/", {"due_on": "2027-02-10", "rhythm": "365"})
    assert "Next wave planned for 10 February 2027 , then every 365 days." in text(browser.get(PAGE))
    browser.post(f"{PAGE}plan/drop/")
    assert "No further wave is planned." in text(browser.get(PAGE))
    assert browser.get(f"{PAGE}plan/drop/").status_code == 404
    assert actions() == ["plan.made", "plan.changed", "plan.dropped"]


@pytest.mark.parametrize("day", ["2026-11-21", "2028-11-24", "soon", ""])
@time_machine.travel("2026-11-22 12:00", tick=False)
def test_a_day_that_cannot_be_planned(client, browser, day):
    answer = browser.post(f"{PAGE}plan/", {"due_on": day, "rhythm": "90"})
    assert list(errors(answer)) == ["Day of the next wave"]
    assert rows(PlannedWave) == [[]]


def test_a_client_has_one_plan(client, plan):
    with firm_scope(client.firm), pytest.raises(SurveyError, match="planned already"):
        plan_wave(client=client, due_on=TODAY, rhythm=90)


def test_a_plan_becomes_due_on_its_day_once(client, plan, browser):
    day = plan.due_on
    assert (any_due(today=TODAY), mark_due(today=TODAY), state(plan)) == (False, 0, "planned")
    with acting("job"):
        assert (any_due(today=day), mark_due(today=day), mark_due(today=day), state(plan)) == (
            True,
            1,
            0,
            "due",
        )
    assert "The wave planned for 25 November 2026 is due." in text(browser.get(PAGE))
    assert actions() == ["plan.made", "plan.became_due"]
    with firm_scope(client.firm):
        assert client.assessments.count() == 0


def test_the_list_of_clients_names_the_plans_that_are_due(client, plan, browser):
    make_client(client.firm, "Beta")
    assert "wait for you" not in text(browser.get("/clients/"))
    mark_due(today=plan.due_on)
    assert "Planned waves that wait for you: Acme (due since 25 November 2026)" in text(
        browser.get("/clients/")
    )
    theirs = make_client(make_firm("Theirs"), "Theirs Ltd")
    with firm_scope(theirs.firm):
        plan_wave(client=theirs, due_on=plan.due_on, rhythm=90)
    mark_due(today=plan.due_on)
    assert "Theirs" not in text(browser.get("/clients/"))


def test_plans_of_archived_clients_wait(client, plan):
    with firm_scope(client.firm):
        Client.objects.filter(pk=client.pk).update(archived_at=timezone.now())
    assert mark_due(today=plan.due_on) == 0


def test_opening_the_planned_wave_plans_the_next_one(client, plan):
    wave = make_wave(client, plan=plan)
    with firm_scope(client.firm):
        found = [(each.state, each.due_on, each.wave_id) for each in client.plans.all()]
    following = plan.due_on + timedelta(days=180)
    assert found == [("opened", plan.due_on, wave.pk), ("planned", following, None)]


def test_a_plan_that_was_dropped_meanwhile_opens_no_wave(client, plan):
    version = make_wave(client).instrument_version
    with firm_scope(client.firm):
        drop_plan(plan=plan)
        with pytest.raises(SurveyError, match="settled"):
            open_wave(
                client=client,
                plan=plan,
                instrument_version=version,
                segments=SEGMENTS,
                deadline=timezone.now(),
                time_zone="UTC",
            )
        assert client.assessments.count() == 1


# ---- Weight ----------------------------------------------------------------------------------------------


def test_as_many_queries_for_many_waves_and_contacts_as_for_few(client, browser):
    def cost(number):
        with firm_scope(client.firm):
            for _wave in range(number):
                make_wave(client)
            Contact.objects.bulk_create(
                Contact(firm=client.firm, client=client, name=f"C{n}") for n in range(number)
            )
        with CaptureQueriesContext(connection) as asked:
            browser.get(PAGE)
        return len(asked)

    browser.get(PAGE)
    assert cost(3) == cost(45)
