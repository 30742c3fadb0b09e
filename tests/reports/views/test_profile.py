from __future__ import annotations

import re

import pytest

from smax.accounts.tenancy import firm_scope
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.surveys.respondent import Respondent

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")), own_profile=True)


def scores(page):
    return dict(
        re.findall(
            r'data-dimension="(\w+)">.*?<span class="(?:profile__score|muted)">([^<]*)</span>',
            page.content.decode(),
            re.DOTALL,
        )
    )


def entered(wave, side, **changed):
    leader = Respondent(wave, side, f"{side} leader of their own")
    answers = {**full_answers(wave, side, step=3), **changed}
    leader.enter()
    answer_and_submit(leader.person, answers)
    return leader


OWN = {"CUS-P1": 5, "CUS-P2": 4, "STR-P1": 1, "STR-P2": 1, "COL-P1": "dk", "COL-P2": "dk"}
SHOWN = {
    "CUS": "88",
    "STR": "0",
    "CAP": "50",
    "ORG": "50",
    "CAD": "50",
    "DAT": "50",
    "FLW": "50",
    "COL": "no rating",
}


@pytest.mark.parametrize("mode", ["attributed", "aggregated"])
def test_ones_own_answers_and_nobody_elses(mode):
    wave = make_wave(make_client(make_firm("Ours")), own_profile=True, identity_mode=mode)
    leader = entered(wave, "sales", **OWN)
    for name, side in (("A", "sales"), ("B", "marketing"), ("C", "both")):
        person, _secret = make_leader(wave, side, name)
        answer_and_submit(person, full_answers(wave, side, step=5))
    page = leader.get("profile/")
    assert scores(page) == SHOWN
    widths = re.findall(r'<rect class="profile__own [^"]*" width="(\d+)"', page.content.decode())
    assert widths == ["88", "0", "50", "50", "50", "50", "50"]


def test_people_responsible_for_both_have_a_profile_too(wave):
    for side in ("sales", "marketing"):
        person, _secret = make_leader(wave, side)
        answer_and_submit(person)
    assert scores(entered(wave, "both", **OWN).get("profile/")) == SHOWN


def test_not_before_both_sides_have_submitted(wave):
    leader = entered(wave, "sales", **OWN)
    colleague, _secret = make_leader(wave, "sales", "Colleague")
    answer_and_submit(colleague)
    page = leader.get("profile/")
    assert (page.status_code, scores(page)) == (200, {})
    assert "Not yet: it appears once you and both sides have submitted." in page.content.decode()


def test_not_before_one_has_submitted_oneself(wave):
    for side in ("sales", "marketing"):
        person, _secret = make_leader(wave, side)
        answer_and_submit(person)
    late = Respondent(wave, "sales", "Late Leader")
    late.enter()
    page = late.get("profile/")
    assert (page.status_code, scores(page)) == (200, {})


@pytest.mark.parametrize(("change", "status"), [({"own_profile": False}, 404), ({"state": "withdrawn"}, 410)])
def test_not_there_unless_the_wave_allows_it(wave, change, status):
    leader = entered(wave, "sales")
    person, _secret = make_leader(wave, "marketing")
    answer_and_submit(person)
    assert leader.get("profile/").status_code == 200
    with firm_scope(wave.firm):
        if "state" in change:
            change = {**change, "closed_at": wave.deadline}
        type(wave).objects.filter(pk=wave.pk).update(**change)
    page = leader.get("profile/")
    assert (page.status_code, scores(page)) == (status, {})
