"""Who is let into the questionnaire. Everybody else gets the 404 of a page that is not there."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.links import Pass, cookie_name, give_pass
from surveys.models import Response
from surveys.services.people import renew_link
from tests.cast import answer_and_submit, make_client, make_firm, make_wave
from tests.surveys.respondent import Respondent, checked, every_row, heading, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))


@pytest.fixture
def ana(wave):
    respondent = Respondent(wave)
    respondent.enter()
    return respondent


def pages(respondent):
    return ["", *(f"{code}/" for code in respondent.codes), "review/", "receipt/"]


def test_a_stranger_finds_nothing(ana):
    assert [Browser().get(ana.place + page).status_code for page in pages(ana)] == [404] * 12
    assert [Browser().post(f"{ana.place}{page}").status_code for page in ("cus/", "review/")] == [404, 404]


def test_the_cookie_of_one_participant_opens_nothing_of_another(wave, ana):
    ben = Respondent(wave, "marketing", "Ben Ode")
    stolen = Browser()
    stolen.cookies[cookie_name(ben.person.public_id)] = ana.browser.cookies[
        cookie_name(ana.person.public_id)
    ].value
    before = every_row()
    answers = [stolen.get(ben.place + page).status_code for page in pages(ben)]
    answers.append(stolen.post(f"{ben.place}cus/", {"G0": "1"}).status_code)
    assert answers == [404] * 13
    assert every_row() == before


def test_a_forged_cookie_opens_nothing(ana):
    name = cookie_name(ana.person.public_id)
    forged = Browser()
    forged.cookies[name] = ana.browser.cookies[name].value[:-2] + "xx"
    assert [forged.get(ana.place + page).status_code for page in pages(ana)] == [404] * 12


def test_a_revoked_link_ends_inside_too(ana):
    ana.post("cus/", {"G0": "4"})
    with firm_scope(ana.person.firm):
        (link,) = ana.person.links.all()
        secret = renew_link(participant=ana.person, replaced=link.pk)
    assert Browser().get(ana.landing).status_code == 410
    assert [ana.get(page).status_code for page in pages(ana)] == [404] * 12
    ana.landing = f"/s/{secret}/"
    ana.enter()
    assert checked(ana.get("cus/")) == {"G0": ["4"]}


GIVEN = [
    ("G0", "4"),
    ("CUS-F2", "growth"),
    ("CUS-F2", "other"),
    ("comment:CUS", "\n<b>& more"),
    ("go", "next"),
]


def sent_from(origin, path, browser=None):
    fields = {name: [value for other, value in GIVEN if other == name] for name, _value in GIVEN}
    return (browser or Browser()).post(path, fields, headers={"Origin": origin})


def form_of(answer):
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    fields = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return page, [(name, html.unescape(value)) for name, value in fields]


def test_what_is_sent_where_the_link_is_not_open_any_more_comes_back_to_be_sent_again(ana, settings):
    here = settings.CSRF_TRUSTED_ORIGINS[0]
    before = every_row()
    missing = form_of(sent_from(here, f"/survey/{UUID(int=0)}/cus/"))
    answer = sent_from(here, ana.place + "cus/")
    assert (answer.status_code, heading(answer)) == (
        404,
        "Your personal link is no longer open in this browser",
    )
    assert form_of(answer) == missing  # whoever is there, and whoever is not
    assert missing[1] == GIVEN
    assert every_row() == before
    again = sent_from(here, ana.place + "cus/", ana.browser)
    assert again.headers["Location"] == ana.place + "str/"
    assert ana.draft["CUS-F2"] == ["growth", "other"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_nothing_that_another_site_made_up_comes_back(ana, origin):
    answer = sent_from(origin, ana.place + "cus/")
    assert (answer.status_code, heading(answer)) == (404, "There is nothing at this address")
    assert form_of(answer)[1] == []


def test_a_suspended_firm_ends_inside_too(ana):
    ana.person.firm.is_active = False
    ana.person.firm.save()
    assert ana.get("cus/").status_code == 404


@pytest.mark.parametrize("side", ["sales", "marketing", "both"])
@pytest.mark.parametrize("done", [False, True], ids=["open", "submitted"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(wave, side, done, method):
    respondent = Respondent(wave, side)
    respondent.enter()
    if done:
        answer_and_submit(respondent.person)
    before = every_row()
    for page in pages(respondent):
        getattr(respondent.browser, method)(respondent.place + page)
    getattr(respondent.browser, method)(respondent.landing)
    assert every_row() == before


def test_answers_need_the_consent_that_the_link_asks_for(wave, ana):
    ben = Respondent(wave, "marketing", "Ben Ode")
    ben.enter()
    name = cookie_name(ben.person.public_id)
    bare = HttpResponse()
    with every_firm("a test reads"):
        give_pass(bare, public_id=ben.person.public_id, given=Pass(ben.person.links.get().pk, None))
    ben.browser.cookies[name] = bare.cookies[name].value
    answer = ben.post("cus/", {"G0": "4"})
    assert (answer.status_code, ben.draft) == (409, {})
    assert "Please open your personal link again and say whether you agree to take part." in text(answer)
    with every_firm("a test reads"):
        assert Response.objects.get(participant=ben.person).revision == 0


@pytest.mark.parametrize("page", ["", "cus/"])
def test_a_form_that_was_open_too_long_says_so_in_the_language_of_its_page(ana, page):
    ana.landing += "?lang=de"
    ana.enter()
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = ana.browser.cookies
    answer = strict.post(f"{ana.place}{page}" if page else ana.landing, {"G0": "4"})
    assert (answer.status_code, heading(answer)) == (403, "Diese Seite war zu lange geöffnet")


@pytest.mark.parametrize(
    "page", ["/survey/00000000-0000-4000-8000-000000000000/cus/", "/s/nonsense/", "/language/"]
)
def test_a_stale_form_of_nobody_is_refused_too(db, page):
    answer = Browser(enforce_csrf_checks=True).post(page, {})
    assert (answer.status_code, heading(answer)) == (403, "This page had been open too long")
