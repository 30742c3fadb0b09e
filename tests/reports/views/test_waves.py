"""The page of what changed, the comparison on the results page, and both for readers of a release."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from reports.edition import live_edition
from reports.numbers import points, signed
from reports.scorecards import scored_waves
from reports.services.releases import withdraw_release
from scoring.change import change_between
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.models import OutcomeFigure
from surveys.queries import waves_of
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.released import guest_of, owner_of, released, share_of
from tests.reports.views.test_doors import let_in, opened
from tests.reports.waves import answered_wave, fill, finish, results_url

pytestmark = pytest.mark.django_db


def later_wave(first, *, step=4, sales=3, marketing=3, outcomes=True, **fields):
    """The client's next wave, with answers around another step."""
    wave = make_wave(first.client, **fields)
    for side, number in (("sales", sales), ("marketing", marketing)):
        for place in range(number):
            person, _secret = make_leader(wave, side, f"{side} {place + 1}")
            answer_and_submit(person, full_answers(wave, side, step=step - place % 2))
    finish(wave, outcomes=outcomes)
    return wave


@pytest.fixture(scope="module")
def waves(shared_rows):
    """Two closed waves of one client."""
    first = answered_wave(3, 3, closed=True)
    return first, later_wave(first)


def consultant(firm="ours"):
    browser = Browser()
    browser.force_login(User.objects.get(email=f"consultant@{firm}.example"))
    return browser


def text(answer):
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def scored(*waves):
    with firm_scope(waves[0].firm):
        read = {wave.pk: wave for wave in waves_of(waves[0].firm)}
        return scored_waves([read[wave.pk] for wave in waves], statistics=True)


def change_url(wave):
    return f"{results_url(wave)}change/"


def moves(page):
    """By headline figure: the change, then and now, and the verdict."""
    found = {}
    for code, block in re.findall(r'data-change="(\w+)">(.*?)</div>', page, re.DOTALL):
        found[code] = [cell.strip() for cell in re.findall(r"<dd[^>]*>(.*?)</dd>", block, re.DOTALL)]
    return found


def states(page):
    return re.findall(r'data-state="([\w-]+)"', page)


def test_the_page_shows_the_change_that_scoring_finds(waves):
    page = text(consultant().get(change_url(waves[1])))
    then, now = scored(*waves)
    change = change_between(then.card, now.card, now.method)
    found = moves(page)
    assert {code: cells[0] for code, cells in found.items() if code != "level"} == {
        "perceived": signed(change.perceived.change),
        "measured": signed(change.index.change),
        "gap": signed(change.gap.change),
    }
    assert found["gap"][1] == f"{signed(change.gap.before)} then, {signed(change.gap.after)} now"
    rows = re.findall(r'<tr data-dimension="(\w+)">(.*?)</tr>', page, re.DOTALL)
    shown = {code: re.findall(r'class="change__value">([^<]*)<', row) for code, row in rows}
    assert shown == {
        code: [signed(each.change) for each in (moved.perceived, moved.measured, moved.gap)]
        for code, moved in change.dimensions.items()
    }
    assert re.findall(r'data-mover="(\w+)"', page) == sorted(
        ("sales", "marketing", "measured"), key=lambda side: -abs(getattr(change.moved, side))
    )
    assert re.findall(r'data-explore="(\w+)"', page) == ["dimensions", "matrix", "trend"]
    figure = consultant().get(change_url(waves[1]), {"figure": "trend"}).json()
    assert [trace["y"][-1] for trace in figure["data"]] == [
        points(now.card.perceived.joint),
        points(now.card.measured.index),
    ]


def test_a_first_wave_says_that_it_is_one(waves):
    page = text(consultant().get(change_url(waves[0])))
    assert "This is the first wave" in page
    assert (moves(page), states(page)) == ({}, [])
    assert 'class="compare"' not in text(consultant().get(results_url(waves[0])))


def test_another_earlier_wave_can_be_asked_for(waves):
    third = later_wave(waves[0], step=5)
    then, now = scored(waves[0], third)
    change = change_between(then.card, now.card, now.method)
    page = text(consultant().get(change_url(third), {"compare": "wave-1"}))
    assert "<h1>Change since Wave 1</h1>" in page
    assert moves(page)["gap"][0] == signed(change.gap.change)
    assert "<h1>Change since Wave 2</h1>" in text(consultant().get(change_url(third)))


@pytest.mark.parametrize("asked", ["wave-9", "wave-2", "target", "acme", "<script>alert(1)</script>"])
def test_what_is_not_there_is_said_and_not_shown(waves, asked):
    page = text(consultant().get(change_url(waves[1]), {"compare": asked}))
    assert (states(page)[:1], "<h1>Change since Wave 1</h1>" in page) == (["no-comparison"], True)
    page = text(consultant().get(results_url(waves[1]), {"compare": asked}))
    assert ("no-comparison" in states(page), "stat__then" in page) == (True, False)
    assert "alert(1)" not in page


def test_another_clients_wave_cannot_be_named(waves):
    other = make_wave(make_client(waves[0].firm, name="Other company"))
    fill(other, sales=3, marketing=3)
    finish(other)
    alone = text(consultant().get(results_url(other)))
    for asked in ("wave-1", f"wave-{waves[1].pk}", "acme/wave-1", f"{waves[0].client.slug}-wave-1"):
        page = text(consultant().get(results_url(other), {"compare": asked}))
        assert (states(page).count("no-comparison"), "stat__then" in page) == (1, False)
    assert "no-comparison" not in alone
    make_firm("Theirs")
    assert consultant("theirs").get(change_url(waves[1])).status_code == 404


def test_the_results_page_holds_figures_charts_and_gates_against_a_wave(waves):
    then, now = scored(*waves)
    page = text(consultant().get(results_url(waves[1]), {"compare": "wave-1"}))
    told = re.findall(r'class="stat__then">[^<]* · <strong>([^<]*)<', page)
    assert told == [
        signed(now.card.perceived.joint - then.card.perceived.joint),
        signed(now.card.measured.index - then.card.measured.index),
        signed(now.card.gap - then.card.gap),
    ]
    assert "Perceived, Wave 1" in page
    assert "Now minus Wave 1" in page  # the table behind the matrix
    assert "charts/dimensions.svg?compare=wave-1&show=score" in page
    differences = text(consultant().get(results_url(waves[1]), {"compare": "wave-1", "show": "difference"}))
    assert "Against Wave 1 the gap differs most in" in differences
    assert '<option value="difference" selected>' in differences


def test_nothing_changes_where_nothing_is_compared(waves):
    plain = text(consultant().get(results_url(waves[1])))
    chosen = text(consultant().get(results_url(waves[1]), {"compare": "", "show": "difference"}))

    def charts(page):
        return re.findall(r"<svg.*?</svg>", page, re.DOTALL)

    assert charts(plain) == charts(chosen)
    assert "stat__then" not in plain


def test_a_chart_file_is_the_chart_of_the_page(waves):
    address = f"{results_url(waves[1])}charts"
    query = {"compare": "wave-1", "show": "difference"}
    file = consultant().get(f"{address}/dimensions.svg", query).content.decode()
    assert "Against Wave 1 the gap differs most in" in file
    assert "Against Wave 1" not in consultant().get(f"{address}/dimensions.svg").content.decode()
    assert consultant().get(f"{address}/trend.svg").status_code == 200
    assert consultant().get(f"{results_url(waves[0])}charts/trend.svg").status_code == 404


def test_nothing_that_an_earlier_wave_withholds_is_told_by_a_difference():
    first = make_wave(make_client(make_firm("Theirs")), identity_mode="aggregated")
    fill(first, sales=2, marketing=3)
    finish(first)
    second = later_wave(first)
    with every_firm("a test reads"):
        [then] = scored_waves(list(waves_of(first.firm).filter(pk=first.pk)))
    assert then.participation_only
    reason = "shown from three people a side"
    page = text(consultant("theirs").get(change_url(second)))
    assert {code: cells[0] for code, cells in moves(page).items()} == dict.fromkeys(
        ("perceived", "measured", "gap", "level"), reason
    )
    assert re.findall(r"data-mover|data-dimension", page) == []
    page = text(consultant("theirs").get(results_url(second), {"compare": "wave-1"}))
    assert re.findall(r'class="stat__then">([^<]*)<', page)[:3] == [f"Wave 1: {reason}"] * 3
    assert "Measured, Wave 1" in page  # the heads of the table; no marker stands for it
    assert "hollow" not in "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))


def test_too_few_in_the_later_wave_show_nothing_of_either():
    first = answered_wave(3, 3, closed=True, firm_name="Theirs")
    second = later_wave(first, sales=2, identity_mode="aggregated")
    page = text(consultant("theirs").get(change_url(second)))
    assert "Nothing to compare yet" in page
    assert (moves(page), 'role="img"' in page) == ({}, False)


def test_guests_and_share_holders_see_the_change_as_it_was_released(waves):
    release = released(waves[1])
    invited, other = guest_of(waves[1].client), guest_of(waves[1].client, "second@client.example")
    guest, address = let_in(invited), f"/shared/{invited.public_id}/2/"
    share, secret, passcode = share_of(release)
    reader = opened(secret, passcode)
    desk = moves(text(consultant().get(change_url(waves[1]))))
    with every_firm("a test acts"):
        OutcomeFigure.objects.filter(assessment=waves[0]).update(value=1.0)
    assert moves(text(consultant().get(change_url(waves[1])))) != desk
    assert moves(text(guest.get(f"{address}change/"))) == desk
    assert moves(text(reader.get(f"/read/{share.public_id}/change/"))) == desk
    preview = consultant().get(f"/clients/{waves[1].client.slug}/waves/2/release/preview/change/")
    assert moves(text(preview)) == desk
    compared = text(guest.get(address, {"compare": "wave-1"}))
    assert f'href="{address}change/?compare=wave-1"' in compared
    assert compared.count("stat__then") == 4
    assert Browser().get(f"/shared/{other.public_id}/2/change/").status_code == 404
    with firm_scope(release.firm):
        withdraw_release(release=release, by=owner_of(release))
    assert guest.get(f"{address}change/").status_code == 404
    assert reader.get(f"/read/{share.public_id}/change/").status_code == 410


def test_a_wave_without_a_release_has_no_change_to_preview(waves):
    address = f"/clients/{waves[1].client.slug}/waves/2/release/preview/change/"
    assert consultant().get(address).status_code == 404


def test_as_many_queries_however_many_people_and_waves(waves):
    few, many = waves[1], later_wave(later_wave(waves[1]), sales=9, marketing=9)
    browser = consultant()
    browser.get(change_url(few))
    browser.get(change_url(many))
    with CaptureQueriesContext(connection) as one:
        text(browser.get(change_url(few)))
    with CaptureQueriesContext(connection) as three:
        text(browser.get(change_url(many)))
    assert len(three) == len(one)
    with firm_scope(many.firm):
        assert len(live_edition(waves_of(many.firm).get(pk=many.pk)).earlier) == 3
