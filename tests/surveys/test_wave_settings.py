"""What a wave is opened with besides deadline and segments: events, reminders, the minimum, trial, plan."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from smax.accounts.tenancy import firm_scope
from surveys.models import Assessment
from surveys.services.plans import plan_wave
from surveys.services.waves import close_wave
from tests.cast import (
    PROFILE,
    answer_and_submit,
    full_answers,
    make_client,
    make_firm,
    make_leader,
    make_wave,
)
from tests.surveys.desk import errors, sign_in, text
from tests.surveys.respondent import Respondent
from tests.surveys.test_waves import OPEN, fields

pytestmark = pytest.mark.django_db
HIDDEN = [
    f"hide-{code}" for code in ("regulation", "growth", "other", "competitor", "expansion", "cost_pressure")
]


@pytest.fixture
def client():
    wave = make_wave(make_client(make_firm("Ours")))
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    return wave.client


@pytest.fixture
def browser(client):
    return sign_in()


def opened(client, browser, **more):
    answer = browser.post(OPEN, fields(client, **more))
    assert answer.status_code == 302, errors(answer)
    with firm_scope(client.firm):
        return client.assessments.first()


def test_usual_settings(client, browser):
    form = browser.get(OPEN).context["form"]
    assert (form["reminder_days"].value(), form["minimum_per_side"].value()) == ([7, 2], 1)
    wave = opened(client, browser)
    assert (wave.reminder_days, wave.minimum_per_side) == ([7, 2], 1)
    assert (wave.trial, wave.trigger_labels) == (False, {})


def test_the_next_wave_begins_with_what_the_last_one_had(client, browser):
    opened(
        client, browser, reminder_days=["14", "1"], minimum_per_side="4", identity_mode="aggregated",
        language="de", own_profile="on", **{"words-growth": "Spin-off", "hide-other": "on"},
    )  # fmt: skip
    form = browser.get(OPEN).context["form"]
    names = ("reminder_days", "minimum_per_side", "identity_mode", "language", "own_profile")
    assert [form[name].value() for name in names] == [[14, 1], 4, "aggregated", "de", True]
    assert form.triggers["words-growth"].value() == "Spin-off"
    assert form.triggers["hide-other"].value() is True
    assert form.triggers.worded is True


@pytest.mark.parametrize(
    ("change", "label", "told"),
    [
        ({"reminder_days": ["8"]}, "Reminders: days before the deadline", "Select a valid choice."),
        ({"minimum_per_side": "0"}, "Responses wanted from each side", "greater than or equal to 1"),
        ({"minimum_per_side": "51"}, "Responses wanted from each side", "less than or equal to 50"),
        ({"minimum_per_side": ""}, "Responses wanted from each side", "This field is required."),
        ({"words-growth": "x" * 101}, "", "at most 100 characters"),
        ({"words-growth": "Same", "words-other": " same "}, "", "“same” stands there twice."),
        (
            dict.fromkeys(HIDDEN, "on"),
            "",
            "Leave at least 4 events in: 3 are left now.",
        ),
    ],
)
def test_settings_that_cannot_be(client, browser, change, label, told):
    answer = browser.post(OPEN, fields(client, **change))
    assert told in errors(answer)[label]
    with firm_scope(client.firm):
        assert client.assessments.count() == 1


def test_an_aggregated_wave_wants_three_whatever_was_set(client, browser):
    wave = opened(client, browser, identity_mode="aggregated")
    assert (wave.minimum_per_side, wave.wanted_per_side) == (1, 3)


# ---- Events in the client's own words --------------------------------------------------------------------


@pytest.fixture
def worded(client, browser):
    return opened(client, browser, **{"words-growth": " A  spin-off ", "hide-other": "on"})


def test_leaders_read_the_clients_words_in_every_language(worded):
    ana = Respondent(worded)
    ana.enter()
    for language in ("en", "de"):
        ana.browser.cookies["smax_language"] = language
        page = ana.get("cus/").content.decode()
        assert ("A spin-off" in page, 'name="CUS-F2" value="other"' in page) == (True, False)


def test_an_event_that_is_not_offered_is_refused(worded):
    item = worded.instrument_version.catalogue.item("CUS-F2")
    assert item.check(["growth"], trigger_labels=worded.trigger_labels) == ["growth"]
    with pytest.raises(ValueError, match="options offered"):
        item.check(["other"], trigger_labels=worded.trigger_labels)


def test_results_use_the_clients_words(worded, browser):
    for side in ("sales", "marketing"):
        person, _secret = make_leader(worded, side)
        answer_and_submit(person, full_answers(worded, side) | {"CUS-F2": ["growth"]})
    assert "A spin-off" in text(browser.get("/clients/acme/waves/2/results/"))


# ---- Trial -----------------------------------------------------------------------------------------------


def test_leaders_and_consultants_read_that_a_trial_is_one(client, browser):
    wave = opened(client, browser, trial="on")
    ana = Respondent(wave)
    assert "This is a trial." in ana.browser.get(ana.landing).content.decode()
    ana.enter()
    assert "wave 2 · Trial" in ana.get("cus/").content.decode()
    assert "This wave is a trial." in text(browser.get("/clients/acme/waves/2/"))
    assert "Wave 2 Open Trial" in text(browser.get("/clients/acme/"))


def test_a_trial_stays_one_and_no_wave_becomes_one(client, browser):
    wave = opened(client, browser, trial="on")
    with firm_scope(client.firm), pytest.raises(IntegrityError, match="settled"), transaction.atomic():
        Assessment.objects.filter(pk=wave.pk).update(trial=False)


# ---- Plan ------------------------------------------------------------------------------------------------


def plans(client):
    with firm_scope(client.firm):
        return [(plan.state, plan.rhythm, plan.wave_id) for plan in client.plans.order_by("pk")]


def test_a_rhythm_plans_the_next_wave(client, browser):
    wave = opened(client, browser, rhythm="180")
    with firm_scope(client.firm):
        plan = client.plans.get()
    assert (plan.due_on, plan.rhythm) == (wave.created_at.date() + timedelta(days=180), 180)


def test_the_planned_wave_is_opened_as_that_or_beside_it(client, browser):
    with firm_scope(client.firm):
        plan_wave(client=client, due_on=timezone.now().date() + timedelta(days=10), rhythm=90)
    assert browser.get(OPEN).context["form"]["as_planned"].value() is True
    opened(client, browser)
    assert plans(client) == [("planned", 90, None)]
    wave = opened(client, browser, as_planned="on")
    assert plans(client) == [("opened", 90, wave.pk), ("planned", 90, None)]


def test_a_trial_fulfils_no_plan_and_begins_none(client, browser):
    opened(client, browser, trial="on", rhythm="90")
    assert plans(client) == []


# ---- The profile of the day ------------------------------------------------------------------------------


def test_a_wave_keeps_the_profile_of_the_day_it_was_opened(client, browser):
    changed = {**PROFILE, "name": "Acme", "industry": "manufacturing", "headwinds": ["talent"]}
    browser.post("/clients/acme/edit/", changed)
    later = opened(client, browser)
    with firm_scope(client.firm):
        first = client.assessments.last()
    assert (first.profile["industry"], first.profile["headwinds"]) == ("software", [])
    assert (later.profile["industry"], later.profile["headwinds"]) == ("manufacturing", ["talent"])
