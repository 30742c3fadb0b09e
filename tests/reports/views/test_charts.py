"""Charts as files: whole, named, on record, and nothing of a wave that shows no scores."""

from __future__ import annotations

import re

import pytest
from defusedxml import ElementTree
from django.test import Client as Browser
from django.utils import timezone

from reports.numbers import signed, whole
from reports.scorecards import scorecard_for
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from surveys.queries import waves_of
from tests.cast import make_client, make_firm, make_wave
from tests.reports.waves import answered_wave, fill, results_url

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def consultant(firm="ours"):
    browser = Browser()
    browser.force_login(User.objects.get(email=f"consultant@{firm}.example"))
    return browser


def fetched(wave, chart):
    return consultant().get(f"{results_url(wave)}charts/{chart}.svg")


@pytest.mark.parametrize("chart", ["matrix", "maturity", "dimensions"])
def test_a_chart_is_a_file_that_stands_alone(chart):
    wave = answered_wave(3, 3, closed=True)
    response = fetched(wave, chart)
    month = timezone.now().astimezone(wave.zone).strftime("%Y-%m")
    name = f"{wave.client.slug}_wave_{month}_{chart}_en.svg"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    texts = [each.text for each in ElementTree.fromstring(response.content).iter(f"{SVG}text")]
    assert texts[-1] == f"{wave.client.name}, wave 1. SMAX method 1, questionnaire smax 1."
    with firm_scope(wave.firm):
        card = scorecard_for(waves_of(wave.firm).get(pk=wave.pk))
        [event] = AuditEvent.objects.filter(action="chart.exported")
    assert event.facts == {"chart": chart}
    if chart == "matrix":
        assert f"SMAX {whole(card.measured.index)}, gap {signed(card.gap)}" in texts


def test_a_chart_that_the_wave_does_not_have_is_not_there():
    wave = answered_wave(1, 1, outcomes=False)
    assert [fetched(wave, chart).status_code for chart in ("matrix", "nothing")] == [404, 404]
    text = consultant().get(results_url(wave)).content.decode()
    assert re.findall(r"charts/(\w+)\.svg", text) == ["dimensions"]


def test_a_wave_that_shows_only_who_took_part_has_no_charts():
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    fill(wave, sales=2, marketing=3)
    charts = ("matrix", "maturity", "dimensions")
    assert [fetched(wave, chart).status_code for chart in charts] == [404, 404, 404]
