"""One participant on the desk: corrected, removed, left out; and asked again in the next wave."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import AuditEvent
from surveys.models import Participant, PersonalLink, Response
from surveys.queries import link_by_secret, people_to_ask_again
from surveys.services.answers import save_answers
from surveys.services.nominations import exclude_person
from surveys.services.waves import close_wave, withdraw_wave
from tests.cast import AGREEMENT, answer_and_submit, make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import rows, sign_in, text

pytestmark = pytest.mark.django_db
WAVE = "/clients/acme/waves/1/"


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def ana(wave):
    return make_leader(wave, "sales", "Ana")[0]


@pytest.fixture
def browser(wave):
    return sign_in()


def page_of(person):
    return f"{WAVE}participants/{person.public_id}/"


def stored(person):
    with every_firm("a test"):
        return Participant.objects.get(pk=person.pk)


def answer_one(person):
    with firm_scope(person.firm):
        save_answers(response=person.response, given={"CUS-P1": 4}, agreement=AGREEMENT)


def actions():
    with every_firm("a test"):
        found = AuditEvent.objects.filter(action__startswith="participant.").order_by("pk")
        return list(found.values_list("action", flat=True))


def test_who_somebody_is_can_be_corrected_before_the_first_answer(ana, browser):
    sent = {"name": " Ana  Ruiz ", "side": "both", "seniority": "director"}
    assert browser.post(page_of(ana), sent)["Location"] == WAVE
    found = stored(ana)
    assert (found.name, found.side, found.seniority) == ("Ana Ruiz", "both", "director")
    assert actions() == ["participant.added", "participant.changed"]


def test_and_not_after_it(ana, browser):
    answer_one(ana)
    answer = browser.post(page_of(ana), {"name": "Eve", "side": "both", "seniority": "other"})
    assert (answer.status_code, "has answered already" in text(answer)) == (409, True)
    assert stored(ana).name == "Ana"
    assert "name, side and seniority stay as they are" in text(browser.get(page_of(ana)))


def test_somebody_who_has_not_answered_is_removed_and_the_link_with_them(wave, browser):
    ana, secret = make_leader(wave, "sales", "Ana")
    assert "Remove Ana from the wave?" in text(browser.get(f"{page_of(ana)}remove/"))
    assert browser.post(f"{page_of(ana)}remove/")["Location"] == WAVE
    assert rows(Participant, Response, PersonalLink) == [[], [], []]
    assert link_by_secret(secret) is None
    assert browser.get(f"/s/{secret}/").status_code == 404
    assert actions() == ["participant.added", "participant.removed"]
    make_leader(wave, "sales", "Ana")


@pytest.mark.parametrize("act", [answer_one, answer_and_submit])
def test_nobody_who_has_answered_is_removed(ana, browser, act):
    act(ana)
    before = rows(Participant, Response, PersonalLink)
    answer = browser.post(f"{page_of(ana)}remove/")
    assert (answer.status_code, "You can exclude the answers." in text(answer)) == (409, True)
    assert rows(Participant, Response, PersonalLink) == before


def test_answers_are_left_out_with_a_reason_and_count_again(ana, browser):
    answer_and_submit(ana)
    answer = browser.post(f"{page_of(ana)}exclude/", {"reason": " "})
    assert "This field is required." in text(answer)
    browser.post(f"{page_of(ana)}exclude/", {"reason": "clicked  through"})
    found = stored(ana)
    assert (found.excluded_at is not None, found.excluded_reason) == (True, "clicked through")
    assert "Reason: clicked through" in text(browser.get(page_of(ana)))
    assert browser.post(f"{page_of(ana)}exclude/", {"reason": "again"}).status_code == 409
    browser.post(f"{page_of(ana)}include/")
    assert (stored(ana).excluded_at, stored(ana).excluded_reason) == (None, "")
    assert browser.post(f"{page_of(ana)}include/").status_code == 409
    assert actions()[1:] == ["participant.excluded", "participant.included"]


def test_the_database_wants_the_reason(ana):
    with firm_scope(ana.firm), pytest.raises(IntegrityError), transaction.atomic():
        exclude_person(participant=ana, reason="")


def test_nothing_is_left_out_of_a_withdrawn_wave(wave, ana, browser):
    with firm_scope(wave.firm):
        withdraw_wave(assessment=wave)
    assert browser.post(f"{page_of(ana)}exclude/", {"reason": "x"}).status_code == 409


# ---- Asking again ----------------------------------------------------------------------------------------


@pytest.fixture
def next_wave(wave, ana):
    people = [make_leader(wave, "marketing", name)[0] for name in ("Ben", "Cleo", "Dan")]
    with firm_scope(wave.firm):
        Participant.objects.filter(name="Cleo").update(declined_at=wave.created_at)
        close_wave(assessment=wave)
    assert len(people) == 3
    return make_wave(wave.client)


AGAIN = "/clients/acme/waves/2/participants/again/"


def lines(page, **changes):
    """What the page would send, with changes by name of the person."""
    sent = {}
    for person, form in page.context["forms"].lines:
        values = {name: form[name].value() for name in form.fields} | changes.get(person.name, {})
        sent |= {
            f"{form.prefix}-{name}": "on" if value is True else value
            for name, value in values.items()
            if value
        }
    return sent


def test_the_people_of_the_last_wave_are_offered_and_nobody_is_in_the_next_before_that(next_wave, browser):
    page = browser.get(AGAIN)
    offered = [(person.name, form["again"].value()) for person, form in page.context["forms"].lines]
    assert offered == [("Ana", True), ("Ben", True), ("Cleo", False), ("Dan", True)]
    with firm_scope(next_wave.firm):
        assert next_wave.participants.count() == 0


def test_the_ticked_ones_are_added_as_corrected(next_wave, browser):
    sent = lines(browser.get(AGAIN), Ana={"side": "both", "email": "ANA@new.example"}, Dan={"again": False})
    assert browser.post(AGAIN, sent)["Location"] == "/clients/acme/waves/2/"
    with firm_scope(next_wave.firm):
        added = next_wave.participants.values_list("name", "email", "side")
        assert list(added) == [("Ana", "ana@new.example", "both"), ("Ben", "ben@client.example", "marketing")]
    assert [person.name for person, _form in browser.get(AGAIN).context["forms"].lines] == [
        "Ana",
        "Cleo",
        "Dan",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Ana": {"name": ""}}, "Ana · This field is required."),
        ({"Ana": {"email": "nobody"}}, "Ana · Enter a valid email address."),
        ({"Ben": {"email": "ana@client.example"}}, "Ben · ana@client.example stands there twice"),
        ({"Ana": {"side": "finance"}}, "Ana · Select a valid choice."),
    ],
)
def test_what_cannot_be_names_the_person_and_adds_nobody(next_wave, browser, change, told):
    answer = browser.post(AGAIN, lines(browser.get(AGAIN), **change))
    assert told in text(answer)
    with firm_scope(next_wave.firm):
        assert next_wave.participants.count() == 0


def test_a_trial_is_nobodys_last_wave(wave, ana):
    trial = make_wave(wave.client, trial=True)
    make_leader(trial, "sales", "Tester")
    following = make_wave(wave.client)
    with firm_scope(wave.firm):
        assert [person.name for person in people_to_ask_again(following)] == ["Ana"]


def test_as_many_queries_for_forty_as_for_three(wave, browser):
    def cost(number):
        for n in range(number):
            make_leader(wave, "sales", f"P{n} of {number}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(AGAIN)
        return len(asked)

    make_wave(wave.client)
    assert cost(3) == cost(40)
