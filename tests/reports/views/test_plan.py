"""The pages of the joint plan, as the desk uses them and as readers see what comes of it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import PlanAction
from smax.accounts.tenancy import every_firm, firm_scope
from tests.cast import make_wave
from tests.reports.released import guest_of, released
from tests.reports.views.test_doors import let_in
from tests.reports.waves import answered_wave, fill, finish
from tests.security.test_strangers import signed_in

pytestmark = pytest.mark.django_db
WAVE = "/clients/acme/waves/1/"
NEXT = "/clients/acme/waves/2/"
OWN = {
    "text": "Our own", "first_step": "", "sales_owner": "Ana", "marketing_owner": "", "due_on": "",
    "item": "CUS-K1.joint", "target": "75", "dimension": "", "note": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def wave(shared_rows):
    return answered_wave(3, 3, closed=True)


@pytest.fixture
def desk(wave):
    return signed_in("consultant@ours.example")


def actions(wave):
    with firm_scope(wave.firm):
        return list(wave.plan_actions.order_by("place", "pk"))


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def later(wave):
    with firm_scope(wave.firm):
        second = make_wave(wave.client)
        fill(second, sales=3, marketing=3)
        finish(second)
    return second


def test_an_empty_plan_leads_to_the_recommendations(desk):
    page = desk.get(f"{WAVE}plan/")
    assert "Nothing is planned yet" in text_of(page)
    assert f'href="{WAVE}plan/recommendations/"' in page.content.decode()
    assert "Nothing is left to carry over" in text_of(desk.get(f"{WAVE}plan/earlier/"))
    assert "Make a joint plan" in text_of(desk.get(f"{WAVE}results/"))


def test_chosen_recommendations_become_actions(wave, desk):
    offered = re.findall(
        r'name="chosen" value="([\w-]+)"', desk.get(f"{WAVE}plan/recommendations/").content.decode()
    )
    assert offered[0] == "REC-00"
    answer = desk.post(f"{WAVE}plan/recommendations/", {"chosen": offered[:2]})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{WAVE}plan/")
    assert [each.recommendation for each in actions(wave)] == offered[:2]
    left = desk.get(f"{WAVE}plan/recommendations/").content.decode()
    assert re.findall(r'name="chosen" value="([\w-]+)"', left) == offered[2:]


@pytest.mark.parametrize("chosen", [[], ["REC-NOT-1"], ["REC-00", "x" * 200]])
def test_nothing_or_something_else_chosen_is_said_and_changes_nothing(wave, desk, chosen):
    page = desk.post(f"{WAVE}plan/recommendations/", {"chosen": chosen, "csrfmiddlewaretoken": "x"})
    assert (page.status_code, "Please check what you entered" in text_of(page)) == (200, True)
    assert actions(wave) == []


def test_an_action_is_added_and_changed(wave, desk):
    assert desk.post(f"{WAVE}plan/new/", OWN).status_code == 302
    [action] = actions(wave)
    assert (action.text, action.dimension, action.target, action.status) == ("Our own", "CUS", 75.0, "open")
    page = desk.get(f"{WAVE}plan/{action.pk}/").content.decode()
    assert 'name="target" value="75"' in page
    changed = {**OWN, "status": "done", "due_on": "2031-05-05", "note": "Well", "revision": "1"}
    assert desk.post(f"{WAVE}plan/{action.pk}/", changed).status_code == 302
    [action] = actions(wave)
    assert (action.status, str(action.due_on), action.note, action.revision) == (
        "done",
        "2031-05-05",
        "Well",
        2,
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "What is done"),
        ({"text": "x" * 301}, "What is done"),
        ({"sales_owner": "x" * 121}, "Owner in sales"),
        ({"due_on": "tomorrow"}, "Write the day as year-month-day"),
        ({"target": "101"}, "Target"),
        ({"target": "nan"}, "Target"),
        ({"target": ""}, "Say which score is to be reached."),
        ({"item": ""}, "Choose what is to reach the target."),
        ({"item": "CUS-P1.joint"}, "What it is to move"),
        ({"dimension": "XXX"}, "Area"),
        ({"note": "x" * 1001}, "Note"),
    ],
)
def test_what_cannot_be_an_action_is_said_by_field(wave, desk, fields, said):
    page = desk.post(f"{WAVE}plan/new/", {**OWN, **fields})
    assert page.status_code == 200
    assert said in text_of(page).split("What is done", 1)[0] + text_of(page).split("Please check", 1)[1]
    assert actions(wave) == []


def test_two_at_once_see_each_others_words(wave, desk):
    desk.post(f"{WAVE}plan/new/", OWN)
    [action] = actions(wave)
    path = f"{WAVE}plan/{action.pk}/"
    given = {**OWN, "status": "open", "revision": "1"}
    assert desk.post(path, {**given, "text": "Theirs"}).status_code == 302
    page = desk.post(path, {**given, "text": "Mine", "status": "done"})
    assert page.status_code == 409
    words = text_of(page)
    assert "Somebody changed this action while you wrote." in words
    assert "What is done, as stored Theirs" in words
    assert "Status, as stored Open" in words
    assert "Owner in sales, as stored" not in words
    body = page.content.decode()
    assert re.search(r"<textarea[^>]*>\s*Mine</textarea>", body)
    assert 'name="revision" value="2"' in body
    assert actions(wave)[0].text == "Theirs"
    assert desk.post(path, {**given, "text": "Mine", "revision": "2"}).status_code == 302
    assert (actions(wave)[0].text, actions(wave)[0].revision) == ("Mine", 3)
    assert desk.post(path, {**given, "text": "Mine", "revision": "1"}).status_code == 302, "the same words"


def test_a_status_is_changed_in_one_click_but_not_over_another(wave, desk):
    desk.post(f"{WAVE}plan/new/", OWN)
    [action] = actions(wave)
    path = f"{WAVE}plan/{action.pk}/status/"
    assert desk.get(path).status_code == 302
    assert desk.post(path, {"status": "under_way", "revision": "1"}).status_code == 302
    assert desk.post(path, {"status": "done", "revision": "1"}).status_code == 409
    for wrong in ({}, {"status": "lost", "revision": "2"}, {"status": "done", "revision": "x"}):
        assert desk.post(path, wrong).status_code == 409
    assert (actions(wave)[0].status, actions(wave)[0].revision) == ("under_way", 2)


def test_dropping_asks_first_and_readers_see_it_no_more(wave, desk):
    desk.post(f"{WAVE}plan/new/", OWN)
    [action] = actions(wave)
    assert "Drop this action?" in text_of(desk.get(f"{WAVE}plan/{action.pk}/drop/"))
    assert actions(wave)[0].status == "open"
    assert "Our own" in text_of(desk.get(f"{WAVE}results/"))
    desk.post(f"{WAVE}plan/{action.pk}/drop/", {"revision": "1"})
    assert actions(wave)[0].status == "dropped"
    assert "Our own" not in text_of(desk.get(f"{WAVE}results/"))
    assert "Our own" in text_of(desk.get(f"{WAVE}plan/"))


def test_the_order_is_changed(wave, desk):
    for name in ("One", "Two"):
        desk.post(f"{WAVE}plan/new/", {**OWN, "text": name})
    desk.post(f"{WAVE}plan/{actions(wave)[1].pk}/up/")
    assert [each.text for each in actions(wave)] == ["Two", "One"]


def test_open_actions_are_carried_over_and_show_what_became_of_them(wave, desk):
    desk.post(f"{WAVE}plan/new/", {**OWN, "target": "30"})
    desk.post(f"{WAVE}plan/new/", {**OWN, "text": "Finished"})
    finished = actions(wave)[1]
    desk.post(f"{WAVE}plan/{finished.pk}/status/", {"status": "done", "revision": "1"})
    second = later(wave)
    page = text_of(desk.get(f"{NEXT}plan/"))
    assert "What became of the plan of wave 1" in page
    for words in ("Our own", "Finished", "Target reached", "As when agreed"):
        assert words in page
    offered = re.findall(r'name="chosen" value="(\d+)"', desk.get(f"{NEXT}plan/earlier/").content.decode())
    assert offered == [str(actions(wave)[0].pk)]
    assert desk.post(f"{NEXT}plan/earlier/", {"chosen": [str(finished.pk)]}).status_code == 200
    assert desk.post(f"{NEXT}plan/earlier/", {"chosen": offered}).status_code == 302
    [carried] = actions(second)
    assert (carried.carried_from_id, carried.since) == (actions(wave)[0].pk, 1)
    assert "from wave 1" in text_of(desk.get(f"{NEXT}plan/"))
    assert "does not show that the action moved it" in text_of(desk.get(f"{NEXT}results/"))
    assert desk.post(f"{NEXT}plan/earlier/", {"chosen": offered}).status_code == 200


def test_guests_read_the_plan_as_released_and_nothing_of_the_desk(wave, desk):
    desk.post(f"{WAVE}plan/new/", OWN)
    released(wave)
    desk.post(f"{WAVE}plan/new/", {**OWN, "text": "Only later"})
    guest = let_in(guest_of(wave.client))
    with every_firm("a test looks"):
        public_id = wave.client.guests.get().public_id
    body = guest.get(f"/shared/{public_id}/1/").content.decode()
    for words in ("Our own", "Joint plan", "Ana"):
        assert words in body
    assert "Only later" not in body
    for act in ("/plan/", "/notes/", "Work on the plan", "Add a note"):
        assert act not in body


@pytest.mark.parametrize("page", ["plan/", "results/"])
def test_a_page_asks_as_much_for_three_actions_as_for_fifty(wave, desk, page):
    counts = []
    for number in (3, 47):
        with firm_scope(wave.firm):
            for _turn in range(number):
                PlanAction(
                    assessment=wave, place=1, text="x", item="CUS-K1.joint", value=1.0, target=75.0,
                    method_version="1", since=1,
                ).save()  # fmt: skip
        desk.get(f"{WAVE}{page}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get(f"{WAVE}{page}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def test_actions_of_another_wave_are_not_there(wave, desk):
    desk.post(f"{WAVE}plan/new/", OWN)
    later(wave)
    key = actions(wave)[0].pk
    for path in (f"plan/{key}/", f"plan/{key}/drop/", f"plan/{10**30}/"):
        assert desk.get(f"{NEXT}{path}").status_code == 404
    for path in (f"plan/{key}/status/", f"plan/{key}/up/"):
        assert desk.post(f"{NEXT}{path}", {"status": "done", "revision": "1"}).status_code == 404
