from __future__ import annotations

import csv
import io

import pytest
from django.test import Client as Browser

from reports.benchmarks.rows import HEADER
from smax.accounts.models import User
from tests.cast import make_administrator
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db
CONSENT = {"benchmark_consent": True, "benchmark_consent_at": "2026-01-01T00:00Z"}


@pytest.fixture
def administrator():
    browser = Browser()
    browser.force_login(make_administrator())
    return browser


def downloaded(browser):
    response = browser.get("/benchmarks/benchmark.csv")
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_ten_companies_make_figures_on_page_and_in_the_file(administrator):
    for number in range(10):
        answered_wave(closed=True, name=f"Client {number}", firm_name=f"Firm {number}", **CONSENT)
    rows = downloaded(administrator)
    assert [(row["cohort"], row["synthetic"], row["n"]) for row in rows] == [
        ("all", "no", "about 10"),
        ("software", "no", "about 10"),
    ]
    assert list(rows[0]) == list(HEADER)
    page = administrator.get("/benchmarks/")
    [(synthetic, shown)] = page.context["parts"]
    assert (synthetic, [(row.name, row.n) for row in shown]) == (
        False,
        [("All companies", "about 10"), ("Software", "about 10")],
    )
    assert [middle.replace("−", "-") for middle, _quartiles in shown[0].figures] == [
        rows[0][f"{name}_p50"] for name in ("P", "SMAX", "A", "R", "L", "gap")
    ]
    assert b"Client 1" not in page.content


def test_one_company_is_suppressed_everywhere(administrator):
    answered_wave(closed=True, **CONSENT)
    [whole, industry] = downloaded(administrator)
    words = {"cohort", "synthetic", "method_version", "instrument_version"}
    for row in (whole, industry):
        assert {row[name] for name in HEADER if name not in words} == {"suppressed"}
    page = administrator.get("/benchmarks/")
    assert page.content.decode().count("tag--suppressed") == 2
    assert [row.figures for _kind, rows in page.context["parts"] for row in rows] == [(), ()]


def test_without_companies_the_page_says_how_one_gets_in(administrator):
    page = administrator.get("/benchmarks/").content.decode()
    assert "No companies yet" in page
    assert "Download CSV" not in page
    assert downloaded(administrator) == []


@pytest.mark.parametrize("role", ["owner", "consultant"])
@pytest.mark.parametrize("address", ["/benchmarks/", "/benchmarks/benchmark.csv"])
def test_firms_do_not_see_it(role, address):
    answered_wave()
    browser = Browser()
    browser.force_login(User.objects.get(email=f"{role}@ours.example"))
    assert browser.get(address).status_code == 404
