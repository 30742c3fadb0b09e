"""The list of clients, a client's profile and its page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.tenancy import firm_scope
from surveys.errors import SurveyError
from surveys.models import Client
from surveys.services.clients import add_client, free_slug
from surveys.services.waves import close_wave
from tests.cast import PROFILE, answer_and_submit, make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import errors, rows, sign_in, text

pytestmark = pytest.mark.django_db

FIELDS = {**PROFILE, "name": "Northwind Pumps"}


@pytest.fixture
def firm():
    return make_firm("Ours")


@pytest.fixture
def browser(firm):
    return sign_in()


def stored(firm, name, slug):
    """A client with an address of our choice."""
    with firm_scope(firm):
        Client(firm=firm, name=name, slug=slug, **PROFILE).save()


def only_client():
    (row,) = rows(Client)[0]
    return dict(zip([field.attname for field in Client._meta.fields], row, strict=True))


# ---- Adding ----------------------------------------------------------------------------------------------


def test_a_client_with_its_whole_profile(firm, browser):
    before = timezone.now()
    answer = browser.post("/clients/new/", {
        **FIELDS, "headwinds": ["talent", "budget"], "attrition_pct": "7.5", "benchmark_consent": "on",
    })  # fmt: skip
    assert (answer.status_code, answer.headers["Location"]) == (302, "/clients/northwind-pumps/")
    row = only_client()
    assert before <= row.pop("benchmark_consent_at") <= timezone.now()
    assert {name: row[name] for name in row if name not in {"id", "created_at"}} == {
        **FIELDS,
        "firm_id": firm.pk,
        "slug": "northwind-pumps",
        "headwinds": ["budget", "talent"],
        "attrition_pct": 7.5,
        "benchmark_consent": True,
        "synthetic": False,
        "archived_at": None,
    }


def test_what_may_be_left_out(browser):
    browser.post("/clients/new/", FIELDS)
    row = only_client()
    assert (row["headwinds"], row["attrition_pct"]) == ([], None)
    assert (row["benchmark_consent"], row["benchmark_consent_at"]) == (False, None)


def test_nothing_sent_names_each_field(browser):
    answer = browser.post("/clients/new/", {"name": " "})
    labels = (
        "Name of the company", "Industry", "Yearly revenue", "Employees", "Region of the head office",
        "Business model", "Account-based programmes (marketing and sales aimed at named companies)",
        "Where the two teams work", "Who champions alignment at the top",
        "To whom the heads of sales and marketing report",
    )  # fmt: skip
    assert errors(answer) == dict.fromkeys(labels, "This field is required.")
    assert rows(Client) == [[]]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "n" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("industry", "astrology", "Select a valid choice. astrology is not one of the available choices."),
        ("headwinds", ["budget", "x"], "Select a valid choice. x is not one of the available choices."),
        ("attrition_pct", "101", "Ensure this value is less than or equal to 100."),
        ("attrition_pct", "-1", "Ensure this value is greater than or equal to 0."),
        (
            "attrition_pct",
            "7,5",
            "“7,5” holds a comma. Write 7.5 for seven and a half, and 1000 for a thousand.",
        ),
        ("attrition_pct", "nan", "“nan” cannot be read as a number."),
        ("attrition_pct", "1e1", "“1e1” cannot be read as a number."),
        ("attrition_pct", "٧", "“٧” cannot be read as a number."),
    ],
)
def test_what_is_refused_is_named(browser, field, value, error):
    answer = browser.post("/clients/new/", {**FIELDS, field: value})
    (fault,) = errors(answer).values()
    assert fault.startswith(error)
    assert rows(Client) == [[]]


@pytest.mark.parametrize("name", ["Acme", "ACME", " acme ", "Äcme GmbH", "äCME  gmbh"])
def test_a_name_is_there_once_in_a_firm_whatever_its_case(firm, browser, name):
    make_client(firm, "Acme")
    stored(firm, "Äcme GmbH", "aecme")
    answer = browser.post("/clients/new/", {**FIELDS, "name": name})
    shown = " ".join(name.split())
    assert errors(answer) == {"Name of the company": f"Your firm has a client named “{shown}” already."}
    assert len(rows(Client)[0]) == 2


def test_another_firm_may_have_a_client_of_the_same_name(firm, browser):
    make_client(make_firm("Theirs"), "Northwind Pumps")
    assert browser.post("/clients/new/", FIELDS).headers["Location"] == "/clients/northwind-pumps/"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Acme", "acme-2"),
        ("New", "new-2"),
        ("Müller & Söhne", "muller-sohne"),
        ("日本製鉄", "client"),
        ("---", "client"),
        ("a" * 120, "a" * 50),
        ("x" * 49 + " yy", "x" * 49),
    ],
)
def test_an_address_is_made_from_the_name(firm, name, slug):
    stored(firm, "Other", "acme")
    with firm_scope(firm):
        assert free_slug(firm, name) == slug


def test_addresses_are_numbered_without_end(firm):
    with firm_scope(firm):
        slugs = [add_client(firm=firm, client=Client(name=f"客{n}", **PROFILE)).slug for n in "一二三"]
    assert slugs == ["client", "client-2", "client-3"]


def test_whoever_comes_second_at_the_same_moment_is_told(firm):
    with firm_scope(firm):
        add_client(firm=firm, client=Client(name="Acme", **PROFILE))
        with pytest.raises(SurveyError, match="“acme” was not saved: another client of your firm was given"):
            add_client(firm=firm, client=Client(name="acme", **PROFILE))
    assert len(rows(Client)[0]) == 1


# ---- Changing --------------------------------------------------------------------------------------------


def test_the_profile_changes_and_the_address_stays(firm, browser):
    make_client(firm, "Northwind Pumps", attrition_pct=12.25)
    assert 'value="12.25"' in browser.get("/clients/northwind-pumps/edit/").content.decode()
    answer = browser.post(
        "/clients/northwind-pumps/edit/", {**FIELDS, "name": "Southwind", "region": "asia_pacific"}
    )
    assert answer.headers["Location"] == "/clients/northwind-pumps/"
    row = only_client()
    assert (row["name"], row["slug"], row["region"]) == ("Southwind", "northwind-pumps", "asia_pacific")
    assert row["attrition_pct"] is None


def test_keeping_the_own_name_is_no_duplicate_and_another_clients_is(firm, browser):
    make_client(firm, "Acme")
    make_client(firm, "Northwind Pumps")
    assert browser.post("/clients/acme/edit/", {**FIELDS, "name": "ACME"}).status_code == 302
    answer = browser.post("/clients/acme/edit/", FIELDS)
    assert errors(answer) == {
        "Name of the company": "Your firm has a client named “Northwind Pumps” already."
    }
    assert text(answer).startswith("Clients ACME Profile")


def test_the_day_of_the_consent(firm, browser):
    make_client(firm, "Northwind Pumps")
    path = "/clients/northwind-pumps/edit/"
    browser.post(path, {**FIELDS, "benchmark_consent": "on"})
    given = only_client()["benchmark_consent_at"]
    assert isinstance(given, datetime)
    browser.post(path, {**FIELDS, "benchmark_consent": "on", "region": "europe"})
    assert only_client()["benchmark_consent_at"] == given
    browser.post(path, FIELDS)
    assert (only_client()["benchmark_consent"], only_client()["benchmark_consent_at"]) == (False, None)
    browser.post(path, {**FIELDS, "benchmark_consent": "on"})
    assert only_client()["benchmark_consent_at"] > given


def test_fields_that_are_not_in_the_form_are_not_taken(firm, browser):
    make_client(firm, "Northwind Pumps")
    browser.post(
        "/clients/northwind-pumps/edit/",
        {**FIELDS, "slug": "x", "synthetic": "on", "firm": "1", "benchmark_consent_at": "2020-01-01"},
    )
    row = only_client()
    assert (row["slug"], row["synthetic"], row["benchmark_consent_at"]) == ("northwind-pumps", False, None)


# ---- The page --------------------------------------------------------------------------------------------


def test_a_client_without_a_wave(firm, browser):
    make_client(firm, headwinds=["budget", "talent"], attrition_pct=7.5)
    page = text(browser.get("/clients/acme/"))
    assert page.startswith("Clients Acme Software Acme Edit the profile Guests Waves No wave yet")
    assert "Headwinds Budget limits, Lack of talent" in page
    assert "People who left the two teams in 12 months 7.5%" in page
    assert page.endswith("Counts in benchmarks No Archive the client")


def test_waves_newest_first_with_their_responses(firm, browser):
    client = make_client(firm)
    first = make_wave(client)
    answer_and_submit(make_leader(first, "sales")[0])
    with firm_scope(firm):
        close_wave(assessment=first)
    make_wave(client, deadline=datetime(2099, 7, 1, 16, tzinfo=UTC))
    page = text(browser.get("/clients/acme/"))
    assert "Wave 2 Open Wednesday, 1 July 2099, 18:00 (Europe/Berlin) Sales nobody asked" in page
    assert page.index("Wave 2 Open") < page.index("Wave 1 Closed")
    assert "Sales 1 of 1 Marketing nobody asked Enter the outcome figures Results of wave 1" in page


def queries(browser, path):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_as_many_queries_for_ten_waves_as_for_one(firm, browser):
    client = make_client(firm)
    make_wave(client)
    browser.get("/clients/acme/")
    few = queries(browser, "/clients/acme/")
    for _number in range(9):
        make_leader(make_wave(client), "sales")
    assert queries(browser, "/clients/acme/") == few


def test_the_database_holds_one_name_a_firm(firm):
    stored(firm, "Acme", "acme")
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(firm, "ACME", "other")
