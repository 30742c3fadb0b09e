"""Readers without an account, from their doors to the released page and out again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from reports.models import Guest, ShareLink
from reports.readers import code_of
from reports.services.guests import ask_for_code, revoke_guest
from reports.services.releases import withdraw_release
from reports.services.shares import revoke_share
from smax.accounts.tenancy import every_firm, firm_scope
from smax.mail.models import Message
from surveys.links import secret_of
from surveys.models import Client, OutcomeFigure
from tests.cast import make_client
from tests.reports.released import guest_of, owner_of, released, share_of
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return answered_wave(2, 2, closed=True)


@pytest.fixture
def guest(wave):
    return guest_of(wave.client)


def door(guest):
    return reverse("reports:guest_door", args=[secret_of(guest)])


def let_in(guest, browser=None):
    """A browser in which the guest has entered a code."""
    browser = browser or Browser()
    with firm_scope(guest.firm):
        ask_for_code(guest=guest)
        code = code_of(Guest.objects.get(pk=guest.pk))
    answer = browser.post(door(guest), {"code": code})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/shared/{guest.public_id}/")
    return browser


def opened(secret, passcode):
    """A browser in which a share link is open."""
    browser = Browser()
    answer = browser.post(f"/r/{secret}/", {"passcode": passcode})
    assert (answer.status_code, answer.headers["Location"][:6]) == (302, "/read/")
    return browser


def test_a_guest_asks_for_a_code_enters_it_and_reads(wave, guest):
    released(wave)
    browser = Browser()
    page = browser.get(door(guest))
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "strict-origin")
    sent = browser.post(door(guest))
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{door(guest)}?step=code")
    assert 'autocomplete="one-time-code"' in browser.get(sent.headers["Location"]).content.decode()
    with firm_scope(guest.firm):
        code = code_of(Guest.objects.get(pk=guest.pk))
    wrong = browser.post(door(guest), {"code": "12" if code != "12" else "13"})
    assert "This is not the code" in wrong.content.decode()
    answer = browser.post(door(guest), {"code": code})
    cookie = answer.cookies[f"guest-{guest.public_id.hex}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 12 * 60 * 60)
    listed = browser.get(answer.headers["Location"]).content.decode()
    assert f"/shared/{guest.public_id}/1/" in listed
    text = browser.get(f"/shared/{guest.public_id}/1/").content.decode()
    assert "Belief and evidence" in text
    for kept_inside in ("/clients/", "export_assessment", "/accounts/"):
        assert kept_inside not in text


def test_looking_at_a_door_changes_nothing(wave, guest):
    _share, secret, _passcode = share_of(released(wave))
    browser = Browser()

    def rows():
        with every_firm("a test counts"):
            return (
                list(Guest.objects.values_list()),
                list(ShareLink.objects.values_list()),
                Message.objects.count(),
            )

    before = rows()
    for address in (door(guest), f"{door(guest)}?step=code", f"/r/{secret}/"):
        for method in (browser.get, browser.head):
            assert method(address).status_code == 200
    assert rows() == before
    assert browser.cookies.keys() <= {"csrf"}


def test_the_answer_to_asking_is_the_same_whether_a_code_is_sent_or_not(guest):
    answers = {
        (answer.status_code, answer.headers["Location"])
        for answer in (Browser().post(door(guest)) for _time in range(7))
    }
    assert answers == {(302, f"{door(guest)}?step=code")}
    with firm_scope(guest.firm):
        assert Message.objects.filter(occasion="guest_code").count() == 5


def test_unknown_and_revoked_guests_look_alike(guest):
    there = door(guest)
    with firm_scope(guest.firm):
        revoke_guest(guest=guest)
    for method in ("get", "post"):
        gone, none = (getattr(Browser(), method)(path) for path in (there, f"/g/{'x' * 43}/"))
        assert (gone.status_code, none.status_code) == (404, 404)
        assert gone.content == none.content


def test_revoking_ends_at_the_next_request(wave, guest):
    released(wave)
    browser = let_in(guest)
    assert browser.get(f"/shared/{guest.public_id}/1/").status_code == 200
    with firm_scope(guest.firm):
        revoke_guest(guest=guest)
    for path in ("", "1/"):
        assert browser.get(f"/shared/{guest.public_id}/{path}").status_code == 404


def test_twelve_hours_later_a_code_is_asked_for_again(wave, guest):
    released(wave)
    browser = let_in(guest)
    with time_machine.travel(timezone.now() + timedelta(hours=12, minutes=1)):
        assert browser.get(f"/shared/{guest.public_id}/").status_code == 404


def test_a_guest_sees_released_waves_of_one_client_only(wave, guest):
    browser = let_in(guest)
    empty = browser.get(f"/shared/{guest.public_id}/")
    assert "Nothing is released yet" in empty.content.decode()
    assert browser.get(f"/shared/{guest.public_id}/1/").status_code == 404
    released(wave)
    other = guest_of(make_client(wave.firm, "Other"), "other@client.example")
    assert "Nothing is released yet" in let_in(other).get(f"/shared/{other.public_id}/").content.decode()
    assert browser.get(f"/shared/{other.public_id}/").status_code == 404


def test_a_release_that_was_taken_back_says_so(wave, guest):
    release = released(wave)
    _share, secret, passcode = share_of(release)
    reading, sharing = let_in(guest), opened(secret, passcode)
    with firm_scope(wave.firm):
        withdraw_release(release=release, by=owner_of(wave))
        share = ShareLink.objects.get()
    for browser, path in (
        (reading, f"/shared/{guest.public_id}/1/"),
        (sharing, f"/read/{share.public_id}/"),
        (Browser(), f"/r/{secret}/"),
    ):
        page = browser.get(path)
        assert page.status_code == 410
        assert "These results were taken back" in page.content.decode()


def main_of(page):
    """What stands between the page's head and its foot, without tokens."""
    text = page.content.decode()
    return re.sub(r'value="[^"]{64}"', "", text[text.index("<main") : text.index("</main>")])


def test_the_released_page_stays_the_same_while_live_rows_change(wave, guest):
    _share, secret, passcode = share_of(released(wave))
    reading, sharing = let_in(guest), opened(secret, passcode)
    with firm_scope(wave.firm):
        share = ShareLink.objects.get()
    paths = ((reading, f"/shared/{guest.public_id}/1/"), (sharing, f"/read/{share.public_id}/"))
    before = [main_of(browser.get(path)) for browser, path in paths]
    with firm_scope(wave.firm):
        Client.objects.update(name="Renamed", industry="other", synthetic=True)
        OutcomeFigure.objects.update(value=3.0)
        wave.participants.update(name="Somebody else", seniority="manager")
    assert [main_of(browser.get(path)) for browser, path in paths] == before


def test_each_end_of_a_share_link_has_its_own_words(wave):
    release = released(wave)
    revoked, secret, passcode = share_of(release)
    browser = opened(secret, passcode)
    with firm_scope(wave.firm):
        revoke_share(share=revoked)
    page = Browser().get(f"/r/{secret}/")
    assert (page.status_code, "This link was taken back" in page.content.decode()) == (410, True)
    assert browser.get(f"/read/{revoked.public_id}/").status_code == 404

    expired, secret, passcode = share_of(release, days=1)
    browser = opened(secret, passcode)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        page = Browser().get(f"/r/{secret}/")
        assert (page.status_code, "This link has expired" in page.content.decode()) == (410, True)
        assert browser.get(f"/read/{expired.public_id}/").status_code == 404
    unknown = Browser().get(f"/r/{'x' * 43}/")
    assert (unknown.status_code, "This link is not valid" in unknown.content.decode()) == (404, True)


def test_a_share_of_a_suspended_firm_is_not_there(wave):
    _share, secret, passcode = share_of(released(wave))
    browser = opened(secret, passcode)
    wave.firm.is_active = False
    wave.firm.save()
    assert Browser().get(f"/r/{secret}/").status_code == 404
    with every_firm("a test"):
        assert browser.get(f"/read/{ShareLink.objects.get().public_id}/").status_code == 404


def test_a_released_page_reads_a_fixed_number_of_rows(wave, guest, django_assert_num_queries):
    released(wave)
    browser = let_in(guest)
    browser.get(f"/shared/{guest.public_id}/1/")
    # The guest with client and firm, the release with wave and version, the visit.
    with django_assert_num_queries(3):
        browser.get(f"/shared/{guest.public_id}/1/")
