"""Adding leaders from a list: each row is looked at, nothing is stored before it is confirmed."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smax.accounts.tenancy import firm_scope
from surveys.models import Participant, PersonalLink, Response
from surveys.services import nominations
from surveys.services.waves import close_wave
from tests.cast import make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import rows, sign_in, text
from tests.surveys.imports.bombs import bombs

pytestmark = pytest.mark.django_db
PAGE = "/clients/acme/waves/1/participants/import/"
LIST = """name;email;side;seniority
Ana Ruiz;Ana@acme.example;sales;C-level
Ben Öz;ben@acme.example;Marketing;Direktor
Ana again;ana@acme.example;sales;vp
Known;sales.leader@client.example;both;other
;nobody;finance;
"""
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def wave():
    wave = make_wave(make_client(make_firm("Ours")))
    make_leader(wave, "sales")
    return wave


@pytest.fixture
def browser(wave):
    return sign_in()


def people():
    return rows(Participant, Response, PersonalLink)


def preview(browser, pasted=LIST):
    return browser.post(PAGE, {"pasted": pasted})


def confirm(browser, page, **changes):
    """Send what the page of a preview carries."""
    shown = page.context["preview"]
    sent = {"row": shown.fields, "ready": str(len(shown.people)), **changes}
    return browser.post(f"{PAGE}add/", sent)


def test_every_row_is_shown_and_nothing_is_stored(wave, browser):
    before = people()
    page = preview(browser)
    assert [(row.raw.number, row.state) for row in page.context["preview"].rows] == [
        (2, "ready"), (3, "ready"), (4, "duplicate"), (5, "known"), (6, "invalid"),
    ]  # fmt: skip
    words = text(page)
    assert "2 leaders can be added" in words
    assert "ana@acme.example stands in row 2 already." in words
    assert "“finance” is none of sales, marketing or both." in words
    assert people() == before


def test_what_is_ready_is_added_once_confirmed(wave, browser):
    answer = confirm(browser, preview(browser))
    assert answer["Location"] == "/clients/acme/waves/1/"
    with firm_scope(wave.firm):
        added = wave.participants.exclude(email="sales.leader@client.example")
        assert list(added.values_list("name", "email", "side", "seniority")) == [
            ("Ana Ruiz", "ana@acme.example", "sales", "c_level"),
            ("Ben Öz", "ben@acme.example", "marketing", "director"),
        ]
        assert [person.links.count() for person in added] == [1, 1]
    assert "2 leaders are added." in text(browser.get(answer["Location"]))


def test_a_file_is_taken_as_well(wave, browser):
    upload = SimpleUploadedFile("people.csv", LIST.encode("cp1252"))
    assert len(browser.post(PAGE, {"upload": upload}).context["preview"].people) == 2


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({}, "Choose a file, or paste rows."),
        ({"pasted": "x", "upload": SimpleUploadedFile("x.csv", b"x")}, "Send a file or pasted rows, not"),
        ({"pasted": "x"}, "Missing: name, email, side, seniority."),
        ({"upload": SimpleUploadedFile("x.csv", b"")}, "The submitted file is empty."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(wave, browser, sent, fault):
    assert fault in text(browser.post(PAGE, sent))


def test_a_page_that_has_aged_adds_nobody_and_shows_the_rows_anew(wave, browser):
    page = preview(browser)
    make_leader(wave, "marketing", "Ben")
    with firm_scope(wave.firm):
        wave.participants.filter(name="Ben").update(email="ben@acme.example")
    before = people()
    answer = confirm(browser, page)
    assert (answer.status_code, "Nobody was added." in text(answer)) == (409, True)
    assert people() == before
    assert confirm(browser, answer).status_code == 302


def test_sent_twice_adds_once(wave, browser):
    page = preview(browser)
    assert [confirm(browser, page).status_code for _time in range(2)] == [302, 409]
    with firm_scope(wave.firm):
        assert wave.participants.count() == 3


def test_nobody_is_added_to_a_closed_wave(wave, browser):
    page = preview(browser)
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    before = people()
    answer = confirm(browser, page)
    assert (answer.status_code, people()) == (409, before)
    assert "Nobody can be added to it." in text(browser.get(PAGE))


def test_all_or_nobody(wave, browser, monkeypatch):
    kept = nominations.add_participant

    def failing(**fields):
        if fields["email"].startswith("ben@"):
            raise RuntimeError("the power is cut")
        return kept(**fields)

    page, before = preview(browser), people()
    monkeypatch.setattr(nominations, "add_participant", failing)
    with pytest.raises(RuntimeError, match="power"):
        confirm(browser, page)
    assert people() == before


@pytest.mark.parametrize(
    "row",
    [
        "", "x", "[]", "[1,2,3,4,5]", '{"a":1}', '[true,"a","b","c","d"]', '[-1,"a","b","c","d"]',
        f'[1,"{"x" * 400}","b","c","d"]', "[" * 10_000, '[1e400,"a","b","c","d"]',
    ],
)  # fmt: skip
def test_what_no_page_carried_is_refused(wave, browser, row):
    before = people()
    answer = browser.post(f"{PAGE}add/", {"row": [row], "ready": "1"})
    assert (answer.status_code, people()) == (400, before)
    assert browser.post(f"{PAGE}add/", {}).status_code == 400


def test_the_other_rows_come_as_a_file_with_reasons(wave, browser):
    page = preview(browser, LIST + "=HYPERLINK(1);@x;+1;-1\n")
    answer = browser.post(f"{PAGE}leaders-to-correct.csv", {"row": page.context["preview"].fields})
    found = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert found[0] == ["name", "email", "side", "seniority", "row", "reason"]
    assert [line[4] for line in found[1:]] == ["4", "5", "6", "7"]
    assert found[4][:4] == ["'=HYPERLINK(1)", "'@x", "'+1", "'-1"]
    assert found[1][5] == "ana@acme.example stands in row 2 already."


def test_hostile_names_are_only_names(wave, browser):
    page = preview(
        browser, f"name;email;side;seniority\n{HOSTILE};x@acme.example;sales;vp\n=1+1;y@acme.example;sales;vp"
    )
    assert HOSTILE not in page.content.decode()
    confirm(browser, page)
    shown = browser.get("/clients/acme/waves/1/").content.decode()
    assert (HOSTILE in shown, "&lt;script&gt;alert(1)&lt;/script&gt;" in shown) == (False, True)


def test_templates(wave, browser):
    answer = browser.get("/clients/acme/waves/1/participants/leaders.csv")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert content.splitlines()[0] == '"name","email","side","seniority"'
    answer = browser.get("/clients/acme/waves/1/participants/leaders.xlsx")
    assert answer.content.startswith(b"PK")
    shown = browser.post(PAGE, {"upload": SimpleUploadedFile("leaders.xlsx", answer.content)})
    assert [row.state for row in shown.context["preview"].rows] == ["invalid"]


@pytest.mark.slow
def test_no_bomb_leaves_a_row_or_a_fault_of_the_server(wave, browser):
    before = people()
    for name, content in bombs().items():
        answer = browser.post(PAGE, {"upload": SimpleUploadedFile("list.xlsx", content)})
        assert (name, answer.status_code in {200, 413}) == (name, True)
        assert "preview" not in answer.context or not answer.context["preview"].people
    assert people() == before


def test_as_many_queries_for_many_rows_as_for_few(wave, browser):
    def cost(number):
        body = "".join(f"P{n};p{n}@acme.example;sales;vp\n" for n in range(number))
        with CaptureQueriesContext(connection) as asked:
            preview(browser, f"name;email;side;seniority\n{body}")
        return len(asked)

    assert cost(3) == cost(300)
