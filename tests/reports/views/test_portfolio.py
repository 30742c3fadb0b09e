"""The portfolio: every client of the reader with what stands for it, in the order and the cut asked for."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.numbers import signed, whole
from reports.scorecards import scored_waves
from reports.tables.portfolio import tint
from reports.wording import REASONS
from scoring.disclosure import Reason
from smax.accounts.tenancy import firm_scope
from surveys.models import Client
from surveys.queries import waves_of
from surveys.services.evidence import record_outcomes
from surveys.services.waves import close_wave, withdraw_wave
from tests.cast import (
    PROFILE,
    answer_and_submit,
    full_answers,
    make_client,
    make_firm,
    make_leader,
    make_wave,
)
from tests.reports.waves import fill, finish
from tests.surveys.desk import sign_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return make_firm("Ours")


@pytest.fixture
def browser(firm):
    return sign_in()


def pair(client, step=3, *, closed=True, **fields):
    """A wave of the client in which a pair has answered every step alike."""
    wave = make_wave(client, **fields)
    for side in ("sales", "marketing"):
        answer_and_submit(make_leader(wave, side)[0], full_answers(wave, side, step=step))
    if closed:
        with firm_scope(client.firm):
            close_wave(assessment=wave)
    return wave


def names(browser, query=""):
    """The clients of the table, in its order."""
    page = browser.get(f"/clients/{query}").content.decode()
    return [unescape(name) for name in re.findall(r'<th scope="row"><a href="[^"]*">([^<]+)</a>', page)]


def row(browser, query=""):
    """What the one row of the list says."""
    return text(browser.get(f"/clients/{query}")).partition("Next step ")[2]


# ---- What a row says -------------------------------------------------------------------------------------


def test_an_empty_list_teaches_the_way_to_results(browser):
    page = text(browser.get("/clients/"))
    assert page == (
        "Clients Add your first client A client is a company whose leaders of sales and marketing you ask. "
        "This is the way from here to its results: Add the client with its profile. "
        "Open a wave: a deadline and the client's own segments. "
        "Add at least one leader of each side and send each their personal link. "
        "Watch the answers come in, enter the outcome figures, close the wave. "
        "Read the results: what the leaders believe, and what the evidence bears out. Add a client"
    )


def test_the_next_step_from_a_new_client_to_its_results(firm, browser):
    client = make_client(firm)
    assert row(browser) == "Acme Software none yet none yet none yet none yet none yet Open the first wave"
    wave = make_wave(client)
    nothing = "Acme Software needs both sides needs both sides needs both sides not shown Wave 1, not final "
    assert row(browser) == (
        nothing + "Wave 1 Open Sales nobody asked Marketing nobody asked "
        "Add a leader of sales Add a leader of marketing"
    )
    sales, _link = make_leader(wave, "sales")
    marketing, _link = make_leader(wave, "marketing")
    both, _link = make_leader(wave, "both")
    answer_and_submit(sales)
    assert row(browser) == (
        nothing + "Wave 1 Open Sales 1 of 1 Marketing 0 of 1 Both functions 0 of 1 Wait for 2 responses"
    )
    for person in (marketing, both):
        answer_and_submit(person)
    assert row(browser).endswith("Both functions 1 of 1 Enter the outcome figures")
    with firm_scope(firm):
        figure = {"value": 12.0, "period": "2025", "source": "system"}
        record_outcomes(assessment=wave, figures={"O1": figure}, entered_by=None)
    assert row(browser).endswith("Close the wave")
    with firm_scope(firm):
        close_wave(assessment=wave)
    assert row(browser).endswith(
        "Results of wave 1 Wave 1 Closed Sales 1 of 1 Marketing 1 of 1 Both functions 1 of 1 "
        "Look at the results"
    )


def test_the_figures_are_those_of_the_results_page(firm, browser):
    wave = make_wave(make_client(firm))
    fill(wave, sales=2, marketing=1)
    finish(wave)
    with firm_scope(firm):
        card = scored_waves(list(waves_of(firm)))[0].card
    figures = [whole(value) for value in (card.perceived.joint, card.measured.index)]
    assert row(browser).startswith(
        f"Acme Software {figures[0]} n = 2 + 1 {figures[1]} n = 2 + 1 {signed(card.gap)} n = 2 + 1 "
    )
    assert f'class="tag tag--{card.maturity.level}"' in browser.get("/clients/").content.decode()


def test_an_index_without_outcomes_is_called_provisional(firm, browser):
    pair(make_client(firm))
    assert re.match(r"Acme Software 50 n = 1 \+ 1 \d+ provisional n = 1 \+ 1 ", row(browser))


def test_the_last_closed_wave_stands_while_the_next_one_runs(firm, browser):
    client = make_client(firm)
    pair(client, 3)
    pair(client, 5, closed=False)
    assert row(browser).startswith("Acme Software 50 n = 1 + 1 ")
    assert "Results of wave 1 Wave 2 Open Sales 1 of 1" in row(browser)


def test_an_open_wave_stands_where_none_is_closed(firm, browser):
    pair(make_client(firm), 3, closed=False)
    assert row(browser).startswith("Acme Software 50 n = 1 + 1 ")
    assert "Wave 1, not final" in row(browser)


def test_trials_and_withdrawn_waves_stand_for_nobody(firm, browser):
    client = make_client(firm)
    pair(client, 3)
    withdrawn = pair(client, 5)
    with firm_scope(firm):
        withdraw_wave(assessment=withdrawn)
    pair(client, 1, trial=True)
    assert row(browser).startswith("Acme Software 50 n = 1 + 1 ")
    assert "Results of wave 1 Wave 2 Withdrawn" in row(browser)


def test_a_trial_alone_is_as_good_as_no_wave(firm, browser):
    pair(make_client(firm), 3, trial=True)
    assert row(browser) == "Acme Software none yet none yet none yet none yet none yet Open the first wave"


WITHHELD = str(REASONS[Reason.TOO_FEW_TO_SHOW])


@pytest.mark.parametrize("closed", [True, False])
def test_what_the_promise_withholds_is_withheld_here_too(firm, browser, closed):
    people = 2 if closed else 3
    wave = make_wave(make_client(firm), identity_mode="aggregated")
    fill(wave, sales=people, marketing=people)
    finish(wave, closed=closed)
    for query in ("", "?table=heat&show=gap", "?table=heat&show=measured", "?sort=-gap", "?sort=CUS"):
        page = browser.get(f"/clients/{query}").content.decode()
        assert '<span class="figure' not in page
        assert WITHHELD in page
    assert names(browser, "?level=none") == ["Acme"]


def test_whoever_is_excluded_does_not_count_here(firm, browser):
    wave = pair(make_client(firm), 3)
    extra = make_wave(wave.client)
    assert extra.number == 2
    with firm_scope(firm):
        wave.participants.filter(side="sales").update(
            excluded_at=wave.created_at, excluded_reason="Answered for another"
        )
    assert "needs both sides" in row(browser)


def test_a_wave_past_its_deadline_is_to_be_closed(firm, browser):
    wave = make_wave(make_client(firm))
    make_leader(wave, "sales")
    make_wave(wave.client, deadline=timezone.now() - timedelta(minutes=1))
    assert row(browser).endswith(
        "Wave 2 Deadline passed Sales nobody asked Marketing nobody asked Close the wave"
    )


def test_synthetic_clients_are_labelled_and_other_firms_are_not_there(firm, browser):
    make_client(firm, synthetic=True)
    pair(make_client(make_firm("Theirs"), "Their Client"))
    for query in ("", "?sort=-gap", "?table=heat", "?search=Their", "?archived=on"):
        assert "Their Client" not in browser.get(f"/clients/{query}").content.decode()
    assert row(browser).startswith("Acme Software Synthetic none yet")


def test_archived_clients_are_out_of_the_list_and_can_be_asked_for(firm, browser):
    make_client(firm, "Kept")
    make_client(firm, "Gone", archived_at=timezone.now())
    assert names(browser) == ["Kept"]
    assert names(browser, "?archived=on") == ["Gone"]
    assert row(browser, "?archived=on").endswith("none yet archived")
    with firm_scope(firm):
        Client.objects.filter(name="Kept").update(archived_at=timezone.now())
    assert "All clients are archived" in text(browser.get("/clients/"))


# ---- The heat table --------------------------------------------------------------------------------------


def test_the_heat_table_shows_each_gap_with_its_n(firm, browser):
    wave = make_wave(make_client(firm))
    fill(wave, sales=2, marketing=1)
    finish(wave)
    make_client(firm, "Empty")
    with firm_scope(firm):
        card = scored_waves(list(waves_of(firm)))[0].card
    page = browser.get("/clients/?table=heat&show=gap").content.decode()
    assert "Customer alignment" in page
    cells = re.findall(r'<td class="num(?: heat--([\w-]+))?"><span class="figure ">([^<]+)</span>', page)[1:]
    expected = [(tint(score.gap, "gap"), score.gap) for score in card.dimensions.values()]
    assert [(shade, float(number.replace("−", "-"))) for shade, number in cells] == [
        (shade, pytest.approx(gap, abs=0.5)) for shade, gap in expected
    ]
    assert page.count("n = 2 + 1") == 9
    assert "No wave with results yet" in page
    measured = text(browser.get("/clients/?table=heat&show=measured"))
    assert "Measured alignment by dimension, 0 to 100." in measured


def test_the_heat_table_without_results_says_when_it_fills(firm, browser):
    make_client(firm)
    assert "No results yet The table fills when" in text(browser.get("/clients/?table=heat"))


# ---- Many ------------------------------------------------------------------------------------------------


def grow(firm, first, last):
    for number in range(first, last):
        wave = make_wave(make_client(firm, f"Client {number:03}"))
        answer_and_submit(make_leader(wave, "sales")[0])
        make_leader(wave, "marketing")


def queries(browser, path):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_as_many_queries_for_sixty_clients_as_for_three(firm, browser):
    lists = ["", "?sort=-gap", "?sort=responses", "?level=none", "?table=heat", "?state=open&search=C"]
    grow(firm, 0, 3)
    browser.get("/clients/")
    few = {query: queries(browser, f"/clients/{query}") for query in lists}
    with firm_scope(firm):
        version = Client.objects.get(name="Client 000").assessments.get().instrument_version
        due = timezone.now() + timedelta(days=9)
        for number in range(3, 60):
            client = Client.objects.create(
                firm=firm, name=f"Client {number:03}", slug=f"client-{number:03}", **PROFILE
            )
            wave = client.assessments.create(
                number=1, instrument_version=version, segments=[], deadline=due,
                time_zone="UTC", profile=client.profile,
            )  # fmt: skip
            wave.participants.create(
                name="A", email=f"a{number}@client.example", side="sales", seniority="c_level"
            )
    second = {query: f"{query}&page=2" if query else "?page=2" for query in lists}
    assert {query: queries(browser, f"/clients/{query}") for query in lists} == few
    assert {query: queries(browser, f"/clients/{second[query]}") for query in lists} == few
    assert max(few.values()) <= 14


def test_fifty_clients_a_page(firm, browser):
    with firm_scope(firm):
        for number in range(51):
            Client(firm=firm, name=f"Client {number:02}", slug=f"client-{number}", **PROFILE).save()
    for sort in ("", "&sort=gap"):
        first, second = (text(browser.get(f"/clients/?page={page}{sort}")) for page in (1, 2))
        assert ("Client 49" in first, "Client 50" in first, "Page 1 of 2 Next" in first) == (
            True,
            False,
            True,
        )
        assert ("Client 49" in second, "Client 50" in second) == (False, True)
        assert "Previous Page 2 of 2" in second
        for page in ("0", "3", "x", "9" * 5000):
            assert browser.get(f"/clients/?page={page}{sort}").status_code == 200
