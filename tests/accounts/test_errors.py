"""The pages for what went wrong."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client as Browser

from tests.cast import make_client, make_firm, make_wave
from tests.surveys.respondent import Respondent, every_row, heading

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://127.0.0.1:8000"}
COMMENT = 'First line\nsecond line </textarea><script>alert("x")</script> & more'


@pytest.fixture
def ana():
    respondent = Respondent(make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps")))
    respondent.enter()
    return respondent


@pytest.fixture
def strict(ana):
    """A browser that holds Ana's cookie, and whose tokens are checked."""
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = ana.browser.cookies
    return browser


def fields(answer):
    """The form of a page, as a browser would send it."""
    page = answer.content.decode()
    areas = re.findall(r'<textarea name="([^"]+)" hidden[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    sent = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]}
    for name, value in areas:
        sent.setdefault(html.unescape(name), []).append(html.unescape(value))
    return sent


def test_a_half_given_page_outlives_its_token(ana, strict):
    given = {"G0": "4", "CUS-F1": ["a", "b"], "CUS-F1-base": "0", "comment:CUS": COMMENT, "go": "col"}
    before = every_row()
    answer = strict.post(f"{ana.place}cus/", given, headers=OURS)
    assert (answer.status_code, heading(answer)) == (403, "This page had been open too long")
    assert every_row() == before
    assert "<script>alert" not in answer.content.decode()

    again = strict.post(f"{ana.place}cus/", fields(answer), headers=OURS)
    assert (again.status_code, again.headers["Location"]) == (302, f"{ana.place}col/")
    assert ana.draft == {"G0": 4, "CUS-F1": ["a", "b"]}
    assert html.escape(COMMENT) in ana.get("cus/").content.decode()


@pytest.mark.parametrize("origin", [None, "null", "https://elsewhere.example"])
def test_what_another_site_made_up_does_not_come_back(ana, strict, origin):
    headers = {"Origin": origin} if origin else {}
    answer = strict.post(f"{ana.place}cus/", {"G0": "4"}, headers=headers)
    assert (answer.status_code, "G0" in answer.content.decode()) == (403, False)
    assert ana.draft == {}


def test_on_other_pages_nothing_comes_back(ana, strict):
    answer = strict.post("/accounts/login/", {"password": "a secret"}, headers=OURS)
    assert (answer.status_code, "a secret" in answer.content.decode()) == (403, False)
