"""A page that was made before is shown again while nothing has changed, and to nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import add_message, constants
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.fingerprint import COVERED
from reports.models import AgreedAnswer, Note, PlanAction, Release, Target
from reports.services.releases import prepare_release
from reports.views import remembered
from reports.views.remembered import forget_all
from smax.accounts.models import AuditEvent, Firm, Membership, User
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.models import Document, OutcomeFigure, Participant
from tests.cast import answer_and_submit, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import answered_wave, fill, finish, results_url

pytestmark = pytest.mark.django_db

# Read for each page anew: who asks, what they may see, and what they are on record with.
ALWAYS = {
    "django_session",
    "accounts_user",
    "accounts_membership",
    "accounts_firm",
    "mfa_authenticator",
    "accounts_auditevent",
    "reports_release",
}
TOKEN = r'name="csrfmiddlewaretoken" value="(\w{64})"'


@pytest.fixture
def wave():
    """The second wave of a client, with something of everything."""
    first = answered_wave(2, 2, closed=True)
    second = make_wave(first.client)
    fill(second, sales=2, marketing=2)
    finish(second, closed=False)
    with firm_scope(second.firm):
        Target.objects.create(assessment=first, scores={"CUS-K1.joint": 75.0})
        Note.objects.create(assessment=second, section="headline", text="A word before.")
        Document.objects.create(assessment=second, item="CUS-K1", step=2, note="Seen.")
        AgreedAnswer.objects.create(assessment=second, item="ORG-F1", answer="ceo")
        person = second.participants.last()
        Participant.objects.filter(pk=person.pk).update(excluded_at=timezone.now(), excluded_reason="Left.")
    return second


@pytest.fixture
def browser(wave):
    return signed_in("consultant@ours.example")


def signed_in(address):
    browser = Browser()
    browser.force_login(User.objects.get(email=address))
    return browser


def shown(browser, wave, query=""):
    """The page without the token of its forms."""
    text = browser.get(results_url(wave) + query).content.decode()
    return re.sub(TOKEN, "", text)


def statements(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries if not re.match("SAVEPOINT|RELEASE", query["sql"])]


def tables(sql):
    return set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))


@pytest.mark.parametrize("leaders", [1, 100])
def test_three_queries_while_nothing_has_changed(leaders):
    wave = answered_wave(leaders, leaders)
    browser = signed_in("consultant@ours.example")
    page = shown(browser, wave)
    # Session; reader with membership, firm and factor; wave with client, version, fingerprint, release, and
    # whether this look is on record today.
    assert len(statements(lambda: browser.get(results_url(wave)))) == 3
    assert shown(browser, wave) == page


@pytest.mark.parametrize("leaders", [1, 100])
def test_eight_queries_where_something_has(leaders):
    wave = answered_wave(leaders, leaders)
    browser = signed_in("consultant@ours.example")
    shown(browser, wave)
    forget_all()
    # Those, and: earlier waves, what stands beside the answers, leaders, benchmark; the fingerprint again.
    assert len(statements(lambda: browser.get(results_url(wave)))) == 8


def test_a_first_look_is_on_record(wave, browser):
    def looks():
        return AuditEvent.objects.filter(action="answers.seen", object_id=str(wave.pk)).count()

    with every_firm("a test reads"):
        assert looks() == 0
        shown(browser, wave)
        shown(browser, wave)
        assert looks() == 1
        shown(signed_in("owner@ours.example"), wave)
        assert looks() == 2
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            shown(signed_in("consultant@ours.example"), wave)
        assert looks() == 3


def test_nothing_is_read_for_a_page_but_what_the_fingerprint_covers(wave, browser):
    shown(browser, wave)
    forget_all()
    asked = statements(lambda: browser.get(results_url(wave)))
    read = set().union(*map(tables, asked))
    assert read - ALWAYS <= {model._meta.db_table for model in COVERED}
    assert {"surveys_submission", "reports_note", "reports_target", "surveys_document"} <= read


def _first(model, wave, **changed):
    row = model.objects.filter(assessment=wave).first()
    model.objects.filter(pk=row.pk).update(**changed)


def _submit(wave):
    answer_and_submit(make_leader(wave, "sales", "Newcomer")[0])


def _answers_again(wave):
    person = wave.participants.first()
    person.response.state = "open"
    person.response.draft = {**person.response.draft, "CUS-P1": 1, "CUS-K1": 1}
    person.response.save()
    person.response.freeze(receipt="AAAA-BBBB-CCCC", submitted_at=timezone.now())


def _of_consultant(model, place=""):
    return model.objects.filter(**{f"{place}email": "consultant@ours.example"})


CHANGES = {
    "a leader submits": _submit,
    "a leader submits again": _answers_again,
    "a leader is renamed": lambda wave: wave.participants.update(name="Renamed Leader"),
    "a leader is excluded": lambda wave: _first(
        Participant, wave, excluded_at=timezone.now(), excluded_reason="No longer there."
    ),
    "a figure is corrected": lambda wave: _first(OutcomeFigure, wave, value=-3.0),
    "a document is read again": lambda wave: _first(Document, wave, step=5),
    "an agreed answer is taken back": lambda wave: AgreedAnswer.objects.filter(assessment=wave).delete(),
    "a note is changed": lambda wave: _first(Note, wave, text="Another word."),
    "an action is planned": lambda wave: PlanAction.objects.create(
        assessment=wave, place=1, text="Meet every week.", method_version="1", since=2
    ),
    "an earlier wave's figure is corrected": lambda wave: _first(
        OutcomeFigure, wave.client.assessments.get(number=1), value=-3.0
    ),
    "the wave's segments are renamed": lambda wave: wave.client.assessments.filter(pk=wave.pk).update(
        segments=[{**segment, "text": f"New {segment['text']}"} for segment in wave.segments]
    ),
    "the client is renamed": lambda wave: type(wave.client).objects.update(name="Renamed Client"),
    "the firm is renamed": lambda _wave: Firm.objects.update(name="Renamed Firm"),
    "the reader's address changes": lambda _wave: _of_consultant(User).update(email="new@ours.example"),
    "the reader becomes an owner": lambda _wave: _of_consultant(Membership, "user__").update(role="owner"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_page_changes_with_all_that_it_is_made_from(wave, browser, change):
    before = shown(browser, wave)
    assert shown(browser, wave) == before
    with firm_scope(wave.firm):
        change(wave)
    after = shown(browser, wave)
    assert after != before
    forget_all()
    assert shown(browser, wave) == after


def test_a_release_changes_the_page(browser, wave):
    type(wave)._base_manager.filter(pk=wave.pk).update(state="closed", closed_at=timezone.now())
    before = shown(browser, wave)
    wave.refresh_from_db()
    with firm_scope(wave.firm):
        prepare_release(assessment=wave, by=User.objects.get(email="owner@ours.example"))
        assert Release.objects.count() == 1
    assert shown(browser, wave) != before


def test_the_passing_of_the_deadline_changes_the_page():
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    fill(wave, sales=5, marketing=5)
    before = shown(signed_in("consultant@ours.example"), wave)
    with time_machine.travel(wave.deadline + timedelta(hours=1)):
        assert shown(signed_in("consultant@ours.example"), wave) != before


def test_each_address_has_its_own_page(wave, browser):
    plain = shown(browser, wave)
    compared = shown(browser, wave, "?compare=wave-1")
    assert compared != plain
    assert (shown(browser, wave), shown(browser, wave, "?compare=wave-1")) == (plain, compared)
    figure = browser.get(results_url(wave) + "?figure=matrix")
    again = browser.get(results_url(wave) + "?figure=matrix")
    assert (again.json(), again.headers["Content-Type"]) == (figure.json(), "application/json")


def test_no_reader_sees_the_page_of_another(wave, browser):
    other = answered_wave(1, 1, firm_name="Theirs", name=wave.client.name)
    ours = shown(browser, wave)
    owner = shown(signed_in("owner@ours.example"), wave)
    assert "owner@ours.example" in owner
    assert "owner@ours.example" not in ours
    theirs = signed_in("consultant@theirs.example")
    assert theirs.get(results_url(wave)).status_code == 404
    assert "Theirs" in shown(theirs, other)
    assert shown(browser, wave) == ours


def test_a_form_on_a_remembered_page_works(wave, browser):
    browser.get(results_url(wave))
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    tokens = [
        re.search(TOKEN, strict.get(results_url(wave)).content.decode())[1]
        for _time in ("made", "remembered")
    ]
    assert tokens[0] != tokens[1]
    left = strict.post("/accounts/logout/", {"csrfmiddlewaretoken": tokens[1]})
    assert left.status_code == 302


def test_a_message_is_shown_once(wave, browser, monkeypatch):
    before = shown(browser, wave)

    def with_message(request):
        add_message(request, constants.SUCCESS, "Stored.")
        return original(request)

    original = remembered.get_messages
    with monkeypatch.context() as patch:
        patch.setattr(remembered, "get_messages", with_message)
        assert "Stored." in shown(browser, wave)
    assert shown(browser, wave) == before


def test_so_many_pages_are_kept_and_no_more(wave, browser, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_PAGES", 2)
    addresses = [results_url(wave) + query for query in ("", "?a=1", "?a=2")]
    for address in addresses:
        browser.get(address)
    assert [place[1] for place in remembered._pages] == addresses[1:]


def test_what_changes_while_a_page_is_made_is_not_kept(wave, browser, monkeypatch):
    digests = iter("abc")
    monkeypatch.setattr(remembered, "fingerprint_of", lambda _client: next(digests))
    shown(browser, wave)
    assert not remembered._pages
