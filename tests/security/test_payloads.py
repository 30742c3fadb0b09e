"""What people wrote beside the results, on every page that shows it: it is read, and nothing of it runs."""

from __future__ import annotations

from itertools import cycle

import pytest
from django.test import Client as Browser
from django.utils import timezone

from reports.models import Note, PlanAction
from reports.sections_list import SECTIONS
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from tests.cast import make_wave
from tests.reports.released import guest_of, released, share_of
from tests.reports.views.test_doors import let_in, opened
from tests.reports.waves import answered_wave, fill, finish
from tests.security.payloads import live, payloads, shown
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db
ACTIONS = 50
LONGEST_NAME = 120


def planted(wave):
    """Every payload, somewhere: in owners (the short ones), in texts of actions, and in notes."""
    texts = sorted(payloads(300), key=len)
    names, others = cycle(texts[: 2 * ACTIONS]), iter(cycle(texts[2 * ACTIONS :]))
    assert len(texts[2 * ACTIONS - 1]) <= LONGEST_NAME
    for place in range(1, ACTIONS + 1):
        PlanAction(
            assessment=wave, place=place, text=next(others), first_step=next(others), note=next(others),
            sales_owner=next(names), marketing_owner=next(names), item="CUS-K1.joint", value=20.0,
            target=75.0, method_version="1", since=wave.number, dimension="CUS", due_on=timezone.now(),
        ).save()  # fmt: skip
    for section in SECTIONS:
        Note(assessment=wave, section=section, text="\n\n".join(next(others) for _turn in range(8))).save()
    assert len(shown(" ".join(texts))) == 300


@pytest.fixture
def waves():
    """A wave whose notes and plan are full of payloads, and the wave after it."""
    first = answered_wave(3, 3, closed=True)
    with firm_scope(first.firm):
        planted(first)
        second = make_wave(first.client)
        fill(second, sales=3, marketing=3)
        finish(second)
    return first, second


def signed_in():
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    confirm(browser)
    return browser


def first_action(wave):
    with firm_scope(wave.firm):
        return wave.plan_actions.order_by("place")[0]


def inert(answer, least):
    page = answer.content.decode()
    assert live(page) == []
    assert len(shown(page)) >= least, len(shown(page))
    assert answer.status_code in {200, 409}


def test_on_every_page_of_the_desk(waves):
    first, _second = waves
    browser = signed_in()
    base, later = (f"/clients/{wave.client.slug}/waves/{wave.number}/" for wave in waves)
    action = first_action(first).pk
    for page, least in (
        (f"{base}plan/", 249),
        (f"{base}results/", 290),
        (f"{base}notes/", 50),
        (f"{later}plan/", 49),
        (f"{later}plan/earlier/", 40),
        (f"{later}results/", 49),
        (f"{base}plan/{action}/", 4),
        (f"{base}plan/{action}/drop/", 0),
        *((f"{base}notes/{section}/", 6) for section in SECTIONS),
        ("/firm/people-data/?q=zxss", 40),
    ):
        inert(browser.get(page), least)
    for owner in (f"salesowner-{action}", f"marketingowner-{action}"):
        inert(browser.get(f"/firm/people-data/{owner}/"), 1)
        inert(browser.get(f"/firm/people-data/{owner}/erase/"), 1)


def test_where_two_wrote_at_once_and_in_a_preview(waves):
    first, _second = waves
    browser, base = signed_in(), f"/clients/{first.client.slug}/waves/1/"
    mine = "\n\n".join(payloads(300)[:30])
    inert(browser.post(f"{base}notes/headline/", {"text": mine, "revision": 7}), 36)
    inert(browser.post(f"{base}notes/headline/", {"text": mine, "revision": 1, "preview": "1"}), 29)
    action = first_action(first)
    given = {"text": payloads(300)[3], "status": "open", "revision": 7, "item": "", "dimension": ""}
    inert(browser.post(f"{base}plan/{action.pk}/", given), 5)


def test_outside_once_released(waves):
    first, _second = waves
    release = released(first)
    guest = let_in(guest_of(first.client))
    share, secret, passcode = share_of(release)
    reader = opened(secret, passcode)
    desk = signed_in()
    inert(desk.get(f"/clients/{first.client.slug}/waves/1/release/preview/"), 290)
    with firm_scope(first.firm):
        public = first.client.guests.get().public_id
    inert(guest.get(f"/shared/{public}/1/"), 290)
    inert(reader.get(f"/read/{share.public_id}/"), 290)
