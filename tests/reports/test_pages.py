"""The pages of this app as a browser shows them: without accessibility faults, and looked at."""

from __future__ import annotations

import json

import pytest

from tests.signing_in import sign_in

pytestmark = pytest.mark.browser

STAGE = """
import django, json; django.setup()
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.views.test_quality import submitted, varied
from tests.reports.waves import SALES, fill, finish, results_url

def looked_at(name, mode, sales, marketing, open_items=()):
    wave = make_wave(make_client(make_firm(name), name), identity_mode=mode)
    fill(wave, marketing=marketing)
    for place in range(sales):
        person, _secret = make_leader(wave, "sales", f"sales {place}")
        given = {**full_answers(wave, "sales", step=3), **SALES}
        answer_and_submit(person, {i: given[i] for i in given if not (place and i in open_items)})
    finish(wave)
    return results_url(wave)

places = {
    "groups": looked_at("Groups", "aggregated", 3, 3),
    "few": looked_at("Few", "aggregated", 3, 2),
    "alone": looked_at("Alone", "attributed", 2, 0),
    "quiet": looked_at("Quiet", "aggregated", 3, 3, open_items=("CUS-P1", "CUS-K1", "CUS-F1", "CUS-X")),
}
wave = make_wave(make_client(make_firm("Quality"), "Quality"), own_profile=True)
same = {"CUS": {"text": "We never see the leads that were refused, nor why.", "show": True}}
submitted(wave, "sales", "Ada Sales", full_answers(wave, "sales", step=3), comments=same)
submitted(wave, "sales", "Bea Sales", varied(wave, "sales"), seconds={})
submitted(wave, "marketing", "Max Marketing", varied(wave, "marketing"), seconds=dict.fromkeys(
    ("cus", "str", "cap", "org", "cad", "dat", "flw", "col", "predictions"), 9))
person, secret = make_leader(wave, "sales", "Own Profile")
answer_and_submit(person, varied(wave, "sales", **{"COL-P1": "dk", "COL-P2": "dk"}))
finish(wave, closed=False)
places["quality"] = f"/clients/quality/waves/1/quality/"
print(json.dumps({"places": places, "secret": secret, "profile": f"/survey/{person.public_id}/profile/"}))
"""


@pytest.fixture(scope="module")
def staged(server):
    return json.loads(server.python("-c", STAGE))


def signed_in(page, server, firm, place):
    sign_in(page, server.base_url, f"consultant@{firm}.example", place)


@pytest.mark.parametrize("name", ["groups", "few", "alone", "quiet", "quality"])
def test_pages_of_the_desk(server, staged, profile, assert_accessible, screenshots, name):
    page = profile()
    signed_in(page, server, name, staged["places"][name])
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    assert_accessible(page)
    screenshots(page, f"reports-{name}")


def test_a_respondents_own_profile(server, staged, profile, assert_accessible, screenshots):
    page = profile()
    page.goto(f"{server.base_url}/s/{staged['secret']}/")
    page.locator("main").get_by_role("button").last.click()
    page.wait_for_url("**/survey/**")
    page.goto(server.base_url + staged["profile"])
    assert page.locator(".profile tbody tr").count() == 8
    assert_accessible(page)
    screenshots(page, "reports-profile")
