"""Readers without an account on every page that is not theirs: not yours looks exactly like not there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from reports.models import Guest, ShareLink
from reports.services.guests import revoke_guest
from reports.services.shares import revoke_share
from smax.accounts.tenancy import firm_scope
from tests.cast import make_client, make_firm, make_leader
from tests.reports.released import guest_of, released, share_of
from tests.reports.views.test_doors import let_in, opened
from tests.reports.waves import answered_wave
from tests.security.routes import POLICY, all_routes
from tests.security.test_strangers import BY_METHODS, METHODS, MISSING, NOT_THERE, seen, signed_in
from tests.security.test_strangers import address as address_for_strangers

pytestmark = pytest.mark.django_db

GUEST = [name for name, policy in POLICY.items() if policy == "guest"]
SHARE = [name for name, policy in POLICY.items() if policy == "share"]
DESK = [name for name, policy in POLICY.items() if policy in {"desk", "owner", "administrator"}]


@pytest.fixture(scope="module")
def release(shared_rows):
    return released(answered_wave(1, 1, closed=True, name="Secret Client"))


def address(name, row=None):
    values = {**MISSING, "number": 1, "screen": "cus"}
    if row is not None:
        values["public_id"] = row.public_id
    wanted = [part.partition(">")[0].partition(":")[2] for part in dict(all_routes())[name].split("<")[1:]]
    return reverse(name, kwargs={key: values[key] for key in wanted})


def other_guest(release):
    """The guest of another client of the same firm."""
    return let_in(guest_of(make_client(release.firm, "Other"), "other@client.example"))


def guest_of_other_firm(_release):
    return let_in(guest_of(make_client(make_firm("Theirs")), "their@client.example"))


def holder_of_other_share(release):
    _share, secret, passcode = share_of(release)
    return opened(secret, passcode)


def respondent(release):
    wave = release.assessment
    _person, secret = make_leader(answered_wave(1, 1, firm_name="Third"), "sales", "Late")
    browser = Browser()
    assert browser.post(f"/s/{secret}/", {"consent": "on"}).status_code == 302
    assert wave.state == "closed"
    return browser


STRANGERS = {
    "nobody": lambda _release: Browser(),
    "other-guest": other_guest,
    "guest-of-other-firm": guest_of_other_firm,
    "holder-of-other-share": holder_of_other_share,
    "respondent": respondent,
    "own-owner": lambda _release: signed_in("owner@ours.example"),
}


def assert_not_there(browser, name, row, methods=METHODS):
    for method in methods:
        there, missing = (getattr(browser, method)(address(name, each)) for each in (row, None))
        assert (method, there.status_code) == (method, NOT_THERE[method, there.status_code])
        assert seen(there) == seen(missing)
        assert b"Secret Client" not in there.content


@BY_METHODS
@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("name", GUEST)
def test_a_guests_pages_are_there_for_that_guest_only(release, name, stranger, methods):
    guest = guest_of(release.assessment.client)
    assert_not_there(STRANGERS[stranger](release), name, guest, methods)


@BY_METHODS
@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("name", SHARE)
def test_a_shared_page_is_there_for_who_opened_that_link_only(release, name, stranger, methods):
    share, _secret, _passcode = share_of(release)
    assert_not_there(STRANGERS[stranger](release), name, share, methods)


@pytest.mark.parametrize("name", GUEST)
def test_the_own_guest_gets_in_until_revoked(release, name):
    guest = guest_of(release.assessment.client)
    browser = let_in(guest)
    assert browser.get(address(name, guest)).status_code == 200
    with firm_scope(guest.firm):
        revoke_guest(guest=Guest.objects.get(pk=guest.pk))
    assert_not_there(browser, name, guest)


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_the_holder_of_a_share_gets_in_until_it_ends(release, end):
    share, secret, passcode = share_of(release, days=1)
    browser = opened(secret, passcode)
    assert browser.get(address("reports:share_page", share)).status_code == 200
    later = timedelta()
    if end == "revoked":
        with firm_scope(share.firm):
            revoke_share(share=ShareLink.objects.get(pk=share.pk))
    else:
        later = timedelta(hours=25)
    with time_machine.travel(timezone.now() + later):
        assert_not_there(browser, "reports:share_page", share)


@pytest.mark.parametrize("name", DESK)
def test_readers_have_no_way_to_the_desk(release, name):
    """They are nobody there: sent to sign in, whether it exists or not."""
    guest = guest_of(release.assessment.client)
    for browser in (let_in(guest), holder_of_other_share(release)):
        answer = browser.get(address_for_strangers(name))
        assert (answer.status_code, "/accounts/login/" in answer.headers["Location"]) == (302, True)


def test_a_cookie_of_one_kind_opens_no_other_door(release):
    """Both kinds are signed with the same key: what was signed for a guest is no share's."""
    guest = guest_of(release.assessment.client)
    share, _secret, _passcode = share_of(release)
    browser = let_in(guest)
    value = browser.cookies[f"guest-{guest.public_id.hex}"].value
    browser.cookies[f"share-{share.public_id.hex}"] = value
    browser.cookies[f"survey-{guest.public_id.hex}"] = value
    assert browser.get(address("reports:share_page", share)).status_code == 404
