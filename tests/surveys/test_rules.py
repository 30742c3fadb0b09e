"""Who works with which client: pages and rules say the same."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from smax.accounts.models import Firm, Membership, User
from smax.accounts.tenancy import firm_scope
from surveys.models import Assessment, Client
from surveys.rules import visible_clients, visible_wave, visible_waves
from surveys.services.assignments import assign
from surveys.services.plans import plan_wave
from tests.cast import (
    PROFILE,
    make_administrator,
    make_client,
    make_firm,
    make_leader,
    make_person,
    make_wave,
)
from tests.security.routes import POLICY, all_routes

pytestmark = pytest.mark.django_db
ROUTES = dict(all_routes())
PLACES = {name: set(re.findall(r"<\w+:(\w+)>", route)) for name, route in ROUTES.items()}
DESK = [name for name, policy in POLICY.items() if policy == "desk" and name in PLACES]
# Not there for anybody before something was released.
OF_A_RELEASE = {"reports:previewed_change", "reports:preview_working"}
OF_A_WAVE = [name for name in DESK if PLACES[name] in ({"slug"}, {"slug", "number"})]


@pytest.fixture(scope="module")
def ours(shared_rows):
    """Two clients, each with a wave, and a consultant for the first of them."""
    firm = make_firm("Ours")
    for name in ("Alpha", "Beta"):
        wave = make_wave(make_client(firm, name))
        with firm_scope(firm):
            plan_wave(client=wave.client, due_on=wave.deadline.date(), rhythm=180)
        for side in ("sales", "marketing"):
            make_leader(wave, side, f"{side} {name}")
    some = Membership.objects.create(
        user=make_person("some@ours.example"), firm=firm, role="consultant", all_clients=False
    )
    with firm_scope(firm):
        assign(membership=some, clients=Client.objects.filter(name="Alpha"))
    return firm


@pytest.fixture
def firm(ours):
    return Firm.objects.get(pk=ours.pk)


def signed_in(email="some@ours.example"):
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    return browser


@pytest.mark.parametrize(
    ("email", "seen"),
    [
        ("owner@ours.example", ["Alpha", "Beta"]),
        ("consultant@ours.example", ["Alpha", "Beta"]),
        ("some@ours.example", ["Alpha"]),
        ("analyst@ours.example", []),
    ],
)
def test_pages_and_rules_agree(firm, email, seen):
    user = User.objects.get(email=email)
    with firm_scope(firm):
        assert [client.name for client in visible_clients(user.membership)] == seen
        waves = list(visible_waves(user.membership))
        assert sorted(wave.client.name for wave in waves) == seen
        for wave in Assessment.objects.select_related("client"):
            found = visible_wave(user.membership, wave.client.slug, wave.number)
            assert found == (wave if wave in waves else None)
        ruled = [client.name for client in firm.clients.all() if user.has_perm("surveys.view_client", client)]
    assert ruled == seen


def test_nobody_of_elsewhere_passes_the_rule(firm):
    make_firm("Theirs")
    outside = User.objects.create_user("out@ours.example")
    off = User.objects.get(email="owner@ours.example")
    off.is_active = False
    off.save()
    with firm_scope(firm):
        client = firm.clients.first()
        people = [User.objects.get(email="owner@theirs.example"), make_administrator(), outside, off]
        assert [person.has_perm("surveys.view_client", client) for person in people] == [False] * 4


def test_a_suspended_firm_passes_no_rule(firm):
    firm.is_active = False
    firm.save()
    with firm_scope(firm):
        client = firm.clients.first()
        assert not User.objects.get(email="owner@ours.example").has_perm("surveys.view_client", client)


def address(name, slug):
    values = {"slug": slug, "number": 1}
    wanted = re.findall(r"<\w+:(\w+)>", ROUTES[name])
    return reverse(name, kwargs={key: values[key] for key in wanted})


@pytest.mark.parametrize("name", OF_A_WAVE)
def test_a_client_of_a_colleague_looks_like_none(firm, name):
    browser = signed_in()
    for method in ("get", "post"):
        theirs = getattr(browser, method)(address(name, "beta"))
        missing = getattr(browser, method)(address(name, "no-such-client"))
        assert theirs.status_code in {404, 405}
        assert (theirs.status_code, theirs.content) == (missing.status_code, missing.content)
    assert (signed_in().get(address(name, "alpha")).status_code == 404) == (name in OF_A_RELEASE)


@pytest.mark.parametrize("name", OF_A_WAVE)
def test_an_analyst_sees_no_client(firm, name):
    assert signed_in("analyst@ours.example").get(address(name, "alpha")).status_code == 404


def test_lists_show_the_own_clients_only(firm):
    page = signed_in().get("/clients/").content.decode()
    assert ("Alpha" in page, "Beta" in page) == (True, False)


def test_an_ended_assignment_counts_at_the_next_request(firm):
    browser = signed_in()
    assert browser.get("/clients/alpha/").status_code == 200
    with firm_scope(firm):
        assign(membership=Membership.objects.get(user__email="some@ours.example"), clients=[])
    assert browser.get("/clients/alpha/").status_code == 404


def test_who_adds_a_client_works_with_it(firm):
    browser = signed_in()
    answer = browser.post("/clients/new/", {**PROFILE, "name": "Gamma"})
    assert answer.headers["Location"] == "/clients/gamma/"
    assert browser.get("/clients/gamma/").status_code == 200


def test_the_analyst_is_told_what_will_be_there(firm):
    browser = signed_in("analyst@ours.example")
    assert browser.get("/clients/").status_code == 404
    page = browser.get("/", follow=True)
    assert page.redirect_chain == [("/benchmarks/", 302)]
    assert "No benchmark is released yet" in page.content.decode()
