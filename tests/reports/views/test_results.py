from __future__ import annotations

import os
import re
import subprocess
import sys

import brotli
import pytest
from django.test import Client as Browser

from reports.numbers import points, signed, whole
from reports.scorecards import scorecard_for
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import answered_wave, fill, results_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant():
    def sign_in(firm="ours"):
        browser = Browser()
        browser.force_login(User.objects.get(email=f"consultant@{firm}.example"))
        return browser

    return sign_in


def states(page):
    return re.findall(r'data-state="(\w+)"', page.content.decode())


def sections(page):
    return re.findall(r'<section class="sheet[^>]*aria-labelledby="([\w-]+)"', page.content.decode())


def card_of(wave):
    with firm_scope(wave.firm):
        return scorecard_for(waves_of(wave.firm).get(pk=wave.pk))


ALL = [
    "participation",
    "headline",
    "matrix",
    "ladder",
    "dimensions",
    "concordance",
    "awareness",
    "peers",
    "answers",
    "recommendations",
    "method",
]
ONE_SIDED = ["participation", "matrix", "dimensions", "concordance", "answers", "recommendations", "method"]


@pytest.mark.parametrize(
    ("wave", "expected", "shown"),
    [
        pytest.param({"sales": 3, "marketing": 3, "closed": True}, [], ALL, id="groups"),
        pytest.param({"sales": 3, "marketing": 2, "closed": True}, ["few"], ALL, id="few"),
        pytest.param({"closed": True}, ["two_people"], ALL, id="two-people"),
        pytest.param({}, ["not_final", "two_people"], ALL, id="open"),
        pytest.param({"closed": True, "synthetic": True}, ["synthetic", "two_people"], ALL, id="synthetic"),
        pytest.param(
            {"closed": True, "outcomes": False}, ["two_people", "provisional"], ALL, id="provisional"
        ),
        pytest.param({"marketing": 0, "closed": True}, ["one_sided"], ONE_SIDED, id="sales-alone"),
        pytest.param({"sales": 0, "closed": True}, ["one_sided"], ONE_SIDED, id="marketing-alone"),
        pytest.param(
            {"sales": 0, "marketing": 0, "both": 1, "closed": True},
            ["none"],
            ["participation", "matrix", "method"],
            id="no-side",
        ),
        pytest.param(
            {"sales": 0, "marketing": 0, "outcomes": False},
            ["not_final", "none"],
            ["participation", "method"],
            id="nobody",
        ),
    ],
)
def test_each_state_has_its_own_honest_page(consultant, wave, expected, shown):
    address = results_url(answered_wave(**wave))
    page = consultant().get(address)
    assert (page.status_code, states(page), sections(page)) == (200, expected, shown)
    assert re.findall(r'<li><a href="#([\w-]+)">', page.content.decode()) == shown


def test_too_little_data_shows_what_there_is_and_why_not_the_rest(consultant):
    wave = make_wave(make_client(make_firm("Ours")))
    for side in ("sales", "marketing"):
        person, _secret = make_leader(wave, side)
        answers = full_answers(wave, side)
        unknown = {item: "dk" for item in answers if item[:3] in ("CUS", "STR", "CAP") and item[4] == "P"}
        with firm_scope(wave.firm):
            person.response.submissions.create(
                number=1, answers={**answers, **unknown}, receipt=side, submitted_at=wave.deadline
            )
    page = consultant().get(results_url(wave))
    assert states(page) == ["not_final", "two_people", "too_little", "provisional"]
    assert "headline" in sections(page)
    text = page.content.decode()
    assert '<p class="finding"><strong>A gap cannot be stated yet</strong></p>' in text
    shown = {figure.code: (figure.figure, figure.why) for figure in page.context["figures"]}
    little = (None, "fewer than 6 dimensions can be scored")
    assert (shown["perceived"], shown["gap"]) == (little, little)
    assert shown["measured"] == ("74", "")
    rows = {row[0]: row[3] for row in page.context["dimensions"]["table"].rows}
    assert (rows["Customer alignment"], rows["Cadence"]) == ("–", "75")


def test_answers_without_a_rating_are_not_called_too_few(consultant):
    wave = make_wave(make_client(make_firm("Ours")))
    for side in ("sales", "marketing"):
        for name in "abc":
            person, _secret = make_leader(wave, side, f"{side} {name}")
            given = full_answers(wave, side)
            answer_and_submit(person, given | {item: "dk" for item in given if item[3:5] in ("-P", "-X")})
    page = consultant().get(results_url(wave))
    assert page.context["strips"] == []
    text = page.content.decode()
    assert text.count("No statement was rated.") == 3  # under the heading, and of each side
    assert "too few people gave them" not in text


def test_numbers_on_the_page_are_those_of_the_scorecard(consultant):
    wave = answered_wave(2, 2, 1)
    card = card_of(wave)
    page = consultant().get(results_url(wave))
    text = page.content.decode()
    figures = dict(
        re.findall(r'data-figure="(\w+)">\s*<dt>[^<]*</dt>\s*<dd class="stat__figure[^"]*">([^ <]+)', text)
    )
    assert figures == {
        "perceived": whole(card.perceived.joint),
        "measured": whole(card.measured.index),
        "gap": signed(card.gap),
        "level": card.maturity.level.title(),
    }
    sentence = re.findall(r"<strong>([^<]*)</strong>", re.search(r'<p class="finding">.*?</p>', text).group())
    assert sentence == [whole(card.perceived.joint), whole(card.measured.index), signed(card.gap)]
    found = {gate: state for state, gate in re.findall(r'gate--(\w+)" data-gate="(\w+)"', text)}
    assert found == card.maturity.gates
    assert f"export_assessment {wave.pk} |" in text


def test_drawings_figures_and_tables_are_in_the_page(consultant):
    wave = answered_wave(2, 2)
    card, browser = card_of(wave), consultant()
    text = browser.get(results_url(wave)).content.decode()
    assert re.findall(r'data-explore="(\w+)"', text) == ["matrix", "dimensions"]
    figures = {name: browser.get(f"{results_url(wave)}?figure={name}") for name in ("matrix", "dimensions")}
    assert {answer["Content-Type"] for answer in figures.values()} == {"application/json"}
    assert browser.get(f"{results_url(wave)}?figure=client").status_code == 404
    figure = figures["matrix"].json()
    assert figure["data"][0]["x"] == [points(card.measured.revenue)]
    assert figure["data"][0]["y"] == [points(card.measured.pipeline)]
    assert text.count('<details class="chart__table">') == 3
    assert "of scores before rounding: disputed from 20 points" in text
    assert "A side knows where its prediction lies within 25 points" in text
    [predictions] = re.findall(
        r'<table class="data data--stack awareness">.*?<tbody>(.*?)</tbody>', text, re.DOTALL
    )
    assert predictions.count("<td") == predictions.count(" data-label=") == 8 * 5
    drawings = re.findall(r'<svg [^>]*aria-labelledby="t-([\w-]+) ', text)
    assert drawings == [
        *("matrix-wide", "matrix-narrow", "dimensions-wide", "dimensions-narrow"),
        *(f"answers-{code}-narrow" for code in card.dimensions),
    ]
    assert f">{points(card.measured.revenue)}" in re.sub(r"Revenue score ", ">", text)
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", text) == []
    assert re.findall(r'\sstyle="', text) == []


def test_what_each_side_answered_stands_beside_the_other(consultant):
    wave = answered_wave(2, 1)
    page = consultant().get(results_url(wave))
    fact = next(fact for fact in page.context["facts"] if fact.code == "ORG-F1")
    assert [(side.side, side.n) for side in fact.sides] == [("sales", 2), ("marketing", 1)]
    assert [line.counted for line in fact.sides[0].answers] == ["2 of 2"]
    assert fact.concordance == 0.0
    scores = [fact.concordance for fact in page.context["facts"]]
    assert scores == sorted(scores)


def test_missing_leaders_are_named(consultant):
    wave = answered_wave(1, 1)
    make_leader(wave, "sales", "Ana Ruiz", "director")
    text = consultant().get(results_url(wave)).content.decode()
    assert "Missing: Ana Ruiz (Director)" in text
    assert '<strong class="turnout__count">1 of 2</strong>' in text


def test_text_from_people_is_shown_as_text(consultant):
    hostile = "<img src=x onerror=alert(1)>"
    wave = make_wave(make_client(make_firm("Ours")))
    fill(wave, sales=1, marketing=1)
    make_leader(wave, "sales", hostile)
    wave.segments = [{"code": "a", "text": hostile}, *wave.segments[1:]]
    with firm_scope(wave.firm):
        wave.save(update_fields=["segments"])
    text = consultant().get(results_url(wave)).content.decode()
    assert hostile not in text
    assert text.count("&lt;img src=x onerror=alert(1)&gt;") == 3


def test_another_firms_results_are_not_there(consultant):
    wave = answered_wave()
    make_firm("Theirs")
    theirs = consultant("theirs")
    assert theirs.get(results_url(wave)).status_code == 404
    assert theirs.get(results_url(wave)).content == theirs.get("/clients/acme/waves/9/results/").content


@pytest.mark.parametrize("leaders", [1, 4])
def test_the_page_is_light_on_the_way(consultant, leaders):
    address = results_url(answered_wave(leaders, leaders, leaders, closed=True))
    page = consultant().get(address)
    assert len(brotli.compress(page.content, quality=5)) <= 25_000


def test_heavy_libraries_stay_out_of_web_requests():
    code = (
        "import django, sys; django.setup(); import smax.urls; from django.urls import reverse;"
        "reverse('reports:results', kwargs={'slug': 'a', 'number': 1});"
        "print(sorted({'plotly', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "smax.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[]"
