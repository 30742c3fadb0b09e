"""The outcome figures O1-O6 of a wave."""

from __future__ import annotations

import pytest

from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from surveys.models import OutcomeFigure
from surveys.services.evidence import record_outcomes
from surveys.services.waves import close_wave
from tests.cast import OUTCOMES, make_client, make_firm, make_wave
from tests.surveys.desk import errors, rows, sign_in, text

pytestmark = pytest.mark.django_db

PATH = "/clients/acme/waves/1/outcomes/"


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def browser(wave):
    return sign_in()


def fields(figures, period="FY 2025", source="system"):
    """What the form sends for {item: value as typed}."""
    sent = {}
    for item, value in figures.items():
        sent |= {f"{item}-value": value, f"{item}-period": period, f"{item}-source": source}
    return sent


def stored(wave):
    with firm_scope(wave.firm):
        return {figure.item: (figure.value, figure.period, figure.source) for figure in wave.outcomes.all()}


def test_each_outcome_says_what_it_is_in_which_unit_and_between_which_limits(browser):
    page = text(browser.get(PATH))
    assert "O1 · Revenue growth, last full financial year Revenue of the last full year divided by" in page
    units = [part.partition(". O")[0] for part in page.split("Unit: ")[1:]]
    assert units == [
        "%. From -100 to 1000",
        "%. From 0 to 500",
        "percentage points. From -100 to 100",
        "ratio. From 0 to 20",
        "%. From -100 to 1000",
        "%. From 0 to 100",
    ]


def test_all_six_with_period_and_source(wave, browser):
    answer = browser.post(PATH, fields({item: f"{value:g}" for item, value in OUTCOMES.items()}))
    assert answer.headers["Location"] == "/clients/acme/waves/1/"
    assert stored(wave) == {item: (value, "FY 2025", "system") for item, value in OUTCOMES.items()}
    page = text(browser.get("/clients/acme/waves/1/"))
    assert "Revenue growth, last full financial year 12 % FY 2025 From a system of record" in page


@pytest.mark.parametrize(
    ("typed", "value"),
    [("-12", -12.0), ("−12.5", -12.5), ("+3", 3.0), (" 0 ", 0.0), ("-0", 0.0), ("0.1234", 0.1234)],
)
def test_how_a_figure_may_be_typed(wave, browser, typed, value):
    browser.post(PATH, fields({"O1": typed}))
    assert stored(wave)["O1"][0] == value
    assert str(stored(wave)["O1"][0]) == str(value)


def test_zero_is_a_figure_and_empty_is_none(wave, browser):
    browser.post(PATH, fields({"O1": "0"}) | {"O2-value": "", "O2-period": "", "O2-source": ""})
    assert stored(wave) == {"O1": (0.0, "FY 2025", "system")}


NOT_READ = "cannot be read as a number. Write digits only, such as 7.5 or -12, with at most four decimals."


@pytest.mark.parametrize(
    ("item", "typed", "fault"),
    [
        ("O6", "101", "O6 = 101: The figure must be between 0 and 100."),
        ("O6", "-0.1", "O6 = -0.1: The figure must be between 0 and 100."),
        ("O1", "1000.5", "O1 = 1000.5: The figure must be between -100 and 1000."),
        ("O4", "20.0001", "O4 = 20.0001: The figure must be between 0 and 20."),
        ("O1", "7,5", "“7,5” holds a comma. Write 7.5 for seven and a half, and 1000 for a thousand."),
        (
            "O1",
            "1,000.5",
            "“1,000.5” holds a comma. Write 7.5 for seven and a half, and 1000 for a thousand.",
        ),
        ("O1", "nan", f"“nan” {NOT_READ}"),
        ("O1", "inf", f"“inf” {NOT_READ}"),
        ("O1", "-Infinity", f"“-Infinity” {NOT_READ}"),
        ("O1", "1e400", f"“1e400” {NOT_READ}"),
        ("O1", "1_0", f"“1_0” {NOT_READ}"),
        ("O1", "١٢", f"“١٢” {NOT_READ}"),
        ("O1", "12%", f"“12%” {NOT_READ}"),
        ("O1", "--1", f"“--1” {NOT_READ}"),
        ("O1", "0.12345", f"“0.12345” {NOT_READ}"),
        ("O1", "9" * 400, f"“{'9' * 30}” {NOT_READ}"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_nothing_is_stored(wave, browser, item, typed, fault):
    answer = browser.post(PATH, fields({"O2": "96"}) | fields({item: typed}))
    assert errors(answer) == {f"{item} value": fault}
    assert rows(OutcomeFigure) == [[]]
    assert answer.context["form"][f"{item}-value"].value() == typed


@pytest.mark.parametrize(
    ("change", "label", "fault"),
    [
        ({"O1-period": ""}, "O1 period", "Say which period O1 is about, such as 2025."),
        ({"O1-period": "  "}, "O1 period", "Say which period O1 is about, such as 2025."),
        ({"O1-source": ""}, "O1 source", "Say where O1 comes from."),
        ({"O1-value": ""}, "O1 value", "O1 has no value. Enter it, or empty all four."),
        ({"O1-period": "p" * 61}, "O1 period", "Ensure this value has at most 60 characters (it has 61)."),
        (
            {"O1-source": "hearsay"},
            "O1 source",
            "Select a valid choice. hearsay is not one of the available choices.",
        ),
    ],
)
def test_a_figure_needs_all_three(wave, browser, change, label, fault):
    answer = browser.post(PATH, fields({"O1": "12", "O2": "96"}) | change)
    assert errors(answer) == {label: fault}
    assert stored(wave) == {}


def test_a_refused_change_leaves_what_was_stored(wave, browser):
    browser.post(PATH, fields({"O1": "12", "O2": "96"}))
    before = rows(OutcomeFigure)
    browser.post(PATH, fields({"O1": "13", "O2": "9999"}))
    assert rows(OutcomeFigure) == before


def test_emptying_all_three_removes_a_figure(wave, browser):
    browser.post(PATH, fields({"O1": "12", "O2": "96"}))
    browser.post(PATH, fields({"O1": "", "O2": "96"}, period="", source="") | fields({"O2": "96"}))
    assert stored(wave) == {"O2": (96.0, "FY 2025", "system")}


def test_who_entered_an_unchanged_figure_and_when_stays(wave, browser):
    sign_in("owner@ours.example").post(PATH, fields({"O1": "12", "O2": "96"}))
    with firm_scope(wave.firm):
        before = wave.outcomes.get(item="O1")
    browser.post(PATH, fields({"O1": "12.0", "O2": "97"}))
    with firm_scope(wave.firm):
        o1, o2 = wave.outcomes.all()
    assert (o1.entered_by.email, o2.entered_by.email) == ("owner@ours.example", "consultant@ours.example")
    assert o1.entered_at == before.entered_at


def test_figures_that_the_form_does_not_know_are_not_taken(wave, browser):
    browser.post(
        PATH, fields({"O1": "12", "O7": "5", "CUS-P1": "5"}) | {"entered_by": "1", "assessment": "9"}
    )
    assert stored(wave) == {"O1": (12.0, "FY 2025", "system")}


def test_a_closed_wave_still_takes_figures(wave, browser):
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    browser.post(PATH, fields({"O1": "12"}))
    assert stored(wave) == {"O1": (12.0, "FY 2025", "system")}


def test_all_or_nothing_in_the_service_too(wave):
    user = User.objects.get(email="owner@ours.example")
    good = {"value": 1.0, "period": "2025", "source": "system"}
    with firm_scope(wave.firm), pytest.raises(Exception, match=r"(?i)outcome_known|value too long"):
        record_outcomes(assessment=wave, figures={"O1": good, "O9": good}, entered_by=user)
    assert rows(OutcomeFigure) == [[]]
