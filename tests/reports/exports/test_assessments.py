from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from django.test import Client as Browser

from reports.exports import assessments
from reports.inputs import all_waves
from reports.numbers import one_decimal
from reports.scorecards import scorecard_for
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm
from tests.cast import make_client, make_firm, make_wave
from tests.reports.waves import answered_wave, fill, finish
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db


def signed_in(email):
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    return browser


def downloaded(browser):
    """The rows of the owner's file: read after the request is over, as a server sends them."""
    confirm(browser)
    response = browser.get("/export/assessments.csv")
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_with_everything_the_scorecard_says():
    wave = answered_wave(
        2, 1, 1, closed=True, headwinds=["budget", "market"], attrition_pct=5.0, synthetic=True
    )
    with every_firm("a test reads"):
        card = scorecard_for(all_waves().get(pk=wave.pk))
    [row] = downloaded(signed_in("owner@ours.example"))
    assert list(row) == list(assessments.HEADER)
    assert [float(row[name]) for name in ("P", "SMAX", "A", "R", "L", "gap")] == [
        one_decimal(value)
        for value in (
            card.perceived.joint,
            card.measured.index,
            card.measured.operating,
            card.measured.revenue,
            card.measured.pipeline,
            card.gap,
        )
    ]
    words = {
        "assessment_id": str(wave.pk),
        "client": "Acme",
        "client_slug": "acme",
        "wave": "1",
        "state": "closed",
        "industry": "software",
        "headwinds": "budget;market",
        "attrition_pct": "5.0",
        "maturity_level": card.maturity.level,
        "n_sales": "2",
        "n_marketing": "1",
        "n_both": "1",
        "provisional": "no",
        "method_version": "1",
        "instrument_version": "smax 1",
        "synthetic": "yes",
    }
    assert {name: row[name] for name in words} == words


def test_times_carry_the_offset_of_the_clients_zone():
    wave = answered_wave(closed=True)
    [row] = downloaded(signed_in("owner@ours.example"))
    for name, moment in (("deadline", wave.deadline), ("closed_at", wave.closed_at)):
        shown = datetime.fromisoformat(row[name])
        assert shown == moment.replace(microsecond=0)
        assert shown.utcoffset() == moment.astimezone(wave.zone).utcoffset()


def test_what_is_missing_is_empty_and_never_zero():
    make_wave(make_client(make_firm("Ours")))
    [row] = downloaded(signed_in("owner@ours.example"))
    empty = ["R", "L", "closed_at", "attrition_pct"]
    assert {name: row[name] for name in empty} == dict.fromkeys(empty, "")
    joint = ["P", "SMAX", "A", "gap", "maturity_level", "provisional"]
    assert {name: row[name] for name in joint} == dict.fromkeys(joint, "withheld: needs both sides")
    assert (row["n_sales"], row["state"], row["synthetic"]) == ("0", "open", "no")


def test_without_outcomes_the_index_is_provisional():
    answered_wave(outcomes=False)
    [row] = downloaded(signed_in("owner@ours.example"))
    assert (row["provisional"], row["SMAX"], row["R"]) == ("yes", row["A"], "")


def test_the_rows_of_other_firms_are_not_in_it():
    answered_wave(name="Theirs", firm_name="Theirs")
    answered_wave(name="Acme")
    assert [row["client"] for row in downloaded(signed_in("owner@ours.example"))] == ["Acme"]


def test_a_client_named_like_a_formula_is_text():
    answered_wave(name="=cmd|' /C calc'!A0")
    [row] = downloaded(signed_in("owner@ours.example"))
    assert row["client"] == "'=cmd|' /C calc'!A0"


def test_rows_come_in_chunks_by_client_and_wave(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(assessments, "CHUNK", 2)
    wave = answered_wave(name="Beta", closed=True)
    second = make_wave(wave.client)
    fill(second, sales=1)
    finish(second)
    make_wave(make_client(wave.firm, "Alpha"))
    # The list of ids, then waves, leaders, and figures with documents of each of the two chunks.
    with django_assert_num_queries(7):
        rows = list(assessments.rows(wave.firm))
    assert [(row[1], row[3]) for row in rows] == [("Alpha", 1), ("Beta", 1), ("Beta", 2)]


def test_no_scope_stays_open_between_two_lines():
    wave = answered_wave()
    stream = assessments.rows(wave.firm)
    next(stream)
    with pytest.raises(Exception, match="outside a firm's scope"):
        all_waves().count()


def test_an_empty_firm_gets_the_header_alone():
    make_firm("Ours")
    assert downloaded(signed_in("owner@ours.example")) == []


def test_only_owners_may_export():
    answered_wave()
    assert signed_in("consultant@ours.example").get("/export/assessments.csv").status_code == 404
