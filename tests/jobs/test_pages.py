"""The page of a run, and the administrator's page of all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from smax.accounts.models import Firm, Membership, User
from smax.jobs import job, start
from smax.jobs.clock import claim
from smax.jobs.models import every_run
from tests.cast import make_administrator, make_firm
from tests.jobs.worker import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


def signed_in(email):
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    return browser


@pytest.fixture
def run():
    firm = make_firm("Ours")
    make_firm("Theirs")
    job("test.page", title="Freeze the results")(lambda run: run.advance(50))
    owner = User.objects.get(email="owner@ours.example")
    return start("test.page", firm=firm, actor=owner, then="/clients/")


def page_of(run, browser, **headers):
    return browser.get(f"/jobs/{run.public_id}/", headers=headers)


def test_who_started_it_sees_how_far_it_is_and_where_to_go_on(run):
    owner = signed_in("owner@ours.example")
    waiting = page_of(run, owner).content.decode()
    assert ("Freeze the results" in waiting, "It begins in a moment." in waiting) == (True, True)
    work()
    done = page_of(run, owner, **{"HX-Request": "true"}).content.decode()
    assert ("All went well." in done, 'href="/clients/"' in done, "hx-get" in done) == (True, True, False)
    assert "<html" not in done


@pytest.mark.parametrize("email", ["consultant@ours.example", "owner@theirs.example"])
def test_it_is_not_there_for_anybody_else(run, email):
    assert page_of(run, signed_in(email)).status_code == 404


def test_it_is_not_there_for_an_administrator_or_after_moving_to_another_firm(run):
    make_administrator()
    assert page_of(run, signed_in("administrator@server.example")).status_code == 404
    theirs = Firm.objects.get(name="Theirs")
    Membership.objects.filter(user__email="owner@ours.example").update(firm=theirs)
    assert page_of(run, signed_in("owner@ours.example")).status_code == 404


class TestHealth:
    @pytest.fixture
    def administrator(self):
        make_administrator()
        return signed_in("administrator@server.example")

    def test_it_counts_and_names_no_firm(self, run, administrator):
        every_run().filter(pk=run.pk).update(
            state="failed",
            fault="ValueError",
            reason="Ours is secret",
            finished_at=timezone.now(),
            attempts=4,
        )
        page = administrator.get("/server/jobs/").content.decode()
        assert ("Freeze the results" in page, "ValueError" in page) == (True, True)
        assert ("Ours" in page, "secret" in page, "owner@" in page) == (False, False, False)

    def test_it_says_whether_a_worker_is_there(self, administrator):
        assert "No worker is running." in administrator.get("/server/jobs/").content.decode()
        claim("clock", timedelta(seconds=30))
        assert "No worker is running." not in administrator.get("/server/jobs/").content.decode()
        with time_machine.travel(timezone.now() + timedelta(minutes=5)):
            assert "No worker is running." in administrator.get("/server/jobs/").content.decode()

    @pytest.mark.parametrize("email", ["owner@ours.example", "consultant@ours.example"])
    def test_firms_do_not_see_it(self, run, email):
        assert signed_in(email).get("/server/jobs/").status_code == 404
