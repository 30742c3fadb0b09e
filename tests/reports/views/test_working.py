"""Show the working: every number of the page leads to what it is made of, and no further than it may."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client as Browser

from reports.numbers import rounded, signed_tenths, tenths
from reports.scorecards import scorecard_for
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.released import released, share_of
from tests.reports.waves import answered_wave, fill, finish, results_url

pytestmark = pytest.mark.django_db


def signed_in(firm="ours"):
    browser = Browser()
    browser.force_login(User.objects.get(email=f"consultant@{firm}.example"))
    return browser


def working_url(wave, of=None):
    return f"{results_url(wave)}working/{'' if of is None else f'?of={of}'}"


def text_of(page):
    return html.unescape(page.content.decode())


def value_of(page):
    return re.search(r'id="number"><strong>([^<]*)</strong>', text_of(page)).group(1)


def card_of(wave):
    with firm_scope(wave.firm):
        return scorecard_for(waves_of(wave.firm).get(pk=wave.pk))


def written(of, value):
    """A number as the working writes it; a gap has its sign."""
    return signed_tenths(value) if of.rpartition(".")[2] == "gap" else tenths(value)


def at(card, of):
    """The scorecard's number of that name."""
    head, _point, part = of.partition(".")
    if of == "gap":
        return card.gap
    if part == "score":
        return card.outcomes[head]
    for part_of in (card.dimensions, card.items, card.perceptions):
        if head in part_of:
            return getattr(part_of[head], part)
    return getattr(getattr(card, head), part)


@pytest.mark.slow
def test_every_number_of_the_page_leads_to_its_working():
    wave = answered_wave(2, 2, 1, closed=True)
    card, browser = card_of(wave), signed_in()
    page = text_of(browser.get(results_url(wave)))
    found = dict(re.findall(r'<a class="how" href="working/\?of=([^"]+)">(?:concordance )?([+−\d]+)', page))
    found |= dict.fromkeys(re.findall(r'<a class="how-link[^"]*" href="working/\?of=([^"]+)"', page))
    assert {"gap", "perceived.joint", "measured.index", "CUS.perceived", "O1.score"} <= set(found)
    assert {"CUS-K1.joint", "CUS-P1.joint", "CUS-F1.concordance", "CAP-F1.level"} <= set(found)
    for of, shown in found.items():
        value = at(card, of)
        assert value_of(browser.get(working_url(wave, of))) == written(of, value), of
        assert shown in (None, f"{rounded(value):.0f}"), of


def test_a_number_is_told_with_its_rule_its_sum_and_its_parts():
    wave = answered_wave(1, 1, closed=True)
    card, page = card_of(wave), signed_in().get(working_url(wave, "CUS-K1.joint"))
    told = page.context["told"]
    score = card.items["CUS-K1"]
    assert (told.name, told.value) == (
        "In the last 12 months, how often did someone from marketing join sales in meetings with customers "
        "or prospects? joint score",
        "31.3",
    )
    assert (
        told.how == "0.5 times the lower side plus 0.5 times the mean of both: what both confirm counts more."
    )
    assert told.total == "0.5 × 25.0 + 0.5 × (25.0 + 50.0) / 2 = 31.3"
    assert [(line.value, line.of) for line in told.lines] == [
        (tenths(score.sales), "CUS-K1.sales"),
        (tenths(score.marketing), "CUS-K1.marketing"),
    ]
    side = signed_in().get(working_url(wave, "CUS-K1.sales")).context["told"]
    assert [(line.name, line.value, line.how, line.of) for line in side.lines] == [
        ("A sales leader", "25.0", "“Once”", "")
    ]


def test_single_answers_stand_in_an_order_that_names_nobody():
    wave = make_wave(make_client(make_firm("Ours")))
    for place, step in enumerate((5, 1, 3)):
        person, _secret = make_leader(wave, "sales", f"Person {place}")
        answer_and_submit(person, {**full_answers(wave, "sales"), "CUS-K1": step, "CUS-P1": step})
    fill(wave, marketing=1)
    finish(wave)
    browser = signed_in()
    lines = browser.get(working_url(wave, "CUS-K1.sales")).context["told"].lines
    assert [(line.name, line.value) for line in lines] == [
        ("A sales leader", value) for value in ("0.0", "50.0", "100.0")
    ]
    page = text_of(browser.get(working_url(wave, "CUS.perceived_sales")))
    assert page.count("A sales leader") == 3
    assert re.findall(r"Person \d|\bs[123]\b", page.partition("<main")[2]) == []


@pytest.mark.parametrize(
    "n", [2, 3, *(pytest.param(n, marks=(pytest.mark.slow, pytest.mark.once)) for n in (0, 1, 5))]
)
def test_in_groups_no_single_answer_is_told(n):
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    for side in ("sales", "marketing"):
        for place in range(n):
            person, _secret = make_leader(wave, side, f"{side} {place}")
            answers = {**full_answers(wave, side), "CUS-P1": 1 + place % 5}
            if place >= 2:
                answers.pop("CUS-K1")
            answer_and_submit(person, answers)
    finish(wave)
    browser = signed_in()
    pages = {of: browser.get(working_url(wave, of)) for of in ("CUS-P1.sales", "CUS-K1.joint", "gap")}
    if n < 3:
        assert {page.status_code for page in pages.values()} == {404}
        assert browser.get(working_url(wave)).status_code == 404
        return
    told = pages["CUS-P1.sales"].context["told"]
    assert [(line.name, line.value, line.how) for line in told.lines] == [
        (
            "Single answers",
            "–",
            "Not shown: these leaders were promised that answers are shown in groups.",
        )
    ]
    hidden = pages["CUS-K1.joint"].context["told"]
    assert (hidden.value, hidden.how, hidden.lines) == ("–", "shown from three people a side", ())


NONE = ["CUS", "CUS.colour", "CUS-K1.level", "XXX.measured", "gap.x", "O9.score", "__class__.x", "a" * 5000]


def test_what_is_no_number_is_not_there():
    wave = answered_wave(closed=True)
    browser = signed_in()
    assert {of: browser.get(working_url(wave, of)).status_code for of in NONE} == dict.fromkeys(NONE, 404)


def test_without_a_name_all_numbers_are_listed():
    wave = answered_wave(2, 2, closed=True)
    card, page = card_of(wave), signed_in().get(working_url(wave))
    groups = dict(page.context["groups"])
    assert list(groups)[:2] == ["The whole", "Customer alignment"]
    for entries in groups.values():
        for entry in entries:
            assert entry.value == written(entry.of, at(card, entry.of)), entry.of
    assert len(groups) == 1 + len(card.dimensions)


def test_a_release_tells_what_it_keeps_and_that_it_keeps_no_answers():
    wave = answered_wave(2, 2, closed=True)
    release = released(wave)
    share, secret, _code = share_of(release, with_passcode=False)
    reader = Browser()
    assert reader.post(f"/r/{secret}/").status_code == 302
    page = reader.get(f"/read/{share.public_id}/working/?of=CUS-K1.sales")
    told = page.context["told"]
    assert (page.status_code, told.value) == (200, tenths(card_of(wave).items["CUS-K1"].sales))
    assert [(line.name, line.how) for line in told.lines] == [
        ("Single answers", "Not kept: a release holds what answers come to, not who gave them.")
    ]
    shown = text_of(reader.get(f"/read/{share.public_id}/"))
    assert 'href="working/?of=measured.index"' in shown
    assert reader.get(f"/read/{share.public_id}/working/?of=nothing").status_code == 404
    assert Browser().get(f"/read/{share.public_id}/working/").status_code == 404
    preview = signed_in().get(
        f"/clients/{wave.client.slug}/waves/{wave.number}/release/preview/working/?of=gap"
    )
    assert value_of(preview) == signed_tenths(card_of(wave).gap)


def test_another_firms_working_is_not_there():
    wave = answered_wave(closed=True)
    make_firm("Theirs")
    assert signed_in("theirs").get(working_url(wave, "gap")).status_code == 404


@pytest.mark.parametrize("leaders", [1, 6])
def test_as_many_queries_however_many_answer(leaders, django_assert_num_queries):
    wave = answered_wave(leaders, leaders, closed=True)
    browser = signed_in()
    browser.get(working_url(wave, "gap"))
    # Session, reader, wave, leaders with answers, figures and documents, record.
    with django_assert_num_queries(6):
        browser.get(working_url(wave, "gap"))
