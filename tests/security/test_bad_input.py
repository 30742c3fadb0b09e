"""Input that no honest page sends: a clear answer on both databases, never a 500, nothing half-written."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client as Browser

from smax.accounts.models import User
from smax.accounts.tenancy import every_firm
from tests.cast import make_client, make_firm, make_leader, make_wave

pytestmark = pytest.mark.django_db

NASTY = {
    "nul": "a\x00b",
    "control": "a\x08b",
    "not-utf8": b"a\xed\xa0\x80b",
    "too-long": "x" * 20_001,
    "megabyte": "x" * 1_000_000,
}
PARTICIPANT = {"name": "Ada", "email": "ada@client.example", "side": "sales", "seniority": "c_level"}
PROFILE = {
    "name": "New Client",
    "industry": "software",
    "revenue_band": "25_99",
    "employees": "50_249",
    "region": "europe",
    "business_model": "subscription",
    "abm_use": "none",
    "team_location": "split",
    "sponsor": "none",
    "reporting_structure": "separate",
}


@pytest.fixture(scope="module")
def wave(shared_rows):
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def consultant(wave):
    browser = Browser()
    browser.force_login(User.objects.get(email="consultant@ours.example"))
    return browser


def rows():
    """Every row of every table of surveys, as text."""
    with every_firm("a test compares"):
        return {
            model.__name__: sorted(
                str([plain(value) for value in row]) for row in model.objects.values_list()
            )
            for model in apps.get_app_config("surveys").get_models()
        }


def plain(value):
    """PostgreSQL hands bytes out as a view, whose text is where it lies in memory."""
    return bytes(value) if isinstance(value, memoryview) else value


def post(browser, path, fields):
    """Post as a browser does, urlencoded; a bytes value is sent as it is."""
    from urllib.parse import quote_from_bytes, quote_plus  # noqa: PLC0415

    def quoted(value):
        return quote_from_bytes(value) if isinstance(value, bytes) else quote_plus(str(value))

    body = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields.items())
    return browser.post(path, body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        ("/clients/new/", PROFILE, "name"),
        ("/clients/acme/waves/1/participants/new/", PARTICIPANT, "name"),
        ("/clients/acme/waves/1/participants/new/", PARTICIPANT, "email"),
        ("/clients/acme/waves/1/participants/new/", PARTICIPANT, "side"),
        ("/clients/acme/waves/1/outcomes/", {}, "O1-period"),
        ("/clients/acme/waves/new/", {}, "segments"),
    ],
)
def test_unreadable_text_is_refused_on_the_desk(consultant, path, fields, field, text):
    before = rows()
    answer = post(consultant, path, {**fields, field: text})
    assert answer.status_code in {400, 413}
    assert rows() == before


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_unreadable_text_is_refused_in_the_questionnaire(wave, text):
    person, secret = make_leader(wave, "sales")
    browser = Browser()
    browser.post(f"/s/{secret}/", {"consent": "on"})
    before = rows()
    answer = post(browser, f"/survey/{person.public_id}/cus/", {"CUS-P1": "4", "CUS-K1": text})
    assert answer.status_code in {400, 413}
    assert rows() == before


@pytest.mark.parametrize(
    "value", ["0", "6", "9", "-1", "3.5", "１", "10" * 30, "true", "NaN", "dk,dk", "x" * 9000]
)
def test_a_step_that_is_none_is_refused_and_the_rest_is_kept(wave, value):
    person, secret = make_leader(wave, "sales")
    browser = Browser()
    browser.post(f"/s/{secret}/", {"consent": "on"})
    answer = post(browser, f"/survey/{person.public_id}/cus/", {"CUS-P1": "4", "CUS-K1": value})
    assert answer.status_code == 200
    assert "CUS-K1" not in draft(person)
    assert draft(person)["CUS-P1"] == 4


@pytest.mark.parametrize("name", ["CUS-K9", "O1", "DAT-P1", "draft", "state", "firm_id", "__proto__"])
def test_an_unknown_item_is_named(wave, name):
    person, secret = make_leader(wave, "sales")
    browser = Browser()
    browser.post(f"/s/{secret}/", {"consent": "on"})
    before = rows()
    answer = post(browser, f"/survey/{person.public_id}/cus/", {"CUS-P1": "4", name: "3"})
    assert answer.status_code == 400
    assert name in answer.content.decode()
    assert rows() == before


def test_a_screen_that_is_none_is_not_there(wave):
    person, secret = make_leader(wave, "sales")
    browser = Browser()
    browser.post(f"/s/{secret}/", {"consent": "on"})
    assert browser.get(f"/survey/{person.public_id}/9/").status_code == 404
    assert browser.post(f"/survey/{person.public_id}/step-9/", {"CUS-P1": "4"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/clients/acme/waves/0/",
        "/clients/acme/waves/-1/",
        f"/clients/acme/waves/{10**20}/",
        "/clients/%00/",
        "/clients/acme/waves/1%00/",
        f"/s/{'x' * 5000}/",
        "/survey/not-a-uuid/",
    ],
)
def test_addresses_that_lead_nowhere(consultant, path):
    assert consultant.get(path).status_code in {400, 404}


@pytest.mark.parametrize("query", ["?page=0", "?page=-1", f"?page={10**20}", "?page=x", "?page=1%00"])
def test_pages_that_are_none(consultant, query):
    assert consultant.get(f"/clients/{query}").status_code in {200, 302, 400, 404}


def test_a_participant_cannot_be_added_twice(consultant, wave):
    path = "/clients/acme/waves/1/participants/new/"
    first = post(consultant, path, PARTICIPANT)
    before = rows()
    again = post(consultant, path, {**PARTICIPANT, "email": "ADA@client.example"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert "in this wave already" in again.content.decode()
    assert rows() == before


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e400", "1e9", "-5000", "twelve", "0x10", "1_000"])
def test_an_outcome_out_of_range_is_refused_whole(consultant, value):
    before = rows()
    fields = {
        "O1-value": value, "O1-period": "FY 2025", "O1-source": "system",
        "O2-value": "96", "O2-period": "FY 2025", "O2-source": "system",
    }  # fmt: skip
    answer = post(consultant, "/clients/acme/waves/1/outcomes/", fields)
    assert answer.status_code == 200
    assert rows() == before


def draft(person):
    with every_firm("a test looks"):
        return type(person.response).objects.get(pk=person.response.pk).draft
