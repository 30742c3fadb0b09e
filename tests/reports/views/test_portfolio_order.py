"""The order and the cut of the portfolio that its reader asks for."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.cast import make_client, make_firm, make_leader, make_wave
from tests.reports.views.test_portfolio import names, pair
from tests.surveys.desk import sign_in, text

pytestmark = pytest.mark.django_db


# ---- Order -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def five(shared_rows):
    """Clients that believe ever more, one that nobody was asked at, and one without a joint score."""
    firm = make_firm("Ours")
    for number, name in enumerate(("beta", "Alpha", "Gamma"), start=2):
        pair(make_client(firm, name), number, closed=name != "Gamma")
    make_client(firm, "Delta")
    make_leader(make_wave(make_client(firm, "epsilon")), "sales")


@pytest.fixture
def browser(five):
    return sign_in()


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "Alpha beta Delta epsilon Gamma"),
        ("name", "Alpha beta Delta epsilon Gamma"),
        ("-name", "Gamma epsilon Delta beta Alpha"),
        ("perceived", "beta Alpha Gamma Delta epsilon"),
        ("-perceived", "Gamma Alpha beta Delta epsilon"),
        ("index", "beta Alpha Gamma Delta epsilon"),
        ("-index", "Gamma Alpha beta Delta epsilon"),
        ("-level", "Alpha Gamma beta Delta epsilon"),
        ("responses", "epsilon Alpha beta Gamma Delta"),
        ("-responses", "Alpha beta Gamma epsilon Delta"),
        ("industry", "Alpha beta Delta epsilon Gamma"),
        ("nonsense", "Alpha beta Delta epsilon Gamma"),
        ("-", "Alpha beta Delta epsilon Gamma"),
    ],
)
def test_orders(browser, sort, order):
    assert names(browser, f"?sort={sort}") == order.split()


ORDER = ["Gamma", "Alpha", "beta", "Delta", "epsilon"]


def test_a_dimension_orders_by_what_the_heat_table_shows(browser):
    assert names(browser, "?table=heat&show=measured&sort=-CUS") == ORDER
    assert names(browser, "?table=heat&show=gap&sort=CUS")[3:] == ["Delta", "epsilon"]


def test_a_heading_says_the_order_and_turns_it_round(browser):
    page = browser.get("/clients/?search=a&sort=-index").content.decode()
    heading = re.search(
        r'<th scope="col" class="num"( aria-sort="\w+")><a class="order" href="([^"]*)">SMAX', page
    )
    assert heading[1] == ' aria-sort="descending"'
    assert unescape(heading[2]) == "?search=a&sort=index"
    assert page.count("aria-sort") == 1


# ---- Filters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?search=AL", "Alpha"),
        ("?search=%25", ""),
        ("?state=none", "Delta"),
        ("?state=open", "epsilon Gamma"),
        ("?state=closed", "Alpha beta"),
        ("?state=due", ""),
        ("?state=withdrawn", ""),
        ("?level=none", "Delta epsilon"),
        ("?level=ambiguous", "beta"),
        ("?level=collaborative", "Alpha Gamma"),
        ("?level=aligned", ""),
        ("?industry=software&search=ta", "beta Delta"),
        ("?industry=manufacturing", ""),
        ("?data=real", "Alpha beta Delta epsilon Gamma"),
        ("?data=synthetic", ""),
        ("?archived=on", ""),
    ],
)
def test_filters(browser, query, found):
    assert names(browser, query) == found.split()
    if not found:
        page = text(browser.get(f"/clients/{query}"))
        assert "No client matches Every filter has to fit at once." in page


def test_a_filter_that_cannot_be_meant_is_named_and_filters_nothing(browser):
    page = text(browser.get("/clients/?industry=nonsense&level=x&state=y"))
    assert "Select a valid choice. nonsense is not one of the available choices." in page
    assert len(names(browser, "?industry=nonsense&level=x&state=y")) == 5
