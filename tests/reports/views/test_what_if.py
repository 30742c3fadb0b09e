"""The page of what-ifs: what it says, that it is marked, that it withholds, and its target."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from reports.models import Target
from reports.numbers import whole
from reports.scorecards import scorecard_for
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.queries import waves_of
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import answered_wave, fill, finish, results_url

pytestmark = pytest.mark.django_db
STEPS = "?CUS-K1.joint=4&ORG-F1.level=4"


@pytest.fixture
def consultant():
    def sign_in(firm="ours"):
        browser = Browser()
        browser.force_login(User.objects.get(email=f"consultant@{firm}.example"))
        return browser

    return sign_in


def url(wave, more=""):
    return f"{results_url(wave)}what-if/{more}"


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_sliders_start_at_the_results(consultant):
    wave = answered_wave(3, 3, closed=True)
    page = consultant().get(url(wave))
    with firm_scope(wave.firm):
        card = scorecard_for(waves_of(wave.firm).get(pk=wave.pk))
    assert f"{whole(card.measured.index)} measured: {whole(card.measured.index)}" in text(page)
    assert "No slider is moved" in text(page)
    assert page.content.decode().count('type="range"') == 26 - text(page).count("Not movable")
    first = page.content.decode().index("What the recommendations would move")
    assert first < page.content.decode().index('<legend class="levers__name">Customer')


def test_the_address_moves_them_and_the_panel_says_what_it_is(consultant):
    wave = answered_wave(3, 3, closed=True)
    page = consultant().get(url(wave, STEPS))
    shown = text(page)
    assert "What if: not a result" in shown
    assert "Acme · Wave 1 · 2 sliders moved" in shown
    assert "Outcomes do not move." in shown
    assert "The chief executive is accountable for the customer failed → then passed" in shown
    assert re.search(r'name="CUS-K1.joint" min="2" max="5" step="1" value="4"', page.content.decode())
    assert 'aria-valuetext="75 of 100: About every quarter' in page.content.decode()


def test_htmx_gets_the_part_alone_and_an_address_without_what_did_not_move(consultant):
    wave = answered_wave(3, 3, closed=True)
    more = f"{STEPS}&STR-K1.joint=1&CUS-K2.joint=1"
    part = consultant().get(url(wave, more), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert part.headers["HX-Replace-Url"] == url(wave, STEPS)
    assert 'hx-swap-oob="innerHTML:#what-if-said"' in part.content.decode()


@pytest.mark.parametrize(
    "more", ["?CUS-K1.joint=9", "?CUS-K1.joint=%00", "?CUS-K1.joint=<script>", "?CUS-K1.joint="]
)
def test_what_is_no_step_is_said_and_moves_nothing(consultant, more):
    wave = answered_wave(3, 3, closed=True)
    page = consultant().get(url(wave, more))
    if page.status_code == 400:  # what no text may hold is refused at the door
        return
    assert "is not a step from 1 to 5." in page.content.decode()
    assert "<script>'" not in page.content.decode()
    assert "No slider is moved" in text(page)


@pytest.mark.parametrize(
    ("wave", "reason"),
    [
        pytest.param({"marketing": 0}, "The index is not shown: needs both sides.", id="one-sided"),
        pytest.param(
            {"sales": 3, "marketing": 2, "identity_mode": "aggregated"},
            "The index is not shown: shown from three people a side.",
            id="too-few",
        ),
        pytest.param({"trial": True}, "Nothing of this wave is scored.", id="trial"),
    ],
)
def test_where_there_is_no_index_nothing_moves(consultant, wave, reason):
    sides = {"sales": wave.pop("sales", 1), "marketing": wave.pop("marketing", 1)}
    made = make_wave(make_client(make_firm("Ours")), **wave)
    fill(made, **sides)
    finish(made, outcomes=False)
    browser = consultant()
    page = browser.get(url(made, STEPS))
    assert reason in text(page)
    assert 'type="range"' not in page.content.decode()
    assert 'class="supposed"' not in page.content.decode()
    assert browser.post(url(made, f"target/{STEPS}"), {"revision": 0}).status_code == 409


def test_what_is_withheld_is_in_no_part_of_the_page(consultant):
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    for side in ("sales", "marketing"):
        for place in range(3):
            given = full_answers(wave, side, step=3)
            person = make_leader(wave, side, f"{side} {place}")[0]
            answer_and_submit(person, {i: given[i] for i in given if not (place and i == "CUS-K1")})
    finish(wave)
    browser = consultant()
    still, moved = browser.get(url(wave)), browser.get(url(wave, "?CUS-K1.joint=5"))
    assert "Not movable: shown from three people a side." in text(still)
    assert 'name="CUS-K1.joint"' not in still.content.decode()
    assert "No slider is moved" in text(moved)
    with every_firm("a test"):
        browser.post(url(wave, "target/?CUS-K1.joint=5"), {"revision": 0})
        assert not Target.objects.exists()


def test_a_target_is_asked_for_set_loaded_replaced_and_removed(consultant):
    wave, browser = answered_wave(3, 3, closed=True), consultant()
    assert "Set this target?" in text(browser.get(url(wave, f"target/{STEPS}")))
    with every_firm("a test"):
        assert not Target.objects.exists()
        done = browser.post(url(wave, f"target/{STEPS}"), {"revision": 0})
        assert (done.status_code, done.headers["Location"]) == (302, url(wave, STEPS))
        target = Target.objects.get()
        assert target.scores == {"CUS-K1.joint": 75.0, "ORG-F1.level": 100.0}
        assert target.set_by.email == "consultant@ours.example"
        page = browser.get(url(wave))
        assert 'href="?CUS-K1.joint=4&amp;ORG-F1.level=4"' in page.content.decode()
        assert "Make this the target instead" in text(browser.get(url(wave, STEPS)))
        other = "target/?CUS-K2.joint=5"
        assert "in place of the one that stands?" in text(browser.get(url(wave, other)))
        assert browser.post(url(wave, other), {"revision": 0}).status_code == 409
        assert browser.post(url(wave, other), {"revision": "x"}).status_code == 200
        assert browser.post(url(wave, other), {"revision": 1}).status_code == 302
        assert Target.objects.get().scores == {"CUS-K2.joint": 100.0}
        assert "Remove the target?" in text(browser.get(url(wave, "target/remove/")))
        assert Target.objects.exists()
        browser.post(url(wave, "target/remove/"), {"revision": 2})
        assert not Target.objects.exists()
    assert browser.get(url(wave, "target/remove/")).headers["Location"] == url(wave)


@pytest.mark.parametrize("leaders", [1, 12])
def test_seven_queries_however_many_answer(consultant, leaders, django_assert_num_queries):
    wave, browser = answered_wave(leaders, leaders, closed=True), consultant()
    browser.get(url(wave, STEPS))
    # Session, reader, wave with client and version, leaders with answers, figures and
    # documents, whether this look is on record today, target.
    with django_assert_num_queries(7):
        browser.get(url(wave, STEPS), headers={"HX-Request": "true"})
