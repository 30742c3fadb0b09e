"""Charts as files: each stands alone, holds the chart's own numbers, and runs nothing that was typed."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest
from defusedxml import ElementTree
from django.utils import translation

from reports.charts.plotly import figure
from reports.exports.interactive import charts, make
from reports.exports.interactive.charts import charts_of
from smax.errors import RefusedError
from tests.cast import make_client, make_firm, make_wave
from tests.reports.charts.test_pptx import PAYLOADS
from tests.reports.exports.deck.decks import edition_of
from tests.reports.views.test_withheld import planted
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return edition_of(answered_wave(3, 3, 1, closed=True, synthetic=True))


def files(edition, folder, language="en"):
    """The files of the archive by name."""
    path = folder / "charts.zip"
    with translation.override(language):
        make(edition, SimpleNamespace(colour="#7a1f5c"), path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def traces(page):
    """The traces that a page draws."""
    [found] = re.findall(r'Plotly\.newPlot\(\s*"chart",\s*(\[.*?\]),\s+\{"', page, re.DOTALL)
    return json.loads(found)


def test_every_chart_is_there_as_drawing_and_page(edition, tmp_path):
    names = [f"{number:02}_{chart.code}" for number, chart in enumerate(charts_of(edition), start=1)]
    found = files(edition, tmp_path)
    assert list(found) == [f"{name}.{ending}" for name in names for ending in ("svg", "html")]
    assert len(names) == 11
    for name, content in found.items():
        assert "Acme · Wave 1. Ours. SMAX method 1, questionnaire smax 1. Draft, not released · " in content
        assert "Synthetic data" in content
        if name.endswith(".svg"):
            ElementTree.fromstring(content.encode())


@pytest.mark.parametrize("sides", [(0, 0), (2, 4)])
def test_where_no_chart_may_be_shown_none_is_packed(sides, tmp_path):
    wave = make_wave(make_client(make_firm("Few")), identity_mode="aggregated")
    fill(wave, sales=sides[0], marketing=sides[1])
    finish(wave, outcomes=False)
    with pytest.raises(RefusedError, match=r"^Nothing has been scored that could be shown\.$"):
        files(edition_of(wave), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_page_draws_the_numbers_of_the_chart_and_tells_them_in_its_table(edition, tmp_path):
    found = files(edition, tmp_path)
    for number, chart in enumerate(charts_of(edition), start=1):
        page = found[f"{number:02}_{chart.code}.html"]
        drawn = [(trace["x"], trace["y"]) for trace in traces(page)]
        assert drawn == [(trace["x"], trace["y"]) for trace in figure(chart)["data"]]


def test_a_page_fetches_nothing_and_says_so(edition, tmp_path):
    for name, content in files(edition, tmp_path, "de").items():
        if name.endswith(".html"):
            assert '<html lang="de">' in content
            assert "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'" in content
            assert re.findall(r"<(?:script|link|img|iframe)[^>]* (?:src|href)=", content) == []


@pytest.mark.parametrize(("mode", "n"), [("aggregated", 0), ("aggregated", 2), ("attributed", 0)])
def test_of_too_few_there_is_no_chart(mode, n, tmp_path):
    codes = [chart.code for chart in charts_of(edition_of(planted(mode, n, n)))]
    assert codes == (["matrix"] if mode == "attributed" else [])


def test_a_text_stays_text(edition, tmp_path, monkeypatch):
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    found = [
        replace(chart, finding=hostile, units=hostile, summary=hostile, notes=(hostile, *PAYLOADS))
        for chart in charts_of(edition)
    ]
    dumbbell = next(chart for chart in found if chart.code == "dimensions")
    pairs = tuple(replace(pair, name=hostile) for pair in dumbbell.pairs)
    monkeypatch.setattr(charts, "charts_of", lambda _edition: [replace(dumbbell, pairs=pairs)])
    monkeypatch.setattr("reports.exports.interactive.charts_of", charts.charts_of)
    page = files(edition, tmp_path)["01_dimensions.html"]
    assert page.count("<script>") == 3
    assert "<script>alert" not in page
    assert "<img src=x" not in page
